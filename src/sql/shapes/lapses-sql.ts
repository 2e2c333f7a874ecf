import type { LapsesShape } from '../../log/lapse-shape.js';
import { comebacks } from '../../time/comebacks.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { linesSql } from './lines-sql.js';
import { neighbour } from './spelling.js';

/** Stretches of activity: an order that comes after the lapse begins one, and the order before it ended the last. */
export function lapsesSql(query: QueryText, shape: LapsesShape, owner: string): QueryText {
  const { dialect } = query;
  const asOf = query.integer(shape.asOf);
  const gaps = query.expression('gapped', gappedSql(query, shape, owner));
  const { threshold, join } = thresholdSql(query, shape, gaps);
  const rows = `SELECT g.customer AS customer, ms, before_ms, last_ms, ${dialect.as('integer', threshold)} AS threshold FROM ${gaps} AS g${join}`;
  const starts = `SELECT * FROM (${rows}) AS ruled WHERE before_ms IS NULL OR ms - before_ms > threshold`;
  const next = neighbour(dialect, 'lead', 'before_ms', 'PARTITION BY customer ORDER BY ms');
  const stretches =
    `SELECT ms, before_ms + threshold AS lapsed_ms, coalesce(${next}, last_ms) + threshold AS lapse_ms FROM (${starts}) AS starts`;
  const period = (ms: string): string => periodAt(query, shape, ms);
  const placed =
    `SELECT ${period('ms')} AS since, CASE WHEN lapse_ms <= ${asOf} THEN ${period(`least(lapse_ms, ${asOf})`)} END AS gone, ` +
    `CASE WHEN lapsed_ms IS NOT NULL THEN ${period(`coalesce(lapsed_ms, ${asOf})`)} END AS was FROM (${stretches}) AS stretches`;
  const flags = [
    'CASE WHEN was IS NULL THEN 0 WHEN was < since THEN 2 ELSE 1 END AS began',
    'CASE WHEN gone > since THEN 1 ELSE 0 END AS lost',
  ];
  const select = `SELECT since, gone, ${flags.join(', ')} FROM (${placed}) AS placed`;
  return query.over(query.expression('lapses', select), {
    since: 'integer',
    began: 'integer',
    gone: 'integer',
    lost: 'integer',
  });
}

/** Each order with that before it, and the customer's last. */
function gappedSql(query: QueryText, { purchase, per, periods, asOf }: LapsesShape, owner: string): string {
  const { timeZone } = periods;
  const lines = linesSql(
    query,
    { kind: 'lines', purchase, per, timeZone, edges: [asOf + 1], only: 0, isNet: false, needsAmount: false },
    owner,
  );
  const at = query.dialect.identifier('at');
  const orders = `SELECT customer, ${at} AS ms FROM ${lines.source.name} WHERE started = 1`;
  const before = neighbour(query.dialect, 'lag', 'ms', 'PARTITION BY customer ORDER BY ms');
  return `SELECT customer, ms, ${before} AS before_ms, max(ms) OVER (PARTITION BY customer) AS last_ms FROM (${orders}) AS orders`;
}

/** The threshold of a customer, and the table that it is read from. */
function thresholdSql(query: QueryText, { rule }: LapsesShape, gaps: string): { threshold: string; join: string } {
  const { dialect } = query;
  const otherwise = query.integer(rule.otherwise);
  if (rule.own === null) return { threshold: otherwise, join: '' };
  const number = (sql: string): string => dialect.as('number', sql);
  const numbered =
    'SELECT customer, ms - before_ms AS gap, row_number() OVER (PARTITION BY customer ORDER BY ms - before_ms) AS place, ' +
    `count(*) OVER (PARTITION BY customer) AS gaps FROM ${gaps} WHERE before_ms IS NOT NULL`;
  // The one in the middle, or the two.
  const middle = `2 * place BETWEEN gaps AND gaps + 2 AND gaps >= ${query.integer(rule.own.fewest)}`;
  const median = `${number(dialect.integerSum('gap'))} / ${number('count(*)')}`;
  const medians = `SELECT customer, ${median} AS median FROM (${numbered}) AS numbered WHERE ${middle} GROUP BY customer`;
  const own = `SELECT customer, median * ${query.value(rule.own.factor).sql} AS length FROM (${medians}) AS medians WHERE median > 0`;
  // No longer than all of time, so that it is a 64-bit integer; a half is rounded up.
  const length = `least(length, ${query.value(LONGEST).sql})`;
  const whole = dialect.as('integer', `floor(${length})`);
  const rounded = `greatest(1, ${whole} + CASE WHEN ${length} - floor(${length}) >= ${query.value(0.5).sql} THEN 1 ELSE 0 END)`;
  return {
    threshold: `CASE WHEN o.length IS NULL THEN ${otherwise} ELSE ${rounded} END`,
    join: ` LEFT JOIN (SELECT customer, length FROM (${own}) AS own_lengths) AS o ON o.customer = g.customer`,
  };
}

const LONGEST = 1e15;

/** The period of an instant where each goes from its first instant to that of the next. */
function periodAt(query: QueryText, { periods, asOf }: LapsesShape, ms: string): string {
  const period = periodNumber(query, ms, 'epochMilliseconds', periods);
  const cases = comebacks(periods, asOf + 1).map(
    ([from, until, index]) =>
      `WHEN ${ms} >= ${query.integer(from)} AND ${ms} < ${query.integer(until)} THEN ${query.integer(index)}`,
  );
  return cases.length === 0 ? period : `CASE ${cases.join(' ')} ELSE ${period} END`;
}
