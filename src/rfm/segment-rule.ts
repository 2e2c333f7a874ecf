import { refuseOption } from '../core/options.js';
import type { RfmBins } from './bins.js';
import { cellOf, codeOf, scoresIn } from './codes.js';

/** Some scores of one kind: one, a list of them, or a range whose ends count. */
export type Scores = number | readonly number[] | { readonly from?: number; readonly to?: number };

/** Who is in a segment: customers whose scores are all among those named, or whose code is. Without any condition, everybody. */
export interface SegmentRule<Segment extends string = string> {
  readonly segment: Segment;
  readonly r?: Scores | undefined;
  readonly f?: Scores | undefined;
  readonly m?: Scores | undefined;
  /** Codes of recency, frequency and monetary such as `'555'`, or of recency and frequency such as `'55'`. With a bin above 9, `'10-9-1'`. */
  readonly codes?: readonly string[] | undefined;
}

/** Rules for segments, of which the first that fits counts. Several may name one segment. */
export type SegmentMap<Segment extends string = string> = readonly SegmentRule<Segment>[];

/** A map with its rules looked up: which cells each rule holds. Cells are numbered by recency, frequency, monetary. */
export interface SegmentCells {
  /** In the order of the rules that first name them. */
  readonly segments: readonly string[];
  /** The place in `segments` of the first rule that holds a cell; -1 for none. */
  readonly first: Int16Array;
  /** The places in `segments` of all rules that hold a cell. */
  readonly all: readonly (readonly number[])[];
  /** Whether no rule asks for the monetary score. */
  readonly isOfTwo: boolean;
}

/** Looks up which cells the rules of a map hold, given as the option `segments` or a `map` by itself. */
export function segmentCells(owner: string, option: 'segments' | 'map', map: unknown, bins: RfmBins): SegmentCells {
  if (!Array.isArray(map)) refuseOption(owner, option, 'to be rf10, rfm11 or a list of rules', map, 'E_OPT_TYPE');
  const size = bins.recency * bins.frequency * bins.monetary;
  const all = Array.from({ length: size }, (): number[] => []);
  const segments: string[] = [];
  let isOfTwo = true;
  for (const [index, rule] of (map as readonly unknown[]).entries()) {
    const { segment, holds, asksMonetary } = ruleFacts(owner, `${option}[${index}]`, rule, bins);
    if (!segments.includes(segment)) segments.push(segment);
    if (asksMonetary) isOfTwo = false;
    const place = segments.indexOf(segment);
    for (let cell = 0; cell < size; cell += 1) {
      const held = all[cell]!;
      if (!held.includes(place) && holds(cell)) held.push(place);
    }
  }
  return { segments, first: Int16Array.from(all, (places) => places[0] ?? -1), all, isOfTwo };
}

interface RuleFacts {
  readonly segment: string;
  readonly holds: (cell: number) => boolean;
  readonly asksMonetary: boolean;
}

function ruleFacts(owner: string, option: string, rule: unknown, bins: RfmBins): RuleFacts {
  checkKeys(owner, option, rule, ['segment', 'r', 'f', 'm', 'codes']);
  const { segment, r, f, m, codes } = rule as Partial<Record<keyof SegmentRule, unknown>>; // checked here
  if (typeof segment !== 'string' || segment === '')
    refuseOption(owner, `${option}.segment`, 'to be the name of a segment', segment, 'E_OPT_TYPE');
  const [ofR, ofF, ofM] = [
    scoreSet(owner, `${option}.r`, r, bins.recency),
    scoreSet(owner, `${option}.f`, f, bins.frequency),
    scoreSet(owner, `${option}.m`, m, bins.monetary),
  ];
  const cells = codes === undefined ? null : codedCells(owner, `${option}.codes`, codes, bins);
  const holds = (cell: number) => {
    const scores = scoresIn(cell, bins);
    return ofR[scores.r]! && ofF[scores.f]! && ofM[scores.m]! && (cells?.has(cell) ?? true);
  };
  const asksMonetary = m !== undefined || (Array.isArray(codes) && codes.some((code) => partsOf(code).length === 3));
  return { segment, holds, asksMonetary };
}

/** Refuses what is no object, and keys that are not known, by the place in the map. */
function checkKeys(owner: string, option: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) refuseOption(owner, option, 'to be an object', value, 'E_OPT_TYPE');
  const key = Object.keys(value).find((each) => !known.includes(each));
  if (key === undefined) return;
  refuseOption(owner, option, `to have no more than ${known.join(', ')}`, key, 'E_OPT_UNKNOWN');
}

/** For each score from 1 whether it is among those named. */
function scoreSet(owner: string, option: string, scores: unknown, bins: number): readonly boolean[] {
  const expected = `to be scores from 1 to ${bins}: one, a list, or { from?, to? }`;
  const isScore = (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= bins;
  const setOf = (holds: (score: number) => boolean) => Array.from({ length: bins + 1 }, (_, score) => holds(score));
  if (scores === undefined) return setOf(() => true);
  if (typeof scores === 'number' && isScore(scores)) return setOf((score) => score === scores);
  if (Array.isArray(scores) && scores.length > 0 && scores.every(isScore))
    return setOf((score) => scores.includes(score));
  if (typeof scores !== 'object' || scores === null || Array.isArray(scores))
    return refuseOption(owner, option, expected, scores);
  checkKeys(owner, option, scores, ['from', 'to']);
  const { from = 1, to = bins } = scores as { readonly from?: number; readonly to?: number }; // checked below
  if (!isScore(from) || !isScore(to) || from > to) return refuseOption(owner, option, expected, scores);
  return setOf((score) => score >= from && score <= to);
}

function codedCells(owner: string, option: string, codes: unknown, bins: RfmBins): ReadonlySet<number> {
  const example = codeOf(bins.recency, bins.frequency, bins.monetary, bins);
  const expected = `to be codes of two or three scores such as "${example}"`;
  if (!Array.isArray(codes)) return refuseOption(owner, option, expected, codes, 'E_OPT_TYPE');
  const cells = new Set<number>();
  for (const code of codes) {
    const [r = 0, f = 0, m, ...more] = partsOf(code);
    const isThere = r >= 1 && r <= bins.recency && f >= 1 && f <= bins.frequency && more.length === 0;
    if (!isThere || (m !== undefined && !(m >= 1 && m <= bins.monetary))) refuseOption(owner, option, expected, code);
    if (m !== undefined) cells.add(cellOf(r, f, m, bins));
    else for (let score = 1; score <= bins.monetary; score += 1) cells.add(cellOf(r, f, score, bins));
  }
  return cells;
}

/** The scores in a code; none where it is no code. */
function partsOf(code: unknown): readonly number[] {
  if (typeof code !== 'string' || !/^\d+$|^\d+(-\d+)+$/.test(code)) return [];
  return (code.includes('-') ? code.split('-') : [...code]).map(Number);
}
