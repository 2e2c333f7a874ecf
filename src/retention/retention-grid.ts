import { LimitError } from '../core/errors.js';
import type { RetentionClock } from './retention-clock.js';
import type { RetentionPlan } from './retention-plan.js';

/** The table: a row for each period from `first` to `last`, none where there is no last. */
export interface RetentionGrid {
  readonly first: number;
  readonly rows: number;
  readonly width: number;
}

/** The first and the last cohort that has customers. */
export interface CohortBounds {
  readonly first: number;
  readonly last: number;
}

/** The bounds of cohorts in any order; `null` where there are none. */
export function boundsOf(periods: readonly number[]): CohortBounds | null {
  let [first, last] = [Infinity, -Infinity];
  for (const period of periods) {
    first = Math.min(first, period);
    last = Math.max(last, period);
  }
  return first > last ? null : { first, last };
}

const CELL_LIMIT = 10_000_000;
const PERIOD_LIMIT = 1_000_000;

/** The table for these cohorts: from `from` to `to` where they are given. Refused where it would have too many cells. */
export function retentionGrid(
  plan: RetentionPlan,
  clock: RetentionClock | null,
  bounds: CohortBounds | null,
): RetentionGrid {
  const { calendar, from, to, columns } = plan;
  const begun = clock?.begun ?? -Infinity;
  const first = Math.min(from === null ? Infinity : calendar.indexOf(from), bounds?.first ?? Infinity);
  const last = Math.max(to === null ? -Infinity : Math.min(calendar.indexOf(to - 1), begun), bounds?.last ?? -Infinity);
  const hasRows = first <= last; // neither is infinite then
  const width = columns ?? (clock !== null && hasRows ? Math.max(1, clock.observed(first)) : 0);
  const rows = hasRows ? last - first + 1 : 0;
  if (width > PERIOD_LIMIT || rows * width > CELL_LIMIT) throw tooManyCells(rows, width);
  return { first: hasRows ? first : 0, rows, width };
}

function tooManyCells(rows: number, width: number): LimitError {
  const cells = rows * width;
  const [received, most] =
    width > PERIOD_LIMIT ? [`${width}`, `${PERIOD_LIMIT} periods`] : [`${cells}`, `${CELL_LIMIT} cells`];
  const expected = `at most ${most}; bound them with periods, or with from and to`;
  const message = `retention requires ${expected}; got ${rows} cohorts of ${width} periods, ${cells} cells`;
  return new LimitError(message, [{ code: 'E_LIMIT', index: null, field: 'periods', expected, received }]);
}
