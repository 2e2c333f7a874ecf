import { errorOf, LimitError } from '../core/errors.js';
import type { RiskTimes } from '../stats/risk-times.js';

/** More periods than this are refused: a duration in another unit, mostly. */
const MOST_PERIODS = 100_000;

/** Risk times as a row for each of periods 0 … in turn: what ended and was last seen in it, and how many came to it. */
export function periodCounts(owner: string, times: RiskTimes, periodOf: (time: number) => number): RiskTimes {
  const last = times.time.length - 1;
  const size = last < 0 ? 0 : periodOf(times.time[last] as number) + 1;
  if (size > MOST_PERIODS) {
    const expected = `to have at most ${MOST_PERIODS} periods`;
    throw errorOf(LimitError, owner, [
      { code: 'E_LIMIT', index: null, field: 'durations', expected, received: 'more' },
    ]);
  }
  const [time, atRisk] = [Float64Array.from({ length: size }, (_, period) => period), new Float64Array(size)];
  const [ended, censored] = [new Float64Array(size), new Float64Array(size)];
  let next = size; // the period whose risk is not known yet is before this
  for (let i = last; i >= 0; i -= 1) {
    const period = periodOf(times.time[i] as number);
    ended[period]! += times.ended[i] as number;
    censored[period]! += times.censored[i] as number;
    // All that come to this time come to its period, and to the periods between.
    const before = i === 0 ? -1 : periodOf(times.time[i - 1] as number);
    if (before < period) for (next = before + 1; next <= period; next += 1) atRisk[next] = times.atRisk[i] as number;
  }
  return { time, atRisk, ended, censored };
}
