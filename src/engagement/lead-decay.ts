import { checkOptions, refuseOption } from '../core/options.js';
import { type Duration, durationOf } from '../time/duration.js';

/** How points fade while a lead is idle: halved with every half-life, smoothly, or halved at certain ages, in steps. */
export type LeadDecay =
  | { readonly halfLife: Duration }
  | {
      /** Rising idle times, such as `[{ days: 30 }, { days: 60 }]`: at each, the points are halved once more. */
      readonly halvedAfter: readonly Duration[];
    };

/** What is left of a point after so many idle milliseconds, 1 to 0. */
export type DecayFactor = (idle: number) => number;

/** Reads a decay; without one all is left, always. */
export function decayFactor(owner: string, option: string, decay: LeadDecay | undefined): DecayFactor {
  if (decay === undefined) return () => 1;
  checkOptions(owner, decay, ['halfLife', 'halvedAfter']);
  if ('halfLife' in decay === 'halvedAfter' in decay) {
    refuseOption(owner, option, 'to have either halfLife or halvedAfter', decay);
  }
  if ('halfLife' in decay) {
    const halfLife = durationOf(owner, `${option}.halfLife`, decay.halfLife);
    if (halfLife === 0) refuseOption(owner, `${option}.halfLife`, 'to be longer than 0', halfLife);
    return (idle) => 0.5 ** (idle / halfLife);
  }
  const marks = Array.isArray(decay.halvedAfter) ? decay.halvedAfter : [];
  const times = marks.map((mark) => durationOf(owner, `${option}.halvedAfter`, mark));
  const isRising = times.length > 0 && times.every((time, i) => time > (times[i - 1] ?? 0));
  if (!isRising) refuseOption(owner, `${option}.halvedAfter`, 'to be a list of rising durations', decay.halvedAfter);
  return (idle) => 0.5 ** times.filter((time) => idle >= time).length;
}
