import { checkNumber, checkOptions, refuseOption } from '../core/options.js';

/** A name for the scores from a bound on. */
export interface ScoreBound<Band extends string = string> {
  readonly band: Band;
  readonly from: number;
}

/** Bands checked: each with a name of its own, the bounds rising. */
export function scoreBands<Band extends string>(
  owner: string,
  bands: readonly ScoreBound<Band>[],
): readonly ScoreBound<Band>[] {
  if (!Array.isArray(bands)) refuseOption(owner, 'bands', 'to be a list of { band, from }', bands, 'E_OPT_TYPE');
  const names = new Set<string>();
  for (const [i, each] of bands.entries()) {
    if (typeof each !== 'object' || each === null) {
      refuseOption(owner, 'bands', 'to be a list of { band, from }', each, 'E_OPT_TYPE');
    }
    checkOptions(owner, each, ['band', 'from']);
    const { band, from } = each;
    if (typeof band !== 'string') refuseOption(owner, 'bands', 'to have text as band', band, 'E_OPT_TYPE');
    if (names.has(band)) refuseOption(owner, 'bands', 'to have names that differ', band);
    names.add(band);
    const bound = checkNumber(owner, 'bands', from, {});
    if (bound <= (bands[i - 1]?.from ?? -Infinity)) refuseOption(owner, 'bands', 'to have a rising from', bound);
  }
  return bands;
}
