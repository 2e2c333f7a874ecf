import { checkMetric } from './check-metric.js';
import type { AnyRow } from './data.js';
import { type FoldingMetric, foldState } from './fold.js';
import type { Fold, RowMetric } from './metric.js';
import { refuseOption } from './options.js';
import { foldOf } from './rows-fold.js';

/** Metrics under names, whose states and results come back under the same names. */
export type Metrics<Row, States, Results> = {
  readonly [Name in keyof Results]: RowMetric<Row, Name extends keyof States ? States[Name] : never, Results[Name]>;
} & {
  readonly [Name in keyof States]: RowMetric<Row, States[Name], unknown>;
} & {
  readonly [name: string]: RowMetric<Row, unknown, unknown>;
};

/**
 * Measures several things in one pass over the rows: the result has each metric's result under its name.
 *
 * @throws {InvalidDataError} as the metrics do
 * @example
 * ```ts
 * import { csatMetric, measure, npsMetric, together } from 'kizuna';
 *
 * const answers = [{ recommend: 10, satisfied: 5 }, { recommend: 7, satisfied: 2 }];
 * const { nps, csat } = measure(answers, together({
 *   nps: npsMetric({ score: 'recommend' }),
 *   csat: csatMetric({ score: 'satisfied' }),
 * }));
 * [nps.value, csat.value]; // => [50, 0.5]
 * ```
 */
export function together<Row = AnyRow, States = unknown, Results = unknown>(
  metrics: Metrics<Row, States, Results>,
): RowMetric<
  Row,
  { readonly [Name in keyof States]: States[Name] },
  { readonly [Name in keyof Results]: Results[Name] }
>;
export function together<Row>(
  metrics: Readonly<Record<string, RowMetric<Row, unknown, unknown>>>,
): RowMetric<Row, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>> {
  const named = Object.entries(Object(metrics) as typeof metrics); // of none there is none
  for (const [, metric] of named) checkMetric('together', metric);
  if (named.length === 0) refuseOption('together', 'metrics', 'to name at least one metric', metrics);
  type State = Readonly<Record<string, unknown>>;
  const each = (value: (name: string, metric: RowMetric<Row, unknown, unknown>) => unknown): State =>
    Object.fromEntries(named.map(([name, metric]) => [name, value(name, metric)]));
  const plans = named.map(([name, metric]) => [name, metric.plan] as const);

  const joined: FoldingMetric<Row, State, State> = {
    name: named.map(([, metric]) => metric.name).join(' and '),
    split: named.every(([, metric]) => metric.split === 'anywhere') ? 'anywhere' : 'by customer',
    plan: { kind: 'together', of: Object.fromEntries(plans) },
    state: (data) => foldState(joined, data),
    merge: (a, b) => each((name, metric) => metric.merge(a[name], b[name])),
    finish: (state) => each((name, metric) => metric.finish(state[name])),
    fold(issues): Fold<State> {
      const folds = named.map(([name, metric]) => [name, foldOf(metric, issues)] as const);
      return {
        take: (batch, groups) => {
          for (const [, fold] of folds) fold.take(batch, groups);
        },
        state: (group) => Object.fromEntries(folds.map(([name, fold]) => [name, fold.state(group)])),
      };
    },
  };
  return joined;
}
