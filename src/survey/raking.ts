/** Cells of rows that share their category in every margin, and what the margins are to become. */
export interface RakingProblem {
  /** Rows of each cell. */
  readonly counts: readonly number[];
  /** For each margin, the category of each cell. */
  readonly places: readonly (readonly number[])[];
  /** For each margin, the share of each category. */
  readonly shares: readonly (readonly number[])[];
  /** Least and largest weight, where weights are bounded. */
  readonly bounds: readonly [number, number] | null;
  readonly maxIterations: number;
  readonly tolerance: number;
}

/** The weights of the cells, mean 1 over the rows, and what the margins became. */
export interface Raking {
  readonly weights: readonly number[];
  readonly achieved: readonly (readonly number[])[];
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Iterative proportional fitting (Deming and Stephan 1940, Annals of Mathematical Statistics 11: 427–444) of the cells' weights.
 *
 * With bounds, it is the truncated raking ratio method (Deville, Särndal and Sautory 1993, JASA 88: 1013–1020): a weight is
 * the product of its categories' factors, cut to the bounds, and each factor is solved for so that the cut weights meet the
 * target. Of all weights that meet bounds and targets, the result is nearest to 1 (in Kullback–Leibler distance).
 */
export function raked(problem: RakingProblem): Raking {
  const { counts, places, shares, bounds, maxIterations, tolerance } = problem;
  const n = counts.reduce((total, count) => total + count, 0);
  const cells = shares.map((margin, m) => cellsByCategory(margin.length, places[m] ?? []));
  const products = counts.map(() => 1);
  let raking: Raking = { ...weighed(products), iterations: 0 };
  while (!raking.converged && raking.iterations < maxIterations) {
    for (const [m, margin] of shares.entries()) {
      for (const [category, share] of margin.entries()) {
        const members = cells[m]?.[category] ?? [];
        const factor = bounds
          ? boundedFactor(members, counts, products, share * n, bounds)
          : plainFactor(members, counts, products, share * n);
        for (const cell of members) products[cell] = inRange((products[cell] as number) * factor); // a cell's number, as below
      }
    }
    raking = { ...weighed(products), iterations: raking.iterations + 1 };
  }
  return raking;

  function weighed(factors: readonly number[]): Omit<Raking, 'iterations'> {
    const cut = bounds ? factors.map((factor) => clip(factor, bounds)) : factors;
    const total = cut.reduce((sum, weight, cell) => sum + weight * (counts[cell] as number), 0);
    // Targets that nobody can meet leave another mean; bounded weights keep it, or they would leave the bounds.
    const weights = bounds || total === 0 ? cut : cut.map((weight) => weight * (n / total));
    const achieved = cells.map((margin) =>
      margin.map((members) => amountOf(members, counts, weights) / (bounds ? total : n)),
    );
    const gaps = achieved.flatMap((margin, m) => margin.map((share, j) => Math.abs(share - (shares[m]?.[j] ?? 0))));
    const converged = Math.max(...gaps) <= tolerance && (!bounds || Math.abs(total / n - 1) <= tolerance);
    return { weights, achieved, converged };
  }
}

function cellsByCategory(categories: number, places: readonly number[]): readonly (readonly number[])[] {
  const members: number[][] = Array.from({ length: categories }, () => []);
  for (const [cell, place] of places.entries()) members[place]?.push(cell);
  return members;
}

function amountOf(members: readonly number[], counts: readonly number[], weights: readonly number[]): number {
  let amount = 0;
  for (const cell of members) amount += (counts[cell] as number) * (weights[cell] as number);
  return amount;
}

/** What brings the cells to the target; 1 where they are empty and nothing can. */
function plainFactor(
  members: readonly number[],
  counts: readonly number[],
  weights: readonly number[],
  target: number,
) {
  const amount = amountOf(members, counts, weights);
  return amount === 0 ? 1 : target / amount;
}

/** The factor f for which Σ count · cut(f · product) is the target: that sum rises piecewise linearly with f. */
function boundedFactor(
  members: readonly number[],
  counts: readonly number[],
  products: readonly number[],
  target: number,
  [low, high]: readonly [number, number],
): number {
  const bends: { at: number; slope: number }[] = [];
  let amount = 0;
  for (const cell of members) {
    const [count, product] = [counts[cell] as number, products[cell] as number];
    amount += count * low;
    if (product === 0) continue;
    bends.push({ at: low / product, slope: count * product }, { at: high / product, slope: -count * product });
  }
  bends.sort((a, b) => a.at - b.at);
  let [factor, slope] = [bends[0]?.at ?? 1, 0];
  for (const bend of bends) {
    const next = amount + slope * (bend.at - factor);
    if (next >= target) return slope > 0 && target > amount ? factor + (target - amount) / slope : factor;
    [amount, factor] = [next, bend.at];
    slope += bend.slope;
  }
  return factor; // even with all weights at the upper bound the target is out of reach
}

function clip(weight: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, weight));
}

/** Factors of targets that bounds put out of reach would grow and shrink without end. */
function inRange(product: number): number {
  return product === 0 ? 0 : Math.min(1e150, Math.max(1e-150, product));
}
