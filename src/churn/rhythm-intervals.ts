import type { Interval } from '../core/estimate.js';
import { clusteredVariance } from '../stats/clustered-product-limit.js';
import { endInterval } from '../stats/end-interval.js';
import { entryAt, logLogInterval } from '../stats/product-limit.js';
import { DAY } from '../time/day.js';
import type { Gaps } from './gaps.js';
import { entryOfShare, firstEnd, latencyAt, type RhythmCurve } from './rhythm-curve.js';

/** Intervals of what a curve of gaps says, where those of one customer hang together. */
export interface RhythmIntervals {
  /** That of the share that another order follows; `null` where all gaps ended in the last end, which no variance tells of. */
  returnShare(): Interval | null;
  /** That of the days by which a share of those that come back has: those at which the interval of the share holds it. */
  daysOf(share: number): Interval | null;
}

/** Log-log intervals (Kalbfleisch & Prentice 1980) with the variance between customers. */
export function rhythmIntervals(curve: RhythmCurve, gaps: Gaps, confidence: number): RhythmIntervals {
  const { limit, ends } = curve;
  const last = limit.survival.length - 1;
  const end = limit.survival[last] ?? 1;
  const varianceOf = clusteredVariance(limit, entriesOf(curve, gaps));

  /** Of the share that is yet to come, of those who come. */
  const waiting = (entry: number): Interval | null => {
    const survival = limit.survival[entry]!;
    const share = latencyAt(curve, entry);
    const terms = [[-survival / (1 - end), entry] as const, [((1 - survival) * end) / (1 - end) ** 2, last] as const];
    return share < 1 ? logLogInterval(1 - share, varianceOf(terms) / (1 - share) ** 2, confidence) : null;
  };

  return {
    returnShare() {
      if (last < 0 || end === 0) return null;
      const kept =
        logLogInterval(end, varianceOf([[1, last]]), confidence) ?? endInterval(end, limit, last, confidence);
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

/** Where each gap stands on the curve. */
function entriesOf({ limit }: RhythmCurve, { starts, duration }: Gaps) {
  const entry = Int32Array.from(duration, (each) => entryAt(limit, each));
  const ended = new Uint8Array(duration.length).fill(1);
  for (let code = 0; code + 1 < starts.length; code += 1) {
    if (starts[code + 1]! > starts[code]!) ended[starts[code + 1]! - 1] = 0;
  }
  return { starts, entry, ended };
}
