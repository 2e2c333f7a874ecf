import type { PurchaseTimes } from '../log/purchases/purchase-times.js';
import type { Conversions } from '../stats/conversions.js';
import { sortDurations } from '../stats/sort-durations.js';

/** Whose purchases count, how long they had for the next, and when they were last looked at. */
export interface ConversionRange {
  /** The number of the purchase that is waited for, at least 2. */
  readonly purchases: number;
  /** Milliseconds; Infinity for no window. */
  readonly within: number;
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
}

/** The conversions of the customers whose purchase before falls in the range. */
export function conversionsOf({ starts, times }: PurchaseTimes, range: ConversionRange): Conversions {
  const { purchases, within, from, to, asOf } = range;
  const customers = starts.length - 1;
  const [converted, censored] = [new Float64Array(customers), new Float64Array(customers)];
  let [conversions, losses, mature, matureConverted] = [0, 0, 0, 0];
  for (let code = 0; code < customers; code += 1) {
    const place = (starts[code] as number) + purchases - 2;
    const end = starts[code + 1] as number;
    if (place >= end) continue;
    const entry = times[place] as number;
    if (entry < from || entry >= to || entry > asOf) continue;
    const isMature = asOf - entry >= within;
    const followed = isMature ? within : asOf - entry;
    const wait = place + 1 < end ? (times[place + 1] as number) - entry : Infinity;
    if (isMature) mature += 1;
    if (wait <= followed) {
      converted[conversions++] = wait;
      if (isMature) matureConverted += 1;
    } else censored[losses++] = followed;
  }
  return {
    converted: sortDurations(converted.subarray(0, conversions)),
    censored: sortDurations(censored.subarray(0, losses)),
    mature,
    matureConverted,
  };
}
