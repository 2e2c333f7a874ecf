import { refuseOption } from '../core/options.js';
import type { KaplanMeier, KaplanMeierColumns } from './kaplan-meier.js';
import { columnsOfPoints, type SurvivalColumns, type SurvivalPoint } from './survival-curve.js';

/** A curve as `kaplanMeier` gives it, also when it was stored as JSON; or as `kaplanMeierColumns` does. */
export type SurvivalResult = KaplanMeier | KaplanMeierColumns;

/** The curve of a result as columns. Refuses what is no result. */
export function curveIn(owner: string, result: SurvivalResult): SurvivalColumns {
  const { curve, n, median } = Object(result) as { curve: unknown; n: unknown; median: unknown };
  // Other results have curves too: without a share, or with errors that are not Greenwood's.
  if (typeof n === 'number' && median !== undefined) {
    if (Array.isArray(curve) && curve.every(isPoint)) return columnsOfPoints(curve);
    if (Object(curve).survival instanceof Float64Array) return curve as SurvivalColumns; // columns, as it has one
  }
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

function isPoint(point: unknown): point is SurvivalPoint {
  const { survival, censored } = Object(point) as { survival: unknown; censored: unknown };
  return typeof survival === 'number' && typeof censored === 'number';
}
