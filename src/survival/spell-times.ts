import { countedRiskTimes, type RiskTimes, riskTimes, summedRiskTimes } from '../stats/risk-times.js';
import { durationOrder, sortDurations } from '../stats/sort-durations.js';
import { type TimeSums, timeSums } from '../stats/time-sums.js';
import type { Spells } from './spells.js';

/** The risk times of spells: by counting where durations are whole and not too long, else by sorting. */
export function spellTimes({
  duration,
  ended,
  entry,
  weight,
}: Pick<Spells, 'duration' | 'ended' | 'entry' | 'weight'>): RiskTimes {
  if (entry !== null || weight !== null) return sumsOf(duration, ended, entry, weight);
  const longest = longestWhole(duration);
  if (longest !== null) return countedRiskTimes(duration, ended, longest);
  return riskTimes(sortDurations(those(duration, ended, 1)), sortDurations(those(duration, ended, 0)));
}

/** A table of counts may be as long as this, where there are not more rows. */
const TABLE = 1 << 16;

/** The longest duration where all are whole and a table of them is no longer than the rows are many; else null. */
function longestWhole(duration: Float64Array): number | null {
  const most = Math.max(duration.length, Math.min(TABLE, 64 * duration.length));
  let longest = 0;
  for (let i = 0; i < duration.length; i += 1) {
    const value = duration[i] as number;
    if (value !== Math.floor(value)) return null;
    if (value > longest) {
      if (value > most) return null;
      longest = value;
    }
  }
  return longest;
}

function those(duration: Float64Array, ended: Uint8Array, which: 0 | 1): Float64Array {
  let count = 0;
  for (let i = 0; i < ended.length; i += 1) count += ended[i] as number;
  const list = new Float64Array(which === 1 ? count : ended.length - count);
  let size = 0;
  for (let i = 0; i < ended.length; i += 1) if (ended[i] === which) list[size++] = duration[i] as number;
  return list;
}

function sumsOf(
  duration: Float64Array,
  ended: Uint8Array,
  entry: Float64Array | null,
  weight: Float64Array | null,
): RiskTimes {
  const amounts = weight ?? new Float64Array(duration.length).fill(1);
  const order = durationOrder(duration);
  const sums = (which: 0 | 1) =>
    timeSums(
      duration,
      amounts,
      order.filter((i) => ended[i] === which),
    );
  return summedRiskTimes(sums(1), sums(0), enteredSums(entry, amounts));
}

/** Entries above 0: those at 0 are at risk from the start. */
function enteredSums(entry: Float64Array | null, amounts: Float64Array): TimeSums {
  const times = entry ?? new Float64Array(0);
  return timeSums(
    times,
    amounts,
    durationOrder(times).filter((i) => (times[i] as number) > 0),
  );
}
