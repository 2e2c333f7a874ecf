import { LAST_INSTANT } from '../../time/day.js';
import { copiedText } from './copied-text.js';
import { amountFault, type EventFault, eventInstant } from './event-fault.js';
import { GrowingColumn } from './growing.js';
import { type Codes, codesFor } from './parts.js';
import { ValueCodes } from './value-codes.js';

/** Is told that value i of a batch cannot be what it should be; `null` values are missing. */
export type Refuse = (i: number, value: unknown, fault: EventFault) => void;

/** Reads one part of the events, batch by batch, into a column. */
export interface PartReader {
  readonly column: { readonly values: Float64Array | Codes };
  /** Writes the first `count` values from place `at` on; what is refused leaves any value there. */
  take(values: ArrayLike<unknown>, count: number, at: number, refuse: Refuse): void;
}

// Each reader is a loop of its own over one field: small enough to be compiled well, and without a call per row.

/** Instants in epoch milliseconds. */
export class TimeReader implements PartReader {
  readonly column: GrowingColumn<Float64Array>;

  constructor(expected: number) {
    this.column = new GrowingColumn(new Float64Array(expected));
  }

  take(values: ArrayLike<unknown>, count: number, at: number, refuse: Refuse): void {
    const time = this.column.reserve(at, count);
    for (let i = 0; i < count; i += 1) {
      const value = values[i];
      const sure = sureInstant(value);
      const instant = sure > 0 ? sure : eventInstant(value);
      if (typeof instant === 'number') time[at + i] = instant;
      else refuse(i, value, instant);
    }
  }
}

/** The hot path: the instant of a date or of milliseconds from 1973 on, which are no seconds; NaN of all else. */
export function sureInstant(value: unknown): number {
  try {
    const instant = value instanceof Date ? value.getTime() : value;
    if (typeof instant === 'number' && instant >= 1e11 && instant <= LAST_INSTANT && Number.isInteger(instant))
      return instant;
  } catch {
    // It inherits from Date without being one.
  }
  return Number.NaN;
}

/** Amounts; NaN where there is none. */
export class AmountReader implements PartReader {
  readonly column: GrowingColumn<Float64Array>;

  constructor(expected: number) {
    this.column = new GrowingColumn(new Float64Array(expected));
  }

  take(values: ArrayLike<unknown>, count: number, at: number, refuse: Refuse): void {
    const amount = this.column.reserve(at, count);
    for (let i = 0; i < count; i += 1) {
      amount[at + i] = amountIn(values[i]);
      if (amount[at + i] === Infinity) refuse(i, values[i], amountFault(values[i]));
    }
  }
}

/** The hot path: an amount, NaN where there is none, Infinity of what is no amount. */
export function amountIn(value: unknown): number {
  if (typeof value === 'number' && value - value === 0) return value + 0; // finite; -0 is 0
  return (value ?? null) === null ? Number.NaN : Infinity;
}

/** Values as codes in the order in which they are met; the column is as narrow as their number lets it be. */
export class CodeReader<Value> implements PartReader {
  readonly column: GrowingColumn<Codes>;
  /** The codes of a batch, for the next one to write over. */
  private found = new Int32Array(0);

  /** `narrowest` is an empty column of the kind to begin with. */
  constructor(
    private readonly faultOf: (value: unknown) => EventFault | null,
    narrowest: Codes,
    readonly dictionary = new ValueCodes<Value>(),
  ) {
    this.column = new GrowingColumn(narrowest);
  }

  take(values: ArrayLike<unknown>, count: number, at: number, refuse: Refuse): void {
    this.column.reserve(at, count);
    if (this.found.length < count) this.found = new Int32Array(count);
    const { found } = this;
    this.dictionary.findAll(values, count, found);
    for (let i = 0; i < count; i += 1) if (found[i]! < 0) found[i] = this.learn(values[i], i, refuse);
    this.column.values.set(found.subarray(0, count), at); // which may be wider now
  }

  private learn(value: unknown, i: number, refuse: Refuse): number {
    const known = this.dictionary.find(value ?? null); // met a moment ago, in this batch
    if (known >= 0) return known;
    const fault = this.faultOf(value);
    if (fault !== null) {
      refuse(i, value === '' ? null : value, fault);
      return 0;
    }
    const own = typeof value === 'string' ? copiedText(value) : value === 0 ? 0 : (value ?? null); // -0 is 0
    const code = this.dictionary.learn(own as Value); // no fault: a Value
    const { values } = this.column;
    if (values.BYTES_PER_ELEMENT < 4 && code >= 2 ** (8 * values.BYTES_PER_ELEMENT)) {
      const wider = codesFor(code + 1, values.length);
      wider.set(values);
      this.column.values = wider;
    }
    return code;
  }
}
