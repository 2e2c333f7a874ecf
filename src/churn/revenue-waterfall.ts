import { errorOf, InvalidDataError, typeName } from '../core/errors.js';
import type { RevenueBridge } from './revenue-bridge.js';

/** A bar of a waterfall: it floats between `from` and `to`, the height that the bars before have come to and that after it. */
export interface RevenueBar {
  readonly step: 'start' | 'new' | 'expansion' | 'reactivation' | 'contraction' | 'churned' | 'end';
  readonly from: number;
  readonly to: number;
  readonly kind: 'total' | 'gain' | 'loss';
}

/**
 * The bars of a revenue bridge, ready for a chart: the total at the start, what was gained, what was lost, the total at the end.
 *
 * @param bridge - a row of `recurringRevenue`
 * @returns seven bars; each begins where the one before ended, and the last two ends agree
 * @throws {InvalidDataError} when it is no such row
 * @example
 * ```ts
 * import { recurringRevenue, revenueWaterfall } from 'kizuna';
 *
 * const rows = [{ customer: 'a', start: '2025-01-15', amount: 20 }];
 * const [january] = recurringRevenue(rows, { customer: 'customer', start: 'start', amount: 'amount', unit: 'month' });
 * january && revenueWaterfall(january)[1]; // => { step: 'new', from: 0, to: 20, kind: 'gain' }
 * ```
 */
export function revenueWaterfall(bridge: RevenueBridge): readonly RevenueBar[] {
  for (const step of ['start', ...GAINS, ...LOSSES, 'end'] as const) {
    const value: unknown = Object(bridge)[step];
    if (Number.isFinite(value)) continue;
    const issue = {
      index: null,
      field: step,
      expected: 'a number of a row of recurringRevenue',
      received: typeName(value),
    };
    throw errorOf(InvalidDataError, 'revenueWaterfall', [{ code: 'E_FIELD_TYPE', ...issue }]);
  }
  const bars: RevenueBar[] = [{ step: 'start', from: 0, to: bridge.start, kind: 'total' }];
  let height = bridge.start;
  for (const step of [...GAINS, ...LOSSES]) {
    const isGain = GAINS.includes(step);
    const next = inDecimals(height + (isGain ? 1 : -1) * bridge[step]);
    bars.push({ step, from: height, to: next, kind: isGain ? 'gain' : 'loss' });
    height = next;
  }
  return [...bars, { step: 'end', from: 0, to: bridge.end, kind: 'total' }];
}

/** Heights are decimals of as many digits as a currency may have: so the last comes to the end exactly. */
function inDecimals(height: number): number {
  return Math.round(height * 1e6) / 1e6 + 0; // -0 is 0
}

type Step = Exclude<RevenueBar['step'], 'start' | 'end'>;
const GAINS: readonly Step[] = ['new', 'expansion', 'reactivation'];
const LOSSES: readonly Step[] = ['contraction', 'churned'];
