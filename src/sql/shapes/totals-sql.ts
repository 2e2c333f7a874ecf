import { daysPlan } from '../../log/shapes/periods-plan.js';
import type { ScoreCuts, TotalsShape, TotalValuesShape } from '../../log/shapes/totals-shape.js';
import { calendar } from '../../time/calendar.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { countWhere, maxWhere, present, valuesOf } from '../spelling.js';
import { amountSum } from './amount-sum.js';
import { amountKind, countsSql, insideSql, linesTable, requireAmount } from './lines-sql.js';

/** Customers with what they have bought, and its scores. */
export function totalsSql(query: QueryText, shape: TotalsShape, owner: string): QueryText {
  const customers = customersSql(query, shape, owner);
  const scores = `${score(query, 'orders', shape.f, true)} AS f, ${score(query, 'monetary', shape.m, false)} AS m`;
  const scored = query.expression('scored', `SELECT *, ${scores} FROM ${customers}`, true);
  const kind = amountKind(query) === 'integer' ? 'finite' : 'number';
  return query.over(scored, { ...WHOLE, days: 'whole', amount: kind, monetary: kind, f: 'whole', m: 'whole' });
}

/** The same, a row for each of some columns. */
export function totalValuesSql(query: QueryText, { totals, of }: TotalValuesShape, owner: string): QueryText {
  const customers = customersSql(query, totals, owner);
  const values = of.map((column) => present(query.dialect, query.dialect.as('number', column)));
  const select = valuesOf(query.dialect, Object.keys(WHOLE), values, customers);
  return query.over(query.expression('total_values', select, true), { ...WHOLE, place: 'whole', value: 'number' });
}

const WHOLE = { orders: 'whole', lines: 'whole', later: 'whole', unpaid_later: 'whole' } as const;

/** A row for each customer with purchases in the range, without scores, as a table expression. */
function customersSql(query: QueryText, shape: TotalsShape, owner: string): string {
  const { dialect } = query;
  const { asOf, monetary, step, lines } = shape;
  requireAmount(query, owner);
  const counts = countsSql(query, lines);
  const isLine = counts === null ? 'NOT is_refund' : `(${counts} AND NOT is_refund)`;
  const isPaid = lines.isNet ? (counts ?? 'TRUE') : isLine;
  const paid = isPaid === 'TRUE' ? 'amount' : `CASE WHEN ${isPaid} THEN amount END`;
  const sum = amountSum(query, amountKind(query), paid, 'once');
  const sums = sum.columns.map(([name, sql]) => `${sum.added(name, sql)} AS ${name}_total`);
  const counted = {
    bought: countWhere(dialect, 'is_first'),
    counting: countWhere(dialect, isLine),
    later: counts === null ? '0' : countWhere(dialect, `NOT ${counts}`),
    unpaid_later: counts === null ? '0' : countWhere(dialect, `NOT ${counts} AND amount IS NULL`),
    last: maxWhere(dialect, 'ms', isLine),
  };
  const columns = Object.entries(counted).map(([name, sql]) => `${sql} AS ${name}`);
  const inside = insideSql(query, lines, 'ms');
  const where = inside === 'TRUE' ? '' : ` WHERE ${inside}`;
  const from = linesTable(query, lines, owner);
  const summed = `SELECT ${[...columns, ...sums].join(', ')} FROM ${from}${where} GROUP BY customer`;
  const has = (sql: string): string => `CASE WHEN bought > 0 THEN ${sql} ELSE 0 END`;
  const total = present(
    dialect,
    sum.total((name) => `${name}_total`),
  );
  const mean = monetary === 'sum' ? 'total' : `total / ${present(dialect, dialect.as('number', 'bought'))}`;
  const size = step === null ? null : query.value(step).sql;
  const money = size === null ? mean : `floor(${mean} / ${size} + ${query.value(0.5).sql})`;
  const list = [
    `${has(daysSince(query, asOf, lines.timeZone))} AS days`,
    `${has('total')} AS amount`,
    `${has(money)} AS monetary`,
    ...['bought AS orders', 'counting AS lines', 'later', 'unpaid_later'],
  ];
  const totals = `SELECT bought, counting, later, unpaid_later, last, ${total} AS total FROM (${summed}) AS summed`;
  return query.expression('customers', `SELECT ${list.join(', ')} FROM (${totals}) AS totals`);
}

/** Local days from `last` to the day of an instant, never below 0. */
function daysSince(query: QueryText, asOf: number | null, timeZone: string): string {
  if (asOf === null) return '0';
  const days = daysPlan(timeZone);
  const day = present(query.dialect, periodNumber(query, 'last', 'epochMilliseconds', days));
  const today = query.integer(calendar(days).indexOf(asOf));
  return `greatest(${today} - ${day}, 0)`;
}

/** How many cuts a value is past, and 1. */
function score(query: QueryText, value: string, { cuts, isReached }: ScoreCuts, isWhole: boolean): string {
  const operator = isReached ? '>=' : '>';
  const own = present(query.dialect, query.dialect.as('number', value));
  const past = cuts.map((cut) => {
    const [of, than] = isWhole && Number.isSafeInteger(cut) ? [value, query.integer(cut)] : [own, query.value(cut).sql];
    return `CASE WHEN ${of} ${operator} ${than} THEN 1 ELSE 0 END`;
  });
  return ['1', ...past].join(' + ');
}
