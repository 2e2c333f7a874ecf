import { LimitError } from '../../core/errors.js';
import { mergePairs, type Pairs } from '../../core/pairs.js';
import { addedSums, type ExactSum } from '../../stats/exact-sums.js';
import { OWNER } from './cohort-value-plan.js';

/** What is known of one cohort. Entry a of each list is what age a adds; lists end with the last entry that adds anything. */
export interface CohortAmounts {
  readonly size: number;
  /** Customers who have been through so many windows and no more, from 1 on; `null` in calendar periods. */
  readonly through: readonly number[] | null;
  /** To the sum of what customers have brought. */
  readonly amounts: readonly ExactSum[];
  /** To the sum of its squares. */
  readonly squares: readonly ExactSum[];
}

/** The state of cohort values: exact sums by the number of the cohort's period and by age. */
export interface CohortValueState {
  readonly cohorts: Pairs<number, CohortAmounts>;
  readonly refunds: number;
  readonly withoutAmount: number;
}

/** Those of two sets of customers together. */
export function mergeCohortValues(a: CohortValueState, b: CohortValueState): CohortValueState {
  return {
    cohorts: mergePairs(a.cohorts, b.cohorts, addAmounts),
    refunds: a.refunds + b.refunds,
    withoutAmount: a.withoutAmount + b.withoutAmount,
  };
}

/** Two cohorts as one. */
function addAmounts(a: CohortAmounts, b: CohortAmounts): CohortAmounts {
  return {
    size: a.size + b.size,
    through:
      a.through &&
      b.through &&
      trimmed(
        zipped(a.through, b.through, (x = 0, y = 0) => x + y),
        isZero,
      ),
    amounts: trimmed(
      zipped(a.amounts, b.amounts, (x = [], y = []) => addedSums(x, y)),
      isNothing,
    ),
    squares: trimmed(
      zipped(a.squares, b.squares, (x = [], y = []) => addedSums(x, y)),
      isNothing,
    ),
  };
}

/** A list without what adds nothing at its end. */
export function trimmed<Item>(list: readonly Item[], isEmpty: (item: Item) => boolean): readonly Item[] {
  let length = list.length;
  while (length > 0 && isEmpty(list[length - 1]!)) length -= 1;
  return list.slice(0, length);
}

/** Whether a sum is 0. */
export function isNothing(sum: ExactSum): boolean {
  return sum.length === 0;
}

/** Whether a count is 0. */
export function isZero(count: number): boolean {
  return count === 0;
}

/** Refuses tables with too many cells. */
export function checkCells(rows: number, width: number): void {
  if (rows * width <= CELL_LIMIT) return;
  const expected = `at most ${CELL_LIMIT} cells; bound them with ages, or with from and to`;
  throw new LimitError(`${OWNER} requires ${expected}; got ${rows} cohorts of ${width} ages`, [
    { code: 'E_LIMIT', index: null, field: 'ages', expected, received: String(rows * width) },
  ]);
}

const CELL_LIMIT = 1_000_000;

function zipped<Item>(a: readonly Item[], b: readonly Item[], join: (x?: Item, y?: Item) => Item): readonly Item[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => join(a[i], b[i]));
}
