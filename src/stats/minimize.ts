/** A function to be made small: its value, and its gradient written into `gradient`. What is not finite counts as infinitely large. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

/** Where a search may go, and when it ends. */
export interface MinimizeRules {
  /** No coordinate leaves −bound … bound. */
  readonly bound: Float64Array;
  readonly maxIterations: number;
  /** Done when a step of Newton's would gain less than this. */
  readonly tolerance: number;
  /** The inverse of the matrix of second derivatives, where something is known of it. */
  readonly inverseHessian?: Float64Array | undefined;
  /** Ends the search early, such as when it runs into a minimum that is known. */
  readonly isKnown?: ((at: Float64Array, value: number, gradient: Float64Array) => boolean) | undefined;
}

/** Where a search ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  /** `'done'`: no step gains more than the tolerance; `'known'`: `isKnown` said so; `'spent'`: too many iterations; `'stuck'`: no step gains at all. */
  readonly end: 'done' | 'known' | 'spent' | 'stuck';
}

/**
 * A local minimum of a smooth function within a box, by BFGS (Nocedal & Wright 2006, ch. 6) with the gradient that the objective gives;
 * coordinates that press against the box are held there (Bertsekas 1982). For few dimensions.
 */
export function minimize(objective: Objective, start: ArrayLike<number>, rules: MinimizeRules): Minimum {
  const size = start.length;
  const { bound, tolerance } = rules;
  let at: Float64Array = Float64Array.from(start, (x, j) => clamped(x, bound[j] as number));
  let gradient: Float64Array = new Float64Array(size);
  let value = finite(objective(at, gradient));
  let evaluations = 1;
  let inverse: Float64Array | null = rules.inverseHessian?.slice() ?? null;
  for (let iterations = 0; ; iterations += 1) {
    const result = { at, value, gradient, iterations, evaluations };
    if (value === Infinity) return { ...result, end: 'stuck' };
    if (rules.isKnown?.(at, value, gradient)) return { ...result, end: 'known' };
    const held = heldAt(at, gradient, bound);
    const isFirst = inverse === null;
    let direction = directionOf(inverse ?? firstInverse(gradient, held), gradient, held);
    let slope = dot(gradient, direction);
    if (inverse !== null && !(slope < 0)) {
      inverse = null;
      direction = directionOf(firstInverse(gradient, held), gradient, held);
      slope = dot(gradient, direction);
    }
    if (!(slope < 0)) return { ...result, end: 'done' }; // nothing left to follow
    // Of a matrix that was never updated, the slope says nothing about the gain.
    if (!isFirst && inverse !== null && -slope < tolerance) return { ...result, end: 'done' };
    if (iterations >= rules.maxIterations) return { ...result, end: 'spent' };
    const found = lineSearch(objective, at, value, gradient, direction, slope, bound);
    evaluations += found.evaluations;
    if (found.at === null) {
      if (inverse === null) return { ...result, evaluations, end: -slope < tolerance ? 'done' : 'stuck' };
      inverse = null; // once more, straight downhill
      continue;
    }
    const step = found.at.map((x, j) => x - (at[j] as number));
    const change = found.gradient.map((g, j) => g - (gradient[j] as number));
    inverse = updated(inverse, step, change, held);
    [at, value, gradient] = [found.at, found.value, found.gradient];
  }
}

interface Found {
  readonly at: Float64Array | null;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly evaluations: number;
}

/**
 * A step along the direction with enough gain and, where it can be had, enough loss of slope (weak Wolfe conditions), by
 * interpolation with cubics; points outside the box are moved to its side.
 */
function lineSearch(
  objective: Objective,
  from: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  slope: number,
  bound: Float64Array,
): Found {
  const noise = 4e-16 * Math.abs(value); // values so near tell nothing
  let [low, high] = [0, Infinity];
  let [lowValue, lowSlope] = [value, slope];
  let length = Math.min(1, LONGEST / largest(direction));
  let best: Found = { at: null, value, gradient, evaluations: 0 };
  for (let evaluations = 1; evaluations <= 40; evaluations += 1) {
    const at = from.map((x, j) => clamped(x + length * (direction[j] as number), bound[j] as number));
    const next = new Float64Array(from.length);
    const nextValue = finite(objective(at, next));
    const nextSlope = nextValue === Infinity ? Infinity : slopeWithin(next, direction, at, bound);
    const gain = value - nextValue;
    if (gain >= -1e-4 * length * slope - noise) {
      best = { at, value: nextValue, gradient: next, evaluations };
      // Steep still: go further, unless the box stops it.
      if (nextSlope >= 0.9 * slope) return best;
      [low, lowValue, lowSlope] = [length, nextValue, nextSlope];
      if (high === Infinity) {
        const further = 4 * length * largest(direction) > LONGEST ? 2 : 4;
        length *= further;
        if (length * largest(direction) > 4 * LONGEST) return best;
        continue;
      }
      length = (low + high) / 2;
    } else {
      high = length;
      length = interpolated(low, lowValue, lowSlope, high, nextValue, nextSlope);
    }
    if (length * largest(direction) < 1e-14) return { ...best, evaluations };
  }
  return best.at === null ? { ...best, evaluations: 40 } : best;
}

