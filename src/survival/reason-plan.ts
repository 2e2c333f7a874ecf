import type { AsPlan } from '../core/metric.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { addedExcluded } from './added-excluded.js';
import type { Reason } from './reason-times.js';
import type { SpellFields } from './spell-fields.js';
import { laterThan0, type SpellKey, type SpellTallied, spellCounts, spellsBy, spellTally } from './spell-plan.js';
import { type SpellCounts, together } from './spell-state.js';

/** Spells by reason and duration as tallies, for SQL; `fields.ended` is where the reason stands. */
export function reasonPlan({ ended: reason, ...fields }: SpellFields): AsPlan {
  const key: SpellKey = { option: 'reason', from: reason as SpellKey['from'], isOptional: true }; // it was checked
  return {
    kind: 'as',
    of: spellsBy([key], spellTally(fields, [key])),
    state(groups: Pairs<Reason | null, SpellTallied>) {
      const counted = groups.map(([why, { measured, excluded }]) => ({ why, excluded, ...spellCounts(measured) }));
      const named = counted.filter(({ why, censored }) => why !== null && censored.length > 0);
      return {
        ended: named.map(({ why, censored }) => [why, censored]),
        censored: counted.find(({ why }) => why === null)?.censored ?? [],
        entered: counted
          .map(({ entered }): SpellCounts => laterThan0(entered))
          .reduce((a, b) => mergePairs(a, b, together), []),
        excluded: addedExcluded(counted),
      };
    },
  };
}
