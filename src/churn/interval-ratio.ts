import { LimitError } from '../core/errors.js';
import type { BillingInterval } from './ledger-roles.js';

/** What an interval is called in an error. */
export const INTERVALS = "'month', 'year', 'quarter', 'week', 'day' or { months }";

/** The intervals that have a name, with how many amounts for one make a month's. */
export const RATIOS: Readonly<Record<string, number>> = {
  month: 1,
  year: 1 / 12,
  quarter: 1 / 3,
  week: 52 / 12,
  day: 365 / 12,
};

/** Whether it is an interval, not the name of a field. */
export function isInterval(interval: unknown): interval is BillingInterval {
  return ratioOf(interval) !== null;
}

/** Months' revenue per amount; null where it is no interval. */
export function ratioOf(interval: unknown): number | null {
  if (typeof interval === 'string') return Object.hasOwn(RATIOS, interval) ? (RATIOS[interval] as number) : null;
  const months: unknown = Object(interval).months;
  return typeof months === 'number' && Number.isInteger(months) && months >= 1 && months <= 1200 ? 1 / months : null;
}

/** The least scale, a multiple of 12, in which every ratio is whole. */
export function scaleOf(owner: string, ratios: Iterable<number>): number {
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
