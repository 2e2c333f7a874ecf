import { roundedSum } from '../core/exact-sum.js';
import type { Expression } from '../core/expression.js';
import { ruleOf } from '../core/input.js';
import type { Histogram, Measure, WeightedHistogram } from '../core/measures.js';
import type { AsPlan } from '../core/metric.js';
import type { Pairs } from '../core/pairs.js';
import type { TallyPlan, TallyState } from '../core/tally.js';
import { MOST_WEIGHT, type SpellFields } from './spell-fields.js';

/** Spells by duration as a tally, for SQL: how many ended at each, and how many there were. */
export function spellPlan({ duration, ended, entry, weight }: SpellFields): AsPlan {
  const rule = (name: string, from: unknown, max?: number) =>
    ruleOf(name, { from: from as never, min: 0, ...(max === undefined ? {} : { max }) }); // judged where it was given
  const tally: TallyPlan = {
    kind: 'tally',
    inputs: {
      duration: rule('duration', duration),
      ended: { ...rule('ended', ended, 1), integer: true, orBoolean: true },
      ...(entry === undefined ? {} : { entry: rule('entry', entry) }),
      ...(weight === undefined ? {} : { weight: rule('weight', weight, MOST_WEIGHT) }),
    },
    checks: entry === undefined ? [] : [{ kind: 'compare', operator: '<', left: of('entry'), right: of('duration') }],
    measures: weight === undefined ? counts(entry !== undefined) : sums(entry !== undefined),
  };
  return { kind: 'as', of: tally, state: weight === undefined ? countedState : summedState };
}

function counts(isEntered: boolean): Readonly<Record<string, Measure>> {
  return {
    all: { kind: 'histogram', of: of('duration') },
    ended: { kind: 'weightedHistogram', of: of('duration'), weight: of('ended') },
    ...(isEntered ? { entered: { kind: 'histogram', of: of('entry') } } : {}),
  };
}

function sums(isEntered: boolean): Readonly<Record<string, Measure>> {
  const open: Expression = { kind: 'arithmetic', operator: '-', terms: [1, of('ended')] };
  const weighing = (claim: Expression): Expression => ({
    kind: 'arithmetic',
    operator: '*',
    terms: [of('weight'), claim],
  });
  return {
    ended: { kind: 'weightedHistogram', of: of('duration'), weight: weighing(of('ended')) },
    censored: { kind: 'weightedHistogram', of: of('duration'), weight: weighing(open) },
    ...(isEntered ? { entered: { kind: 'weightedHistogram', of: of('entry'), weight: of('weight') } } : {}),
  };
}

type Counted = TallyState<{ all: Histogram; ended: WeightedHistogram; entered: Histogram }>;
type Summed = TallyState<{ ended: WeightedHistogram; censored: WeightedHistogram; entered: WeightedHistogram }>;

function countedState({ measured: { all, ended, entered = [] }, excluded }: Counted) {
  const ends = new Map(ended.map(([time, terms]) => [time, roundedSum(terms)]));
  const of = (count: (time: number, rows: number) => number): Pairs<number, number> =>
    (all as Pairs<number, number>).flatMap(([time, rows]) => {
      const counted = count(time, rows);
      return counted === 0 ? [] : [[time, counted] as const];
    });
  return {
    ended: of((time) => ends.get(time) ?? 0),
    censored: of((time, rows) => rows - (ends.get(time) ?? 0)),
    entered: (entered as Pairs<number, number>).filter(([time]) => time > 0),
    excluded,
  };
}

function summedState({ measured: { ended, censored, entered = [] }, excluded }: Summed) {
  // Rows of weight 0 stand for none.
  const of = (pairs: typeof ended) =>
    (pairs as Pairs<number, readonly number[]>).filter(([, terms]) => terms.length > 0);
  return { ended: of(ended), censored: of(censored), entered: of(entered).filter(([time]) => time > 0), excluded };
}

function of(name: string): Expression {
  return { kind: 'input', name };
}
