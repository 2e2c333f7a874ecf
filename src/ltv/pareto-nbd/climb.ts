import { hypergeometricOneSlopes } from '../../stats/hypergeometric-one.js';
import { type HypergeometricSlopes, hypergeometricSlopes } from '../../stats/hypergeometric-slopes.js';
import type { Ladders } from './ladders.js';

/** Between numbers of purchases farther apart than this, a new start is quicker than the recurrence. */
const MOST_RUNGS = 12;

const slopes = /* @__PURE__ */ hypergeometricSlopes();

/**
 * Fills in F(x) = ₂F₁(1, b + x; c + x; z) with its slopes for the places of one ladder, z = 1 − `complement` below 1.
 *
 * F(x) = 1 + (b + x)/(c + x)·z F(x + 1) keeps its digits downward where |(b + x)/(c + x)·z| ≤ 1, upward where it is above 1, which it can
 * be for z < −1 alone: the ladder is climbed both ways from the place where that changes.
 */
export function climb(ladders: Ladders, ladder: number, b: number, c: number, z: number, complement: number): void {
  const { frequency, from } = ladders;
  const first = from[ladder] as number;
  const end = from[ladder + 1] as number;
  let start = end - 1;
  if (z < -1) {
    const turn = (c + z * b) / (-z - 1);
    while (start > first && (frequency[start] as number) > turn) start -= 1;
  }
  enter(ladders, start, b, c, z, complement);
  for (let place = start - 1; place >= first; place -= 1) {
    const to = frequency[place] as number;
    const rungs = (frequency[place + 1] as number) - to;
    if (rungs > MOST_RUNGS) enter(ladders, place, b, c, z, complement);
    else down(ladders, place + 1, place, b + to, c + to, z, rungs);
  }
  for (let place = start + 1; place < end; place += 1) {
    const below = frequency[place - 1] as number;
    const rungs = (frequency[place] as number) - below;
    if (rungs > MOST_RUNGS) enter(ladders, place, b, c, z, complement);
    else up(ladders, place - 1, place, b + below, c + below, z, rungs);
  }
}

/**
 * The same from a number of purchases that need not be one of the ladder's: upward from one that is at most the lowest place's, and downward
 * from one that is at least the highest's. The digits must be kept in that direction all along.
 */
export function climbFrom(
  ladders: Ladders,
  ladder: number,
  known: HypergeometricSlopes,
  frequencyKnown: number,
  b: number,
  c: number,
  z: number,
): void {
  const { frequency, from } = ladders;
  const first = from[ladder] as number;
  const last = (from[ladder + 1] as number) - 1;
  const isUpward = frequencyKnown <= (frequency[first] as number);
  const start = isUpward ? first : last;
  put(ladders, start, known);
  if (isUpward) {
    let x = frequencyKnown;
    for (let place = first; place <= last; place += 1) {
      const rungs = (frequency[place] as number) - x;
      if (rungs > 0) up(ladders, place === first ? first : place - 1, place, b + x, c + x, z, rungs);
      x = frequency[place] as number;
    }
    return;
  }
  let x = frequencyKnown;
  for (let place = last; place >= first; place -= 1) {
    const to = frequency[place] as number;
    if (x > to) down(ladders, place === last ? last : place + 1, place, b + to, c + to, z, x - to);
    x = to;
  }
}

function put(ladders: Ladders, place: number, known: HypergeometricSlopes): void {
  ladders.value[place] = known.value;
  ladders.byB[place] = known.byB;
  ladders.byC[place] = known.byC;
  ladders.byZ[place] = known.byZ;
}

function enter(ladders: Ladders, place: number, b: number, c: number, z: number, complement: number): void {
  const x = ladders.frequency[place] as number;
  put(ladders, place, hypergeometricOneSlopes(b + x, c + x, z, complement, slopes));
}

/** From the place above; b and c are those of the lower place. */
function down(
  { value, byB, byC, byZ }: Ladders,
  upper: number,
  place: number,
  b: number,
  c: number,
  z: number,
  rungs: number,
): void {
  let f = value[upper] as number;
  let fb = f * (byB[upper] as number);
  let fc = f * (byC[upper] as number);
  let fz = f * (byZ[upper] as number);
  for (let rung = rungs - 1; rung >= 0; rung -= 1) {
    const inverse = 1 / (c + rung);
    const ratio = (b + rung) * inverse;
    fb = z * (f * inverse + ratio * fb);
    fc = z * ratio * (fc - f * inverse);
    fz = ratio * (f + z * fz);
    f = 1 + z * ratio * f;
  }
  const inverse = 1 / f;
  value[place] = f;
  byB[place] = fb * inverse;
  byC[place] = fc * inverse;
  byZ[place] = fz * inverse;
}

/** From the place below; b and c are that one's. */
function up(
  { value, byB, byC, byZ }: Ladders,
  lower: number,
  place: number,
  b: number,
  c: number,
  z: number,
  rungs: number,
): void {
  let f = value[lower] as number;
  let fb = f * (byB[lower] as number);
  let fc = f * (byC[lower] as number);
  let fz = f * (byZ[lower] as number);
  const inverseZ = 1 / z;
  for (let rung = 0; rung < rungs; rung += 1) {
    const bx = b + rung;
    const cx = c + rung;
    const ratio = cx / bx;
    f = (f - 1) * ratio * inverseZ;
    fb = fb * ratio * inverseZ - f / bx;
    fc = fc * ratio * inverseZ + f / cx;
    fz = (fz * ratio - f) * inverseZ;
  }
  const inverse = 1 / f;
  value[place] = f;
  byB[place] = fb * inverse;
  byC[place] = fc * inverse;
  byZ[place] = fz * inverse;
}
