import type { Batch } from './batch.js';
import type { LooseAccessor } from './data.js';
import { InvalidDataError } from './errors.js';
import type { Issues } from './issue-log.js';
import type { Fold, RowMetric } from './metric.js';

/** A metric's own fold; for a metric without one, a fold that keeps each group's rows for its `state`. */
export function foldOf<Row, State>(metric: RowMetric<Row, State, unknown>, issues: Issues): Fold<State> {
  return metric.fold === undefined ? new RowsFold(metric, issues) : metric.fold(issues);
}

/** Keeps each group's rows for the metric's `state`. The fields that it `reads` are looked up, so that a misspelt one is found out. */
export class RowsFold<Row, State> implements Fold<State> {
  private readonly groups: { rows: Row[]; places: number[] }[] = [];

  constructor(
    private readonly metric: RowMetric<Row, State, unknown>,
    private readonly issues: Issues,
    private readonly reads: readonly LooseAccessor[] = [],
  ) {}

  take(batch: Batch, groups: Int32Array | null): void {
    for (const field of this.reads) if (typeof field === 'string') batch.column(field);
    for (let i = 0; i < batch.count; i += 1) {
      const group = groups === null ? 0 : (groups[i] as number); // one a row
      if (group < 0) continue;
      while (this.groups.length <= group) this.groups.push({ rows: [], places: [] });
      this.groups[group]?.rows.push(batch.row(i) as Row); // the data were given as rows of this type
      this.groups[group]?.places.push(batch.indexOf(i));
    }
  }

  state(group: number): State {
    const { rows, places } = this.groups[group] ?? { rows: [], places: [] };
    try {
      return this.metric.state(rows);
    } catch (error) {
      if (!(error instanceof InvalidDataError) || error.issues.some(({ index }) => index === null)) throw error;
      // Faults of rows are reported together, with the rows' places in the whole input, not in their group.
      const moved = error.issues.map((issue) => ({ ...issue, index: places[issue.index ?? 0] ?? null }));
      for (const issue of moved) this.issues.add(issue);
      // An error lists its first issues only; by then the log is full, and the rest is but counted.
      const last = moved.at(-1);
      for (let more = moved.length; last && more < error.issueCount; more += 1) this.issues.add(last);
      return this.metric.state([]);
    }
  }
}
