import { errorOf, InvalidDataError } from '../../core/errors.js';
import type { AnyLog, AnyProperties, CustomerId, EventLog } from '../layout.js';
import { observedPurchases } from './observed-purchases.js';
import { NEVER, type Purchases } from './purchase-walk.js';
import type { SummaryOptions } from './summary-plan.js';

/** The summary of customers column by column: `Columns<CustomerSummary>` for whatever takes data so. */
export interface CustomerSummaryColumns {
  readonly customer: readonly CustomerId[];
  readonly frequency: Int32Array;
  readonly recency: Int32Array | Float64Array;
  readonly T: Int32Array | Float64Array;
  readonly monetary: Float64Array | null;
  readonly n: Int32Array;
  readonly holdout: HoldoutColumns | null;
}

/** What came after the calibration period, column by column. */
export interface HoldoutColumns {
  readonly frequency: Int32Array;
  readonly duration: number;
  readonly monetary: Float64Array | null;
}

/**
 * `customerSummary` as columns: without an object for each customer, for many of them and for models that are fitted to columns.
 *
 * @param log - as in `customerSummary`
 * @param options - as in `customerSummary`
 * @returns a column for each field, all of one length; whole units come in an `Int32Array`
 * @throws as `customerSummary`
 * @example
 * ```ts
 * import { customerSummaryColumns, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { customer: 'a', at: '2025-04-01T10:00:00Z' },
 *   { customer: 'a', at: '2025-04-11T10:00:00Z' },
 *   { customer: 'b', at: '2025-04-21T10:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'customer', time: 'at' });
 * const { customer, frequency, T } = customerSummaryColumns(log, { unit: 'day' });
 * customer; // => ['a', 'b']
 * [...frequency]; // => [1, 0]
 * [...T]; // => [20, 0]
 * ```
 */
export function customerSummaryColumns<Name extends string, Properties extends object = AnyProperties>(
  log: EventLog<Name, Properties>,
  options: SummaryOptions<Name, Properties>,
): CustomerSummaryColumns {
  // Names and properties are only for the compiler.
  const { scale, asOf, calibrationEnd, calibration, holdout } = observedPurchases(log, options as SummaryOptions);
  const codes = buyers(calibration.first);
  const { recency, T, ...columns } = columnsOf(log, calibration, calibrationEnd, codes);
  return {
    ...{ customer: columns.customer, frequency: columns.frequency },
    ...{ recency: inUnits(recency, scale), T: inUnits(T, scale), monetary: columns.monetary, n: columns.n },
    holdout: holdout && {
      frequency: Int32Array.from(codes, (code) => holdout.periods(code)),
      duration: (asOf - calibrationEnd) / scale,
      monetary: log.amount && Float64Array.from(codes, (code) => meanOf(holdout.amounts[code]!, holdout.periods(code))),
    },
  };
}

/** The columns, in periods. The loop has a function of its own, as V8 compiles it anew each time where other things come after it. */
function columnsOf(log: AnyLog, purchases: Purchases, end: number, codes: Int32Array) {
  const size = codes.length;
  const { first, orders, amounts } = purchases;
  const customer = new Array<CustomerId>(size);
  const [frequency, n] = [new Int32Array(size), new Int32Array(size)];
  const [recency, T] = [new Int32Array(size), new Int32Array(size)];
  const monetary = log.amount && new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    const code = codes[i]!;
    const repeats = purchases.periods(code) - 1;
    customer[i] = log.customers[code]!;
    frequency[i] = repeats;
    recency[i] = purchases.last(code) - first[code]!;
    T[i] = end - first[code]!;
    n[i] = orders[code]!;
    if (monetary !== null) monetary[i] = meanOf(amounts[code]!, repeats);
  }
  return { customer, frequency, recency, T, monetary, n };
}

function inUnits(periods: Int32Array, scale: number): Int32Array | Float64Array {
  return scale === 1 ? periods : Float64Array.from(periods, (count) => count / scale);
}

/** The codes of the customers who bought, ascending. */
function buyers(first: Int32Array): Int32Array {
  const codes = new Int32Array(first.length);
  let count = 0;
  for (let code = 0; code < first.length; code += 1) if (first[code] !== NEVER) codes[count++] = code;
  return codes.subarray(0, count);
}

function meanOf(amount: number, periods: number): number {
  if (periods === 0) return 0;
  if (!Number.isFinite(amount)) {
    const issue = { code: 'E_OVERFLOW', index: null, field: 'amount', expected: FINITE, received: 'larger' } as const;
    throw errorOf(InvalidDataError, 'customerSummary', [issue]);
  }
  return amount / periods + 0; // -0 is 0
}

const FINITE = 'to add up within the range of doubles';
