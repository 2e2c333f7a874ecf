import { InvalidDataError } from '../core/errors.js';
import type { Excluded } from '../core/policy.js';
import type { Margin } from './margins.js';
import { raked } from './raking.js';

/** What became of one category of a margin. */
export interface AchievedMargin {
  readonly field: string;
  /** As it stands in the rows; as in the targets where no row has it. */
  readonly category: string | number | boolean;
  /** Rows, unweighted. */
  readonly count: number;
  /** As shares of the whole. `achieved` is `null` without rows. */
  readonly target: number;
  readonly achieved: number | null;
}

/** What raking came to, whether by row or by cell. */
export interface RakingFacts {
  /** Rows that have a weight. */
  readonly n: number;
  /** Whether every margin met its targets within the tolerance. */
  readonly converged: boolean;
  readonly iterations: number;
  /** How many equally weighted rows would tell as much: (Σw)² / Σw² (Kish 1965). */
  readonly effectiveN: number;
  /** `n / effectiveN`; `null` without rows. */
  readonly designEffect: number | null;
  readonly minWeight: number | null;
  readonly maxWeight: number | null;
  readonly margins: readonly AchievedMargin[];
  readonly excluded: Excluded;
}

/** How to rake: options made ready. */
export interface RakePlan {
  readonly margins: readonly Margin[];
  readonly bounds: readonly [number, number] | null;
  readonly maxIterations: number;
  readonly tolerance: number;
}

/** A cell with rows: its categories as their places in the margins, and the weight of its rows. */
export interface WeightedCell {
  readonly places: readonly number[];
  readonly code: number;
  readonly count: number;
  readonly weight: number;
}

/** The place of a category among those of its margin, added to the code of the margins before: one number for a cell. */
export function cellCode(margin: Margin, before: number, place: number): number {
  return before * margin.categories.length + place;
}

/** Gives weights to cells, from the rows that each code counts. The order of the cells is that of the targets. */
export function weighCells(
  plan: RakePlan,
  counts: ReadonlyMap<number, number>,
  excluded: Excluded,
): { readonly cells: readonly WeightedCell[]; readonly facts: RakingFacts } {
  const { margins, bounds, maxIterations, tolerance } = plan;
  const counted = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([code, count]) => ({ code, count, places: placesOf(margins, code) }));
  const n = counted.reduce((total, { count }) => total + count, 0);
  const rows = margins.map((margin, m) => {
    const byCategory = margin.categories.map(() => 0);
    for (const { count, places } of counted) byCategory[places[m] ?? 0] = (byCategory[places[m] ?? 0] ?? 0) + count;
    return byCategory;
  });
  if (n > 0) requireRespondents(margins, rows);
  const { weights, achieved, iterations, converged } = raked({
    counts: counted.map(({ count }) => count),
    places: margins.map((_, m) => counted.map(({ places }) => places[m] ?? 0)),
    shares: margins.map(({ shares }) => shares),
    bounds,
    maxIterations: n > 0 ? maxIterations : 0,
    tolerance,
  });
  const cells = counted.map((cell, i) => ({ ...cell, weight: weights[i] ?? 0 }));
  const total = cells.reduce((sum, { count, weight }) => sum + count * weight, 0);
  const squares = cells.reduce((sum, { count, weight }) => sum + count * weight * weight, 0);
  const effectiveN = squares === 0 ? 0 : (total / squares) * total;
  const facts = {
    n,
    converged: n > 0 && converged,
    iterations,
    effectiveN,
    designEffect: effectiveN === 0 ? null : n / effectiveN,
    minWeight: n === 0 ? null : Math.min(...weights),
    maxWeight: n === 0 ? null : Math.max(...weights),
    margins: margins.flatMap(({ field, categories, shares }, m) =>
      categories.map((category, place) => ({
        field,
        category,
        count: rows[m]?.[place] ?? 0,
        target: shares[place] ?? 0,
        achieved: n === 0 ? null : (achieved[m]?.[place] ?? 0),
      })),
    ),
    excluded,
  };
  return { cells, facts };
}

function placesOf(margins: readonly Margin[], code: number): readonly number[] {
  const places: number[] = [];
  let rest = code;
  for (let m = margins.length - 1; m >= 0; m -= 1) {
    const size = margins[m]?.categories.length ?? 1;
    places.push(rest % size);
    rest = Math.floor(rest / size);
  }
  return places.reverse();
}

/** No weight makes somebody of nobody. The targets come from the code, so the category may be shown. */
function requireRespondents(margins: readonly Margin[], rows: readonly (readonly number[])[]): void {
  for (const [m, { field, categories, shares }] of margins.entries()) {
    for (const [place, category] of categories.entries()) {
      if (rows[m]?.[place] !== 0 || shares[place] === 0) continue;
      const shown = typeof category === 'string' ? `"${category.slice(0, 40)}"` : String(category);
      throw new InvalidDataError(`rake requires respondents for every target; ${field} has none for ${shown}`, [
        { code: 'E_FIELD_VALUE', index: null, field, expected: `a respondent with ${shown}`, received: 'none' },
      ]);
    }
  }
}
