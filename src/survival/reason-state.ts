import type { FoldingMetric } from '../core/fold.js';
import { mergePairs, type Pairs, sortedPairs } from '../core/pairs.js';
import { type Excluding, type RowFault, rowMetric } from '../core/row-metric.js';
import { storedSums } from '../stats/time-sums.js';
import { reasonPlan } from './reason-plan.js';
import { type Reason, type ReasonTimes, reasonTimes } from './reason-times.js';
import type { SpellFields } from './spell-fields.js';
import { addSpell, pairsOf, type RunningSums, type SpellCounts, spellJudge, together } from './spell-state.js';

/** The state of cumulative incidences: what ended for each reason and what was last seen, by duration, and what began to be watched later, by entry. */
export interface ReasonState extends Excluding {
  readonly ended: Pairs<Reason, SpellCounts>;
  readonly censored: SpellCounts;
  /** Entries above 0. */
  readonly entered: SpellCounts;
}

/** A metric of spells by their durations and reasons; `fields.ended` is where the reason stands. */
export function reasonMetric<Row, Result>(
  owner: string,
  fields: SpellFields,
  finish: (times: ReasonTimes, state: ReasonState) => Result,
): FoldingMetric<Row, ReasonState, Result> {
  const judge = spellJudge(fields, reasonFault);
  const { duration, ended: reason, entry, weight } = fields;
  return rowMetric<Row, Running, ReasonState, Result>({
    name: owner,
    reads: [duration, reason, ...(entry === undefined ? [] : [entry]), ...(weight === undefined ? [] : [weight])],
    policy: fields,
    plan: reasonPlan(fields),
    start: () => ({ ended: new Map(), censored: new Map(), entered: new Map() }),
    add({ ended, censored, entered }, columns, i) {
      const fault = judge(columns, i);
      if (fault !== null) return fault;
      const time = columns[0]?.[i] as number; // numbers and a reason, as was judged
      const why = (columns[1]?.[i] ?? null) as Reason | null;
      const from = entry === undefined ? 0 : (columns[2]?.[i] as number);
      const amount = weight === undefined ? null : (columns[entry === undefined ? 2 : 3]?.[i] as number);
      if (amount === 0) return null;
      addSpell(why === null ? censored : sumsFor(ended, why === 0 ? 0 : why), time, amount); // −0 is 0
      if (from > 0) addSpell(entered, from, amount);
      return null;
    },
    state: ({ ended, censored, entered }, excluded) => ({
      ended: sortedPairs(ended).map(([why, sums]) => [why, pairsOf(sums)]),
      censored: pairsOf(censored),
      entered: pairsOf(entered),
      excluded,
    }),
    merge: (a, b) => ({
      ended: mergePairs(a.ended, b.ended, (left, right) => mergePairs(left, right, together)),
      censored: mergePairs(a.censored, b.censored, together),
      entered: mergePairs(a.entered, b.entered, together),
    }),
    finish: (state) =>
      finish(
        reasonTimes(
          state.ended.map(([why, counts]) => [why, storedSums(counts)]),
          storedSums(state.censored),
          storedSums(state.entered),
        ),
        state,
      ),
  });
}

interface Running {
  readonly ended: Map<Reason, RunningSums>;
  readonly censored: RunningSums;
  readonly entered: RunningSums;
}

function sumsFor(ended: Map<Reason, RunningSums>, reason: Reason): RunningSums {
  const known = ended.get(reason) ?? new Map();
  ended.set(reason, known);
  return known;
}

function reasonFault(field: string | null, value: unknown): RowFault | null {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return null;
  if (Number.isFinite(value)) return null;
  const code = typeof value === 'number' ? 'E_NUM_NONFINITE' : 'E_FIELD_TYPE';
  return { code, field, expected: 'text, a finite number, true or false, or nothing', value };
}
