import { expect, test } from 'vitest';
import { proportionInterval, socialRates } from '../../src/index.js';
import { randomFrom } from '../../src/stats/random.js';

const RUNS = 1500;
const RATE = 0.04;

/** Posts of very unequal reach (lognormal, σ = 1) whose own rates spread around 4 % by 2 points. */
function postsOf(count: number, random: ReturnType<typeof randomFrom>) {
  return Array.from({ length: count }, () => {
    const reach = Math.round(3000 * Math.exp(random.normal()));
    return { reach, engaged: Math.round(reach * Math.max(0, RATE + 0.02 * random.normal())) };
  });
}

/** How often the interval of the pooled rate holds the true one, and how often Wilson's would, were each engagement a person. */
function coverage(count: number): { readonly ratio: number; readonly wilson: number } {
  const random = randomFrom(20251122);
  let [ratio, wilson] = [0, 0];
  for (let run = 0; run < RUNS; run += 1) {
    const { pooled } = socialRates(postsOf(count, random), { by: 'reach', engagements: 'engaged' });
    const share = proportionInterval(pooled.numerator, pooled.denominator);
    if (pooled.interval !== null && pooled.interval.low <= RATE && RATE <= pooled.interval.high) ratio += 1;
    if (share.low <= RATE && RATE <= share.high) wilson += 1;
  }
  return { ratio: ratio / RUNS, wilson: wilson / RUNS };
}

test.each([
  [5, 0.83],
  [20, 0.87],
  [100, 0.92],
])(
  'the interval over %i uneven posts holds the true rate in at least %f of cases, Wilson’s in a quarter at most',
  (count, least) => {
    const { ratio, wilson } = coverage(count);
    expect(ratio).toBeGreaterThanOrEqual(least);
    expect(ratio).toBeLessThanOrEqual(0.96);
    expect(wilson).toBeLessThan(0.25);
  },
);
