import type { AnyLog } from '../log/layout.js';
import type { Activity } from './activity.js';
import { eachGaps } from './activity-gaps.js';

/**
 * The customers active in the `windows[k]` periods up to and including each period from `first` to `last`, for every k.
 *
 * A customer is counted at the first of its active periods within a window: the one whose gap to the period before it reaches out
 * of the window. So gaps counted by period, in one pass, give every window: the periods p = t − w + j, j = 1…w, of a window up to t
 * count where the gap is at least j, which are diagonals of the table of gaps.
 */
export function activeSeries(
  log: AnyLog,
  activity: Activity,
  windows: readonly number[],
  [first, last]: readonly [number, number],
): readonly Int32Array[] {
  const widest = Math.max(...windows);
  const series = windows.map(() => new Int32Array(Math.max(0, last - first + 1)));
  const diagonals = new Int32Array(Math.max(0, last - first + widest));
  const lowest = first - widest;
  let next = first; // the first period whose place in the series is not known
  const settle = (until: number): void => {
    for (; next < until; next += 1) {
      for (const [k, window] of windows.entries()) series[k]![next - first] = diagonals[next - window - lowest]!;
    }
  };
  eachGaps(log, activity, widest, [lowest + 1, last], (counts, period) => {
    settle(period);
    let active = counts[widest + 1]!;
    for (let gap = widest; gap >= 1; gap -= 1) {
      active += counts[gap]!;
      const diagonal = period - gap - lowest;
      if (diagonal >= 0) diagonals[diagonal]! += active;
    }
  });
  settle(last + 1);
  return series;
}
