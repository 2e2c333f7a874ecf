import { between, input, multiply } from '../core/expression.js';
import { type CountIf, countIf, type Extreme, max, min, type Sum, sum } from '../core/measures.js';
import type { Measured } from '../core/tally.js';
import { productDifference } from '../stats/exact-product.js';

/** What key drivers count: rows, exact sums, sums of products, extremes, and answers in the top boxes, under numbered names. */
export type KeyDriverMeasures = Readonly<Record<string, CountIf | Sum | Extreme>>;

/** What the sums come to, by item; item 0 is the overall score. */
export interface DriverSums {
  readonly n: number;
  /** All answers added up. */
  sum(item: number): number;
  /** Answers in the top boxes. */
  top(item: number): number;
  varies(item: number): boolean;
  /** Of two items that vary. */
  correlation(a: number, b: number): number;
}

/** The name of an item's input: text of our own, whatever the field is called. */
export function itemName(item: number): string {
  return `item${item}`;
}

/** The measures of so many items: sums of scores and of products, extremes, and the answers within the top boxes. */
export function driverMeasures(items: number, topBoxes: readonly [number, number] | null): KeyDriverMeasures {
  const measures: Record<string, CountIf | Sum | Extreme> = { n: countIf() };
  for (let i = 0; i < items; i += 1) {
    const item = input(itemName(i));
    measures[`sum${i}`] = sum(item);
    measures[`min${i}`] = min(item);
    measures[`max${i}`] = max(item);
    if (topBoxes && i > 0) measures[`top${i}`] = countIf(between(item, ...topBoxes));
    for (let j = i; j < items; j += 1) measures[`product${i}_${j}`] = sum(multiply(item, input(itemName(j))));
  }
  return measures;
}

/** Reads what was measured. */
export function readDriverSums(items: number, measured: Measured<KeyDriverMeasures>): DriverSums {
  const value = (name: string): number => measured[name] ?? 0; // null only of extremes, without rows
  const n = value('n');
  // n Σxy − Σx Σy, n² times the covariance: one rounding where the sums are exact, as sums of survey answers are.
  const product = (i: number, j: number) =>
    productDifference(n, value(`product${Math.min(i, j)}_${Math.max(i, j)}`), value(`sum${i}`), value(`sum${j}`));
  const squares = Array.from({ length: items }, (_, i) => product(i, i));
  return {
    n,
    sum: (i) => value(`sum${i}`),
    top: (i) => value(`top${i}`),
    // Equal answers vary by rounding at most; so does what varies by less than 1e-12 of its size.
    varies: (i) => value(`min${i}`) < value(`max${i}`) && (squares[i] ?? 0) > 1e-12 * n * value(`product${i}_${i}`),
    correlation: (i, j) => {
      const scale = Math.sqrt(squares[i] ?? 0) * Math.sqrt(squares[j] ?? 0);
      return i === j ? 1 : Math.min(1, Math.max(-1, product(i, j) / scale)) + 0;
    },
  };
}
