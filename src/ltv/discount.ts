import { checkNumber, refuseOption } from '../core/options.js';

/** The time unit of a model: a word, or how many of them make a year. */
export type ModelUnit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | number;

/** A rate of interest for a year, and the time unit that it is to be brought to. */
export interface DiscountOptions {
  /** A year's, such as 0.1 for 10 %: what a year later is worth this much less, divided by 1.1. */
  readonly discountRate: number;
  /** The time unit of the model; a year has 365.2425 days. */
  readonly unit: ModelUnit;
}

/** How many of these units make a year; a month is 30.436875 days, as in `customerSummary`. */
export function unitsPerYear(owner: string, unit: ModelUnit): number {
  if (typeof unit === 'number') return checkNumber(owner, 'unit', unit, { min: 0, max: 1e9, open: true });
  const units = PER_YEAR.get(unit);
  if (units !== undefined) return units;
  return refuseOption(owner, 'unit', 'to be hour, day, week, month, quarter, year, or how many make a year', unit);
}

/** The continuous rate of a unit that comes to the yearly rate: ln(1 + d)/units. */
export function continuousRate(owner: string, { discountRate, unit }: DiscountOptions): number {
  const rate = checkNumber(owner, 'discountRate', discountRate, { min: 0, max: 1e6 });
  return Math.log1p(rate) / unitsPerYear(owner, unit);
}

const PER_YEAR = /* @__PURE__ */ new Map<ModelUnit, number>([
  ['hour', 365.2425 * 24],
  ['day', 365.2425],
  ['week', 365.2425 / 7],
  ['month', 12],
  ['quarter', 4],
  ['year', 1],
]);
