import type { Rule } from '../core/input.js';
import type { AsPlan } from '../core/metric.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import type { Excluded } from '../core/policy.js';
import type { TallyPlan } from '../core/tally.js';

/** The counts of leads by score as tallies, for SQL: one for each outcome. */
export function leadThresholdPlan({ score, converted }: { readonly score: Rule; readonly converted: Rule }): AsPlan {
  const scores: TallyPlan = {
    kind: 'tally',
    inputs: { score, converted },
    measures: { scores: { kind: 'histogram', of: { kind: 'input', name: 'score' } } },
  };
  return {
    kind: 'as',
    of: { kind: 'by', key: { kind: 'field', field: converted.from, option: 'converted' }, of: scores },
    state: (groups: Pairs<boolean | null, Scores>) => {
      const total = (reason: 'missing' | 'invalid') =>
        groups.reduce((sum, [, group]) => sum + group.excluded[reason], 0);
      const of = (outcome: boolean) => groups.find(([key]) => key === outcome)?.[1].measured.scores ?? [];
      const won = of(true).map(([value, count]) => [value, [count, 0]] as const);
      const lost = of(false).map(([value, count]) => [value, [0, count]] as const);
      return {
        scores: mergePairs<number, readonly [number, number]>(won, lost, (a, b) => [a[0] + b[0], a[1] + b[1]]),
        excluded: { missing: total('missing'), invalid: total('invalid'), repeated: 0 },
      };
    },
  };
}

interface Scores {
  readonly excluded: Excluded;
  readonly measured: { readonly scores: Pairs<number, number> };
}
