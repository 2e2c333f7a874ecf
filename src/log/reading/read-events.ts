import type { Batch } from '../../core/batch.js';
import type { Data, LooseAccessor } from '../../core/data.js';
import type { Issue } from '../../core/errors.js';
import type { Scalar } from '../../core/expression.js';
import { IssueLog } from '../../core/issue-log.js';
import { leaveOut, type RowPolicy } from '../../core/policy.js';
import { Source } from '../../core/source.js';
import type { CustomerId, LogExcluded } from '../layout.js';
import { customerFault, nameFault, propertyFault } from './event-fault.js';
import { ManyValueCodes } from './many-value-codes.js';
import { NameCodes } from './name-codes.js';
import { AmountReader, CodeReader, type PartReader, TimeReader } from './part-readers.js';
import type { EventParts } from './parts.js';
import { readUsual } from './usual-rows.js';

/** Where the parts of an event stand, without the row's type. */
export interface LooseRoles extends RowPolicy {
  readonly customer: LooseAccessor;
  readonly time: LooseAccessor;
  readonly name?: LooseAccessor;
  readonly amount?: LooseAccessor;
  readonly properties?: readonly string[] | undefined;
}

/** The columns of rows, and how many rows are not in them. */
export interface ReadEvents {
  readonly parts: EventParts;
  /** The places of the rows that are not in them, in their order. */
  readonly leftOut: readonly number[];
  readonly excluded: LogExcluded;
}

/** Reads rows as columns in one pass, in the order of the rows; what is no event is left out and counted. */
export function readEvents(owner: string, data: Data<unknown>, roles: LooseRoles): ReadEvents {
  const reader = new EventReader(owner, roles, Array.isArray(data) ? data.length : 0);
  const source = new Source(owner);
  for (const batch of source.batches(data)) reader.take(batch);
  source.requireFields();
  return reader.finish();
}

class EventReader {
  private readonly issues: IssueLog;
  private readonly excluded = { missing: 0, invalid: 0, repeated: 0 };
  private readonly leftOut: number[] = [];
  private readonly customer: CodeReader<CustomerId>;
  readonly time: TimeReader;
  readonly name: CodeReader<string> | null;
  readonly amount: AmountReader | null;
  private readonly properties: readonly (readonly [CodeReader<Scalar | null>, string, string])[];
  /** Each part's reader, what it reads, and the part. */
  private readonly readers: readonly (readonly [PartReader, LooseAccessor, string])[];
  /** The customers of usual rows. */
  readonly customers: unknown[] = [];
  private length = 0;

  constructor(
    owner: string,
    private readonly roles: LooseRoles,
    expected: number,
  ) {
    this.issues = new IssueLog(owner);
    this.customer = new CodeReader(customerFault, new Int32Array(expected), new ManyValueCodes<CustomerId>());
    this.time = new TimeReader(expected);
    this.name = roles.name === undefined ? null : new CodeReader(nameFault, new Uint8Array(expected), new NameCodes());
    this.amount = roles.amount === undefined ? null : new AmountReader(expected);
    this.properties = (roles.properties ?? []).map((property) => {
      const dictionary = new ManyValueCodes<Scalar | null>([null]);
      return [new CodeReader(propertyFault, new Uint8Array(expected), dictionary), property, property];
    });
    this.readers = [
      [this.customer, roles.customer, 'customer'],
      [this.time, roles.time, 'time'],
      ...(this.name === null ? [] : [[this.name, roles.name, 'name'] as const]),
      ...(this.amount === null ? [] : [[this.amount, roles.amount, 'amount'] as const]),
      ...this.properties,
    ];
  }

  take(batch: Batch): void {
    const rest = readUsual(batch, this.roles, this, this.length);
    if (rest !== batch) this.takeParts(batch, true);
    this.takeParts(rest, false);
  }

  /** Reads the parts of the rows of a batch, or what is left to be read of usual ones. */
  private takeParts(batch: Batch, areUsual: boolean): void {
    const { count } = batch;
    const refused = new Map<number, Refusal>();
    for (const [reader, accessor, role] of this.readers) {
      if (areUsual && (reader === this.time || reader === this.name || reader === this.amount)) continue;
      const values = areUsual && reader === this.customer ? this.customers : batch.column(accessor);
      reader.take(values, count, this.length, (i, value, fault) => {
        const issue = { ...fault, index: batch.indexOf(i), field: fieldOf(accessor, role) };
        if (!refused.has(i)) refused.set(i, { issue, value });
      });
    }
    if (refused.size > 0) this.leaveOut(count, refused);
    this.length += count - refused.size;
  }

  /** Counts what was refused, in the order of the rows, and closes the gaps. */
  private leaveOut(count: number, refused: ReadonlyMap<number, Refusal>): void {
    for (const { issue, value } of [...refused.values()].sort((a, b) => a.issue.index - b.issue.index)) {
      this.leftOut.push(issue.index);
      leaveOut(this.roles, this.excluded, this.issues, issue, value);
    }
    let row = this.length;
    for (let i = 0; i < count; i += 1) {
      if (refused.has(i)) continue;
      for (const [reader] of this.readers) reader.column.values[row] = reader.column.values[this.length + i] as number;
      row += 1;
    }
  }

  finish(): ReadEvents {
    this.issues.throwIfAny();
    const { length, customer, name } = this;
    const parts = {
      time: this.time.column.cut(length),
      customer: customer.column.cut(length) as Int32Array, // as wide as can be from the start
      customers: customer.dictionary.values,
      name: name?.column.cut(length) ?? null,
      names: name?.dictionary.values ?? [],
      amount: this.amount?.column.cut(length) ?? null,
      properties: this.properties.map(([{ column, dictionary }, property]) => {
        return { property, codes: column.cut(length), values: dictionary.values };
      }),
    };
    return { parts, leftOut: this.leftOut, excluded: this.excluded };
  }
}

interface Refusal {
  readonly issue: Issue & { readonly index: number };
  readonly value: unknown;
}

/** What a role is called in an issue: its field, or by what it is where a function reads it. */
export function fieldOf(accessor: LooseAccessor, role: string): string {
  return typeof accessor === 'string' ? accessor : role;
}
