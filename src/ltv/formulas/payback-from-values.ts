import type { Estimate } from '../../core/estimate.js';
import { refuseOverflow } from '../../core/exact-sum.js';
import { checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import type { Payback } from './payback.js';
import { checkQuantity, numberOf, type Quantity } from './quantity.js';

/** What winning a customer cost, and what one has brought up to the end of each period. */
export interface PaybackValues {
  /** What it cost to win a customer (CAC). */
  readonly cost: Quantity;
  /** What a customer has brought by the end of period 0, 1, 2 …, such as the cells of `cohortValue`. It ends at the first that is not known. */
  readonly values: readonly (Quantity | null)[];
  /** The share of it that is margin (粗利率); default 1. */
  readonly marginRate?: number | undefined;
}

/**
 * Payback period from what was observed: the periods until the cumulative value of a cohort is what winning one of its customers cost.
 *
 * Nothing is assumed about the periods to come: `null` where the values that are known do not reach the cost. `periods` is how many
 * whole periods it took, and within the last one `value` is in proportion. The interval is from where the upper limits reach the
 * cost's lower limit to where the lower limits reach its upper one: wider than it need be, and none where they do not.
 *
 * @param facts - `cost`, `values`, `marginRate`
 * @returns the periods; `null` where the cost has not come back yet; `n` is that of the value that reaches it, or of the last one
 * @throws {InvalidOptionError} when a part is out of range
 * @throws {InvalidDataError} when a margin is beyond the range of doubles
 * @example
 * ```ts
 * import { paybackFromValues } from 'kizuna';
 *
 * const values = [4000, 6000, 7500, 8700]; // of a customer, by month
 * paybackFromValues({ cost: 2800, values, marginRate: 0.4 }); // => { value: 2.67, n: 0, interval: null, periods: 3 }
 * paybackFromValues({ cost: 4000, values, marginRate: 0.4 }).value; // => null
 * ```
 */
export function paybackFromValues(facts: PaybackValues): Payback {
  checkOptions(OWNER, facts, ['cost', 'values', 'marginRate']);
  const { cost, values } = facts;
  const marginRate = checkNumber(OWNER, 'marginRate', facts.marginRate ?? 1, { max: 1 });
  checkQuantity(OWNER, 'cost', cost, { min: 0 });
  if (!Array.isArray(values)) refuseOption(OWNER, 'values', 'to be a list', values, 'E_OPT_TYPE');
  for (const [age, value] of values.entries()) if (value !== null) checkQuantity(OWNER, `values[${age}]`, value, {});
  const end = values.findIndex((value) => value === null || numberOf(value) === null);
  const known = (end < 0 ? values : values.slice(0, end)) as readonly Quantity[]; // none before the end is null
  const needed = numberOf(cost);
  const reach = (limit: number | null, at: (value: Quantity) => number | null) =>
    limit === null
      ? null
      : periodsToReach(
          limit,
          known.map((value) => marginOf(at(value), marginRate)),
        );
  const value = reach(needed, numberOf);
  const periods = value === null ? null : Math.ceil(value);
  const n = countOf(known[Math.max(0, (periods ?? known.length) - 1)]);
  const confidence = confidenceOf([cost, ...known]);
  const low = reach(limitOf(cost, 'low'), (each) => limitOf(each, 'high'));
  const high = reach(limitOf(cost, 'high'), (each) => limitOf(each, 'low'));
  const isKnown = value !== null && confidence !== null && low !== null && high !== null;
  return { value, n, interval: isKnown ? { low, high, confidence, method: 'limits' } : null, periods };
}

const OWNER = 'paybackFromValues';

function marginOf(value: number | null, marginRate: number): number | null {
  const margin = value === null ? null : value * marginRate;
  return margin === null || Number.isFinite(margin) ? margin : refuseOverflow(OWNER);
}

/** Where a line through the values, from 0, first comes to the cost; `null` where it does not, or its values end before. */
function periodsToReach(cost: number, values: readonly (number | null)[]): number | null {
  if (cost === 0) return 0;
  let before = 0;
  for (const [age, value] of values.entries()) {
    if (value === null) return null;
    // By halves, as a difference of doubles may be larger than they are.
    if (value >= cost) return age + Math.max(0, (cost / 2 - before / 2) / (value / 2 - before / 2));
    before = value;
  }
  return null;
}

function limitOf(quantity: Quantity, end: 'low' | 'high'): number | null {
  if (typeof quantity === 'number') return quantity;
  return quantity.interval === null ? null : quantity.interval[end];
}

function countOf(quantity: Quantity | undefined): number {
  return typeof quantity === 'object' ? quantity.n : 0;
}

/** The one confidence of the intervals; `null` where there are none. */
function confidenceOf(quantities: readonly Quantity[]): number | null {
  const intervals = quantities.flatMap((each) => (typeof each === 'number' ? [] : ((each as Estimate).interval ?? [])));
  const [first] = intervals;
  if (first === undefined) return null;
  const other = intervals.find(({ confidence }) => confidence !== first.confidence);
  if (other !== undefined)
    refuseOption(OWNER, 'the confidence of intervals', `to be one for all (${first.confidence})`, other.confidence);
  return first.confidence;
}
