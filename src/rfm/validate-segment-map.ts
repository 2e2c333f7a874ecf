import { checkOptions, refuseOption } from '../core/options.js';
import { binsOf, type RfmBins } from './bins.js';
import { codeOf, scoresIn } from './codes.js';
import { type SegmentMap, segmentCells } from './segment-rule.js';

/** What is to be known of a map before customers are put into it. */
export interface SegmentMapFaults<Segment extends string = string> {
  /** How many codes there are. */
  readonly cells: number;
  /** Codes that no rule holds: such customers have no segment. */
  readonly gaps: readonly string[];
  /** Codes that rules of several segments hold, in the order of the rules: the first counts. */
  readonly overlaps: readonly { readonly code: string; readonly segments: readonly Segment[] }[];
  /** Segments that no customer can be in, as others come first everywhere. */
  readonly unreachable: readonly Segment[];
}

/**
 * Tries a map of segments on every code: what it leaves out, what it holds twice, and which segments nobody can ever be in.
 *
 * Maps copied from articles often fail: of Putler's ranges 36 of 125 codes are in no segment, and four of ten segments are empty for
 * ever. A map that asks only for recency and frequency is tried on codes of two scores.
 *
 * @param map - the rules, as in `rfm`
 * @param options - `bins`, as in `rfm`: 5 unless given
 * @returns codes and segments at fault, each list in its own order; all empty for a map without faults
 * @throws {InvalidOptionError} when a rule names scores that there are not with these bins, or is no rule
 * @example
 * ```ts
 * import { validateSegmentMap } from 'kizuna';
 *
 * const map = [
 *   { segment: 'good', r: { from: 2 } },
 *   { segment: 'best', r: 3, f: 3 },
 *   { segment: 'lapsed', r: 1, f: [2, 3] },
 * ] as const;
 * validateSegmentMap(map, { bins: 3 });
 * // => { cells: 9, gaps: ['11'], overlaps: [{ code: '33', segments: ['good', 'best'] }], unreachable: ['best'] }
 * ```
 */
export function validateSegmentMap<const Segment extends string>(
  map: SegmentMap<Segment>,
  options: { readonly bins?: number | Partial<RfmBins> | undefined } = {},
): SegmentMapFaults<Segment> {
  checkOptions('validateSegmentMap', options, ['bins']);
  if (!Array.isArray(map)) {
    refuseOption('validateSegmentMap', 'map', 'to be a list of rules, such as segmentMaps.rf10', map, 'E_OPT_TYPE');
  }
  const bins = binsOf('validateSegmentMap', options.bins);
  const { segments, all, first, isOfTwo } = segmentCells('validateSegmentMap', 'map', map, bins);
  const cells = [...all.keys()].filter((cell) => !isOfTwo || cell % bins.monetary === 0);
  const codeAt = (cell: number) => {
    const { r, f, m } = scoresIn(cell, bins);
    return codeOf(r, f, isOfTwo ? null : m, bins);
  };
  const named = (places: readonly number[]) => places.map((place) => segments[place] as Segment); // as in the map
  return {
    cells: cells.length,
    gaps: cells.filter((cell) => first[cell] === -1).map(codeAt),
    overlaps: cells
      .filter((cell) => all[cell]!.length > 1)
      .map((cell) => ({ code: codeAt(cell), segments: named(all[cell]!) })),
    unreachable: named([...segments.keys()].filter((place) => !first.includes(place))),
  };
}
