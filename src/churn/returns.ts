import type { Conversions } from '../stats/conversions.js';
import { sortDurations } from '../stats/sort-durations.js';
import type { Lapsing } from './lapse-plan.js';

/** When customers lapsed who are followed, and how long they are. */
export interface ReturnRange {
  readonly from: number | null;
  readonly to: number | null;
  /** Milliseconds; Infinity for no window. */
  readonly within: number;
}

/** How long customers who lapsed in a range stayed away, from the first such lapse of each. */
export function returnsOf(lapsing: Lapsing, range: ReturnRange): Conversions {
  const customers = lapsing.thresholds.length;
  const [returned, away] = [new Float64Array(customers), new Float64Array(customers)];
  let [returns, losses, mature, matureConverted] = [0, 0, 0, 0];
  for (let code = 0; code < customers; code += 1) {
    const row = lapseIn(lapsing, code, range);
    if (row < 0) continue;
    const lapse = lapsing.times[row]! + lapsing.thresholds[code]!;
    const isMature = lapsing.asOf - lapse >= range.within;
    const followed = isMature ? range.within : lapsing.asOf - lapse;
    const wait = row + 1 < lapsing.starts[code + 1]! ? lapsing.times[row + 1]! - lapse : Infinity;
    if (isMature) mature += 1;
    if (wait <= followed) {
      returned[returns++] = wait;
      if (isMature) matureConverted += 1;
    } else away[losses++] = followed;
  }
  return {
    converted: sortDurations(returned.subarray(0, returns)),
    censored: sortDurations(away.subarray(0, losses)),
    mature,
    matureConverted,
  };
}

/** The place of the order after which a customer lapsed in the range; −1 where they did not. */
function lapseIn({ starts, times, thresholds, asOf }: Lapsing, code: number, { from, to }: ReturnRange): number {
  const [end, threshold] = [starts[code + 1]!, thresholds[code]!];
  for (let row = starts[code]!; row < end; row += 1) {
    const lapse = times[row]! + threshold;
    if (lapse > asOf || (to !== null && lapse >= to)) return -1;
    if (row + 1 < end && times[row + 1]! <= lapse) continue;
    if (from === null || lapse >= from) return row;
  }
  return -1;
}
