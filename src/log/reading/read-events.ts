import type { Batch } from '../../core/batch.js';
import type { Data, LooseAccessor } from '../../core/data.js';
import type { Scalar } from '../../core/expression.js';
import { IssueLog } from '../../core/issue-log.js';
import { leaveOut, type RowPolicy } from '../../core/policy.js';
import { Source } from '../../core/source.js';
import type { CustomerId, LogExcluded } from '../layout.js';
import { customerFault, type EventFault, nameFault, propertyFault } from './event-fault.js';
import { ManyValueCodes } from './many-value-codes.js';
import { AmountReader, CodeReader, type PartReader, TimeReader } from './part-readers.js';
import type { EventParts } from './parts.js';

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
  private readonly time: TimeReader;
  private readonly name: CodeReader<string> | null;
  private readonly amount: AmountReader | null;
  private readonly properties: readonly (readonly [string, CodeReader<Scalar | null>])[];
  /** Each part's reader, what it reads, and what it is called in an issue. */
  private readonly readers: readonly (readonly [PartReader, LooseAccessor, string])[];
  private length = 0;

  constructor(
    owner: string,
    private readonly roles: LooseRoles,
    expected: number,
  ) {
    this.issues = new IssueLog(owner);
    this.customer = new CodeReader(customerFault, new Int32Array(expected), new ManyValueCodes<CustomerId>());
    this.time = new TimeReader(expected);
    this.name = roles.name === undefined ? null : new CodeReader<string>(nameFault, new Uint8Array(expected));
    this.amount = roles.amount === undefined ? null : new AmountReader(expected);
    this.properties = (roles.properties ?? []).map(
      (property) =>
        [
          property,
          new CodeReader(propertyFault, new Uint8Array(expected), new ManyValueCodes<Scalar | null>([null])),
        ] as const,
    );
    this.readers = [
      [this.customer, roles.customer, fieldOf(roles.customer, 'customer')],
      [this.time, roles.time, fieldOf(roles.time, 'time')],
      ...(this.name === null ? [] : [[this.name, roles.name, fieldOf(roles.name, 'name')] as const]),
      ...(this.amount === null ? [] : [[this.amount, roles.amount, fieldOf(roles.amount, 'amount')] as const]),
      ...this.properties.map(([property, reader]) => [reader, property, property] as const),
    ];
  }

  take(batch: Batch): void {
    const refused = new Map<number, Refusal>();
    for (const [reader, accessor, field] of this.readers) {
      reader.take(batch.column(accessor), batch.count, this.length, (i, value, fault) => {
        if (!refused.has(i)) refused.set(i, { field, value, fault });
      });
    }
    if (refused.size > 0) this.leaveOut(batch, refused);
    this.length += batch.count - refused.size;
  }

  /** Counts what was refused, in the order of the rows, and closes the gaps. */
  private leaveOut(batch: Batch, refused: ReadonlyMap<number, Refusal>): void {
    for (const [i, { field, value, fault }] of [...refused].sort((a, b) => a[0] - b[0])) {
      const index = batch.indexOf(i);
      this.leftOut.push(index);
      leaveOut(this.roles, this.excluded, this.issues, { ...fault, index, field }, value);
    }
    let row = this.length;
    for (let i = 0; i < batch.count; i += 1) {
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
      properties: this.properties.map(([property, { column, dictionary }]) => {
        return { property, codes: column.cut(length), values: dictionary.values };
      }),
    };
    return { parts, leftOut: this.leftOut, excluded: this.excluded };
  }
}

interface Refusal {
  readonly field: string;
  readonly value: unknown;
  readonly fault: EventFault;
}

/** What a role is called in an issue: its field, or by what it is where a function reads it. */
export function fieldOf(accessor: LooseAccessor, role: string): string {
  return typeof accessor === 'string' ? accessor : role;
}
