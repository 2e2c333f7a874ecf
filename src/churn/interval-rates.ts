import { LimitError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import { untyped } from '../log/untyped.js';
import type { LedgerTable } from './ledger-table.js';
import type { Refusals } from './refusals.js';

/** What amounts have to be multiplied by to be whole parts of a month's minor units: `factor[i]` of `scale` parts. */
export interface IntervalRates {
  readonly scale: number;
  readonly factorOf: (row: number) => number;
}

/**
 * The rule by which an amount for an interval is revenue per month: year ÷ 12, quarter ÷ 3, week × 52 ÷ 12, day × 365 ÷ 12,
 * n months ÷ n. In parts of 1/12 of a minor unit (or of the least common multiple of 12 and n) all of these are whole.
 */
export function intervalRates(
  owner: string,
  table: LedgerTable,
  interval: unknown,
  fieldName: string,
  refusals: Refusals,
): IntervalRates {
  const constant = interval === undefined ? 1 : ratioOf(interval);
  if (constant !== null) {
    const scale = scaleOf(owner, [constant]);
    return { scale, factorOf: () => Math.round(scale * constant) };
  }
  if (typeof interval !== 'string' && typeof interval !== 'function') {
    refuseOption(owner, 'interval', `to be ${EXPECTED}, a field or a function`, interval, 'E_OPT_TYPE');
  }
  const list = untyped(table.column(interval as string)); // a field, or a function of the row
  const ratios = new Float64Array(table.length);
  for (let i = 0; i < ratios.length; i += 1) {
    const ratio = ratioOf(list[i]);
    const code = (list[i] ?? null) === null ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE';
    if (ratio === null) refusals.add(i, fieldName, list[i], { code, expected: EXPECTED });
    else ratios[i] = ratio;
  }
  const scale = scaleOf(owner, new Set(ratios));
  return { scale, factorOf: (row) => Math.round(scale * (ratios[row] as number)) };
}

const EXPECTED = "'month', 'year', 'quarter', 'week', 'day' or { months }";

const RATIOS: Readonly<Record<string, number>> = {
  month: 1,
  year: 1 / 12,
  quarter: 1 / 3,
  week: 52 / 12,
  day: 365 / 12,
};

/** Months' revenue per amount; null where it is no interval. */
function ratioOf(interval: unknown): number | null {
  if (typeof interval === 'string') return Object.hasOwn(RATIOS, interval) ? (RATIOS[interval] as number) : null;
  const months: unknown = Object(interval).months;
  return typeof months === 'number' && Number.isInteger(months) && months >= 1 && months <= 1200 ? 1 / months : null;
}

/** The least scale, a multiple of 12, in which every ratio is whole. */
function scaleOf(owner: string, ratios: Iterable<number>): number {
  let scale = 12;
  for (const ratio of ratios) {
    if (ratio > 0 && ratio < 1) scale = leastCommonMultiple(scale, Math.round(1 / ratio));
    if (scale > MOST) {
      const expected = 'intervals of few different numbers of months';
      const issue = { code: 'E_LIMIT', index: null, field: 'interval', expected, received: 'too many' } as const;
      throw new LimitError(`${owner} requires ${expected}; one month would be ${scale} parts, the most is ${MOST}`, [
        issue,
      ]);
    }
  }
  return scale;
}

const MOST = 1_000_000;

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
