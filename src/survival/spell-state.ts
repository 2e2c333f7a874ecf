import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import type { FoldingMetric } from '../core/fold.js';
import { ruleOf } from '../core/input.js';
import { mergePairs, type Pairs, sortedPairs } from '../core/pairs.js';
import { type Excluding, type RowFault, rowMetric } from '../core/row-metric.js';
import { ruleFault } from '../core/row-values.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { type RiskTimes, summedRiskTimes } from '../stats/risk-times.js';
import { storedSums } from '../stats/time-sums.js';
import { MOST_WEIGHT, type SpellFields } from './spell-fields.js';
import { spellPlan } from './spell-plan.js';

/** What stands at each duration: how many rows, or the exact sum of their weights as the terms that make it up. */
export type SpellCounts = Pairs<number, number | ExactSum>;

/** The state of a survival curve: what ended and what was last seen, by duration, and what began to be watched later, by entry. */
export interface SpellState extends Excluding {
  readonly ended: SpellCounts;
  readonly censored: SpellCounts;
  /** Entries above 0. */
  readonly entered: SpellCounts;
}

/** A metric of spells by their durations. */
export function spellMetric<Row, Result>(
  owner: string,
  options: SpellFields,
  finish: (times: RiskTimes, state: SpellState) => Result,
): FoldingMetric<Row, SpellState, Result> {
  const judge = spellJudge(options);
  const { duration, ended, entry, weight } = options;
  return rowMetric<Row, Running, SpellState, Result>({
    name: owner,
    reads: [duration, ended, ...(entry === undefined ? [] : [entry]), ...(weight === undefined ? [] : [weight])],
    policy: options,
    plan: spellPlan(options),
    start: () => ({ ended: new Map(), censored: new Map(), entered: new Map() }),
    add(running, columns, i) {
      const fault = judge(columns, i);
      if (fault !== null) return fault;
      const [time, claim] = [columns[0]?.[i] as number, columns[1]?.[i]]; // judged
      const [from, amount] = [entry === undefined ? 0 : (columns[2]?.[i] as number), weightAt(columns, i)];
      addSpell(claim === true || claim === 1 ? running.ended : running.censored, time, amount);
      if (from > 0) addSpell(running.entered, from, amount);
      return null;
    },
    state: ({ ended, censored, entered }, excluded) => ({
      ended: pairsOf(ended),
      censored: pairsOf(censored),
      entered: pairsOf(entered),
      excluded,
    }),
    merge: (a, b) => ({
      ended: mergePairs(a.ended, b.ended, together),
      censored: mergePairs(a.censored, b.censored, together),
      entered: mergePairs(a.entered, b.entered, together),
    }),
    finish: (state) => finish(timesOf(state), state),
  });

  function weightAt(columns: readonly ArrayLike<unknown>[], i: number): number | null {
    return weight === undefined ? null : (columns[entry === undefined ? 2 : 3]?.[i] as number); // judged
  }
}

/** Judges row i of the columns of these options: duration, ended, entry and weight, those that there are. */
export function spellJudge(
  options: SpellFields,
  claimFault: (field: string | null, value: unknown) => RowFault | null = endedFault,
): (columns: readonly ArrayLike<unknown>[], i: number) => RowFault | null {
  const { duration, ended, entry, weight } = options;
  // The types of accessors were checked where they were given.
  const rules = [
    ruleOf('duration', { from: duration as never, min: 0 }),
    ruleOf('ended', { from: ended as never }),
    ...(entry === undefined ? [] : [ruleOf('entry', { from: entry as never, min: 0 })]),
    ...(weight === undefined ? [] : [ruleOf('weight', { from: weight as never, min: 0, max: MOST_WEIGHT })]),
  ];
  const field = rules[1]?.field ?? null;
  return (columns, i) => {
    for (const [k, rule] of rules.entries()) {
      const value = columns[k]?.[i];
      const fault = k === 1 ? claimFault(field, value) : ruleFault(rule, value);
      if (fault !== null) return fault;
    }
    if (entry === undefined || (columns[2]?.[i] as number) < (columns[0]?.[i] as number)) return null; // numbers, by the rules
    const at = rules[2]?.field ?? null;
    return { code: 'E_NUM_RANGE', field: at, expected: 'less than the duration', value: columns[2]?.[i] };
  };
}

/** Counts, or running exact sums of weights, by time. */
export type RunningSums = Map<number, number | number[]>;

interface Running {
  readonly ended: RunningSums;
  readonly censored: RunningSums;
  readonly entered: RunningSums;
}

function endedFault(field: string | null, value: unknown): RowFault | null {
  if (value === true || value === false || value === 1 || value === 0) return null;
  const isMissing = value === null || value === undefined;
  const code = isMissing ? 'E_FIELD_MISSING' : typeof value === 'number' ? 'E_FIELD_VALUE' : 'E_FIELD_TYPE';
  return { code, field, expected: 'true or false, or 1 or 0', value };
}

/** Counts a row, or adds its weight; rows of weight 0 stand for none. */
export function addSpell(sums: RunningSums, time: number, amount: number | null): void {
  if (amount === 0) return;
  if (amount === null) {
    sums.set(time, ((sums.get(time) as number | undefined) ?? 0) + 1); // counts, where there are no weights
    return;
  }
  const sum = sums.get(time) as number[] | undefined; // lists, where there are
  if (sum === undefined) sums.set(time, [amount]);
  else growExpansion(sum, amount);
}

/** The sums as they are stored. */
export function pairsOf(sums: RunningSums): SpellCounts {
  return sortedPairs(sums).map(([time, sum]) => [time, typeof sum === 'number' ? sum : canonicalSum(sum)]);
}

/** Two stored sums as one. */
export function together(a: number | ExactSum, b: number | ExactSum): number | ExactSum {
  return typeof a === 'number' && typeof b === 'number' ? a + b : addedSums(termsOf(a), termsOf(b));
}

function termsOf(sum: number | ExactSum): ExactSum {
  return typeof sum === 'number' ? [sum] : sum;
}

function timesOf({ ended, censored, entered }: SpellState): RiskTimes {
  return summedRiskTimes(storedSums(ended), storedSums(censored), storedSums(entered));
}
