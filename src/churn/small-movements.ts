import type { Levels } from './levels.js';
import { addSums, type Movements, noMovements } from './movements.js';

// The movements of levels that are integers of 30 bits, which nearly all are: what is looked up for a row lies in one place of
// memory, and those who were met are classed without branches, which no processor could foretell.

/** Where a walk stands. A unit has two numbers beside each other: its place among those met, and what it pays now (−1: never yet). */
export interface SmallWalk {
  readonly levels: Levels;
  readonly places: Int32Array;
  /** Those who were met since the last edge: who, what they paid at the edge, and what they pay now. */
  readonly met: Int32Array;
  readonly before: Int32Array;
  readonly now: Int32Array;
  /** How many units were met before this stretch. */
  passed: number;
  /** How many products of two levels add up exactly as doubles. */
  readonly exactTerms: number;
}

/** A walk that has not begun over levels up to `most`. */
export function smallWalk(levels: Levels, most: number): SmallWalk {
  const { units, length } = levels;
  const places = new Int32Array(units * 2).fill(-1);
  const room = Math.min(units, length);
  return {
    ...{ levels, places, passed: 0, exactTerms: Math.floor(2 ** 53 / (most * most || 1)) },
    ...{ met: new Int32Array(room), before: new Int32Array(room), now: new Int32Array(room) },
  };
}

/** The movements of a stretch of rows. */
export function smallMovements(walk: SmallWalk, from: number, to: number): Movements {
  const count = passRows(walk, from, to);
  const movements = noMovements();
  const { exactTerms } = walk;
  for (let start = 0; start < count; start += exactTerms) {
    const sums = new Float64Array(CLASSES * WIDTH);
    classify(walk.before, walk.now, start, Math.min(count, start + exactTerms), sums);
    addClasses(movements, sums);
  }
  forgetVisitors(walk, count);
  walk.passed += count;
  return movements;
}

function passRows({ levels, places, met, before, now, passed }: SmallWalk, from: number, to: number): number {
  const { unit, level } = levels;
  let count = 0;
  for (let i = from; i < to; i += 1) {
    const code = unit[i]!;
    let place = places[code * 2]! - passed;
    if (place < 0) {
      place = count;
      places[code * 2] = passed + count;
      before[count] = places[code * 2 + 1]!;
      met[count] = code;
      count += 1;
    }
    const own = level[i]!;
    places[code * 2 + 1] = own;
    now[place] = own;
  }
  return count;
}

/** The sums of a class: how many, what they paid and pay, and the products of it. */
const WIDTH = 8;
const CLASSES = 32;

/** The class of who paid s and pays e, by the signs of integers: bits for more, less, paid, pays and never. */
function classify(before: Int32Array, now: Int32Array, from: number, to: number, sums: Float64Array): void {
  for (let i = from; i < to; i += 1) {
    const s = before[i]!;
    const e = now[i]!;
    const place =
      (((s - e) >>> 31) | (((e - s) >>> 31) << 1) | ((-s >>> 31) << 2) | ((-e >>> 31) << 3) | ((s >>> 31) << 4)) *
      WIDTH;
    sums[place]! += 1;
    sums[place + 1]! += s;
    sums[place + 2]! += e;
    sums[place + 3]! += s * s;
    sums[place + 4]! += s * e;
    sums[place + 5]! += e * e;
  }
}

const [CHURNED, BACK, EXPANDED, CONTRACTED, NEW] = [6, 9, 13, 14, 25] as const;

function addClasses(movements: Movements, sums: Float64Array): void {
  const of = (kind: number, field: number) => sums[kind * WIDTH + field] as number;
  const change = (kind: number) => of(kind, 2) - of(kind, 1);
  movements.new += of(NEW, 2);
  movements.newCustomers += of(NEW, 0);
  movements.reactivation += of(BACK, 2);
  movements.reactivated += of(BACK, 0);
  movements.expansion += change(EXPANDED);
  movements.expanded += of(EXPANDED, 0);
  movements.contraction -= change(CONTRACTED);
  movements.contracted += of(CONTRACTED, 0);
  movements.churned -= change(CHURNED);
  movements.churnedCustomers += of(CHURNED, 0);
  const [cross, squares] = [4, 5].map((field) => (kind: number) => of(kind, field) - of(kind, 3)) as [Sum, Sum]; // one for each
  addSums(movements.squares, Float64Array.of(cross(CHURNED), squares(CHURNED), cross(CHURNED), squares(CHURNED), 0, 0));
  addSums(
    movements.squares,
    Float64Array.of(cross(CONTRACTED), squares(CONTRACTED), cross(CONTRACTED), squares(CONTRACTED), 0, 0),
  );
  addSums(movements.squares, Float64Array.of(0, 0, cross(EXPANDED), squares(EXPANDED), of(NEW, 5), of(BACK, 5)));
}

type Sum = (kind: number) => number;

/** Who has never paid at an edge and does not at this one, has still not. */
function forgetVisitors({ met, before, now, places }: SmallWalk, count: number): void {
  for (let i = 0; i < count; i += 1) if (before[i] === -1 && now[i] === 0) places[met[i]! * 2 + 1] = -1;
}
