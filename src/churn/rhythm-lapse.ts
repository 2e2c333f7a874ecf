import { errorOf, InvalidDataError } from '../core/errors.js';
import { checkChoice, checkOptions } from '../core/options.js';
import { type Gaps, gapsOf, scaledGaps } from './gaps.js';
import { fixedLapse, type RhythmLapse, type Thresholds, wholeTime } from './lapse-rule.js';
import { ownScales } from './own-rhythm.js';
import { checkShare, entryOfShare, rhythmCurve } from './rhythm-curve.js';

/** The thresholds from the rhythm of a whole log. */
export function rhythmLapse(owner: string, rule: RhythmLapse): Thresholds {
  checkOptions(owner, rule, ['rhythm']);
  checkOptions(owner, rule.rhythm, ['of', 'quantile']);
  const of = checkChoice(owner, 'lapsedAfter.rhythm.of', rule.rhythm.of ?? 'everybody', ['everybody', 'each']);
  const quantile = checkShare(owner, 'lapsedAfter.rhythm.quantile', rule.rhythm.quantile ?? 0.9);
  return (times, asOf) => {
    const gaps = gapsOf(times, asOf);
    if (of === 'everybody') return fixedLapse(returnTime(owner, gaps, quantile))(times, asOf);
    const { scale } = ownScales(gaps);
    const time = returnTime(owner, scaledGaps(gaps, scale), quantile);
    return scale.map((own) => wholeTime(own * time));
  };
}

/** When such a share of those that come back has. Without any, there is no rhythm; of a log without orders, none is needed. */
function returnTime(owner: string, gaps: Gaps, quantile: number): number {
  const curve = rhythmCurve(gaps);
  const entry = entryOfShare(curve, quantile);
  const time = entry === null ? 0 : curve.limit.time[entry]!;
  if (time > 0 || gaps.duration.length === 0) return time;
  const expected = 'with returns after some time, where lapsedAfter is their rhythm (rows of one order are one by per)';
  const issue = { code: 'E_FIELD_MISSING', index: null, field: 'orders', expected, received: 'none' } as const;
  throw errorOf(InvalidDataError, owner, [issue]);
}
