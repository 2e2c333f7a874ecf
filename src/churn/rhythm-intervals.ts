import type { Interval } from '../core/estimate.js';
import { byTime } from '../log/row-order.js';
import { type ClusteredDurations, clusteredVariances } from '../stats/clustered-product-limit.js';
import { endInterval } from '../stats/end-interval.js';
import { logLogInterval } from '../stats/product-limit.js';
import { DAY } from '../time/day.js';
import type { Gaps } from './gaps.js';
import { entryOfShare, firstEnd, latencyAt, type RhythmCurve } from './rhythm-curve.js';

/** Intervals of what a curve of gaps says, where those of one customer hang together. */
export interface RhythmIntervals {
  /** That of the share that another order follows; `null` where the longest gap was closed, of which no variance tells. */
  returnShare(): Interval | null;
  /** That of the days by which a share of those that come back has: those at which the interval of the share holds it. */
  daysOf(share: number): Interval | null;
}

/** Log-log intervals (Kalbfleisch & Prentice 1980) with the variance between customers; gaps in whole milliseconds. */
export function rhythmIntervals(curve: RhythmCurve, gaps: Gaps, confidence: number): RhythmIntervals {
  const { limit, ends } = curve;
  const { survival } = limit;
  const last = survival.length - 1;
  const end = survival[last] ?? 1;
  const { variance, withLast } = clusteredVariances(limit, clustersOfGaps(gaps));

  /** Of the share that is yet to come, of those who come. */
  const waiting = (entry: number): Interval | null => {
    const share = latencyAt(curve, entry);
    if (share >= 1) return null;
    const [here, there] = [-survival[entry]! / (1 - end), ((1 - survival[entry]!) * end) / (1 - end) ** 2];
    const between =
      here * here * variance[entry]! + 2 * here * there * withLast[entry]! + there * there * variance[last]!;
    return logLogInterval(1 - share, Math.max(0, between) / (1 - share) ** 2, confidence);
  };

  return {
    returnShare() {
      if (last < 0 || end === 0) return null;
      const kept = logLogInterval(end, variance[last]!, confidence) ?? endInterval(end, limit, last, confidence);
      return { ...kept, low: 1 - kept.high, high: 1 - kept.low };
    },
    daysOf(share) {
      if (entryOfShare(curve, share) === null) return null;
      // At the last end all who come have come, whatever the variance.
      const early = firstEnd(ends, (entry) => 1 - (waiting(entry)?.low ?? 0) >= share);
      const late = firstEnd(ends, (entry) => 1 - (waiting(entry)?.high ?? 0) >= share);
      if (early === null || late === null) return null;
      return { low: limit.time[early]! / DAY, high: limit.time[late]! / DAY, confidence, method: 'log-log' };
    },
  };
}

/** The customer of each gap, and whether it is closed, from the shortest gap on. */
function clustersOfGaps({ starts, duration }: Gaps): ClusteredDurations {
  const codes = new Int32Array(duration.length);
  const closed = new Uint8Array(duration.length).fill(1);
  for (let code = 0; code + 1 < starts.length; code += 1) {
    codes.fill(code, starts[code], starts[code + 1]);
    if (starts[code + 1]! > starts[code]!) closed[starts[code + 1]! - 1] = 0;
  }
  const { rows } = byTime(duration);
  return {
    cluster: rows.map((row) => codes[row]!),
    ended: Uint8Array.from(rows, (row) => closed[row]!),
    clusters: starts.length - 1,
  };
}
