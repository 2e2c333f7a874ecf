import { daysPlan } from '../../log/periods-plan.js';
import type { ScoreCuts, TotalsShape } from '../../log/totals-shape.js';
import { calendar } from '../../time/calendar.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { amountSum } from './amount-sum.js';
import { purchaseLines } from './lines-sql.js';

/** Customers with what they have bought, and its scores. */
export function totalsSql(query: QueryText, shape: TotalsShape, owner: string): QueryText {
  const { dialect } = query;
  const { asOf, monetary, step, lines } = shape;
  const bought = purchaseLines(query, lines, owner);
  const sum = amountSum(query, bought.paid, 'paid');
  const sums = sum.columns.map(([name, sql]) => `${sum.added(name, sql)} AS ${name}_total`);
  const orders = 'count(CASE WHEN started = 1 THEN 1 END)';
  const rows = `SELECT ${orders} AS bought, max(ordered) AS last, ${sums.join(', ')} FROM ${bought.name} GROUP BY customer`;
  const total = sum.total((name) => `${name}_total`);
  const amounts = `SELECT bought, last, ${total} AS total FROM (${rows}) AS summed WHERE bought > 0`;
  const mean = monetary === 'sum' ? 'total' : `total / ${dialect.as('number', 'bought')}`;
  const size = step === null ? null : query.value(step).sql;
  const money = size === null ? mean : `floor(${mean} / ${size} + ${query.value(0.5).sql})`;
  const days = daysSince(query, asOf, lines.timeZone);
  const facts = `SELECT bought, total, ${money} AS money, ${days} AS since FROM (${amounts}) AS totals`;
  const customers = query.expression('customers', facts);
  const integer = (sql: string): string => dialect.as('integer', sql);
  const list = [
    `${integer('since')} AS days`,
    `${integer('bought')} AS orders`,
    'total AS amount',
    'money AS monetary',
    `${integer(score(query, dialect.as('number', 'bought'), shape.f))} AS f`,
    `${integer(score(query, 'money', shape.m))} AS m`,
  ];
  return query.over(query.expression('scored', `SELECT ${list.join(', ')} FROM ${customers}`, true), {
    days: 'whole',
    orders: 'whole',
    amount: 'number',
    monetary: 'number',
    f: 'whole',
    m: 'whole',
  });
}

/** Local days from `last` to the day of an instant, never below 0. */
function daysSince(query: QueryText, asOf: number | null, timeZone: string): string {
  if (asOf === null) return '0';
  const days = daysPlan(timeZone);
  const day = periodNumber(query, 'last', 'epochMilliseconds', days);
  const today = query.integer(calendar(days).indexOf(asOf));
  return `CASE WHEN ${day} > ${today} THEN 0 ELSE ${today} - ${day} END`;
}

function score(query: QueryText, value: string, { cuts, isReached }: ScoreCuts): string {
  const operator = isReached ? '>=' : '>';
  return ['1', ...cuts.map((cut) => `CASE WHEN ${value} ${operator} ${query.value(cut).sql} THEN 1 ELSE 0 END`)].join(
    ' + ',
  );
}
