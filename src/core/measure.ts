import { checkMetric } from './check-metric.js';
import type { Data } from './data.js';
import { type FoldingMetric, foldAll } from './fold.js';
import { IssueLog } from './issue-log.js';
import type { Metric, RowMetric } from './metric.js';
import { Source } from './source.js';
import { formError } from './table.js';

/**
 * Measures data: reads it once into the metric's state and says what the state means.
 *
 * @param data - rows (any iterable), or columns; for metrics of other inputs, that input
 * @param metric - what to measure
 * @throws {InvalidDataError} when rows are not what the metric needs, or no row has a field that it names
 * @example
 * ```ts
 * import { by, measure, npsMetric } from 'kizuna';
 *
 * const answers = [
 *   { plan: 'free', score: 6 },
 *   { plan: 'pro', score: 10 },
 *   { plan: 'pro', score: 8 },
 * ];
 * measure(answers, npsMetric({ score: 'score' })).value; // => 0
 * measure(answers, by('plan', npsMetric({ score: 'score' }))).map((row) => [row.plan, row.value]);
 * // => [['free', -100], ['pro', 50]]
 * ```
 */
// First, for a metric that is written in the call takes its types from the first signature alone.
export function measure<In, State, Result>(data: In, metric: Metric<In, State, Result>): Result;
export function measure<Row, State, Result>(data: Data<Row>, metric: RowMetric<Row, State, Result>): Result;
export function measure(data: Data<unknown>, metric: RowMetric<unknown, unknown, unknown>): unknown {
  checkMetric('measure', metric);
  if (!folds(metric)) return metric.finish(metric.state(data));
  const source = new Source(metric.name);
  const state = foldAll(metric, source, data);
  source.requireFields();
  return metric.finish(state);
}

/**
 * Measures a stream: each batch is read as it comes and let go. Row numbers in errors count over the whole stream.
 *
 * A metric without a fold of its own is merged from the states of the batches; where its `split` is `'by customer'`,
 * all rows of a customer must then be in one batch.
 *
 * @param batches - an iterable or async iterable of what `measure` accepts
 * @param metric - what to measure
 * @throws {InvalidDataError} as `measure` does
 * @example
 * ```ts
 * import { measureAll, npsMetric } from 'kizuna';
 *
 * async function* pages() {
 *   yield [10, 9];
 *   yield [3];
 * }
 * (await measureAll(pages(), npsMetric())).promoters; // => 2
 * ```
 */
export async function measureAll<Row, State, Result>(
  batches: Iterable<Data<Row>> | AsyncIterable<Data<Row>>,
  metric: RowMetric<Row, State, Result>,
): Promise<Result> {
  checkMetric('measureAll', metric);
  if (Object(batches) !== batches) throw formError('measureAll', null, 'batches', 'iterable', batches);
  if (folds(metric)) {
    const source = new Source(metric.name);
    const issues = new IssueLog(metric.name);
    const fold = metric.fold(issues);
    for await (const data of batches) for (const batch of source.batches(data)) fold.take(batch, null);
    const state = fold.state(0);
    issues.throwIfAny();
    source.requireFields();
    return metric.finish(state);
  }
  let state = metric.state([]);
  for await (const data of batches) state = metric.merge(state, metric.state(data));
  return metric.finish(state);
}

function folds<Row, State, Result>(metric: RowMetric<Row, State, Result>): metric is FoldingMetric<Row, State, Result> {
  return metric.fold !== undefined;
}
