import type { ReturnsShape } from '../../log/shapes/returns-shape.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { type EventMark, eventsSql, nameOf } from './events-sql.js';
import { periodSetsSql } from './period-sets-sql.js';
import { stepSql } from './step-sql.js';

/** Starts and returns. */
export function returnsSql(query: QueryText, shape: ReturnsShape, owner: string): QueryText {
  const marks = [
    ...markOf('is_start', stepSql(query, owner, shape.start)),
    ...markOf('is_return', stepSql(query, owner, shape.returning)),
  ];
  const events = eventsSql(query, shape.periods, marks, shape.asOf);
  const source = { query, shape, events, marks };
  const isOnePass = shape.isFirst && shape.windowLength === null && shape.minimum === 1;
  const isPlain = shape.pick !== 'each' || shape.ends.length === 1;
  const inSets = isOnePass && isPlain ? placedInSets(source) : null;
  const placed = (rows: string): string => query.expression('placed', rows, inSets !== null && 'always');
  const rows =
    shape.pick === 'each' && inSets?.isEach === true
      ? inSets.rows
      : picked(placed(inSets?.rows ?? (isOnePass && isPlain ? placedInOnePass(source) : placedByJoin(source))), shape);
  const columns = ['cohort', ...windowsOf(shape), 'place', 'zero', 'started', 'newcomer'];
  return query.over(
    query.expression('returns', rows),
    Object.fromEntries(columns.map((column) => [column, 'whole' as const])),
  );
}

interface Source {
  readonly query: QueryText;
  readonly shape: ReturnsShape;
  readonly events: string;
  readonly marks: readonly EventMark[];
}

/**
 * Of sets of periods: where each start is a return, so that the first is in the cohort's own period; `isEach` where all rows have a place.
 * `null` where it is not, or there are none.
 */
function placedInSets({
  query,
  shape,
  events,
  marks,
}: Source): { readonly rows: string; readonly isEach: boolean } | null {
  const [start, back] = ['is_start', 'is_return'].map((alias) => marks.find((mark) => mark.alias === alias));
  if (start?.sql !== back?.sql || start?.isFirstOnly === true || back?.isFirstOnly === true) return null;
  const where = `fault = 0${start === undefined ? '' : ` AND ${nameOf(start)}`}`;
  const { periods, asOf, from, to } = shape;
  const sets = periodSetsSql(query, { events, where, periods, asOf, hasBounds: from !== null || to !== null });
  if (sets === null) return null;
  // Where clocks are set back, later events may lie in an earlier period. A filter DuckDB would make a slow join of.
  const isBack = [
    ...(shape.periods.timeZone === 'UTC' ? [] : ['period >= cohort']),
    ...(shape.horizon === null ? [] : [`period - cohort <= ${query.integer(shape.horizon)}`]),
  ];
  const age = placeOf(query, shape.ends, query.dialect.narrow('period - cohort'));
  const isEach = isBack.length === 0;
  const place = isEach ? age : `CASE WHEN ${isBack.join(' AND ')} THEN ${age} END`;
  const rows = `SELECT customer, cohort, ${place} AS place, 0 AS zero, ${STARTED} FROM ${sets} WHERE TRUE${within(query, shape, 'first_ms')}`;
  return { rows, isEach };
}

/** Of one pass over customers and periods: where a customer starts once, and the last return of a period tells whether there is one. */
function placedInOnePass({ query, shape, events, marks }: Source): string {
  const isEach = marks.length === 0;
  const of = (alias: string): string => conditionOf(marks, alias);
  const whole = isEach && shape.periods.timeZone === 'UTC' && shape.from === null && shape.to === null;
  const facts = `min(CASE WHEN ${of('is_start')} THEN ms END) AS start_ms, max(CASE WHEN ${of('is_return')} THEN ms END) AS return_ms`;
  const pairs = `SELECT customer, period${whole ? '' : `, ${facts}`} FROM ${events} WHERE fault = 0 GROUP BY customer, period`;
  // Where clocks are set back, the first start need not lie in the first period with one.
  const first = whole
    ? 'min(period) OVER (PARTITION BY customer) AS cohort'
    : 'min(start_ms) OVER (PARTITION BY customer) AS first_ms, first_value(period) OVER (PARTITION BY customer ORDER BY start_ms ASC NULLS LAST) AS cohort';
  const rows = `SELECT *, ${first} FROM (${pairs}) AS pairs`;
  const horizon = shape.horizon === null ? '' : ` AND period - cohort <= ${query.integer(shape.horizon)}`;
  const isBack = `${whole ? 'TRUE' : 'return_ms >= first_ms AND period >= cohort'}${horizon}`;
  const isIn = whole ? 'TRUE' : `first_ms IS NOT NULL${within(query, shape, 'first_ms')}`;
  const place = placeOf(query, shape.ends, '(period - cohort)');
  return `SELECT customer, cohort, CASE WHEN ${isBack} THEN ${place} END AS place, ${STARTED} FROM (${rows}) AS started_rows WHERE ${isIn}`;
}

const STARTED =
  'CASE WHEN period = cohort THEN 1 ELSE 0 END AS started, CASE WHEN period = cohort THEN 1 ELSE 0 END AS newcomer';

