import { LimitError } from '../core/errors.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import type { Calendar } from '../time/calendar.js';
import { periodAt, periodStarts } from '../time/period-starts.js';
import type { Lapsing } from './lapse-plan.js';

/** Of one period: who came, who lapsed, who came back; and of those active at its start who lapsed, of those lapsed then who came back. */
export type LapseMoves = readonly [came: number, lapsed: number, back: number, lost: number, regained: number];

/** Moves by the number of the period, without those that are all 0; the first period with an order; and refunds among the purchases. */
export interface LapseState {
  readonly first: number | null;
  readonly counts: Pairs<number, LapseMoves>;
  readonly refunds: number;
}

/** The moves of the customers of a log. */
export function lapseMoves(owner: string, periods: Calendar, lapsing: Lapsing): LapseState {
  const { times, refunds, asOf } = lapsing;
  if (times.length === 0) return { first: null, counts: [], refunds };
  let least = Infinity;
  for (let place = 0; place < times.length; place += 1) if (times[place]! < least) least = times[place]!;
  const first = periodAt(periods, least);
  const last = periodAt(periods, asOf);
  checkPeriodCount(owner, last - first + 1);
  const columns = countMoves(lapsing, periods, periodStarts(periods, first, last), first);
  const counts: [number, LapseMoves][] = [];
  for (let i = 0; i <= last - first; i += 1) {
    const moves = columns.map((column) => column[i]!) as unknown as LapseMoves; // of five columns
    if (moves.some((count) => count > 0)) counts.push([first + i, moves]);
  }
  return { first, counts, refunds };
}

/** Those of two sets of customers together. */
export function mergeMoves(a: LapseState, b: LapseState): LapseState {
  const first = a.first === null ? b.first : b.first === null ? a.first : Math.min(a.first, b.first);
  const add = (x: LapseMoves, y: LapseMoves) => x.map((count, i) => count + y[i]!) as unknown as LapseMoves; // as many
  return { first, counts: mergePairs(a.counts, b.counts, add), refunds: a.refunds + b.refunds };
}

/** Refuses more periods than a result can hold. */
export function checkPeriodCount(owner: string, count: number): void {
  if (count <= MOST_PERIODS) return;
  const expected = `at most ${MOST_PERIODS} periods`;
  throw new LimitError(`${owner} requires unit to give ${expected}; got ${count}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(count) },
  ]);
}

const MOST_PERIODS = 100_000;

/** Customer by customer: one who has not ordered in the time after an order, its end included, lapses at that end. */
function countMoves(
  { starts, times, thresholds, asOf }: Lapsing,
  periods: Calendar,
  begins: Float64Array,
  first: number,
): readonly Int32Array[] {
  const columns = Array.from({ length: 5 }, () => new Int32Array(begins.length - 1));
  const [came, lapsed, back, lost, regained] = columns as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  const place = (instant: number): number => {
    let i = Math.min(Math.max(periods.indexOf(instant) - first, 0), came.length - 1);
    while (begins[i]! > instant) i -= 1;
    while (begins[i + 1]! <= instant) i += 1;
    return i;
  };
  for (let code = 0; code < thresholds.length; code += 1) {
    const [start, end, threshold] = [starts[code]!, starts[code + 1]!, thresholds[code]!];
    if (start === end) continue;
    let since = place(times[start]!);
    came[since]! += 1;
    for (let row = start; row < end; row += 1) {
      const lapse = times[row]! + threshold;
      const next = row + 1 < end ? times[row + 1]! : Infinity;
      if (next <= lapse || lapse > asOf) continue;
      const gone = place(lapse);
      lapsed[gone]! += 1;
      if (since < gone) lost[gone]! += 1;
      if (next === Infinity) continue;
      since = place(next);
      back[since]! += 1;
      if (gone < since) regained[since]! += 1;
    }
  }
  return columns;
}
