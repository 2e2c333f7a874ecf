import { canonicalSum, growExpansion } from '../../core/exact-sum.js';
import { input } from '../../core/expression.js';
import { type Sum, sum } from '../../core/measures.js';
import type { ExactSum } from '../../stats/exact-sums.js';

/** The columns of a product of two whole numbers below 2⁵³, each so small that it can be added exactly; the product is their sum, each times its scale. */
const SCALES = { high: 2 ** 54, middle: 2 ** 27, low: 1 } as const;

/** The measures of the sum of a product whose columns begin with a name. */
export function productMeasures(name: string): Readonly<Record<string, Sum>> {
  return Object.fromEntries(Object.keys(SCALES).map((part) => [`${name}_${part}`, sum(input(`${name}_${part}`))]));
}

/** The sum of the products, from those of its columns. */
export function productSum(sums: Readonly<Record<string, readonly number[]>>, name: string): ExactSum {
  const partials: number[] = [];
  for (const [part, scale] of Object.entries(SCALES)) {
    for (const term of sums[`${name}_${part}`] ?? []) growExpansion(partials, term * scale);
  }
  return canonicalSum(partials);
}
