import { by, type FieldKey, type KeyField } from '../core/by.js';
import type { Accessor, AnyRow, Data } from '../core/data.js';
import { input } from '../core/expression.js';
import { measure } from '../core/measure.js';
import { countIf, max, sum } from '../core/measures.js';
import type { RowMetric } from '../core/metric.js';
import { checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { KeyValue } from '../core/pairs.js';
import { checkPolicy, DEFAULT_POLICY, type RowPolicy } from '../core/policy.js';
import { tally } from '../core/tally.js';
import { together } from '../core/together.js';
import { type ChurnReasons, type ChurnReasonsState, type ReasonPlan, reasonsOf } from './churn-reason-shares.js';

/** Where the reason of a cancellation stands, what it cost, and whether the customer wanted it. */
export interface ChurnReasonsOptions<Row, Field extends string> extends RowPolicy {
  /** The field that holds the reason; rows without one are left out and counted. */
  readonly reason: Field;
  /**
   * What the cancellation cost, such as the monthly revenue lost; of at least 0. A row without one counts all the same. With `customer`
   * it is what the customer cost, whichever row says so: the highest counts, once.
   */
  readonly amount?: Accessor<Row, number>;
  /** Who left: a customer with several rows then counts once, and once for each reason. Without it, a row is a customer. */
  readonly customer?: Accessor<Row, string | number>;
  /** Whether the customer wanted to leave; `false` for failed payments and the like. */
  readonly voluntary?: Accessor<Row, boolean>;
  /** Instead of `voluntary`: the reasons that no customer chose, such as `'payment_failed'`. */
  readonly involuntary?: readonly Exclude<FieldKey<Row, Field>, null>[];
  /** Default 0.95. */
  readonly confidence?: number;
}

/**
 * Churn reasons as a metric: by month with `by(period(…))`, for segments, streams and stored states. See `churnReasons`.
 *
 * @param options - where the reason is; see `ChurnReasonsOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, churnReasonsMetric, measure, period } from 'kizuna';
 *
 * const cancellations = [
 *   { at: '2025-04-03T09:00Z', why: 'price' },
 *   { at: '2025-04-20T09:00Z', why: 'unused' },
 *   { at: '2025-05-02T09:00Z', why: 'price' },
 * ];
 * const monthly = measure(cancellations, by(period('at', { unit: 'month' }), churnReasonsMetric({ reason: 'why' })));
 * monthly.map(({ period, reasons }) => [period, ...reasons.map(({ reason, share }) => [reason, share.value])]);
 * // => [['2025-04', ['price', 0.5], ['unused', 0.5]], ['2025-05', ['price', 1]]]
 * ```
 */
export function churnReasonsMetric<Row = AnyRow, const Field extends KeyField<Row> = KeyField<Row>>(
  options: ChurnReasonsOptions<NoInfer<Row>, Field>,
): RowMetric<Row, ChurnReasonsState, ChurnReasons<Exclude<FieldKey<Row, Field>, null>>> {
  const plan = planOf(options);
  const { missing, invalid } = options;
  const [amount, voluntary, customer] = [options.amount, options.voluntary, options.customer].map(rowAccessor);
  const finish = (measured: unknown) => measured;
  const amounts = { from: amount, min: 0, label: 'amount' } as const;
  // Only to refuse marks that are no booleans, with their rows: what they are is the key below.
  const marks = { from: voluntary, type: 'boolean', label: 'voluntary' } as const;
  const leaf: RowMetric<AnyRow, unknown, unknown> = named({
    rows: tally({ name: OWNER, inputs: {}, measures: { rows: countIf() }, finish }),
    ...(amount === undefined
      ? {}
      : {
          amounts: tally({
            name: OWNER,
            inputs: { amounts },
            measures: { amounts: customer === undefined ? sum(input('amounts')) : max(input('amounts')) },
            missing,
            invalid,
            finish,
          }),
        }),
    ...(voluntary === undefined
      ? {}
      : { marks: tally({ name: OWNER, inputs: { marks }, measures: { marks: countIf() }, invalid, finish }) }),
  });
  const keys = [options.reason, voluntary, customer].filter((key) => key !== undefined);
  // As many keys deep as are given: what `cellsOf` reads.
  const counted = keys.reduceRight((metric, key) => by(key as string, metric), leaf) as RowMetric<
    Row,
    ChurnReasonsState,
    unknown
  >;
  type Reason = Exclude<FieldKey<Row, Field>, null>;
  // The keys of the state are the field's values, or null.
  return { ...counted, finish: (state) => reasonsOf(plan, state) as ChurnReasons<Reason> };
}

/**
 * Why customers leave: the share of each reason, what it cost, and how much of it was wanted (解約理由).
 *
 * The share of a reason is the customers who named it ÷ the customers who named any, with Wilson's interval (1927); who named two
 * counts for both, so that shares may add up to more than 1. So it is with amounts: where customers are read, each costs the highest
 * amount of their rows, once in the total and once for each reason they named (the highest amount of the rows with it). Involuntary (delinquent) churn is what failed payments and the like
 * cause: the customer never said no, and other measures help against it.
 *
 * @param data - rows or columns, one cancellation each
 * @param options - `reason` (needed, a field), `amount`, `customer`, `voluntary` or `involuntary`, `confidence`, `missing`, `invalid`
 * @returns the reasons, most frequent first, and the split by will; `amount` is `null` where no amounts are read
 * @throws {InvalidDataError} when an amount is below 0 or no number, a mark no boolean, or, whatever `invalid` says, a reason or a
 *   customer neither text, finite number nor boolean
 * @throws {InvalidOptionError} when an option is unknown or out of range, or both `voluntary` and `involuntary` are given
 * @throws {LimitError} when there are more than 1,000 different reasons: free text is another question
 * @example
 * ```ts
 * import { churnReasons } from 'kizuna';
 *
 * const cancellations = [
 *   { id: 'a', reason: 'price', mrr: 30 },
 *   { id: 'b', reason: 'price', mrr: 50 },
 *   { id: 'c', reason: 'payment_failed', mrr: 20 },
 *   { id: 'd', reason: null, mrr: 40 },
 * ];
 * const { n, reasons, involuntary, excluded } = churnReasons(cancellations, {
 *   reason: 'reason',
 *   customer: 'id',
 *   amount: 'mrr',
 *   involuntary: ['payment_failed'],
 * });
 * n; // => 3
 * reasons.map(({ reason, customers, share, amount }) => [reason, customers, share.value, amount]);
 * // => [['price', 2, 0.667, 80], ['payment_failed', 1, 0.333, 20]]
 * [involuntary.share.value, involuntary.amount, excluded.missing]; // => [0.333, 20, 1]
 * ```
 */
export function churnReasons<Row, const Field extends KeyField<Row>>(
  data: Data<Row>,
  options: ChurnReasonsOptions<NoInfer<Row>, Field>,
): ChurnReasons<Exclude<FieldKey<Row, Field>, null>> {
  return measure(data, churnReasonsMetric<Row, Field>(options));
}

const OWNER = 'churnReasons';
const OPTIONS = ['reason', 'amount', 'customer', 'voluntary', 'involuntary', 'confidence', 'missing', 'invalid'];

/** Several tallies under the one name that errors give. */
function named(
  parts: Readonly<Record<string, RowMetric<AnyRow, unknown, unknown>>>,
): RowMetric<AnyRow, unknown, unknown> {
  return { ...together(parts), name: OWNER };
}

/** An accessor of any row, to be tried on those that come: what it must not give is refused where it is read. */
function rowAccessor(accessor: unknown): ((row: AnyRow) => KeyValue) | undefined {
  return accessor as ((row: AnyRow) => KeyValue) | undefined;
}

function planOf<Row, Field extends KeyField<Row>>(options: ChurnReasonsOptions<Row, Field>): ReasonPlan {
  checkOptions(OWNER, options, OPTIONS);
  checkPolicy(OWNER, options);
  const { reason, amount, customer, voluntary, involuntary } = options;
  if (typeof reason !== 'string') refuseOption(OWNER, 'reason', 'to be a field', reason, 'E_OPT_TYPE');
  for (const [name, accessor] of Object.entries({ amount, customer, voluntary })) {
    if (accessor === undefined || typeof accessor === 'string' || typeof accessor === 'function') continue;
    refuseOption(OWNER, name, 'to be a field or a function', accessor, 'E_OPT_TYPE');
  }
  if (involuntary !== undefined && !Array.isArray(involuntary)) {
    refuseOption(OWNER, 'involuntary', 'to be a list of reasons', involuntary, 'E_OPT_TYPE');
  }
  if (involuntary !== undefined && voluntary !== undefined) {
    refuseOption(OWNER, 'involuntary', 'to be left out where voluntary is given', involuntary);
  }
  return {
    owner: OWNER,
    reason,
    hasAmounts: amount !== undefined,
    hasMarks: voluntary !== undefined,
    hasCustomers: customer !== undefined,
    involuntary: involuntary === undefined ? null : new Set<KeyValue>(involuntary),
    missing: options.missing ?? DEFAULT_POLICY.missing,
    invalid: options.invalid ?? DEFAULT_POLICY.invalid,
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}
