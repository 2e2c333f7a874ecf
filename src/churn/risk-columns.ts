import type { AnyLog } from '../log/layout.js';
import { refuseRefunds, requireAmounts, totalsByCode } from '../log/purchases/customer-totals.js';
import type { AtRiskPlan } from './at-risk-plan.js';
import { gapsOf, medianGaps } from './gaps.js';
import { orderTimes } from './order-times.js';

/** What is known of each customer with an order, column by column, in the order of the log's customers. */
export interface RiskColumns {
  readonly size: number;
  /** The code of each. */
  readonly code: Int32Array;
  readonly orders: Int32Array;
  /** The instant of the last order. */
  readonly last: Float64Array;
  /** The median gap in milliseconds; NaN without one. */
  readonly medianGap: Float64Array;
  /** The instant of the lapse; `null` where none was asked for. */
  readonly lapse: Float64Array | null;
  /** `null` where the log has none. */
  readonly amount: Float64Array | null;
}

/** Makes the columns. */
export function riskColumns(
  { totals, thresholdsOf, minimumAmount, order }: AtRiskPlan,
  log: AnyLog,
  asOf: number,
): RiskColumns {
  const { owner } = totals;
  if (minimumAmount !== null || order === 'amount') requireAmounts(owner, log);
  const times = orderTimes({ ...totals, refunds: 'exclude' }, log, asOf);
  refuseRefunds(totals, times.refunds);
  const amount = log.amount === null ? null : totalsByCode({ ...totals, asOf }, log).amount;
  const medians = medianGaps(gapsOf(times, asOf), 1);
  const thresholds = thresholdsOf?.(times, asOf) ?? null;
  const code = buyers(times.starts);
  const last = Float64Array.from(code, (each) => times.times[times.starts[each + 1]! - 1]!);
  return {
    size: code.length,
    code,
    orders: code.map((each) => times.starts[each + 1]! - times.starts[each]!),
    last,
    medianGap: Float64Array.from(code, (each) => medians[each]!),
    lapse: thresholds && last.map((instant, i) => instant + thresholds[code[i]!]!),
    amount,
  };
}

function buyers(starts: Int32Array): Int32Array {
  const codes = new Int32Array(starts.length - 1);
  let size = 0;
  for (let code = 0; code < codes.length; code += 1) if (starts[code + 1]! > starts[code]!) codes[size++] = code;
  return codes.subarray(0, size);
}
