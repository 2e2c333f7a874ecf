import { LimitError } from '../core/errors.js';
import { periodAt } from '../time/period-starts.js';
import { eachMovements } from './each-movements.js';
import type { Levels } from './levels.js';
import type { Movements } from './movements.js';
import type { RevenuePlan } from './revenue-plan.js';

/** When anybody first pays; null where nobody does by `asOf`. */
export function firstRevenue({ level, time, length }: Levels, asOf: number): number | null {
  for (let i = 0; i < length && time[i]! <= asOf; i += 1) if (level[i]! > 0) return time[i]!;
  return null;
}

/**
 * The movements of every window of `trailing` periods in which revenue changed, by the number of its last period, from that of the
 * first revenue on. Not in order where windows overlap.
 */
export function eachWindow(
  plan: RevenuePlan,
  levels: Levels,
  { first, asOf }: { readonly first: number; readonly asOf: number },
  take: (index: number, movements: Movements) => void,
): void {
  const last = periodAt(plan.periods, asOf);
  const rules = { movements: plan.rules.movements, within: plan.within };
  // Windows that follow each other are walked over at once; those that overlap, one after the other.
  for (let end = first; end < first + plan.trailing && end <= last; end += 1) {
    eachMovements(levels, windowEdges(plan, { end, last, asOf }), rules, (stretch, movements) => {
      if (isAny(movements)) take(end + stretch * plan.trailing, movements);
    });
  }
}

function isAny({ newCustomers, expanded, contracted, churnedCustomers, reactivated }: Movements): boolean {
  return newCustomers + expanded + contracted + churnedCustomers + reactivated > 0;
}

/** The instants between windows of `trailing` periods of which the first ends with the period `end`, and the end of what is known. */
export function windowEdges(
  { owner, periods, trailing }: RevenuePlan,
  { end, last, asOf }: { readonly end: number; readonly last: number; readonly asOf: number },
): Float64Array {
  checkPeriodCount(owner, last - end + 1);
  const windows = Math.floor((last - end) / trailing) + 1;
  const edges = new Float64Array(windows + 1);
  for (let i = 0; i <= windows; i += 1) {
    const index = end + 1 + (i - 1) * trailing;
    edges[i] = index > last ? asOf + 1 : periods.startOf(index);
  }
  return edges;
}

/** Refuses more periods than a result can hold. */
export function checkPeriodCount(owner: string, count: number, what = 'periods'): void {
  if (count <= MOST_PERIODS) return;
  const expected = `at most ${MOST_PERIODS} ${what}`;
  throw new LimitError(`${owner} requires ${expected}; got ${count}: take a longer unit`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: 'number' },
  ]);
}

const MOST_PERIODS = 100_000;

/** What came before each period and what it changes, of windows that follow each other every `trailing` periods. */
export function eachStep<Sums, Standing>(
  trailing: number,
  pairs: readonly (readonly [number, Sums])[],
  { first, last }: { readonly first: number; readonly last: number },
  {
    nobody,
    nothing,
    after,
  }: {
    readonly nobody: Standing;
    readonly nothing: Sums;
    readonly after: (before: Standing, sums: Sums) => Standing;
  },
  take: (index: number, before: Standing, sums: Sums) => void,
): void {
  const standings = Array.from({ length: trailing }, () => nobody);
  const step = (index: number, sums: Sums): Standing => {
    const own = ((index % trailing) + trailing) % trailing;
    const before = standings[own] as Standing; // a remainder
    standings[own] = after(before, sums);
    return before;
  };
  let place = 0;
  for (; place < pairs.length && pairs[place]![0] < first; place += 1) step(...pairs[place]!);
  for (let index = first; index <= last; index += 1) {
    const own = pairs[place];
    const sums = own?.[0] === index ? own[1] : nothing;
    if (own?.[0] === index) place += 1;
    take(index, step(index, sums), sums);
  }
}
