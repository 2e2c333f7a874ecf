import type { Data } from './data.js';
import { IssueLog, type Issues } from './issue-log.js';
import type { Fold, RowMetric } from './metric.js';
import { Source } from './source.js';

/** A metric that folds, as every metric made here does. */
export interface FoldingMetric<Row, State, Result> extends RowMetric<Row, State, Result> {
  fold(issues: Issues): Fold<State>;
}

/** The state of data by way of the metric's fold. */
export function foldState<Row, State>(metric: FoldingMetric<Row, State, unknown>, data: Data<Row>): State {
  return foldAll(metric, new Source(metric.name), data);
}

/** The same through a source, which can be asked about its fields afterwards. */
export function foldAll<Row, State>(
  metric: FoldingMetric<Row, State, unknown>,
  source: Source,
  data: Data<Row>,
): State {
  const issues = new IssueLog(metric.name);
  const fold = metric.fold(issues);
  for (const batch of source.batches(data)) fold.take(batch, null);
  const state = fold.state(0); // may still judge rows that a shape kept back
  issues.throwIfAny();
  return state;
}
