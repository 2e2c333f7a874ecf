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
  readonly isKnown?: ((at: Float64Array, value: number) => boolean) | undefined;
}

/** Where a search ended. */
export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  /** `'done'`: no step gains more than the tolerance; `'known'`: `isKnown` said so; `'spent'`: too many iterations; `'stuck'`: no step gains at all. */
  readonly end: 'done' | 'known' | 'spent' | 'stuck';
}

/**
 * A local minimum of a smooth function within a box, by BFGS (Nocedal & Wright 2006, ch. 6) with the gradient that the objective gives;
 * coordinates that press against the box are held there (Bertsekas 1982). For few dimensions.
 */
export function minimize(objective: Objective, start: ArrayLike<number>, rules: MinimizeRules): Minimum {
  const { bound, tolerance } = rules;
  let at: Float64Array = Float64Array.from(start, (x, j) => clamped(x, bound[j] as number));
  let gradient: Float64Array = new Float64Array(at.length);
  let value = finite(objective(at, gradient));
  let inverse: Float64Array | null = rules.inverseHessian?.slice() ?? null;
  for (let iterations = 0; ; iterations += 1) {
    const result = { at, value, gradient, iterations };
    if (value === Infinity) return { ...result, end: 'stuck' };
    if (rules.isKnown?.(at, value)) return { ...result, end: 'known' };
    const { direction, held } = wayDown(inverse, at, gradient, bound);
    const slope = dot(gradient, direction);
    if (inverse !== null && !(slope < 0)) {
      inverse = null;
      continue; // once more, straight downhill
    }
    if (!(slope < 0)) return { ...result, end: 'done' }; // nothing left to follow
    if (inverse !== null && -slope < tolerance) return { ...result, end: 'done' };
    if (iterations >= rules.maxIterations) return { ...result, end: 'spent' };
    const found = lineSearch(objective, at, value, direction, slope, bound);
    if (found === null) {
      if (inverse === null) return { ...result, end: 'stuck' };
      inverse = null;
      continue;
    }
    const [before, slopes] = [at, gradient];
    const step = found.at.map((x, j) => x - (before[j] as number));
    const change = found.gradient.map((g, j) => g - (slopes[j] as number));
    inverse = updated(inverse, step, change, held);
    ({ at, value, gradient } = found);
  }
}

interface Found {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/**
 * A step along the direction with enough gain and, where it can be had, enough loss of slope (weak Wolfe conditions), by
 * interpolation with cubics. It ends where a coordinate meets its bound.
 */
function lineSearch(
  objective: Objective,
  from: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  bound: Float64Array,
): Found | null {
  const noise = 4e-16 * Math.abs(value); // values so near tell nothing
  const size = largest(direction);
  const room = roomFor(from, direction, bound);
  const most = Math.min(room, (4 * LONGEST) / size);
  let [low, lowValue, lowSlope] = [0, value, slope];
  let high = Infinity;
  let length = Math.min(1, room, LONGEST / size);
  let best: Found | null = null;
  for (let k = 0; k < 40 && length * size > 1e-14; k += 1) {
    const at = from.map((x, j) => clamped(x + length * (direction[j] as number), bound[j] as number));
    const gradient = new Float64Array(from.length);
    const found = finite(objective(at, gradient));
    const slopeThere = found === Infinity ? Infinity : dot(gradient, direction);
    if (value - found >= -1e-4 * length * slope - noise) {
      best = { at, value: found, gradient };
      if (slopeThere >= 0.9 * slope || length >= most) return best;
      // Steep still: go further.
      [low, lowValue, lowSlope] = [length, found, slopeThere];
      length = high === Infinity ? Math.min(4 * length, most) : (low + high) / 2;
    } else {
      high = length;
      length = interpolated(low, lowValue, lowSlope, high, found, slopeThere);
    }
  }
  return best;
}

/** No first step changes a coordinate by more: in logarithms a factor of 7. */
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
  return low + width * (Number.isNaN(share) ? 0.5 : Math.min(0.9, Math.max(0.1, share)));
}

/** The direction to search along, and the coordinates held at their bound: those that the function, or the direction, pushes outward. */
function wayDown(
  inverse: Float64Array | null,
  at: Float64Array,
  gradient: Float64Array,
  bound: Float64Array,
): { direction: Float64Array; held: Uint8Array } {
  const held = new Uint8Array(at.length);
  hold(held, at, directionOf(null, gradient, held), bound);
  for (;;) {
    const direction = directionOf(inverse, gradient, held);
    if (!hold(held, at, direction, bound)) return { direction, held };
  }
}

/** Holds coordinates at their bound that are pushed outward; says whether there was one more. */
function hold(held: Uint8Array, at: Float64Array, push: Float64Array, bound: Float64Array): boolean {
  let isMore = false;
  for (let j = 0; j < at.length; j += 1) {
    const side = bound[j] as number;
    const isOut =
      ((at[j] as number) >= side && (push[j] as number) > 0) || ((at[j] as number) <= -side && (push[j] as number) < 0);
    if (!isOut || held[j] === 1) continue;
    held[j] = 1;
    isMore = true;
  }
  return isMore;
}

/** Newton's direction by the inverse; without one straight downhill, by 1/2 in the steepest coordinate. */
function directionOf(inverse: Float64Array | null, gradient: Float64Array, held: Uint8Array): Float64Array {
  const size = gradient.length;
  if (inverse === null) {
    const steepest = gradient.reduce((most, g, j) => (held[j] ? most : Math.max(most, Math.abs(g))), 0);
    return gradient.map((g, j) => (held[j] || steepest === 0 ? 0 : (-0.5 * g) / steepest));
  }
  return gradient.map((_, i) => {
    if (held[i]) return 0;
    let sum = 0;
    for (let j = 0; j < size; j += 1) {
      if (!held[j]) sum -= (inverse[i * size + j] as number) * (gradient[j] as number);
    }
    return sum;
  });
}

/** How far the direction can be followed before a coordinate meets its bound. */
function roomFor(at: Float64Array, direction: Float64Array, bound: Float64Array): number {
  return direction.reduce((least, d, j) => {
    const room = (bound[j] as number) - Math.sign(d) * (at[j] as number);
    return d === 0 ? least : Math.min(least, room / Math.abs(d));
  }, Infinity);
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
