import { InvalidDataError, typeName } from './errors.js';

/**
 * Adds a finite value to an exact running sum, in place.
 *
 * The partials are a nonoverlapping expansion in increasing magnitude: their exact sum is the exact sum of all that was added
 * (Shewchuk 1997, Adaptive precision floating-point arithmetic, Grow-Expansion). Start from `[]`. Zeros leave no partial.
 * A running sum beyond the range of doubles, or a value that is not finite, leaves a last partial that is not finite; `roundedSum` refuses it.
 */
export function growExpansion(partials: number[], value: number): void {
  const count = partials.length;
  let used = 0;
  let carried = value;
  for (let i = 0; i < count; i += 1) {
    let partial = partials[i] as number; // i < length
    if (Math.abs(carried) < Math.abs(partial)) {
      const larger = partial;
      partial = carried;
      carried = larger;
    }
    const high = carried + partial;
    const low = partial - (high - carried);
    if (low !== 0) {
      partials[used] = low;
      used += 1;
    }
    carried = high;
  }
  if (carried !== 0) {
    partials[used] = carried;
    used += 1;
  }
  if (used < count) partials.length = used;
}

/** The double nearest to the exact sum of the partials, ties to even; never -0. Throws `E_OVERFLOW` beyond the range of doubles. */
export function roundedSum(partials: readonly number[], owner = 'sum'): number {
  let i = partials.length - 1;
  if (i < 0) return 0;
  let rounded = partials[i] as number; // 0 <= i < length, here and below
  let rest = 0;
  while (i > 0 && rest === 0) {
    i -= 1;
    const partial = partials[i] as number;
    const before = rounded;
    rounded = before + partial;
    rest = partial - (rounded - before);
  }
  // The rest may be half a unit exactly, rounded to even: what lies below it decides then (as in CPython's math.fsum).
  if (i > 0 && Math.sign(rest) === Math.sign(partials[i - 1] as number)) {
    const other = rounded + rest * 2;
    if (rest * 2 === other - rounded) rounded = other;
  }
  if (!Number.isFinite(rounded)) refuseOverflow(owner);
  return rounded;
}

/**
 * The canonical form of an exact sum S, for states that are stored and compared: r1 = fl(S), r2 = fl(S − r1), and so on until nothing is left.
 * The same exact value gives the same list however it was added up; zero gives `[]`. Grow an expansion with its terms to go on adding.
 */
export function canonicalSum(partials: readonly number[], owner = 'sum'): readonly number[] {
  const terms: number[] = [];
  const rest = [...partials];
  while (rest.length > 0) {
    const term = roundedSum(rest, owner);
    terms.push(term);
    growExpansion(rest, -term);
  }
  return terms;
}

/** The double nearest to the exact sum of the values. Throws on a value that is not a finite number, with its index, and on a total beyond the range of doubles. */
export function exactSum(values: ArrayLike<number> | Iterable<number>, owner = 'sum'): number {
  const list = 'length' in values ? values : Array.from(values);
  const partials: number[] = [];
  for (let i = 0; i < list.length; i += 1) {
    const value = list[i] as number; // i < length
    if (!Number.isFinite(value)) refuseValue(owner, i, value);
    growExpansion(partials, value);
  }
  return Number.isFinite(partials.at(-1) ?? 0) ? roundedSum(partials, owner) : sumInTwoScales(list, owner);
}

const LARGE = 2 ** 900;
const SCALE = 2 ** -100;

/** For running sums that overflow though the total may not: large values apart, scaled down, where no number of them overflows. */
function sumInTwoScales(values: ArrayLike<number>, owner: string): number {
  const large: number[] = [];
  const small: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number; // i < length
    if (Math.abs(value) >= LARGE) growExpansion(large, value * SCALE);
    else growExpansion(small, value);
  }
  if (Math.abs(roundedSum(large)) < LARGE) {
    for (const partial of large) growExpansion(small, partial / SCALE);
    return roundedSum(small, owner);
  }
  // The total is so large that of partials below the scaled range only the sign can matter, in a tie.
  for (const partial of small) growExpansion(large, partial * SCALE || Math.sign(partial) * Number.MIN_VALUE);
  const total = roundedSum(large) / SCALE;
  return Number.isFinite(total) ? total : refuseOverflow(owner);
}

function refuseValue(owner: string, index: number, value: unknown): never {
  const code = typeof value === 'number' ? 'E_NUM_NONFINITE' : 'E_FIELD_TYPE';
  throw new InvalidDataError(`${owner} requires finite numbers; value ${index} is ${typeName(value)}`, [
    { code, index, field: null, expected: 'a finite number', received: typeName(value) },
  ]);
}

/** Refuses a result beyond the range of doubles. */
export function refuseOverflow(owner: string): never {
  throw new InvalidDataError(`${owner} requires a total within the range of doubles; it is larger`, [
    { code: 'E_OVERFLOW', index: null, field: null, expected: 'a total below 1.8e308', received: 'Infinity' },
  ]);
}