/** Of each start and the customer's returns after it. */
function placedByJoin({ query, shape, events, marks }: Source): string {
  const { windowLength, minimum, asOf } = shape;
  const of = (alias: string): string => conditionOf(marks, alias);
  const isStart = `fault = 0 AND ${of('is_start')}`;
  const windows = windowsOf(shape);
  const by = ['customer', 'cohort', ...windows].join(', ');
  const over =
    windowLength === null ? '' : `, ${wholes(query, `${query.integer(asOf + 1)} - start_ms`, windowLength)} AS windows`;
  const cohorts = shape.isFirst
    ? `SELECT customer, start_ms, ${periodNumber(query, 'start_ms', 'epochMilliseconds', shape.periods)} AS cohort, 1 AS newcomer FROM ` +
      `(SELECT customer, min(ms) AS start_ms FROM ${events} WHERE ${isStart} GROUP BY customer) AS firsts ` +
      `WHERE TRUE${within(query, shape, 'start_ms')}`
    : `SELECT customer, start_ms, cohort, CASE WHEN row_number() OVER (PARTITION BY customer ORDER BY cohort ASC) = 1 THEN 1 ELSE 0 END AS newcomer FROM ` +
      `(SELECT customer, period AS cohort, min(ms) AS start_ms FROM ${events} WHERE ${isStart}${within(query, shape, 'ms')} GROUP BY customer, period) AS firsts`;
  const starts = query.expression(
    'starts',
    `SELECT customer, start_ms, cohort, newcomer${over} FROM (${cohorts}) AS cohorts`,
  );
  // The last return of a period tells whether one is after the start.
  const isEnough = windowLength === null && minimum === 1;
  const last = isEnough ? 'max(ms) AS ms' : 'ms';
  const grouped = isEnough ? ' GROUP BY customer, period' : '';
  const returns = `SELECT customer, period, ${last} FROM ${events} WHERE fault = 0 AND ${of('is_return')}${grouped}`;
  const age = windowLength === null ? 'r.period - s.cohort' : wholes(query, 'r.ms - s.start_ms', windowLength);
  const own = ['customer', 'cohort', ...windows].map((name) => `s.${name} AS ${name}`).join(', ');
  const both = `${starts} AS s JOIN (${returns}) AS r ON r.customer = s.customer`;
  const back = `SELECT ${own}, ${age} AS age FROM ${both} WHERE r.ms >= s.start_ms`;
  const horizon = shape.horizon === null ? '' : ` AND age <= ${query.integer(shape.horizon)}`;
  const place = placeOf(query, shape.ends, 'age');
  const having = minimum === 1 ? '' : ` HAVING count(*) >= ${query.integer(minimum)}`;
  const hits =
    `SELECT ${by}, ${place} AS place FROM (${back}) AS back WHERE age >= 0${horizon} ` +
    `GROUP BY ${by}, ${place}${having}`;
  return (
    `SELECT ${by}, place, 0 AS started, 0 AS newcomer FROM (${hits}) AS hits ` +
    `UNION ALL SELECT ${by}, ${query.dialect.as('integer', 'NULL')} AS place, 1 AS started, newcomer FROM ${starts}`
  );
}

function picked(placed: string, shape: ReturnsShape): string {
  const { pick } = shape;
  const by = ['customer', 'cohort', ...windowsOf(shape)].join(', ');
  if (pick === 'each')
    return `SELECT ${by}, place, 0 AS zero, started, newcomer FROM ${placed} WHERE place IS NOT NULL OR started = 1`;
  const place = pick === 'last' ? 'max(place)' : 'min(CASE WHEN place > 0 THEN place END)';
  const zero = pick === 'last' ? '0' : 'max(CASE WHEN place = 0 THEN 1 ELSE 0 END)';
  const facts = `${place} AS picked, ${zero} AS zero, max(started) AS is_started, max(newcomer) AS is_newcomer`;
  const rows = `SELECT ${by}, ${facts} FROM ${placed} GROUP BY ${by}`;
  return `SELECT ${by}, picked AS place, zero, is_started AS started, is_newcomer AS newcomer FROM (${rows}) AS picked_rows`;
}

/** How many windows are over is only known of what has some. */
function windowsOf({ windowLength }: ReturnsShape): readonly string[] {
  return windowLength === null ? [] : ['windows'];
}

/** The place of an age among brackets. */
function placeOf(query: QueryText, ends: readonly number[], age: string): string {
  const [last, bracketed] = [ends.length - 1, ends.at(-1) ?? 0];
  if (last === 0) return age;
  const cases = ends.map((end, place) => `WHEN ${age} <= ${query.integer(end)} THEN ${place}`);
  return `CASE ${cases.join(' ')} ELSE ${age} - ${query.integer(bracketed - last)} END`;
}

/** Whole lengths in milliseconds that are not below 0. */
function wholes(query: QueryText, ms: string, length: number): string {
  return query.dialect.as('integer', `floor(${query.dialect.as('number', `(${ms})`)} / ${query.value(length).sql})`);
}

function within(query: QueryText, { from, to }: ReturnsShape, ms: string): string {
  const after = from === null ? '' : ` AND ${ms} >= ${query.integer(from)}`;
  return `${after}${to === null ? '' : ` AND ${ms} < ${query.integer(to)}`}`;
}

function markOf(alias: string, step: ReturnType<typeof stepSql>): readonly EventMark[] {
  return step === null ? [] : [{ alias, ...step }];
}

function conditionOf(marks: readonly EventMark[], alias: string): string {
  const mark = marks.find((each) => each.alias === alias);
  return mark === undefined ? 'TRUE' : nameOf(mark);
}
