import type { LedgerRules } from '../../../log/shapes/ledger-shape.js';
import type { PeriodsPlan } from '../../../log/shapes/periods-plan.js';
import { clockFolds } from '../../../time/clock-folds.js';
import { refuseSql } from '../../compile-error.js';
import { periodIndex } from '../../period-number.js';
import type { QueryText } from '../../query-text.js';
import { isWhole, ledgerOf, ledgerRows, scaleOfLedger } from './rows.js';

/** A table expression and the columns that tell those apart whom revenue is compared of. */
export interface UnitRows {
  readonly from: string;
  readonly units: string;
}

/** What everybody pays, change by change: the units, `ms`, from when on, and `level` in whole minor units. None is after `asOf`. */
export function levelsSql(query: QueryText, rules: LedgerRules): UnitRows {
  if (isAsGiven(query, rules)) return givenLevelsSql(query, rules, ` AND ms <= ${query.integer(rules.asOf)}`);
  const { dialect } = query;
  const { from, units } = totalsSql(query, rules);
  const level = `floor(total / ${query.value(scaleOfLedger(ledgerOf(query))).sql} + 0.5)`;
  const held = dialect.as('integer', `CASE WHEN abs(total) <= 9007199254740992 THEN ${level} END`);
  return { from: query.expression('levels', `SELECT ${units}, ms, ${held} AS level FROM ${from}`), units };
}

/** Whether rows say themselves what those pay whom revenue is compared of. */
export function isAsGiven(query: QueryText, { count }: LedgerRules): boolean {
  const { columns, form } = ledgerOf(query);
  return form === 'changes' && (columns.subscription === undefined || count === 'subscriptions');
}

/** What rows say themselves, of those that count and of which a condition holds. */
export function givenLevelsSql(query: QueryText, rules: LedgerRules, and = ''): UnitRows {
  const { dialect } = query;
  const units = unitsOf(query, rules);
  const level = isWhole(ledgerOf(query)) ? 'parts' : dialect.wholeOf('parts');
  const rows = `SELECT ${units}, ms, ${level} AS level FROM ${ledgerRows(query)} WHERE fault = 0${and}`;
  const list = [...units.split(', '), 'ms', 'level'].map((each) => `${dialect.present(each)} AS ${each}`).join(', ');
  const all = dialect.name === 'clickhouse' ? `SELECT ${list} FROM (${rows}) AS known` : rows;
  return { from: query.expression('levels', all), units };
}

/** What everybody's rows come to, in parts of minor units: the units, `ms` and `total`, a whole double. */
export function totalsSql(query: QueryText, rules: LedgerRules): UnitRows {
  const units = unitsOf(query, rules);
  const steps = ledgerOf(query).form === 'lines' ? lineSteps(query, rules, units) : changeSteps(query, rules);
  return { from: query.expression('totals', runningSql(query, units, steps)), units };
}

/** Adds steps (`ms` and `change`) up, instant by instant. */
export function runningSql({ dialect }: QueryText, units: string, steps: string): string {
  const moved = `SELECT ${units}, ms, ${dialect.sum('change')} AS moved FROM (${steps}) AS steps GROUP BY ${units}, ms`;
  const over = `PARTITION BY ${units} ORDER BY ms ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`;
  return `SELECT ${units}, ms, ${dialect.sum('moved')} OVER (${over}) AS total FROM (${moved}) AS moves`;
}

/** What stretches of rows (`ms`, `until`, `parts`) add and take. */
export function stepsOfStretches(units: string, stretches: string): string {
  const both = `(SELECT 1 AS side UNION ALL SELECT -1) AS sides`;
  const list = `${units}, CASE WHEN side = 1 THEN ms ELSE until END AS ms, side * parts AS change`;
  return `SELECT ${list} FROM (SELECT ${units}, ms AS ms, until, parts FROM (${stretches}) AS all_stretches) AS stretches CROSS JOIN ${both} WHERE side = 1 OR until IS NOT NULL`;
}

/** The number of the period that an instant lies in, where each goes from its first instant to that of the next. */
export function ledgerPeriod(query: QueryText, ms: string, periods: PeriodsPlan, asOf: number): string {
  const shown = query.dialect.whole(periodIndex(query, ms, 'epochMilliseconds', periods));
  const folds = clockFolds(periods, asOf).map(
    ({ from, until, index }) =>
      `WHEN ${ms} >= ${query.integer(from)} AND ${ms} < ${query.integer(until)} THEN ${query.integer(index)}`,
  );
  return folds.length === 0 ? shown : `CASE ${folds.join(' ')} ELSE ${shown} END`;
}

function unitsOf(query: QueryText, { count }: LedgerRules): string {
  if (count === 'customers') return 'customer';
  const { columns, form } = ledgerOf(query);
  if (columns.subscription === undefined) return refuseSql('count', 'a table with a subscription', count);
  return form === 'lines' ? 'customer, subscription, own' : 'customer, subscription';
}

/** Lines from their start until the end that is known, cut where they were cancelled. */
function lineSteps(query: QueryText, { asOf, churnDate, refunds }: LedgerRules, units: string): string {
  const { columns } = ledgerOf(query);
  const rows = ledgerRows(query);
  const known = query.integer(asOf);
  // Lines that end at the very instant were replaced where another of the customer starts then.
  const goesOn = `customer IN (SELECT customer FROM ${rows} WHERE fault = 0 AND ms = ${known})`;
  const end = `CASE WHEN ended < ${known} OR (ended = ${known} AND ${goesOn}) THEN ended END`;
  const isCut = churnDate === 'cancellation' && columns.cancelled !== undefined;
  const cut = `CASE WHEN cancelled_at <= ${known} AND (known_end IS NULL OR cancelled_at < known_end) THEN cancelled_at ELSE known_end END`;
  const paidBack = refunds === 'exclude' && columns.refunded !== undefined ? ' AND NOT is_refunded' : '';
  const list = `${units}, ms, parts, ${isCut ? 'cancelled_at, ' : ''}${end} AS known_end`;
  const lines = `SELECT ${list} FROM ${rows} WHERE fault = 0 AND parts <> 0 AND ms <= ${known}${paidBack}`;
  const stretches = `SELECT ${units}, ms, parts, ${isCut ? cut : 'known_end'} AS until FROM (${lines}) AS known_lines`;
  return stepsOfStretches(units, `SELECT * FROM (${stretches}) AS cut_lines WHERE until IS NULL OR until > ms`);
}

/** Each change of a subscription takes the place of what it was before. */
function changeSteps(query: QueryText, { asOf }: LedgerRules): string {
  const before = query.dialect.neighbour('lag', 'parts', 'PARTITION BY customer, subscription ORDER BY ms ASC');
  const rows = `FROM ${ledgerRows(query)} WHERE fault = 0 AND ms <= ${query.integer(asOf)}`;
  return `SELECT customer, ms, ${query.dialect.as('number', `parts - coalesce(${before}, 0)`)} AS change ${rows}`;
}
