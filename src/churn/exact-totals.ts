import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import type { ExactSum } from '../stats/exact-sums.js';
import { growByProduct } from '../stats/grow-by-product.js';

/** Many running sums of products of whole numbers, exact whatever their size: quick while they stay below 2^53. */
export class ExactTotals {
  private readonly whole: Float64Array;
  private readonly large = new Map<number, number[]>();

  constructor(size: number) {
    this.whole = new Float64Array(size);
  }

  /** Adds x·y to the sum at a place. */
  add(place: number, x: number, y: number): void {
    const product = x * y;
    const total = this.whole[place]! + product;
    if (Math.abs(product) <= Number.MAX_SAFE_INTEGER && Math.abs(total) <= Number.MAX_SAFE_INTEGER) {
      this.whole[place] = total;
    } else this.addLarge(place, x, y);
  }

  /** The sum at a place, in the one form that its value has. */
  sum(place: number): ExactSum {
    const large = this.large.get(place);
    const whole = this.whole[place]!;
    if (large === undefined) return whole === 0 ? [] : [whole];
    const partials = [...large];
    growExpansion(partials, whole);
    return canonicalSum(partials);
  }

  private addLarge(place: number, x: number, y: number): void {
    const partials = this.large.get(place) ?? [];
    growExpansion(partials, this.whole[place]!);
    growByProduct(partials, x, y);
    this.whole[place] = 0;
    this.large.set(place, partials);
  }
}
