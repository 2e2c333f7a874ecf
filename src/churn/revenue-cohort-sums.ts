import { LimitError } from '../core/errors.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import type { Calendar } from '../time/calendar.js';
import { periodAt } from '../time/period-starts.js';
import { ExactTotals } from './exact-totals.js';
import type { Levels } from './levels.js';
import type { PoolSums } from './revenue-pool.js';
import { firstRevenue } from './window-movements.js';

/** The customers who paid for the first time in one period. */
export interface CohortSums {
  readonly customers: number;
  /** Exact sums over them of what they paid at first, in minor units, and of its squares. */
  readonly x: ExactSum;
  readonly xx: ExactSum;
  /** The end of that period, and of each one after it that has begun. */
  readonly cells: readonly CohortCellSums[];
}

/** What a cohort pays at the end of one period; see `PoolSums`. */
export type CohortCellSums = Omit<PoolSums, 'customers' | 'x' | 'xx'>;

/** Which cohorts to follow, and for how many periods after their own. */
export interface CohortSpan {
  readonly owner: string;
  readonly calendar: Calendar;
  /** The numbers of the first and the last cohort. */
  readonly from: number;
  readonly to: number;
  readonly periods: number;
  readonly asOf: number;
}

/** The sums of each cohort with customers. One walk: what a cohort pays is kept up to date, and noted at the end of each period. */
export function cohortSums(
  { owner, calendar, from, to, periods, asOf }: CohortSpan,
  levels: Levels,
): Pairs<number, CohortSums> {
  const { length, time, unit, level } = levels;
  const begun = firstRevenue(levels, asOf); // nobody is in a cohort before
  if (begun === null) return [];
  const first = periodAt(calendar, begun);
  const last = periodAt(calendar, asOf);
  const rows = last - first + 1;
  checkCells(owner, rows, Math.min(rows - 1, periods) + 1);
  const book = new CohortBook(levels.units, rows);
  const cells: CohortCellSums[][] = Array.from({ length: rows }, () => []);
  let row = 0;
  for (let place = 0; place < rows; place += 1) {
    const end = Math.min(asOf + 1, calendar.startOf(first + place + 1));
    const isFollowed = first + place >= from && first + place <= to;
    for (; row < length && time[row]! < end; row += 1) book.take(unit[row]!, level[row]!, isFollowed ? place : NONE);
    for (let cohort = Math.max(0, place - periods); cohort <= place; cohort += 1) {
      if (book.customers[cohort]! > 0) cells[cohort]!.push(book.cell(cohort));
    }
  }
  return cells.flatMap((own, cohort): [number, CohortSums][] =>
    book.customers[cohort]! > 0 ? [[first + cohort, { ...book.start(cohort), cells: own }]] : [],
  );
}

/** The cohorts of two sets of customers together. */
export function mergeCohorts(a: Pairs<number, CohortSums>, b: Pairs<number, CohortSums>): Pairs<number, CohortSums> {
  return mergePairs(a, b, (one, other) => ({
    customers: one.customers + other.customers,
    x: addedSums(one.x, other.x),
    xx: addedSums(one.xx, other.xx),
    cells: one.cells.map((cell, age) => addedCells(cell, other.cells[age] as CohortCellSums)), // as of one asOf: as many
  }));
}

function addedCells(a: CohortCellSums, b: CohortCellSums): CohortCellSums {
  return {
    kept: a.kept + b.kept,
    y: addedSums(a.y, b.y),
    yy: addedSums(a.yy, b.yy),
    xy: addedSums(a.xy, b.xy),
    m: addedSums(a.m, b.m),
    mm: addedSums(a.mm, b.mm),
    mx: addedSums(a.mx, b.mx),
  };
}

const NONE = -1;
const UNKNOWN = -2;

/** What every customer paid at first and pays now, and the sums of each cohort. */
class CohortBook {
  readonly customers: Float64Array;
  private readonly kept: Float64Array;
  private readonly cohort: Int32Array;
  private readonly first: Float64Array;
  private readonly now: Float64Array;
  private readonly starts: ExactTotals;
  private readonly totals: ExactTotals;

  constructor(units: number, rows: number) {
    this.customers = new Float64Array(rows);
    this.kept = new Float64Array(rows);
    this.cohort = new Int32Array(units).fill(UNKNOWN);
    this.first = new Float64Array(units);
    this.now = new Float64Array(units);
    this.starts = new ExactTotals(rows * 2);
    this.totals = new ExactTotals(rows * 6);
  }

  /** Takes what a customer pays from now on; who pays for the first time joins `current`. */
  take(code: number, level: number, current: number): void {
    if (this.cohort[code] === UNKNOWN) {
      if (level <= 0) return;
      this.cohort[code] = current;
      this.first[code] = level;
      if (current !== NONE) {
        this.customers[current]! += 1;
        this.starts.add(current * 2, level, 1);
        this.starts.add(current * 2 + 1, level, level);
      }
    }
    const cohort = this.cohort[code]!;
    if (cohort === NONE) return;
    const [before, x] = [this.now[code]!, this.first[code]!];
    this.now[code] = level;
    this.kept[cohort]! += (level > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    this.change(cohort * 6, before, level, x);
    this.change(cohort * 6 + 3, Math.min(before, x), Math.min(level, x), x);
  }

  cell(cohort: number): CohortCellSums {
    const sum = (place: number) => this.totals.sum(cohort * 6 + place);
    return {
      ...{ kept: this.kept[cohort]!, y: sum(0), yy: sum(1), xy: sum(2) },
      ...{ m: sum(3), mm: sum(4), mx: sum(5) },
    };
  }

  start(cohort: number): Omit<CohortSums, 'cells'> {
    return {
      customers: this.customers[cohort]!,
      x: this.starts.sum(cohort * 2),
      xx: this.starts.sum(cohort * 2 + 1),
    };
  }

  /** The sums of y, y² and x·y where y goes from `before` to `after`. */
  private change(place: number, before: number, after: number, x: number): void {
    const change = after - before;
    if (change === 0) return;
    this.totals.add(place, change, 1);
    this.totals.add(place + 1, change, after + before);
    this.totals.add(place + 2, change, x);
  }
}

const MOST_CELLS = 1_000_000;

/** Refuses more cells than a result can hold. */
export function checkCells(owner: string, rows: number, width: number): void {
  if (rows * width <= MOST_CELLS) return;
  const expected = `at most ${MOST_CELLS} cells`;
  throw new LimitError(
    `${owner} requires ${expected}; there are ${rows * width}: take a longer unit, or fewer periods`,
    [{ code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(rows * width) }],
  );
}
