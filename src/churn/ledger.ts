import { errorOf, InvalidDataError, typeName } from '../core/errors.js';
import type { CustomerId, Dictionary, PropertyColumn } from '../log/layout.js';
import type { PeriodUnit } from '../time/period.js';

/**
 * Who pays how much from when to when, as typed columns in the order of time: built once by `subscriptionLedger`, `changeLedger`
 * or `snapshotLedger`, asked many times.
 *
 * A plain object, so that it survives `structuredClone` and transfer to a worker; typed arrays do not survive JSON. The layout is public and `version` counts its
 * changes. Money is kept in whole parts of the currency's minor unit, so that what is added up adds up exactly.
 */
export interface RevenueLedger {
  readonly kind: 'kizuna/revenue-ledger';
  readonly version: 1;
  /** What a row is: `'lines'` hold from `start` until `end`, `'changes'` until the next row of the same subscription (without subscriptions, of the same customer). */
  readonly form: 'lines' | 'changes';
  readonly length: number;
  /** Epoch milliseconds, ascending: the first instant with this revenue. */
  readonly start: Float64Array;
  /** The first instant without it, `Infinity` where none is known; `null` where rows are changes. */
  readonly end: Float64Array | null;
  /** The code of each row's customer: its place in `customers`. */
  readonly customer: Int32Array;
  readonly customers: ArrayLike<CustomerId>;
  /** Revenue per month (of snapshots: of their period) in whole parts of the minor unit; `scale` parts are one minor unit. */
  readonly amount: Float64Array;
  /** So that years, quarters, weeks and days go into months without rounding: a multiple of 12 in lines, 1 in changes. */
  readonly scale: number;
  /** The digits of the currency's minor unit: 2 for cents, 0 for yen. */
  readonly decimals: number;
  /** The one currency of all rows, where it was read. */
  readonly currency: string | null;
  /** The zone whose dates local dates were read in. */
  readonly timeZone: string;
  /**
   * Which subscription of the customer a row is about: an id that two customers have is there twice,
   * and a row without one (`null`) is of one by itself. `null` where none were read.
   */
  readonly subscription: Dictionary<CustomerId | null> | null;
  /** `plan` and the attributes that were read. */
  readonly properties: readonly PropertyColumn[];
  /** When each line was cancelled, `NaN` where it was not; `null` where it was not read. */
  readonly cancelled: Float64Array | null;
  /** Whether each line was paid back, 0 or 1; `null` where it was not read. */
  readonly refunded: Uint8Array | null;
  /** Stretches in which lines were on hold; `null` where they were not read. */
  readonly pauses: Pauses | null;
  /** What the snapshots that the changes were made of are of; `null` for others. */
  readonly snapshots: SnapshotPeriods | null;
  /** The last instant of which the data tell; `null` where there are none. See `subscriptionLedger`. */
  readonly asOf: number | null;
  readonly excluded: LedgerExcluded;
}

/** The periods of snapshots, in the zone of the ledger. */
export interface SnapshotPeriods {
  readonly unit: PeriodUnit;
  readonly weekStartsOn: number;
  readonly fiscalYearStartsOn: number;
  /** Whether `asOf` was given: then who has no row in a period that was over by it paid nothing, whatever the rows of others. */
  readonly hasAsOf: boolean;
}

/** Pause i is of the line at row `row[i]`, from `start[i]` until `end[i]` (the first instant after it, `Infinity` where none is known). */
export interface Pauses {
  readonly row: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Rows that are not in the ledger, and why. */
export interface LedgerExcluded {
  /** Rows without a customer, a start (or time) or an amount. */
  readonly missing: number;
  /** Rows that cannot be right, where `invalid: 'exclude'` was asked for. */
  readonly invalid: number;
}

/** Whether data is a ledger, of whatever soundness. */
export function isLedger(data: unknown): data is RevenueLedger {
  return Object(data).kind === 'kizuna/revenue-ledger';
}

/** Refuses what is no ledger, and a ledger whose arrays are gone or went through JSON: it would answer as if nobody had ever paid. */
export function checkLedger(owner: string, ledger: RevenueLedger): RevenueLedger {
  if (!isLedger(ledger)) {
    const expected = 'a ledger made by subscriptionLedger, changeLedger or snapshotLedger';
    const issue = { code: 'E_ROW_TYPE', index: null, field: 'ledger', expected, received: typeName(ledger) } as const;
    throw errorOf(InvalidDataError, owner, [issue]);
  }
  const { start, end, customer, amount } = ledger;
  const isWhole = (column: unknown) => ArrayBuffer.isView(column) && (column as Float64Array).length >= ledger.length; // or another typed array
  if ([start, customer, amount].every(isWhole) && (end === null || isWhole(end))) return ledger;
  const isTyped = [start, customer, amount].every((column) => ArrayBuffer.isView(column));
  const [expected, received] = isTyped
    ? ['a ledger with its columns', "this ledger's buffers were transferred"]
    : ['a ledger with its typed columns', 'JSON does not keep them, structuredClone does'];
  const issue = { code: 'E_ROW_TYPE', index: null, field: 'ledger', expected, received } as const;
  throw new InvalidDataError(`${owner} requires ${expected}; ${received}`, [issue]);
}
