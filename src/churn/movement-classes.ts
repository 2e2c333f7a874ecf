import { addSums, type Movements, noMovements } from './movements.js';

// Levels that are integers of 30 bits, which nearly all are, are classed without branches, which no processor could foretell.

/** Some who may have moved from one edge to the next: what they paid (−1: never yet) and pay. */
export interface Moved {
  readonly before: Int32Array;
  readonly now: Int32Array;
}

/** The movements of the first `count`; up to `exactTerms` products of two levels add up exactly as doubles. */
export function movementsOf(moved: Moved, count: number, exactTerms: number): Movements {
  const movements = noMovements();
  for (let start = 0; start < count; start += exactTerms) {
    const sums = new Float64Array(CLASSES * WIDTH);
    classify(moved, start, Math.min(count, start + exactTerms), sums);
    addClasses(movements, sums);
  }
  return movements;
}

/** How many products of levels up to `most` add up exactly. */
export function exactTermsOf(most: number): number {
  return Math.floor(2 ** 53 / (most * most || 1));
}

/** The sums of a class: how many, what they paid and pay, and the products of it. */
const WIDTH = 8;
const CLASSES = 32;

/** The class of who paid s and pays e, by the signs of integers: bits for more, less, paid, pays and never. */
function classify({ before, now }: Moved, from: number, to: number, sums: Float64Array): void {
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
