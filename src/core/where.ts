import type { Batch } from './batch.js';
import { checkMetric } from './check-metric.js';
import { checkedConditions } from './checked-filter.js';
import type { AnyRow } from './data.js';
import { typeName } from './errors.js';
import type { Condition, Filter } from './filter.js';
import { FilteredBatch } from './filtered-batch.js';
import { type FoldingMetric, foldState } from './fold.js';
import type { Issues } from './issue-log.js';
import type { Fold, RowMetric } from './metric.js';
import { refuseOption } from './options.js';
import { foldOf } from './rows-fold.js';

/**
 * Measures only the rows that pass a test. The rest are as if they were not there: they are neither judged nor counted, and no
 * function of the metric is called for them.
 *
 * The test is a filter on fields, `{ plan: 'pro' }` (plain data), or a function of the row.
 *
 * @throws {InvalidOptionError} when the filter uses an unknown operator
 * @example
 * ```ts
 * import { measure, npsMetric, where } from 'kizuna';
 *
 * const answers = [
 *   { plan: 'free', score: 3 },
 *   { plan: 'pro', score: 9 },
 * ];
 * measure(answers, where({ plan: 'pro' }, npsMetric({ score: 'score' }))).value; // => 100
 * measure(answers, where((row) => row.score < 5, npsMetric({ score: 'score' }))).value; // => -100
 * ```
 */
export function where<Row = AnyRow, State = unknown, Result = unknown>(
  test: Filter<NoInfer<Row>> | ((row: Row) => boolean),
  metric: RowMetric<Row, State, Result>,
): RowMetric<Row, State, Result> {
  if ((typeof test !== 'object' && typeof test !== 'function') || test === null) {
    refuseOption('where', 'test', 'to be a filter or a function', test, 'E_OPT_TYPE');
  }
  checkMetric('where', metric);
  const isFilter = typeof test === 'object';
  // The row type of a function was checked where it was given.
  const conditions = isFilter ? checkedConditions('where', test) : (test as (row: never) => unknown);
  const filtered: FoldingMetric<Row, State, Result> = {
    name: metric.name,
    split: metric.split,
    plan: { kind: 'where', test, of: metric.plan },
    state: (data) => foldState(filtered, data),
    merge: (a, b) => metric.merge(a, b),
    finish: (state) => metric.finish(state),
    fold: (issues) => new WhereFold(metric.name, conditions, foldOf(metric, issues), issues),
  };
  return filtered;
}

class WhereFold<State> implements Fold<State> {
  private kept = new Int32Array(0);

  constructor(
    private readonly owner: string,
    private readonly test: readonly (readonly [string, Condition])[] | ((row: never) => unknown),
    private readonly fold: Fold<State>,
    private readonly issues: Issues,
  ) {}

  take(batch: Batch, groups: Int32Array | null): void {
    const { count } = batch;
    if (this.kept.length < count) this.kept = new Int32Array(count);
    const kept = this.kept;
    if (groups === null) kept.fill(0, 0, count);
    else kept.set(count === groups.length ? groups : groups.subarray(0, count));
    if (typeof this.test === 'function') this.ask(batch, this.test);
    else for (const [field, condition] of this.test) this.leaveOut(batch.column(field), condition, count);
    this.fold.take(new FilteredBatch(this.owner, batch, kept), kept);
  }

  state(group: number): State {
    return this.fold.state(group);
  }

  private ask(batch: Batch, test: (row: never) => unknown): void {
    const answers = batch.column(test);
    for (let i = 0; i < batch.count; i += 1) {
      if (this.kept[i]! < 0) continue; // left out by what stands above
      const answer = answers[i];
      if (answer !== true) this.kept[i] = -1;
      if (typeof answer === 'boolean') continue;
      const expected = 'true or false, from the test of where';
      this.issues.add({
        code: 'E_FIELD_TYPE',
        index: batch.indexOf(i),
        field: null,
        expected,
        received: typeName(answer),
      });
    }
  }

  private leaveOut(values: ArrayLike<unknown>, condition: Condition, count: number): void {
    for (let i = 0; i < count; i += 1) if (!condition(values[i])) this.kept[i] = -1;
  }
}
