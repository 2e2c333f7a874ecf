import { mergePairs, type Pairs } from '../core/pairs.js';
import type { AnyLog } from '../log/layout.js';
import { firstRowFrom } from '../log/rows-until.js';

/** Of one period: who was a customer at its end, who of them for the first time, and who again. */
export type Balance = readonly [end: number, newcomers: number, reactivated: number];

/** Balances by the number of the period, without those that are all 0, and the first period with a purchase. */
export interface BalanceState {
  readonly first: number | null;
  readonly counts: Pairs<number, Balance>;
}

/** What a walk keeps: of customers, by code; of boundaries, from 0. */
interface Walk {
  readonly customer: Int32Array;
  readonly rows: Uint8Array | null;
  /** The first boundary after a customer's first purchase; 0 before there is one. */
  readonly since: Int32Array;
  /** The last boundary that a customer's purchases so far reach; −1 before they reach one. */
  readonly until: Int32Array;
  /** Changes of the number of customers. */
  readonly moves: Int32Array;
  readonly newcomers: Int32Array;
  readonly reactivated: Int32Array;
}

/**
 * Walks the log once, boundary by boundary. A purchase makes its customer one at the boundaries that follow it within `lapse`
 * milliseconds, or where that is `null` at the next boundary alone.
 *
 * @param boundaries - the start of the first period, the ends of it and of all others, ascending
 */
export function balancesOf(
  log: AnyLog,
  rows: Uint8Array | null,
  boundaries: Float64Array,
  lapse: number | null,
): readonly Balance[] {
  const { time, customer, customers } = log;
  const size = boundaries.length + 1;
  const walk: Walk = {
    customer,
    rows,
    since: new Int32Array(customers.length),
    until: new Int32Array(customers.length).fill(-1),
    moves: new Int32Array(size),
    newcomers: new Int32Array(size),
    reactivated: new Int32Array(size),
  };
  let [row, last] = [firstRowFrom(time, boundaries[0] as number), 0];
  for (let next = 1; next < boundaries.length; next += 1) {
    const end = firstRowFrom(time, boundaries[next] as number, row);
    while (row < end) {
      if (lapse === null) last = next;
      else
        while (last + 1 < boundaries.length && reach(boundaries, last + 1, lapse) <= (time[row] as number)) last += 1;
      const change = lapse === null || last + 1 === boundaries.length ? Infinity : reach(boundaries, last + 1, lapse);
      const stop = Math.min(end, firstRowFrom(time, change, row));
      advance(walk, row, stop, next, last);
      row = stop;
    }
  }
  return balances(walk, boundaries.length);
}

/** Balances of two sets of customers together. */
export function mergeBalances(a: BalanceState, b: BalanceState): BalanceState {
  const first = a.first === null ? b.first : b.first === null ? a.first : Math.min(a.first, b.first);
  return { first, counts: mergePairs(a.counts, b.counts, (x, y) => [x[0] + y[0], x[1] + y[1], x[2] + y[2]]) };
}

/** The first instant whose purchase still makes a customer at a boundary. */
function reach(boundaries: Float64Array, boundary: number, lapse: number): number {
  return (boundaries[boundary] as number) - lapse;
}

/** Takes the purchases of some rows, all between the boundaries `next` − 1 and `next`, and reaching as far as `last`. */
function advance(walk: Walk, start: number, end: number, next: number, last: number): void {
  const { customer, rows, since, until, moves, newcomers, reactivated } = walk;
  for (let i = start; i < end; i += 1) {
    if (rows !== null && rows[i] === 0) continue;
    const code = customer[i] as number;
    if (since[code] === 0) since[code] = next;
    const reached = until[code] as number;
    if (last < next || last <= reached) continue;
    if (reached < next - 1) {
      if (since[code] === next) newcomers[next]! += 1;
      else reactivated[next]! += 1;
    }
    moves[Math.max(next, reached + 1)]! += 1;
    moves[last + 1]! -= 1;
    until[code] = last;
  }
}

function balances({ moves, newcomers, reactivated }: Walk, count: number): readonly Balance[] {
  const found: Balance[] = [];
  let customers = 0;
  for (let boundary = 1; boundary < count; boundary += 1) {
    customers += moves[boundary] as number;
    found.push([customers, newcomers[boundary] as number, reactivated[boundary] as number]);
  }
  return found;
}
