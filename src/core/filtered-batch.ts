import type { Batch } from './batch.js';
import type { LooseAccessor } from './data.js';
import { call } from './table.js';

/** A batch of which filters have left rows out, those of a group below 0: functions are called for the others alone. */
export class FilteredBatch implements Batch {
  readonly count: number;
  private readonly columns = new Map<LooseAccessor, ArrayLike<unknown>>();

  constructor(
    private readonly owner: string,
    private readonly batch: Batch,
    private readonly groups: Int32Array,
  ) {
    this.count = batch.count;
  }

  indexOf(i: number): number {
    return this.batch.indexOf(i);
  }

  row(i: number): unknown {
    return this.batch.row(i);
  }

  column(accessor: LooseAccessor): ArrayLike<unknown> {
    if (typeof accessor !== 'function') return this.batch.column(accessor);
    const known = this.columns.get(accessor);
    if (known !== undefined) return known;
    // What a row that was left out has is never looked at.
    const values: unknown[] = new Array(this.count).fill(undefined);
    for (let i = 0; i < this.count; i += 1)
      if ((this.groups[i] as number) >= 0) values[i] = call(this.owner, accessor, this.row(i), this.indexOf(i));
    this.columns.set(accessor, values);
    return values;
  }
}
