import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { matchingRows } from '../log/matching-rows.js';
import { observedPurchases } from '../log/purchases/observed-purchases.js';
import { NEVER } from '../log/purchases/purchase-walk.js';
import type { SummaryOptions } from '../log/purchases/summary-plan.js';
import { rowsUntil } from '../log/rows-until.js';
import { runsOf } from '../log/runs.js';
import { stepFacts } from '../log/step-facts.js';
import { type Calendar, calendar, PERIOD_UNITS } from '../time/calendar.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { PeriodUnit } from '../time/period.js';
import { covariateFields } from './covariate-effects.js';
import { expectedPurchasesOfNewCustomer } from './expected-purchases.js';
import { checkPurchaseModel, type PurchaseModel } from './purchase-model.js';

/** The options of `customerSummary` that the model was fitted with, and the periods to show. */
export interface TrackPurchasesOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends SummaryOptions<Name, Properties> {
  /** The unit of the rows, which the unit of the model must fit into; default the same. */
  readonly by?: PeriodUnit | undefined;
}

/** The repeat purchases of one period. */
export interface TrackedPeriod {
  /** Its local label. */
  readonly period: string;
  /** Where it ends: in the calibration period or after it. */
  readonly part: 'calibration' | 'holdout';
  readonly actual: number;
  readonly expected: number;
  /** Since the log begins. */
  readonly actualCumulative: number;
  readonly expectedCumulative: number;
  /** Whether the period was over by `asOf`. */
  readonly complete: boolean;
}

/** Repeat purchases of a stretch of time. */
export interface TrackedTotal {
  readonly actual: number;
  readonly expected: number;
  /** expected ÷ actual − 1; `null` where nothing was bought. */
  readonly relativeError: number | null;
}

/** Expected repeat purchases against those that were made. */
export interface PurchaseTracking {
  /** Customers whose first purchase was in the calibration period. */
  readonly customers: number;
  readonly periods: readonly TrackedPeriod[];
  readonly calibration: TrackedTotal;
  /** `null` without `calibrationEnd`. */
  readonly holdout: TrackedTotal | null;
}

/**
 * Tracks a model: the repeat purchases that it expects, period by period and added up, against those that were made, in the time it was
 * fitted to and after it (the tracking plots of Fader, Hardie & Lee 2005 and of Fader & Hardie's note 008).
 *
 * The customers are those who first bought by `calibrationEnd`; others who come later count on neither side. What is expected is of
 * customers of whom only the first purchase is known, Σ E[X(t − first)]: the model is not told what they did. Purchases of one unit (or
 * `'day'`, by `mergeWithin`) count once, as in `customerSummary`. Models with covariates are not tracked (`calibrationTable` reads them); under BG/BB a unit is an
 * opportunity, without `mergeWithin: 'day'`.
 *
 * @param model - a model of purchases, fitted to `customerSummary` with the same options
 * @param log - the events
 * @param options - those of `customerSummary`: `unit` (needed), `mergeWithin`, `purchase`, `calibrationEnd`, `asOf`, `refunds`, `timeZone`,
 *   `weekStartsOn`, `fiscalYearStartsOn`; and `by`, the unit of the rows
 * @returns a row for each period, from that of the first purchase to that of `asOf`, and totals
 * @throws {InvalidOptionError} when the model is none of purchases or has covariates, or an option is unknown or out of range
 * @throws as `customerSummary`
 * @example
 * ```ts
 * import { eventLog, trackPurchases } from 'kizuna';
 *
 * const orders = ['2025-01-06', '2025-01-14', '2025-01-28', '2025-02-04'].map((date, i) => ({ id: i === 1 ? 'b' : 'a', at: `${date}T09:00Z` }));
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const; // weeks
 * const { periods, calibration, holdout } = trackPurchases(model, log, { unit: 'week', calibrationEnd: '2025-02-02' });
 * periods.map(({ period, part, actual, expected }) => [period, part, actual, expected]);
 * // => [
 * //   ['2025-01-06', 'calibration', 0, 0],
 * //   ['2025-01-13', 'calibration', 0, 0.05],
 * //   ['2025-01-20', 'calibration', 0, 0.10],
 * //   ['2025-01-27', 'calibration', 1, 0.1],
 * //   ['2025-02-03', 'holdout', 1, 0.09],
 * // ]
 * [calibration.actual, calibration.expected, holdout?.actual]; // => [1, 0.254, 1]
 * ```
 */
