import { canonicalSum, growExpansion, refuseOverflow } from '../../core/exact-sum.js';
import type { Pairs } from '../../core/pairs.js';
import type { AnyLog } from '../../log/layout.js';
import { matchingRows } from '../../log/matching-rows.js';
import { orderKinds } from '../../log/purchases/order-kinds.js';
import { NEVER } from '../../log/purchases/purchase-walk.js';
import { NO_PURCHASE, ORDER } from '../../log/purchases/totals-walk.js';
import { rowsUntil } from '../../log/rows-until.js';
import { runsOf } from '../../log/runs.js';
import { growByProduct } from '../../stats/grow-by-product.js';
import { type CohortValuePlan, OWNER } from './cohort-value-plan.js';
import {
  type CohortAmounts,
  type CohortValueState,
  checkCells,
  isNothing,
  isZero,
  trimmed,
} from './cohort-value-state.js';

/** Walks the log twice: for who starts when, and for what they bring. */
export function cohortAmounts(plan: CohortValuePlan, log: AnyLog, asOf: number): CohortValueState {
  const end = rowsUntil(log.time, asOf);
  const { kinds } = orderKinds(plan.purchases, log, [0, end]);
  const started = startedCustomers(plan, startsOf(plan, log, kinds, end), asOf);
  const { starts, cohorts, through, first, last } = started;
  const runs = runsOf(log, plan.periods);
  // The age after the last window holds what is taken off of those who have been through no more: other parts may have it.
  const width = Math.min(plan.ages, through === null ? Math.max(0, runs.last - first + 1) : started.most + 1);
  const rows = first === Infinity ? 0 : last - first + 1;
  checkCells(rows, width);
  const cells = new Cells(rows, width);
  const [isNet, windowLength] = [plan.purchases.refunds === 'net', plan.windowLength ?? 1];
  const paid = new Float64Array(starts.length);
  let [refunds, withoutAmount] = [0, 0];

  // Runs stand in the order of periods, so that ages rise; rolling ages rise with time, in one run.
  const parts = through === null ? runs.periods.length : 1;
  for (let run = 0; run < parts; run += 1) {
    const period = through === null ? runs.periods[run]! : 0;
    const stop = through === null ? Math.min(end, runs.ends[run]!) : end;
    for (let i = through === null ? runs.starts[run]! : 0; i < stop; i += 1) {
      if (kinds !== null && kinds[i] === NO_PURCHASE) continue;
      const amount = log.amount![i]!; // amounts were asked for
      if (amount < 0) refunds += 1;
      if (Number.isNaN(amount)) withoutAmount += 1;
      if (Number.isNaN(amount) || (amount < 0 && !isNet)) continue;
      const code = log.customer[i]!;
      const cohort = cohorts[code]!;
      const since = log.time[i]! - starts[code]!;
      if (cohort === NEVER || since < 0) continue;
      // Where clocks were set back over midnight a purchase may lie a day before its start.
      const age = through === null ? Math.max(0, period - cohort) : Math.floor(since / windowLength);
      if (age >= (through === null ? width : through[code]!)) continue;
      const before = paid[code]!;
      paid[code] = before + amount;
      cells.add((cohort - first) * width + age, before, paid[code]!);
    }
  }
  for (let code = 0; code < cohorts.length; code += 1) {
    if (cohorts[code] === NEVER) continue;
    const row = cohorts[code]! - first;
    cells.size[row]! += 1;
    const count = through === null ? 0 : through[code]!;
    if (count === 0) continue;
    cells.through[row * width + count - 1]! += 1;
    // Who has not been through a rolling window is in no sum of it.
    if (count < width) cells.add(row * width + count, paid[code]!, 0);
  }
  return { cohorts: cells.pairs(first, through !== null), refunds, withoutAmount };
}

/** Up to here squares of amounts can be added up. */
const LARGEST = 2 ** 450;

