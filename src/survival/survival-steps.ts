import { curveIn, type SurvivalResult } from './curve-result.js';

/** A corner of a curve that falls in steps. */
export interface SurvivalStep {
  readonly time: number;
  readonly survival: number;
  /** The band; `null` where there is none. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The corners of a survival curve and its band, to be joined by straight lines in a chart: from 1 at time 0, two at each time at which something
 * ended (before and after), to the last time seen.
 *
 * @param result - of `kaplanMeier` or `kaplanMeierColumns`
 * @returns the corners by time; without rows only that at time 0
 * @throws {InvalidOptionError} when the result is none
 * @example
 * ```ts
 * import { kaplanMeier, survivalSteps } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, left: true },
 *   { months: 3, left: false },
 * ];
 * const steps = survivalSteps(kaplanMeier(rows, { duration: 'months', ended: 'left' }));
 * steps.map(({ time, survival }) => [time, survival]); // => [[0, 1], [2, 1], [2, 0.5], [3, 0.5]]
 * ```
 */
export function survivalSteps(result: SurvivalResult): readonly SurvivalStep[] {
  const { time, events, survival, low, high } = curveIn('survivalSteps', result);
  let last: SurvivalStep = { time: 0, survival: 1, low: null, high: null };
  const steps = [last];
  for (let i = 0; i < time.length; i += 1) {
    const now = time[i] as number;
    const isEnd = i === time.length - 1;
    if (events[i] === 0 && !isEnd) continue;
    if (now > last.time) steps.push({ ...last, time: now });
    if (events[i] === 0) continue;
    const [from, to] = [low[i] as number, high[i] as number];
    const band = Number.isNaN(from) ? { low: null, high: null } : { low: from, high: to };
    last = { time: now, survival: survival[i] as number, ...band };
    steps.push(last);
  }
  return steps;
}
