import { addSums, type Movements, noMovements } from './movements.js';

// Levels that are integers of 30 bits, which nearly all are, are classed without branches, which no processor could foretell.

/** Some who may have moved from one edge to the next, by their codes; what all paid at the edge (−1: never yet), and pay now. */
export interface Moved {
  readonly changed: Int32Array;
  readonly last: Int32Array;
  readonly now: Int32Array;
  /** How many products of two levels add up exactly as doubles. */
  readonly exactTerms: number;
}

/** The movements of the first `count`, for whom this edge becomes the last. */
export function settledMovements(moved: Moved, count: number): Movements {
  const movements = noMovements();
  for (let start = 0; start < count; start += moved.exactTerms) {
    const sums = new Float64Array(CLASSES * WIDTH);
    settle(moved, start, Math.min(count, start + moved.exactTerms), sums);
    addClasses(movements, sums);
  }
  return movements;
}

/** How many products of levels up to `most` add up exactly. */
export function exactTermsOf(most: number): number {
  return Math.floor(2 ** 53 / (most * most || 1));
}

/** The sums of a class, of those who paid s and pay e: how many, Σ e − s, Σ s(e − s), Σ e² − s². */
const WIDTH = 4;
const CLASSES = 32;

/**
 * The class is made of the signs of integers: bits for more, less, paid, pays and never. Who has never paid at an edge and does not at
 * this one, has still not; one who is met twice does not move the second time.
 */
function settle({ changed, last, now }: Moved, from: number, to: number, sums: Float64Array): void {
  for (let i = from; i < to; i += 1) {
    const code = changed[i]!;
    const s = last[code]!;
    let e = now[code]!;
    e |= (s & (e - 1)) >> 31; // −1 where s is and e is 0
    last[code] = e;
    now[code] = e;
    const paid = s & ~(s >> 31);
    const change = e - paid;
    const place =
      (((s - e) >>> 31) | (((e - s) >>> 31) << 1) | ((-s >>> 31) << 2) | ((-e >>> 31) << 3) | ((s >>> 31) << 4)) *
      WIDTH;
    sums[place]! += 1;
    sums[place + 1]! += change;
    sums[place + 2]! += paid * change;
    sums[place + 3]! += e * e - paid * paid;
  }
}

const [CHURNED, BACK, EXPANDED, CONTRACTED, NEW] = [6, 9, 13, 14, 25] as const;

function addClasses(movements: Movements, sums: Float64Array): void {
  const of = (kind: number, field: number) => sums[kind * WIDTH + field] as number;
  movements.newCustomers += of(NEW, 0);
  movements.new += of(NEW, 1);
  movements.reactivated += of(BACK, 0);
  movements.reactivation += of(BACK, 1);
  movements.expanded += of(EXPANDED, 0);
  movements.expansion += of(EXPANDED, 1);
  movements.contracted += of(CONTRACTED, 0);
  movements.contraction -= of(CONTRACTED, 1);
  movements.churnedCustomers += of(CHURNED, 0);
  movements.churned -= of(CHURNED, 1);
  for (const kind of [CHURNED, CONTRACTED]) {
    const [cross, squares] = [of(kind, 2), of(kind, 3)];
    addSums(movements.squares, Float64Array.of(cross, squares, cross, squares, 0, 0));
  }
  addSums(movements.squares, Float64Array.of(0, 0, of(EXPANDED, 2), of(EXPANDED, 3), of(NEW, 3), of(BACK, 3)));
}
