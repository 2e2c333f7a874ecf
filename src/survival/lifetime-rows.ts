import type { Data } from '../core/data.js';
import { errorOf, FitError, InvalidDataError, type KizunaError } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { type Excluded, leaveOut } from '../core/policy.js';
import type { SpellOptions } from './spell-fields.js';
import { type Spells, spellsOf } from './spells.js';

/** Times, each with how many had it; those alike are one row where that is quickly found. */
export interface WeightedTimes {
  readonly time: Float64Array;
  readonly weight: Float64Array;
  readonly covariates: readonly Float64Array[];
}

/** Lifetimes as the fits of distributions see them. */
export interface LifetimeRows extends WeightedTimes {
  /** The part of the weight of those that ended. */
  readonly ended: Float64Array;
  /** When they began to be watched, where that was after 0. */
  readonly entries: WeightedTimes;
  /** Sums of weights: of all, and of those that ended. */
  readonly n: number;
  readonly events: number;
  /** From entry to duration, over all. */
  readonly timeAtRisk: number;
  readonly excluded: Excluded;
}

/** Longer durations are refused: sums of them keep their digits. */
const LONGEST = 1e15;

/** Reads lifetimes, whose durations must be above 0, and refuses those of which none ended. */
export function lifetimeRowsOf(
  owner: string,
  data: Data<never>,
  options: SpellOptions<never>,
  covariates: readonly string[],
): LifetimeRows {
  const numbers = covariates.map((field) => ({ option: field, from: field }));
  const spells = positive(owner, spellsOf(owner, data, options, { numbers }), options);
  const { length, duration, excluded } = spells;
  const refuse = (
    Kind: typeof KizunaError,
    code: 'E_FIT_IDENTIFY' | 'E_FIELD_MISSING',
    expected: string,
    received: string,
  ) => {
    throw errorOf(Kind, owner, [{ code, index: null, field: null, expected, received }]);
  };
  const weight = spells.weight ?? new Float64Array(length).fill(1);
  const ended = new Float64Array(length);
  let [n, events, timeAtRisk] = [0, 0, 0];
  for (let i = 0; i < length; i += 1) {
    const w = weight[i]!;
    n += w;
    timeAtRisk += w * duration[i]!;
    if (spells.ended[i] === 0) continue;
    ended[i] = w;
    events += w;
  }
  if (n === 0) refuse(InvalidDataError, 'E_FIELD_MISSING', 'at least one', 'none');
  if (events === 0) refuse(FitError, 'E_FIT_IDENTIFY', 'of customers some of whom ended', 'nobody who did');
  const entries = entriesOf(spells, weight);
  for (let i = 0; i < entries.time.length; i += 1) timeAtRisk -= entries.weight[i]! * entries.time[i]!;
  const facts = { n, events, timeAtRisk, excluded };
  if (covariates.length > 0) return { time: duration, weight, ended, entries, covariates: spells.numbers, ...facts };
  const [time, lists] = alike(duration, [weight, ended]);
  const [begun, begunLists] = alike(entries.time, [entries.weight]);
  return {
    ...{ time, weight: lists[0] as Float64Array, ended: lists[1] as Float64Array, covariates: [] }, // as many as were given
    ...facts,
    entries: { time: begun, weight: begunLists[0] as Float64Array, covariates: [] },
  };
}

/** Without the rows whose duration has no logarithm, or is beyond all. */
function positive(owner: string, spells: Spells, options: SpellOptions<never>): Spells {
  const { duration, places } = spells;
  if (duration.every((time) => time > 0 && time <= LONGEST)) return spells;
  const issues = new IssueLog(owner);
  const excluded = { ...spells.excluded };
  const field = typeof options.duration === 'string' ? options.duration : 'duration';
  const kept: number[] = [];
  duration.forEach((time, i) => {
    if (time > 0 && time <= LONGEST) {
      kept.push(i);
      return;
    }
    const issue = {
      ...({ code: 'E_NUM_RANGE', index: places?.[i] ?? i, field } as const),
      ...{ expected: 'above 0 and at most 1e15', received: time === 0 ? 'zero' : 'number' },
    };
    leaveOut(options, excluded, issues, issue, time);
  });
  issues.throwIfAny();
  const picked = (values: Float64Array) => Float64Array.from(kept, (i) => values[i] as number);
  return {
    ...spells,
    length: kept.length,
    duration: picked(duration),
    ended: Uint8Array.from(kept, (i) => spells.ended[i] as number),
    entry: spells.entry && picked(spells.entry),
    weight: spells.weight && picked(spells.weight),
    numbers: spells.numbers.map(picked),
    places: Int32Array.from(kept, (i) => places?.[i] ?? i),
    excluded,
  };
}

function entriesOf({ entry, numbers }: Spells, weights: Float64Array): WeightedTimes {
  if (entry === null)
    return {
      time: new Float64Array(0),
      weight: new Float64Array(0),
      covariates: numbers.map(() => new Float64Array(0)),
    };
  const late: number[] = [];
  for (let i = 0; i < entry.length; i += 1) if (entry[i]! > 0) late.push(i);
  const picked = (values: Float64Array) => Float64Array.from(late, (i) => values[i] as number);
  return { time: picked(entry), weight: picked(weights), covariates: numbers.map(picked) };
}

/** Whole times in bins, with the sums of each list; other times as they are. */
function alike(times: Float64Array, lists: readonly Float64Array[]): readonly [Float64Array, readonly Float64Array[]] {
  const most = mostWhole(times);
  if (most > 2 * times.length + 1000) return longestAlike(times, lists);
  const sums = lists.map((list) => {
    const bins = new Float64Array(most + 1);
    for (let i = 0; i < times.length; i += 1) bins[times[i]!]! += list[i]!;
    return bins;
  });
  const seen = new Uint8Array(most + 1);
  for (let i = 0; i < times.length; i += 1) seen[times[i]!] = 1;
  const found: number[] = [];
  seen.forEach((isThere, time) => {
    if (isThere) found.push(time);
  });
  return [Float64Array.from(found), sums.map((bins) => Float64Array.from(found, (time) => bins[time] as number))];
}

/** The rows of the longest time as one: of all that were last seen when watching ended. */
function longestAlike(
  times: Float64Array,
  lists: readonly Float64Array[],
): readonly [Float64Array, readonly Float64Array[]] {
  let [longest, ties] = [0, 0];
  for (let i = 0; i < times.length; i += 1) {
    if (times[i]! > longest) [longest, ties] = [times[i]!, 0];
    if (times[i] === longest) ties += 1;
  }
  if (ties < 2) return [times, lists];
  const merged = [times, ...lists].map((list, k) => {
    const kept = new Float64Array(times.length - ties + 1);
    let [place, sum] = [0, 0];
    for (let i = 0; i < times.length; i += 1) {
      if (times[i] === longest) sum += list[i]!;
      else kept[place++] = list[i]!;
    }
    kept[place] = k === 0 ? longest : sum;
    return kept;
  });
  return [merged[0] as Float64Array, merged.slice(1)]; // the times come first
}

/** The largest of whole numbers; infinity where one is not whole. */
function mostWhole(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (value % 1 !== 0) return Infinity;
    if (value > most) most = value;
  }
  return most;
}
