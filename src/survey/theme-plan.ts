import type { AsPlan } from '../core/metric.js';
import type { Pairs } from '../core/pairs.js';
import type { Excluded } from '../core/policy.js';
import type { TallyPlan } from '../core/tally.js';
import type { MarkedRows, ThemeRules, ThemeSentimentState } from './theme-fold.js';

/** Reviews by theme as a tally, for SQL: of a column of texts, one theme in a row. */
export function themePlan({ theme, mark, first }: Pick<ThemeRules, 'theme' | 'mark' | 'first'>): AsPlan {
  const name = first === null ? 'positive' : 'rating';
  const left = { kind: 'input', name } as const;
  const marked: TallyPlan = {
    kind: 'tally',
    inputs: { theme: { ...mark, from: theme, field: null, type: 'text' }, [name]: mark },
    measures: {
      n: { kind: 'countIf', test: true },
      positive: {
        kind: 'countIf',
        test:
          first === null
            ? { kind: 'compare', operator: '=', left, right: true }
            : { kind: 'compare', operator: '>=', left, right: first },
      },
    },
  };
  return {
    kind: 'as',
    of: { kind: 'by', key: { kind: 'value', field: theme, option: 'theme' }, of: marked },
    state(groups: Groups): ThemeSentimentState {
      const total = (count: (group: Marked) => number): number =>
        groups.reduce((sum, [, group]) => sum + count(group), 0);
      return {
        excluded: {
          missing: total(({ excluded }) => excluded.missing),
          invalid: total(({ excluded }) => excluded.invalid),
          repeated: 0,
        },
        all: { n: total(({ measured }) => measured.n), positive: total(({ measured }) => measured.positive) },
        themes: groups.flatMap(([key, { measured }]) => (key === null || measured.n === 0 ? [] : [[key, measured]])),
      };
    },
  };
}

type Groups = Pairs<string | null, Marked>;

interface Marked {
  readonly excluded: Excluded;
  readonly measured: MarkedRows;
}
