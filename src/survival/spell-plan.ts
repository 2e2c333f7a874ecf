import type { LooseAccessor } from '../core/data.js';
import { roundedSum } from '../core/exact-sum.js';
import type { Expression } from '../core/expression.js';
import { ruleOf } from '../core/input.js';
import type { Measure } from '../core/measures.js';
import type { AsPlan, Plan } from '../core/metric.js';
import type { Pairs } from '../core/pairs.js';
import type { Excluded } from '../core/policy.js';
import type { TallyPlan } from '../core/tally.js';
import type { ExactSum } from '../stats/exact-sums.js';
import { MOST_WEIGHT, type SpellFields } from './spell-fields.js';

/** Spells by duration as a tally, for SQL: how many ended at each, and how many there were. */
export function spellPlan(fields: SpellFields): AsPlan {
  return {
    kind: 'as',
    of: spellTally(fields),
    state({ measured, excluded }: SpellTallied) {
      const { ended, censored, entered } = spellCounts(measured);
      return { ended, censored, entered: laterThan0(entered), excluded };
    },
  };
}

/** An option of the plan of a metric that groups spells: text, a finite number or a boolean. */
export interface SpellKey {
  readonly option: string;
  readonly from: LooseAccessor;
  /** Rows without it count all the same. */
  readonly isOptional?: boolean;
}

/** The tally of spells of each group. Where a reason is read in its place, there is no `ended`. */
export function spellTally(fields: SpellFields, keys: readonly SpellKey[] = []): TallyPlan {
  const { duration, ended, entry, weight } = fields;
  const rule = (name: string, from: unknown, max?: number) =>
    ruleOf(name, { from: from as never, min: 0, ...(max === undefined ? {} : { max }) }); // judged where it was given
  const keyed = (isOptional: boolean) =>
    keys
      .filter((key) => (key.isOptional === true) === isOptional)
      .map(({ option, from }) => [
        option,
        { ...ruleOf(option, { from: from as never }), anyType: true, optional: isOptional },
      ]);
  return {
    kind: 'tally',
    // In the order in which memory judges: a reason stands where `ended` does, other keys at the end.
    inputs: {
      duration: rule('duration', duration),
      ...(ended === undefined ? {} : { ended: { ...rule('ended', ended, 1), integer: true, orBoolean: true } }),
      ...Object.fromEntries(keyed(true)),
      ...(entry === undefined ? {} : { entry: rule('entry', entry) }),
      ...(weight === undefined ? {} : { weight: rule('weight', weight, MOST_WEIGHT) }),
      ...Object.fromEntries(keyed(false)),
    },
    checks: entry === undefined ? [] : [{ kind: 'compare', operator: '<', left: of('entry'), right: of('duration') }],
    measures: measuresOf(ended !== undefined, entry !== undefined, weight !== undefined),
  };
}

/** Groups of spells by keys, the outermost first. */
export function spellsBy(keys: readonly SpellKey[], tally: Plan): Plan {
  return keys.reduceRight<Plan>(
    (inner, { option, from }) => ({ kind: 'by', key: { kind: 'value', field: from, option }, of: inner }),
    tally,
  );
}

function measuresOf(hasEnded: boolean, isEntered: boolean, isWeighted: boolean): Readonly<Record<string, Measure>> {
  if (!isWeighted) {
    return {
      all: { kind: 'histogram', of: of('duration') },
      ...(hasEnded ? { ended: { kind: 'weightedHistogram', of: of('duration'), weight: of('ended') } } : {}),
      ...(isEntered ? { entered: { kind: 'histogram', of: of('entry') } } : {}),
    };
  }
  const open: Expression = { kind: 'arithmetic', operator: '-', terms: [1, of('ended')] };
  const weighing = (claim: Expression): Expression =>
    hasEnded ? { kind: 'arithmetic', operator: '*', terms: [of('weight'), claim] } : of('weight');
  return {
    ...(hasEnded ? { ended: { kind: 'weightedHistogram', of: of('duration'), weight: weighing(of('ended')) } } : {}),
    censored: { kind: 'weightedHistogram', of: of('duration'), weight: weighing(open) },
    ...(isEntered ? { entered: { kind: 'weightedHistogram', of: of('entry'), weight: of('weight') } } : {}),
  };
}

/** What a tally of spells counted in one group. */
export interface SpellTallied {
  readonly excluded: Excluded;
  readonly measured: SpellMeasured;
}

interface SpellMeasured {
  /** Without weights. */
  readonly all?: Pairs<number, number>;
  readonly ended?: Pairs<number, ExactSum>;
  /** With weights. */
  readonly censored?: Pairs<number, ExactSum>;
  readonly entered?: Pairs<number, number | ExactSum>;
}

/** What a metric without weights, or one with them, remembers of it. Without `ended`, all are censored. */
export function spellCounts({ all, ended = [], censored = [], entered = [] }: SpellMeasured) {
  // Rows of weight 0 stand for none.
  if (all === undefined) return { ended: present(ended), censored: present(censored), entered: present(entered) };
  const ends = new Map(ended.map(([time, terms]) => [time, roundedSum(terms)]));
  const counts = (count: (time: number, rows: number) => number): Pairs<number, number> =>
    all.flatMap(([time, rows]) => {
      const counted = count(time, rows);
      return counted === 0 ? [] : [[time, counted] as const];
    });
  return {
    ended: counts((time) => ends.get(time) ?? 0),
    censored: counts((time, rows) => rows - (ends.get(time) ?? 0)),
    entered,
  };
}

/** Entries that are late. */
export function laterThan0<Count>(entered: Pairs<number, Count>): Pairs<number, Count> {
  return entered.filter(([time]) => time > 0);
}

function present<Count extends number | ExactSum>(pairs: Pairs<number, Count>): Pairs<number, Count> {
  return pairs.filter(([, terms]) => typeof terms === 'number' || terms.length > 0);
}

function of(name: string): Expression {
  return { kind: 'input', name };
}