export function trackPurchases<Name extends string, Properties extends object>(
  model: PurchaseModel,
  log: EventLog<Name, Properties>,
  options: TrackPurchasesOptions<Name, Properties>,
): PurchaseTracking {
  checkPurchaseModel(OWNER, model);
  const fields = covariateFields(OWNER, model).join(', ');
  if (fields !== '') refuseOption(OWNER, 'model', 'to have no covariates, which a log does not tell', fields);
  checkOptions(OWNER, options, OPTIONS);
  const { by = options.unit, ...summary } = options;
  // Names and properties are only for the compiler.
  const { scale, asOf, calibrationEnd, calibration } = observedPurchases(log, summary as SummaryOptions);
  if (model.model === 'bg/bb' && scale !== 1) {
    refuseOption(OWNER, 'mergeWithin', "to be 'unit' under BG/BB, which knows whole opportunities only", 'day');
  }
  const { unit, timeZone = 'UTC', weekStartsOn, fiscalYearStartsOn, mergeWithin } = summary;
  const units = { unit, timeZone, weekStartsOn, fiscalYearStartsOn };
  const counted = calendar({ ...units, unit: mergeWithin === 'day' ? 'day' : unit });
  const shown = calendar({ ...units, unit: checkChoice(OWNER, 'by', by, PERIOD_UNITS) });
  const last = summary.asOf === undefined ? null : lastInstantIn(OWNER, 'asOf', summary.asOf, timeZone);
  const end = last === null ? log.length : rowsUntil(log.time, last);
  const start = calibration.first.reduce(
    (least, period) => (period === NEVER ? least : Math.min(least, period)),
    Infinity,
  );
  const length = start === Infinity ? 0 : asOf - start + 1;
  const starts = new Float64Array(length);
  let customers = 0;
  for (const period of calibration.first) {
    if (period === NEVER) continue;
    starts[period - start]! += 1;
    customers += 1;
  }
  const actual = actualByPeriod(log, summary as SummaryOptions, counted, calibration.first, { start, length, end });
  const expected = expectedByPeriod(model, starts, scale);
  const split = calibrationEnd - start + 1;
  const periods = rowsOf(shown, counted, actual, expected, {
    start,
    split: options.calibrationEnd === undefined ? length : split,
    asOf: last ?? log.time[log.length - 1] ?? 0,
  });
  return {
    customers,
    periods,
    calibration: totalOf(actual, expected, 0, split),
    holdout: options.calibrationEnd === undefined ? null : totalOf(actual, expected, split, length),
  };
}

const OWNER = 'trackPurchases';
const OPTIONS = [
  ...['unit', 'mergeWithin', 'purchase', 'asOf', 'calibrationEnd', 'refunds', 'by'],
  ...['timeZone', 'weekStartsOn', 'fiscalYearStartsOn'],
];

/** Repeat purchases in each counted period: customers who bought in it and first did so before, in the calibration. */
function actualByPeriod(
  log: AnyLog,
  { purchase }: SummaryOptions,
  counted: Calendar,
  first: Int32Array,
  { start, length, end }: { readonly start: number; readonly length: number; readonly end: number },
): Float64Array {
  const rows = purchase === undefined ? null : matchingRows(OWNER, log, stepFacts(OWNER, 'purchase', purchase));
  const runs = runsOf(log, counted);
  const actual = new Float64Array(length);
  const latest = first.slice();
  for (let run = 0; run < runs.periods.length; run += 1) {
    const period = runs.periods[run]!;
    const stop = Math.min(end, runs.ends[run]!);
    for (let i = runs.starts[run]!; i < stop; i += 1) {
      if ((rows !== null && rows[i] === 0) || (log.amount !== null && log.amount[i]! < 0)) continue;
      const code = log.customer[i]!;
      if (latest[code] === NEVER || latest[code]! >= period) continue;
      latest[code] = period;
      actual[period - start]! += 1;
    }
  }
  return actual;
}

/** What is expected in each counted period of customers who start in these. */
function expectedByPeriod(model: PurchaseModel, starts: Float64Array, scale: number): Float64Array {
  const length = starts.length;
  const within = Float64Array.from(starts, (_, age) => expectedPurchasesOfNewCustomer(model, age / scale));
  const expected = new Float64Array(length);
  for (let start = 0; start < length; start += 1) {
    const customers = starts[start]!;
    if (customers === 0) continue;
    for (let age = 1; start + age < length; age += 1) {
      expected[start + age]! += customers * (within[age]! - within[age - 1]!);
    }
  }
  return expected;
}

function rowsOf(
  shown: Calendar,
  counted: Calendar,
  actual: Float64Array,
  expected: Float64Array,
  { start, split, asOf }: { readonly start: number; readonly split: number; readonly asOf: number },
): readonly TrackedPeriod[] {
  const rows: TrackedPeriod[] = [];
  let [sum, expectedSum] = [0, 0];
  let row = { actual: 0, expected: 0 };
  for (let k = 0; k < actual.length; k += 1) {
    row = { actual: row.actual + actual[k]!, expected: row.expected + expected[k]! };
    sum += actual[k]!;
    expectedSum += expected[k]!;
    const period = shown.indexOf(counted.startOf(start + k));
    if (k + 1 < actual.length && shown.indexOf(counted.startOf(start + k + 1)) === period) continue;
    rows.push({
      period: shown.labelOf(period),
      part: k < split ? 'calibration' : 'holdout',
      ...row,
      actualCumulative: sum,
      expectedCumulative: expectedSum,
      complete: shown.startOf(period + 1) <= asOf + 1,
    });
    row = { actual: 0, expected: 0 };
  }
  return rows;
}

function totalOf(actual: Float64Array, expected: Float64Array, from: number, to: number): TrackedTotal {
  const sum = (list: Float64Array) => list.slice(from, to).reduce((total, value) => total + value, 0);
  const [made, foreseen] = [sum(actual), sum(expected)];
  return { actual: made, expected: foreseen, relativeError: made === 0 ? null : foreseen / made - 1 };
}
