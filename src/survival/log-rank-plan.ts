import type { LooseAccessor } from '../core/data.js';
import { roundedSum } from '../core/exact-sum.js';
import type { AsPlan, Plan } from '../core/metric.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import type { TallyPlan } from '../core/tally.js';
import { addedExcluded } from './added-excluded.js';
import type { LogRankCell, LogRankKey, LogRankState } from './log-rank-state.js';
import type { SpellFields } from './spell-fields.js';
import { type SpellKey, type SpellTallied, spellCounts, spellsBy, spellTally } from './spell-plan.js';
import type { SpellCounts } from './spell-state.js';
import { refusePart } from './whole-weights.js';

/** Spells by stratum, group and duration as tallies, for SQL. */
export function logRankPlan(fields: SpellFields, group: LooseAccessor, strata: LooseAccessor | undefined): AsPlan {
  const ofGroup: SpellKey = { option: 'group', from: group };
  const ofStratum: readonly SpellKey[] = strata === undefined ? [] : [{ option: 'strata', from: strata }];
  const tally = spellTally(fields, [ofGroup, ...ofStratum]);
  const counted = spellsBy([...ofStratum, ofGroup], tally);
  const of: Readonly<Record<string, Plan>> =
    fields.weight === undefined ? { counted } : { counted, all: rowsOf(tally, false), whole: rowsOf(tally, true) };
  return {
    kind: 'as',
    of: { kind: 'together', of },
    state({ counted: groups, all, whole }: Counted): LogRankState {
      if (all?.measured.n !== whole?.measured.n) refusePart('logRankMetric', null, fields.weight);
      const strataOf = strata === undefined ? [[null, groups as Groups] as const] : (groups as Strata); // as the plan groups
      const cells = strataOf.flatMap(([stratum, inner]) =>
        inner.map(([key, { measured, excluded }]) => ({ stratum, group: key, excluded, ...spellCounts(measured) })),
      );
      return {
        cells: cells.flatMap(({ stratum, group: key, ended, censored, entered }) => {
          const cell = cellOf(ended, censored, fields.entry === undefined ? null : entered);
          return key === null || cell.times.length === 0 ? [] : [{ stratum, group: key, ...cell }];
        }),
        excluded: addedExcluded(cells),
      };
    },
  };
}

type Groups = Pairs<LogRankKey | null, SpellTallied>;
type Strata = Pairs<LogRankKey | null, Groups>;

interface Counted {
  readonly counted: Groups | Strata;
  readonly all?: Rows;
  readonly whole?: Rows;
}

interface Rows {
  readonly measured: { readonly n: number };
}

/** The rows that count, of those with a whole weight, or of all: memory refuses parts of a subject whatever it leaves out. */
function rowsOf(tally: TallyPlan, isWhole: boolean): Plan {
  const { weight, ...others } = tally.inputs;
  const inputs = weight === undefined || !isWhole ? tally.inputs : { ...others, weight: { ...weight, integer: true } };
  return { ...tally, inputs, measures: { n: { kind: 'countIf', test: true } } };
}

function cellOf(
  ended: SpellCounts,
  censored: SpellCounts,
  entered: SpellCounts | null,
): Omit<LogRankCell, 'stratum' | 'group'> {
  const count = (value: SpellCounts[number][1]): number => (typeof value === 'number' ? value : roundedSum(value));
  const both = mergePairs<number, readonly [number, number]>(
    ended.map(([time, value]) => [time, [count(value), 0]]),
    censored.map(([time, value]) => [time, [0, count(value)]]),
    (a, b) => [a[0] + b[0], a[1] + b[1]],
  );
  return {
    times: both.map(([time]) => time),
    ended: both.map(([, [ends]]) => ends),
    censored: both.map(([, [, losses]]) => losses),
    entries: entered === null ? null : entered.map(([time]) => time),
    entered: entered === null ? null : entered.map(([, value]) => count(value)),
  };
}
