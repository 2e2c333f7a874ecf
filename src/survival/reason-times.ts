import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { type RiskTimes, summedRiskTimes } from '../stats/risk-times.js';
import { durationOrder } from '../stats/sort-durations.js';
import { storedSums, type TimeSums, timeSums } from '../stats/time-sums.js';
import type { Spells } from './spells.js';

/** Why something ended: a text, a number, true or false. */
export type Reason = string | number | boolean;

/** Risk times, with what ended for each reason; `ended` of all reasons together. */
export interface ReasonTimes extends RiskTimes {
  /** In the order of the reasons; as many columns as there are, each as long as the times. */
  readonly reasons: readonly { readonly reason: Reason; readonly ended: Float64Array }[];
}

/** The risk times of sums by reason, in the order of the reasons. */
export function reasonTimes(
  ended: readonly (readonly [Reason, TimeSums])[],
  censored: TimeSums,
  entered: TimeSums,
): ReasonTimes {
  const times = summedRiskTimes(allOf(ended.map(([, sums]) => sums)), censored, entered);
  return { ...times, reasons: ended.map(([reason, sums]) => ({ reason, ended: spread(sums, times.time) })) };
}

/** The risk times of spells that were read with reasons. */
export function spellReasonTimes({ duration, entry, weight, reasons }: Spells): ReasonTimes {
  const { codes, keys } = reasons ?? { codes: new Int32Array(0), keys: [] }; // they were read with
  const amounts = weight ?? new Float64Array(duration.length).fill(1);
  const order = durationOrder(duration);
  const ended = keys.map(
    (key, code) =>
      [
        key,
        timeSums(
          duration,
          amounts,
          order.filter((i) => codes[i] === code),
        ),
      ] as const,
  );
  const censored = timeSums(
    duration,
    amounts,
    order.filter((i) => (codes[i] as number) < 0),
  );
  const late = entry === null ? order.subarray(0, 0) : durationOrder(entry).filter((i) => (entry[i] as number) > 0);
  return reasonTimes(
    ended.filter(([, { time }]) => time.length > 0),
    censored,
    timeSums(entry ?? duration, amounts, late),
  );
}

/** Sums of several reasons as those of all, exact where any of them is. */
function allOf(sums: readonly TimeSums[]): TimeSums {
  if (sums.length === 1) return sums[0] as TimeSums;
  const isExact = sums.some(({ exact }) => exact !== null);
  const totals = new Map<number, number | ExactSum>();
  for (const { time, amount, exact } of sums) {
    for (let i = 0; i < time.length; i += 1) {
      const now = time[i] as number;
      const more = exact?.[i] ?? [amount[i] as number];
      const known = totals.get(now) ?? (isExact ? [] : 0);
      totals.set(now, typeof known === 'number' ? known + (amount[i] as number) : addedSums(known, more));
    }
  }
  return storedSums([...totals].sort(([a], [b]) => a - b));
}

/** Sums at each of some times that hold all of theirs; 0 where there is none. */
function spread({ time, amount }: TimeSums, times: Float64Array): Float64Array {
  const column = new Float64Array(times.length);
  let k = 0;
  for (let i = 0; i < times.length; i += 1) {
    if (time[k] !== times[i]) continue;
    column[i] = amount[k] as number;
    k += 1;
  }
  return column;
}
