import { refuseOption } from '../core/options.js';
import type { KaplanMeier, KaplanMeierColumns } from './kaplan-meier.js';
import { columnsOfPoints, type SurvivalColumns } from './survival-curve.js';

/** A curve as `kaplanMeier` or `kaplanMeierColumns` gives it, or as it was stored. */
export type SurvivalResult = KaplanMeier | KaplanMeierColumns;

/** The curve of a result as columns. Refuses what is no result. */
export function curveIn(owner: string, result: SurvivalResult): SurvivalColumns {
  const curve: unknown = Object(result).curve;
  if (Array.isArray(curve)) return columnsOfPoints(curve);
  if (Object(curve).survival instanceof Float64Array) return curve as SurvivalColumns; // columns, as it has one
  return refuseOption(owner, 'result', 'to be what kaplanMeier or kaplanMeierColumns gives', result, 'E_OPT_TYPE');
}

/** The last point of the curve that is not after a time; −1 before the first. */
export function pointAt(time: Float64Array, at: number): number {
  let [low, high] = [0, time.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether the curve is known at a time: up to the last time seen, and for ever after it has come down to 0. */
export function isKnownAt({ time, survival }: SurvivalColumns, at: number): boolean {
  const last = time.length - 1;
  return last >= 0 && (at <= (time[last] as number) || survival[last] === 0);
}
