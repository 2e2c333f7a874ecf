import { GAUSS_LEGENDRE } from './gauss-legendre.js';

// e^−38 is below half a unit in the last place of 1.
const NEGLIGIBLE = 38;

/**
 * ∫ e^(−fall(h)) dh from h = 0 to the end of the tail (at most `reach`), for a fall that starts at 0 as about slope·h + curvature·h²/2.
 *
 * The tail of a density with large parameters, divided by the density where the tail begins: all terms are positive, and
 * the work does not grow with the parameters as that of series and continued fractions does.
 */
export function tailIntegral(fall: (h: number) => number, slope: number, curvature: number, reach: number): number {
  const end = Math.min(reach, endOfTail(fall, slope, curvature));
  const half = end / 2;
  let sum = 0;
  for (const [node, weight] of GAUSS_LEGENDRE)
    sum += weight * (Math.exp(-fall(half * (1 - node))) + Math.exp(-fall(half * (1 + node))));
  return half * sum;
}

/** Where the fall has become so deep that nothing follows: the root of the parabola, moved out while a skewed tail is still above it. */
function endOfTail(fall: (h: number) => number, slope: number, curvature: number): number {
  let end = (2 * NEGLIGIBLE) / (slope + Math.sqrt(slope * slope + 2 * NEGLIGIBLE * curvature));
  for (let step = 0; step < 50 && fall(end) < NEGLIGIBLE; step += 1) end *= 1.1;
  return end;
}