/** No single step changes a coordinate by more: in logarithms a factor of 7. */
const LONGEST = 2;

/** The minimum of the cubic through two points and their slopes, kept away from both ends. */
function interpolated(
  low: number,
  lowValue: number,
  lowSlope: number,
  high: number,
  highValue: number,
  highSlope: number,
): number {
  const width = high - low;
  if (highValue === Infinity) return low + 0.2 * width;
  const rise = (highValue - lowValue) / width;
  const bend = lowSlope + highSlope - 3 * rise;
  const root = Math.sqrt(Math.max(0, bend * bend - lowSlope * highSlope));
  const share = 1 - (highSlope + root - bend) / (highSlope - lowSlope + 2 * root);
  return low + width * (share >= 0.1 && share <= 0.9 ? share : 0.5 * (share < 0.1 ? 0.4 : 1));
}

/** Coordinates at their bound that the function pushes outward. */
function heldAt(at: Float64Array, gradient: Float64Array, bound: Float64Array): Uint8Array {
  return Uint8Array.from(at, (x, j) => {
    const side = bound[j] as number;
    const slope = gradient[j] as number;
    return (x >= side && slope < 0) || (x <= -side && slope > 0) ? 1 : 0;
  });
}

function directionOf(inverse: Float64Array, gradient: Float64Array, held: Uint8Array): Float64Array {
  const size = gradient.length;
  return gradient.map((_, i) => {
    if (held[i]) return 0;
    let sum = 0;
    for (let j = 0; j < size; j += 1) {
      if (!held[j]) sum -= (inverse[i * size + j] as number) * (gradient[j] as number);
    }
    return sum;
  });
}

/** Downhill, at most by 1/2 in any coordinate. */
function firstInverse(gradient: Float64Array, held: Uint8Array): Float64Array {
  const size = gradient.length;
  const steepest = gradient.reduce((most, g, j) => (held[j] ? most : Math.max(most, Math.abs(g))), 0);
  const scale = steepest > 0 ? 0.5 / steepest : 1;
  return Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? scale : 0));
}

/** The BFGS update of the inverse; as it was where the step shows no upward bend. */
function updated(
  inverse: Float64Array | null,
  step: Float64Array,
  change: Float64Array,
  held: Uint8Array,
): Float64Array | null {
  const size = step.length;
  const [s, y] = [step.map((x, j) => (held[j] ? 0 : x)), change.map((x, j) => (held[j] ? 0 : x))];
  const curvature = dot(s, y);
  const squares = dot(y, y);
  if (!(curvature > 1e-12 * Math.sqrt(dot(s, s) * squares))) return inverse;
  const base =
    inverse ?? // scaled as Nocedal & Wright (6.20)
    Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? curvature / squares : 0));
  const product = y.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += (base[i * size + j] as number) * (y[j] as number);
    return sum;
  });
  const factor = (1 + dot(y, product) / curvature) / curvature;
  return base.map((value, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    const [sr, sc] = [s[row] as number, s[column] as number];
    return value + factor * sr * sc - (sr * (product[column] as number) + sc * (product[row] as number)) / curvature;
  });
}

/** The slope along the direction, without the coordinates that the box holds back. */
function slopeWithin(gradient: Float64Array, direction: Float64Array, at: Float64Array, bound: Float64Array): number {
  return gradient.reduce((sum, g, j) => {
    const [x, d, side] = [at[j] as number, direction[j] as number, bound[j] as number];
    return (x >= side && d > 0) || (x <= -side && d < 0) ? sum : sum + g * d;
  }, 0);
}

function clamped(x: number, bound: number): number {
  return Math.min(bound, Math.max(-bound, x));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, j) => sum + x * (b[j] as number), 0);
}

function largest(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Infinity;
}
