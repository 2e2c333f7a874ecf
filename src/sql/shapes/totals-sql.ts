import type { TotalsShape, TotalValuesShape } from '../../log/shapes/totals-shape.js';
import type { QueryText } from '../query-text.js';
import { amountSum } from './amount-sum.js';
import { amountKind, countsSql, insideSql, linesTable, requireAmount } from './lines-sql.js';
import { daysSince, moneySql, scoreSql, valueRows } from './totals-columns.js';
import { customersByKind, valuesByKind } from './unlike-sql.js';

/** Customers with what they have bought, and its scores. */
export function totalsSql(query: QueryText, shape: TotalsShape, owner: string): QueryText {
  const kind = amountKind(query) === 'integer' ? 'finite' : 'number';
  const columns = { orders: 'whole', days: 'whole', amount: kind, f: 'whole', m: 'whole' } as const;
  if (shape.hasUnlike) return customersByKind(query, shape, owner);
  const customers = customersSql(query, shape, owner);
  const scores = `${scoreSql(query, 'orders', shape.f, true)} AS f, ${scoreSql(query, 'monetary', shape.m, false)} AS m`;
  return query.over(query.expression('scored', `SELECT *, ${scores} FROM ${customers}`, true), {
    ...WHOLE,
    ...columns,
    monetary: kind,
  });
}

/** The same, a row for each of some columns. */
export function totalValuesSql(query: QueryText, shape: TotalValuesShape, owner: string): QueryText {
  const { dialect } = query;
  const { totals, of } = shape;
  if (totals.hasUnlike) return valuesByKind(query, shape, owner);
  // Whole numbers are grouped in less time than doubles, and are doubles where they are read.
  const areWhole = dialect.name === 'duckdb' && totals.monetary === 'sum' && totals.step === null;
  const customers = customersSql(query, totals, owner, areWhole);
  const values = of.map((column) => (areWhole ? column : dialect.present(dialect.as('number', column))));
  return valueRows(query, customers, values, { ...WHOLE, value: 'number' });
}

const WHOLE = { orders: 'whole', lines: 'whole', later: 'whole', unpaid_later: 'whole' } as const;

/** A row for each customer with purchases in the range, without scores, as a table expression; whole amounts add up to doubles, or stay whole. */
function customersSql(query: QueryText, shape: TotalsShape, owner: string, areWhole = false): string {
  const { dialect } = query;
  const { asOf, lines } = shape;
  requireAmount(query, owner);
  const counts = countsSql(query, lines);
  // Where refunds are of no account, they are left out before anything is asked: to ask at each aggregate takes a tenth longer.
  const isFiltered = counts === null && !lines.isNet;
  const isLine = isFiltered ? 'TRUE' : counts === null ? 'NOT is_refund' : `(${counts} AND NOT is_refund)`;
  const isPaid = lines.isNet ? (counts ?? 'TRUE') : isLine;
  const paid = isPaid === 'TRUE' ? 'amount' : `CASE WHEN ${isPaid} THEN amount END`;
  const sum = amountSum(query, amountKind(query), paid, 'once');
  const parts = new Map(sum.columns);
  const isEach = isFiltered && lines.per === 'event';
  const counted = {
    bought: isEach ? 'count(*)' : dialect.countWhere('is_first'),
    counting: isFiltered ? 'count(*)' : dialect.countWhere(isLine),
    later: counts === null ? '0' : dialect.countWhere(`NOT ${counts}`),
    unpaid_later: counts === null ? '0' : dialect.countWhere(`NOT ${counts} AND amount IS NULL`),
    last: isFiltered ? 'max(ms)' : dialect.maxWhere('ms', isLine),
    total: dialect.present(sum[areWhole ? 'whole' : 'total']((name) => sum.added(name, `${parts.get(name)}`))),
  };
  const columns = Object.entries(counted).map(([name, sql]) => `${sql} AS ${name}`);
  const where = isFiltered ? `NOT is_refund AND ${insideSql(query, lines, 'ms')}` : insideSql(query, lines, 'ms');
  const from = linesTable(query, lines, owner);
  const summed = `SELECT ${columns.join(', ')} FROM ${from} WHERE ${where} GROUP BY customer`;
  const has = (sql: string): string => (isEach ? sql : `CASE WHEN bought > 0 THEN ${sql} ELSE 0 END`);
  const list = [
    `${has(daysSince(query, asOf, lines.timeZone))} AS days`,
    `${has('total')} AS amount`,
    `${has(moneySql(query, shape, 'total'))} AS monetary`,
    ...['bought AS orders', 'counting AS lines', 'later', 'unpaid_later'],
  ];
  return query.expression('customers', `SELECT ${list.join(', ')} FROM (${summed}) AS summed`);
}