/** When each customer starts; -Infinity of those who do not. */
function startsOf(plan: CohortValuePlan, log: AnyLog, kinds: Uint8Array | null, end: number): Float64Array {
  const { customer, time, amount } = log;
  const starts = new Float64Array(log.customers.length).fill(-Infinity);
  const rows = plan.start === null ? kinds : matchingRows(OWNER, log, plan.start);
  const wanted = plan.start === null ? ORDER : 1;
  for (let i = 0; i < end; i += 1) {
    if (rows === null ? amount![i]! < 0 : rows[i] !== wanted) continue;
    const code = customer[i]!;
    if (starts[code] === -Infinity) starts[code] = time[i]!;
  }
  return starts;
}

/** Who starts, by code: in which cohort (`NEVER` of others), and through how many rolling windows they have been. */
interface Started {
  readonly starts: Float64Array;
  readonly cohorts: Int32Array;
  readonly through: Int32Array | null;
  /** The first and the last cohort, and the most windows. */
  readonly first: number;
  readonly last: number;
  readonly most: number;
}

function startedCustomers(plan: CohortValuePlan, starts: Float64Array, asOf: number): Started {
  const { periods, windowLength, ages, from, to } = plan;
  const cohorts = new Int32Array(starts.length);
  const through = windowLength === null ? null : new Int32Array(starts.length);
  periods.indexAll(
    starts.map((start) => (start === -Infinity ? 0 : start)),
    cohorts,
  );
  let [first, last, most] = [Infinity, -Infinity, 0];
  for (let code = 0; code < starts.length; code += 1) {
    const start = starts[code]!;
    if (start === -Infinity || start < from || start >= to) {
      cohorts[code] = NEVER;
      continue;
    }
    first = Math.min(first, cohorts[code]!);
    last = Math.max(last, cohorts[code]!);
    if (through === null) continue;
    through[code] = Math.min(ages, Math.floor((asOf + 1 - start) / (windowLength ?? 1)));
    most = Math.max(most, through[code]!);
  }
  return { starts, cohorts, through, first, last, most };
}

/** Running sums by row and age. */
class Cells {
  readonly size: Int32Array;
  readonly through: Int32Array;
  private readonly amounts: (number[] | undefined)[];
  private readonly squares: (number[] | undefined)[];

  constructor(
    private readonly rows: number,
    private readonly width: number,
  ) {
    this.size = new Int32Array(rows);
    this.through = new Int32Array(rows * width);
    this.amounts = new Array(rows * width);
    this.squares = new Array(rows * width);
  }

  /** A customer who has brought so much brings more. */
  add(cell: number, before: number, after: number): void {
    if (!(Math.abs(after) < LARGEST)) refuseOverflow(OWNER);
    this.amounts[cell] ??= [];
    this.squares[cell] ??= [];
    const [amounts, squares] = [this.amounts[cell], this.squares[cell]];
    growExpansion(amounts, after);
    growByProduct(squares, after, after);
    if (before === 0) return;
    growExpansion(amounts, -before);
    growByProduct(squares, -before, before);
  }

  pairs(first: number, isRolling: boolean): Pairs<number, CohortAmounts> {
    const pairs: [number, CohortAmounts][] = [];
    const sums = (cells: readonly (number[] | undefined)[], row: number) =>
      trimmed(
        Array.from({ length: this.width }, (_, age) => canonicalSum(cells[row * this.width + age] ?? [], OWNER)),
        isNothing,
      );
    for (let row = 0; row < this.rows; row += 1) {
      const size = this.size[row]!;
      if (size === 0) continue;
      const through = isRolling
        ? trimmed(Array.from(this.through.subarray(row * this.width, (row + 1) * this.width)), isZero)
        : null;
      pairs.push([first + row, { size, through, amounts: sums(this.amounts, row), squares: sums(this.squares, row) }]);
    }
    return pairs;
  }
}
