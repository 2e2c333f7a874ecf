import { type Coefficients, rational } from './polynomial.js';

const SQRT_32 = Math.SQRT2 * 4;
const ONE_OVER_SQRT_TWO_PI = 0.3989422804014327;

/**
 * The probability that a standard normal variable exceeds z, at full relative precision in the upper tail.
 *
 * Cody 1969, Mathematics of Computation 23: 631–637, in the form for the normal integral (Cody 1993, ACM TOMS 19: 22–32).
 */
export function normalTail(z: number): number {
  const size = Math.abs(z);
  if (size <= 0.67448975) return 0.5 - z * rational(z * z, CENTRE);
  const tail = exponential(size) * (size <= SQRT_32 ? rational(size, SHOULDER) : farTail(size));
  return z > 0 ? tail : 1 - tail;
}

/**
 * The logarithm of that probability, and how fast it falls, the hazard φ(z)/Q(z), into the first two places of `into`. Nothing is too far
 * out: in the upper tail the exponential cancels from the one and is taken out of the other.
 */
export function normalTailLogs(z: number, into: Float64Array): void {
  if (z > 0.67448975) {
    const mills = z <= SQRT_32 ? rational(z, SHOULDER) : farTail(z); // times φ(0)/φ(z)
    into[0] = Math.log(mills) - 0.5 * z * z;
    into[1] = ONE_OVER_SQRT_TWO_PI / mills;
    return;
  }
  const tail = normalTail(z);
  into[0] = z < -0.67448975 ? Math.log1p(-normalTail(-z)) : Math.log(tail);
  into[1] = normalDensity(z) / tail;
}

/** The standard normal density φ(z). */
export function normalDensity(z: number): number {
  return ONE_OVER_SQRT_TWO_PI * exponential(Math.abs(z));
}

// Pairs of numerator and denominator, from the highest power.
const CENTRE: Coefficients = [
  [0.06568233791820745, 1],
  [2.2352520354606837, 47.202581904688245],
  [161.02823106855587, 976.0985517377767],
  [1067.6894854603709, 10260.932208618979],
  [18154.98125334356, 45507.78933502673],
];
const SHOULDER: Coefficients = [
  [1.0765576773720192e-8, 1],
  [0.39894151208813466, 22.266688044328117],
  [8.883149794388377, 235.387901782625],
  [93.50665613217785, 1519.3775994075547],
  [597.2702763948002, 6485.558298266761],
  [2494.5375852903726, 18615.571640885097],
  [6848.190450536283, 34900.95272114598],
  [11602.65143764735, 38912.00328609327],
  [9842.714838383978, 19685.429676859992],
];
const FAR: Coefficients = [
  [0.023073441764940174, 1],
  [0.215898534057957, 1.284260096144911],
  [0.12740116116024736, 0.4682382124808651],
  [0.022235277870649807, 0.06598813786892856],
  [0.0014216191932278934, 0.0037823963320275824],
  [2.9112874951168793e-5, 7.297515550839662e-5],
];

function farTail(size: number): number {
  const square = 1 / size / size;
  return (ONE_OVER_SQRT_TWO_PI - square * rational(square, FAR)) / size;
}

/** e^(−z²/2), with z² split into an exact part and a small one: its rounding alone would cost 1e-13 at z = 37. */
function exponential(size: number): number {
  if (size > 39) return 0;
  const coarse = Math.trunc(size * 16) / 16;
  return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (size - coarse) * (size + coarse));
}
