import type { Scalar } from '../core/expression.js';

/** What tells customers apart: text or a number. */
export type CustomerId = string | number;

/** Properties of events of any kind, where the log's type does not say more. */
export interface AnyProperties {
  readonly [property: string]: Scalar;
}

/** A column of few different values: row i holds `values[codes[i]]`. */
export interface Dictionary<Value> {
  readonly codes: Uint8Array | Uint16Array | Int32Array;
  readonly values: ArrayLike<Value>;
}

/** One declared property of the events. `values[0]` is `null`: the event has it not. */
export interface PropertyColumn extends Dictionary<Scalar | null> {
  readonly property: string;
}

/** Rows that are not in the log, and why. */
export interface LogExcluded {
  /** Rows without a customer, a time or (where names are read) a name. */
  readonly missing: number;
  /** Rows with a value that cannot be right, where `invalid: 'exclude'` was asked for. */
  readonly invalid: number;
  /** Rows that say the same as another in every column, where `duplicates: 'exclude'` was asked for. */
  readonly repeated: number;
}

/**
 * Events as typed columns in the order of time: built once by `eventLog`, asked many times.
 *
 * A plain object, so that it survives `structuredClone` and transfer to a worker (the buffers of its arrays are its own,
 * except where `eventLogFromColumns` was given them). The layout is public and `version` counts its changes. Rows stand in
 * the order of time, then customer, name, amount and properties: the same events in any order make the same log.
 */
export interface EventLog<Name extends string = string, Properties extends object = AnyProperties> extends AnyLog {
  /** In the order of their text. */
  readonly names: readonly Name[];
  /** Only for the compiler: what the properties hold. Never there. */
  readonly propertyTypes?: Properties | undefined;
}

/** A log of any names and properties. */
export interface AnyLog {
  readonly kind: 'kizuna/event-log';
  readonly version: 1;
  readonly length: number;
  /** Epoch milliseconds, ascending. */
  readonly time: Float64Array;
  /** The code of each row's customer: its place in `customers`. */
  readonly customer: Int32Array;
  /** The ids; in a log made of rows, in the order of first events. In one made of columns, some may have no event. */
  readonly customers: ArrayLike<CustomerId>;
  /** The code of each row's name: its place in `names`; `null` where no names were read. */
  readonly name: Uint8Array | Uint16Array | Int32Array | null;
  /** In the order of their text. */
  readonly names: readonly string[];
  /** Each row's amount, `NaN` where it has none; `null` where no amounts were read. */
  readonly amount: Float64Array | null;
  readonly properties: readonly PropertyColumn[];
  readonly excluded: LogExcluded;
}
