/** With this step, or half the width of a narrow distribution, the rule is right to 1e-12; a third would be 1e-10. */
const STEP = 0.28;
const STEP_OF_WIDTH = 0.55;
const NEGLIGIBLE = 1e-16;
/** Below this variance of the log odds the distribution is a point: the mean of a g as steep as p^1000 is that of the mean to 1e-12. */
const POINT = 1e-18;

/**
 * The mean of g(p) when p has the beta distribution (a, b), for a g that is positive, smooth on the scale of the log odds of p, and
 * constant below p ≪ 1/steepness and close to 1. Any a and b above 0: the trapezoidal rule in the log odds, whose error falls
 * exponentially (Trefethen & Weideman 2014, SIAM Review 56: 385–458), with the geometric tails of small a and b summed in closed form.
 */
export function betaMean(a: number, b: number, steepness: number, g: (p: number) => number): number {
  const p0 = a / (a + b);
  const q0 = b / (a + b);
  if (1 / a + 1 / b < POINT) return g(p0);
  const step = Math.min(STEP, STEP_OF_WIDTH * Math.sqrt(1 / a + 1 / b));
  // Distances from the mode of the log odds, beyond which p, or 1 − p, is nothing beside 1.
  const left = Math.log(q0 / p0) - Math.log(NEGLIGIBLE) + Math.log(Math.max(1, steepness, a + b));
  const right = Math.log(p0 / q0) - Math.log(NEGLIGIBLE) + Math.log(Math.max(1, a + b));
  let weights = 0;
  let sum = 0;
  for (const side of [-1, 1]) {
    const reach = side < 0 ? left : right;
    const decay = side < 0 ? a : b;
    for (let n = side < 0 ? 1 : 0; ; n += 1) {
      const d = side * n * step;
      const p = oddsMoved(p0, q0, d);
      const weight = Math.exp(a * logRatio(q0, p0, -d) + b * logRatio(p0, q0, d));
      const value = g(p);
      weights += weight;
      sum += weight * value;
      if (n * step > reach) {
        const tail = weight / Math.expm1(decay * step);
        weights += tail;
        sum += tail * value;
        break;
      }
      // Where g is 0 near the mode, what is farther out still counts, until its weight is 0 too.
      if (weight === 0 || (weight < NEGLIGIBLE * weights && weight * value < NEGLIGIBLE * sum)) break;
    }
  }
  return sum / weights;
}

/** The p whose log odds are those of p0 and d. */
function oddsMoved(p0: number, q0: number, d: number): number {
  return d > 0 ? p0 / (p0 + q0 * Math.exp(-d)) : (p0 * Math.exp(d)) / (p0 * Math.exp(d) + q0);
}

/** −ln(1 + share (e^d − 1)), where rest = 1 − share: how much the logarithm of the other share changes. */
function logRatio(share: number, rest: number, d: number): number {
  const change = share * Math.expm1(d);
  if (change > -0.5 && change < Number.POSITIVE_INFINITY) return -Math.log1p(change);
  return change > 0 ? -(d + Math.log(share)) : -Math.log(rest + share * Math.exp(d));
}
