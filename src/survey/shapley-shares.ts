/** Smaller pivots and eigenvalues of a correlation matrix are rounding: one driver is made of others. */
export const COLLINEAR = 1e-10;

/**
 * What each driver adds to R², averaged over all orders in which drivers can be entered (Lindeman, Merenda and Gold 1980;
 * the Shapley value of the game R²). The shares add up to R². All 2^p regressions are made, each from the one before by
 * one elimination.
 */
export function shapleyShares(drivers: readonly (readonly number[])[], overall: readonly number[]): readonly number[] {
  const p = overall.length;
  const explained = new Float64Array(2 ** p);
  enter(0, 0, 0, drivers, overall);
  // The weight of an addition to a set of s drivers: s! (p − s − 1)! / p!.
  const weights = Array.from({ length: p }, () => 1 / p);
  for (let s = 1; s < p; s += 1) weights[s] = ((weights[s - 1] as number) * s) / (p - s);
  const shares = new Float64Array(p);
  for (let set = 0; set < explained.length; set += 1) {
    const weight = weights[sizeOf(set)] as number; // the full set gains nothing: it has no driver to add
    for (let driver = 0; driver < p; driver += 1) {
      if (set & (1 << driver)) continue;
      const gain = (explained[set | (1 << driver)] as number) - (explained[set] as number);
      shares[driver] = (shares[driver] as number) + weight * gain;
    }
  }
  // Adding a driver never lowers R²: less than 0 is rounding.
  return Array.from(shares, (share) => Math.max(0, share));

  /** Fills in R² of all sets that add drivers from `first` on; `rest` and `target` are what the set leaves of their correlations. */
  function enter(
    set: number,
    known: number,
    first: number,
    rest: readonly (readonly number[])[],
    target: readonly number[],
  ): void {
    explained[set] = known;
    for (let k = 0; k < target.length; k += 1) {
      const [row, own] = [rest[k] as readonly number[], target[k] as number]; // k < length
      const pivot = row[k] as number;
      const isNew = pivot > COLLINEAR;
      const later = target.map((_, j) => j).slice(k + 1);
      const factor = (j: number) => (isNew ? (row[j] as number) / pivot : 0);
      enter(
        set | (1 << (first + k)),
        isNew ? known + (own * own) / pivot : known,
        first + k + 1,
        later.map((i) => later.map((j) => (rest[i]?.[j] as number) - factor(i) * (row[j] as number))),
        later.map((j) => (target[j] as number) - factor(j) * own),
      );
    }
  }
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) size += 1;
  return size;
}
