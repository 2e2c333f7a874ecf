import type { Batch } from '../core/batch.js';
import type { Data, LooseAccessor } from '../core/data.js';
import type { Scalar } from '../core/expression.js';
import { IssueLog } from '../core/issue-log.js';
import { leaveOut, type RowPolicy } from '../core/policy.js';
import { Source } from '../core/source.js';
import { copiedText } from './copied-text.js';
import { amountFault, customerFault, type EventFault, eventInstant, nameFault, propertyFault } from './event-fault.js';
import { GrowingColumn } from './growing.js';
import type { CustomerId, LogExcluded } from './layout.js';
import type { EventParts } from './parts.js';
import { ValueCodes } from './value-codes.js';

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
  private readonly customers = new ValueCodes<CustomerId>();
  private readonly names = new ValueCodes<string>();
  private readonly time: GrowingColumn<Float64Array>;
  private readonly customer: GrowingColumn<Int32Array>;
  private readonly name: GrowingColumn<Int32Array> | null;
  private readonly amount: GrowingColumn<Float64Array> | null;
  private readonly properties: readonly PropertyReader[];
  private length = 0;

  constructor(
    owner: string,
    private readonly roles: LooseRoles,
    expected: number,
  ) {
    this.issues = new IssueLog(owner);
    this.time = new GrowingColumn(new Float64Array(expected));
    this.customer = new GrowingColumn(new Int32Array(expected));
    this.name = roles.name === undefined ? null : new GrowingColumn(new Int32Array(expected));
    this.amount = roles.amount === undefined ? null : new GrowingColumn(new Float64Array(expected));
    this.properties = (roles.properties ?? []).map((property) => ({
      property,
      codes: new GrowingColumn(new Int32Array(expected)),
      dictionary: new ValueCodes<Scalar | null>([null]),
    }));
  }

  take(batch: Batch): void {
    const { roles, customers, names, properties } = this;
    const ids = batch.column(roles.customer);
    const instants = batch.column(roles.time);
    const texts = this.name && batch.column(roles.name);
    const values = this.amount && batch.column(roles.amount);
    const time = this.time.reserve(this.length, batch.count);
    const customer = this.customer.reserve(this.length, batch.count);
    const name = this.name?.reserve(this.length, batch.count) ?? null;
    const amount = this.amount?.reserve(this.length, batch.count) ?? null;
    for (const { codes } of properties) codes.reserve(this.length, batch.count);
    let row = this.length;
    for (let i = 0; i < batch.count; i += 1) {
      const id = ids[i];
      let code = customers.find(id);
      if (code < 0) {
        if (this.isRefused(batch, i, 'customer', id === '' ? null : id, customerFault)) continue;
        code = customers.learn(typeof id === 'string' ? copiedText(id) : (id as number) + 0); // not refused; -0 is 0
      }
      const instant = eventInstant(instants[i]);
      if (typeof instant !== 'number') {
        this.refuse(batch, i, 'time', instants[i], instant);
        continue;
      }
      if (texts !== null && name !== null) {
        const text = texts[i];
        let nameCode = names.find(text);
        if (nameCode < 0) {
          if (this.isRefused(batch, i, 'name', text, nameFault)) continue;
          nameCode = names.learn(text as string); // not refused
        }
        name[row] = nameCode;
      }
      if (values !== null && amount !== null) {
        const value = values[i] ?? null;
        if (value !== null && this.isRefused(batch, i, 'amount', value, amountFault)) continue;
        amount[row] = value === null ? Number.NaN : (value as number) + 0; // not refused; -0 is 0
      }
      if (properties.length > 0 && !this.takeProperties(batch, i, row)) continue;
      time[row] = instant;
      customer[row] = code;
      row += 1;
    }
    this.length = row;
  }

  /** Whether every property of a row could be read. */
  private takeProperties(batch: Batch, i: number, row: number): boolean {
    for (const { property, codes, dictionary } of this.properties) {
      const value = batch.column(property)[i] ?? null;
      let code = dictionary.find(value);
      if (code < 0) {
        if (this.isRefused(batch, i, property, value, propertyFault)) return false;
        code = dictionary.learn(value as Scalar); // not refused
      }
      codes.values[row] = code;
    }
    return true;
  }

  private isRefused(batch: Batch, i: number, field: string, value: unknown, faultOf: FaultOf): boolean {
    const found = faultOf(value);
    if (found !== null) this.refuse(batch, i, field, value, found);
    return found !== null;
  }

  private refuse(
    batch: Batch,
    i: number,
    role: string,
    value: unknown,
    { code, expected, received }: EventFault,
  ): void {
    const accessor = { ...this.roles }[role as 'customer']; // one of the roles, or a property
    const field = typeof accessor === 'string' ? accessor : role;
    leaveOut(
      this.roles,
      this.excluded,
      this.issues,
      { code, index: batch.indexOf(i), field, expected, received },
      value,
    );
  }

  finish(): ReadEvents {
    this.issues.throwIfAny();
    const { length, properties } = this;
    const parts = {
      time: this.time.cut(length),
      customer: this.customer.cut(length),
      customers: this.customers.values,
      name: this.name?.cut(length) ?? null,
      names: this.names.values,
      amount: this.amount?.cut(length) ?? null,
      properties: properties.map(({ property, codes, dictionary }) => ({
        property,
        codes: codes.cut(length),
        values: dictionary.values,
      })),
    };
    return { parts, excluded: this.excluded };
  }
}

type FaultOf = (value: unknown) => EventFault | null;

interface PropertyReader {
  readonly property: string;
  readonly codes: GrowingColumn<Int32Array>;
  readonly dictionary: ValueCodes<Scalar | null>;
}
