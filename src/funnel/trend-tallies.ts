import type { AttemptSink, Attempts } from './attempts.js';
import type { EntryPeriods } from './entry-periods.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { FunnelRun } from './funnel-run.js';
import { FunnelTally } from './funnel-tally.js';
import { firstPlace } from './places.js';

/**
 * A tally for each period in which attempts begin: of customers, the best attempt of each period, or that of the first entry alone; of
 * attempts, every one.
 */
export function trendTallies(plan: FunnelPlan, run: FunnelRun, entries: EntryPeriods): Map<number, FunnelTally> {
  const tallies = new Map<number, FunnelTally>();
  const tallyOf = (period: number): FunnelTally => {
    const known = tallies.get(period) ?? new FunnelTally(plan, run.actors.customers);
    tallies.set(period, known);
    return known;
  };
  if (plan.counting === 'attempts' || plan.reentry === 'first') {
    const tallyAt = (instants: Float64Array): FunnelTally =>
      tallyOf(entries.periods[stretchAt(entries, instants[0] as number)] as number); // attempts begin within the stretches
    run.attempts.each({
      take: (actor, instants, steps) => tallyAt(instants).take(actor, instants, steps),
      takeMature: (actor, instants, steps) => tallyAt(instants).takeMature(actor, instants, steps),
    });
    return tallies;
  }
  const twins = twinsOf(entries.periods);
  for (let actor = 0; actor < run.actors.count; actor += 1) addCustomer(run.attempts, entries, twins, actor, tallyOf);
  return tallies;
}

function addCustomer(
  attempts: Attempts,
  entries: EntryPeriods,
  twins: Int32Array,
  actor: number,
  tallyOf: (period: number) => FunnelTally,
): void {
  const { from, periods } = entries;
  const end = from[periods.length] as number;
  for (let start = attempts.nextStart(actor, from[0] as number); start < end; ) {
    const i = stretchAt(entries, start);
    const [begin, after] = [from[i] as number, from[i + 1] as number];
    const tally = tallyOf(periods[i] as number);
    const twin = twins[i] as number;
    if (twin === -1) attempts.ofActor(actor, begin, after, tally);
    else if (twin > i || !hasStart(attempts, actor, entries, twin))
      addBetter(attempts, actor, entries, [i, twin], tally);
    start = attempts.nextStart(actor, after);
  }
}

/** Where clocks that went back over its start made a period come twice, a customer still counts once in it. */
function addBetter(
  attempts: Attempts,
  actor: number,
  { from }: EntryPeriods,
  stretches: readonly number[],
  tally: AttemptSink,
): void {
  const sides = stretches.map((i) => (sink: AttemptSink) => {
    attempts.ofActor(actor, from[i] as number, from[i + 1] as number, sink);
  });
  for (const way of ['take', 'takeMature'] as const) {
    const found = sides.flatMap((side) => {
      const list: { instants: Float64Array; steps: number }[] = [];
      const keep = (_: number, instants: Float64Array, steps: number): void => {
        list.push({ instants: instants.slice(), steps });
      };
      side({ take: () => {}, takeMature: () => {}, [way]: keep });
      return list;
    });
    const [best] = found.sort((a, b) => attempts.compare(a.instants, a.steps, b.instants, b.steps));
    if (best !== undefined) tally[way](actor, best.instants, best.steps);
  }
}

function hasStart(attempts: Attempts, actor: number, { from }: EntryPeriods, i: number): boolean {
  return attempts.nextStart(actor, from[i] as number) < (from[i + 1] as number);
}

function stretchAt({ from, periods }: EntryPeriods, instant: number): number {
  return firstPlace(from, instant + 1, 0, periods.length) - 1; // instants are whole milliseconds
}

/** The other stretch of the same period; -1 where there is none. */
function twinsOf(periods: Int32Array): Int32Array {
  const known = new Map<number, number>();
  const twins = new Int32Array(periods.length).fill(-1);
  for (const [i, period] of periods.entries()) {
    const other = known.get(period);
    if (other !== undefined) {
      twins[i] = other;
      twins[other] = i;
    }
    known.set(period, i);
  }
  return twins;
}
