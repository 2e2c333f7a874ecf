import type { Estimate, Interval } from '../../core/estimate.js';
import { refuseOverflow } from '../../core/exact-sum.js';
import { checkNumber, refuseOption } from '../../core/options.js';

/** A number that goes into a formula: known as it is, or an estimate, whose interval carries over to the result. */
export type Quantity = number | Estimate;

/** Where a quantity may lie; limits of intervals that reach beyond are cut there. */
export interface QuantityRange {
  readonly min?: number;
  readonly max?: number;
}

/** The result of a formula, and the numbers it was made of: `null` where one of them is not known. */
export interface FormulaResult<Name extends string> {
  readonly estimate: Estimate;
  readonly values: Readonly<Record<Name, number>> | null;
}

/**
 * A formula of independent quantities, monotone in each, with the interval that follows from theirs.
 *
 * One uncertain quantity: the formula at its limits, which is exact. Several: the distances that each alone makes, squared and added
 * (MOVER; Zou & Donner 2008, Statistics in Medicine 27), on the logarithm where everything is positive, within what the formula comes
 * to where all are at one of their limits. No interval where an estimate has none, or the formula none at a limit. `n` is the smallest of the estimates, 0 where all numbers were given.
 */
export function formulaOf<Name extends string>(
  owner: string,
  given: Readonly<Record<Name, Quantity>>,
  ranges: Readonly<Record<Name, QuantityRange>>,
  formula: (values: Readonly<Record<Name, number>>) => number | null,
): FormulaResult<Name> {
  const names = Object.keys(ranges) as Name[]; // a record's own keys
  for (const name of names) checkQuantity(owner, name, given[name], ranges[name]);
  const estimates = names.map((name): Quantity => given[name]).filter((each) => typeof each !== 'number');
  const n = estimates.length === 0 ? 0 : Math.min(...estimates.map((each) => each.n));
  const confidence = confidenceOf(owner, estimates);
  const known = names.map((name) => [name, numberOf(given[name])] as const);
  if (known.some(([, value]) => value === null)) return { estimate: { value: null, n, interval: null }, values: null };
  const values = Object.fromEntries(known) as Record<Name, number>; // none is null
  const value = formula(values);
  if (value === null) return { estimate: { value, n, interval: null }, values };
  if (!Number.isFinite(value)) refuseOverflow(owner);
  const isComplete = confidence !== null && estimates.every(({ interval }) => interval !== null);
  if (!isComplete) return { estimate: { value: value + 0, n, interval: null }, values };
  const uncertain = names.flatMap((name) =>
    limitsOf(given[name], ranges[name]).map((limits) => [name, limits] as const),
  );
  const sides = uncertain.map(([name, limits]) => sideOf(limits, (limit) => formula({ ...values, [name]: limit })));
  let corners: readonly Readonly<Record<Name, number>>[] = [values];
  for (const [name, limits] of uncertain)
    corners = corners.flatMap((corner) => limits.map((limit) => ({ ...corner, [name]: limit })));
  const interval = joined(value, sides, confidence, () => possible(corners.map(formula)));
  return { estimate: { value: value + 0, n, interval }, values };
}

/** The value of a quantity. */
export function numberOf(quantity: Quantity): number | null {
  return typeof quantity === 'number' ? quantity : quantity.value;
}

/** Refuses what is neither a number nor an estimate, and values out of range. */
export function checkQuantity(owner: string, name: string, quantity: unknown, range: QuantityRange): void {
  if (typeof quantity === 'number') {
    checkNumber(owner, name, quantity, range);
    return;
  }
  const { value, n, interval } = Object(quantity) as Partial<Record<keyof Estimate, unknown>>; // whatever it is
  if (value === undefined || n === undefined || typeof interval !== 'object') {
    refuseOption(owner, name, 'to be a number or an estimate { value, n, interval }', quantity, 'E_OPT_TYPE');
  }
  if (value !== null) checkNumber(owner, `${name}.value`, value, range);
  checkNumber(owner, `${name}.n`, n, { min: 0 });
  if (interval === null) return;
  const { low, high, confidence } = interval as Partial<Record<keyof Interval, unknown>>; // whatever it is
  checkNumber(owner, `${name}.interval.high`, high, {
    min: checkNumber(owner, `${name}.interval.low`, low, {}),
  });
  checkNumber(owner, `${name}.interval.confidence`, confidence, { min: 0, max: 1, open: true });
}

/** The one confidence of all intervals. */
function confidenceOf(owner: string, estimates: readonly Estimate[]): number | null {
  const found = estimates.flatMap(({ interval }) => (interval === null ? [] : [interval.confidence]));
  const [first = null] = found;
  const other = found.find((confidence) => confidence !== first);
  if (other !== undefined) refuseOption(owner, 'the confidence of intervals', `to be one for all (${first})`, other);
  return first;
}

type Side = readonly [low: number | null, high: number | null];

/** The limits of a quantity's interval, cut where it cannot lie; none of one that is known. */
function limitsOf(
  quantity: Quantity,
  { min = -Infinity, max = Infinity }: QuantityRange,
): readonly (readonly number[])[] {
  if (typeof quantity === 'number' || quantity.interval === null) return [];
  const { low, high } = quantity.interval;
  return [[low, high].map((limit) => Math.min(Math.max(limit, min), max))];
}

/** What the formula comes to at both limits, in the order of size. */
function sideOf(limits: readonly number[], at: (limit: number) => number | null): Side {
  const ends = limits.map(at);
  if (ends.includes(null)) return [null, null];
  return [Math.min(...(ends as number[])), Math.max(...(ends as number[]))]; // none is null
}

/** The least and the most of a formula that is monotone in each: at its corners. One without a value has no end above (a cost never paid back). */
function possible(corners: readonly (number | null)[]): readonly [least: number, most: number] {
  const ends = corners.map((corner) => corner ?? Infinity);
  if (ends.some(Number.isNaN)) return [-Infinity, Infinity];
  return [Math.min(...ends), Math.max(...ends)];
}

function joined(
  value: number,
  sides: readonly Side[],
  confidence: number,
  bounds: () => readonly [least: number, most: number],
): Interval | null {
  const lows: number[] = [];
  const highs: number[] = [];
  for (const [low, high] of sides) {
    if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return null;
    lows.push(low);
    highs.push(high);
  }
  if (lows.length === 1) return { low: lows[0]! + 0, high: highs[0]! + 0, confidence, method: 'transformed' };
  const isPositive = value > 0 && lows.every((low) => low > 0);
  const distance = (limits: readonly number[]) =>
    Math.hypot(...limits.map((limit) => (isPositive ? Math.log(limit / value) : limit - value)));
  const [down, up] = [distance(lows), distance(highs)];
  const [least, most] = bounds();
  const low = Math.max(least, isPositive ? value * Math.exp(-down) : value - down);
  const high = Math.min(most, isPositive ? value * Math.exp(up) : value + up);
  return Number.isFinite(low) && Number.isFinite(high)
    ? { low: low + 0, high: high + 0, confidence, method: 'mover' }
    : null;
}
