import type { Estimate } from '../core/estimate.js';
import { checkNumber, refuseOption } from '../core/options.js';
import type { CumulativeIncidence, ReasonIncidence } from './cumulative-incidence.js';
import { pointAt } from './curve-result.js';
import type { Reason } from './reason-times.js';

/** The share that has ended for a reason by a time. */
export interface IncidenceAt extends Estimate {
  readonly reason: Reason;
  readonly time: number;
  readonly standardError: number | null;
}

/**
 * The share that has ended for each reason by each of some times: how many leave for the price within a year, say.
 *
 * @param result - of `cumulativeIncidence`
 * @param times - at least 0, in any order
 * @returns a row for each reason and time. `value` is `null` after the last time that anything was seen, unless all had ended by then; the interval is that
 *   of the curve, `null` where this has none
 * @throws {InvalidOptionError} when the result is none, or a time is no number of at least 0
 * @example
 * ```ts
 * import { cumulativeIncidence, incidenceAt } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, why: 'price' },
 *   { months: 9, why: 'moved' },
 *   { months: 14, why: null },
 * ];
 * const result = cumulativeIncidence(rows, { duration: 'months', reason: 'why' });
 * incidenceAt(result, [12]).map(({ reason, value }) => [reason, value]); // => [['moved', 0.333], ['price', 0.333]]
 * ```
 */
export function incidenceAt(result: CumulativeIncidence, times: readonly number[]): readonly IncidenceAt[] {
  const { reasons, curve } = Object(result) as CumulativeIncidence; // if it is one
  if (!Array.isArray(reasons) || !Array.isArray(curve)) {
    return refuseOption(OWNER, 'result', 'to be what cumulativeIncidence gives', result, 'E_OPT_TYPE');
  }
  if (!Array.isArray(times)) refuseOption(OWNER, 'times', 'to be a list of numbers', times, 'E_OPT_TYPE');
  const seen = Float64Array.from(curve, ({ time }) => time);
  const last = curve[curve.length - 1];
  return (reasons as readonly ReasonIncidence[]).flatMap((of) =>
    times.map((time, k): IncidenceAt => {
      checkNumber(OWNER, `times[${k}]`, time, { min: 0 });
      const isKnown = last !== undefined && (time <= last.time || last.survival === 0);
      return readAt(result, of, time, isKnown ? pointAt(seen, time) : null);
    }),
  );
}

const OWNER = 'incidenceAt';

/** The point of a reason's curve; −1 is before the first, `null` after what is known. */
function readAt(
  { n, interval: method, confidence }: CumulativeIncidence,
  { reason, curve }: ReasonIncidence,
  time: number,
  place: number | null,
): IncidenceAt {
  const none = { reason, time, n, interval: null, standardError: null };
  const point = place === null ? undefined : curve[place];
  if (point === undefined) return { ...none, value: place === null ? null : 0 };
  const { incidence: value, standardError, low, high } = point;
  return {
    ...none,
    value,
    standardError,
    interval: low === null || high === null ? null : { low, high, confidence, method },
  };
}
