import { growExpansion, roundedSum } from '../core/exact-sum.js';
import type { TimeSums } from './time-sums.js';

/** The different times at which something ended or was last seen, ascending, and what was at risk. */
export interface RiskTimes {
  readonly time: Float64Array;
  /** How many were being watched and had lasted until just before. */
  readonly atRisk: Float64Array;
  readonly ended: Float64Array;
  readonly censored: Float64Array;
}

/**
 * The different times of two sorted lists, how often each has them, and how many are at risk.
 *
 * @param ended - durations of what ended, ascending, at least 0
 * @param censored - durations of what was last seen going on, ascending, at least 0
 */
export function riskTimes(ended: Float64Array, censored: Float64Array): RiskTimes {
  const most = ended.length + censored.length;
  const times = roomFor(most);
  let [e, c, size] = [0, 0, 0];
  while (e < ended.length || c < censored.length) {
    const nextEnd = e < ended.length ? (ended[e] as number) : Infinity;
    const nextLoss = c < censored.length ? (censored[c] as number) : Infinity;
    const [firstEnd, firstLoss] = [e, c];
    const now = nextEnd <= nextLoss ? nextEnd : nextLoss;
    if (nextEnd === now) e = endOfEqual(ended, e, now);
    if (nextLoss === now) c = endOfEqual(censored, c, now);
    times.time[size] = now + 0; // never −0
    times.atRisk[size] = most - firstEnd - firstLoss;
    times.ended[size] = e - firstEnd;
    times.censored[size] = c - firstLoss;
    size += 1;
  }
  return cut(times, size);
}

/**
 * The same for whole durations up to `longest`, by counting: for durations in any order, with `ended` 1 or 0 beside them.
 */
export function countedRiskTimes(duration: Float64Array, ended: Uint8Array, longest: number): RiskTimes {
  const counts = new Uint32Array(2 * (longest + 1));
  for (let i = 0; i < duration.length; i += 1) counts[2 * (duration[i] as number) + (ended[i] as number)]! += 1;
  let size = 0;
  for (let k = 0; k < counts.length; k += 2) if (counts[k] !== 0 || counts[k + 1] !== 0) size += 1;
  const times = roomFor(size);
  let [place, atRisk] = [0, duration.length];
  for (let k = 0; k < counts.length; k += 2) {
    const [losses, ends] = [counts[k] as number, counts[k + 1] as number];
    if (losses === 0 && ends === 0) continue;
    times.time[place] = k / 2;
    times.atRisk[place] = atRisk;
    times.ended[place] = ends;
    times.censored[place] = losses;
    atRisk -= losses + ends;
    place += 1;
  }
  return times;
}

/**
 * The same of sums by time: of weights, and of what began to be watched only after so long (left truncation), which is at risk after that time.
 */
export function summedRiskTimes(ended: TimeSums, censored: TimeSums, entered: TimeSums): RiskTimes {
  const times = roomFor(ended.time.length + censored.time.length);
  const isExact = [ended, censored, entered].some(({ exact }) => exact !== null);
  const risk = isExact ? new ExactRisk() : new WholeRisk();
  for (let i = 0; i < ended.time.length; i += 1) risk.add(ended, i, 1);
  for (let i = 0; i < censored.time.length; i += 1) risk.add(censored, i, 1);
  for (let i = 0; i < entered.time.length; i += 1) risk.add(entered, i, -1);
  let [e, c, b, size] = [0, 0, 0, 0];
  while (e < ended.time.length || c < censored.time.length) {
    const now = Math.min(ended.time[e] ?? Infinity, censored.time[c] ?? Infinity);
    for (; b < entered.time.length && (entered.time[b] as number) < now; b += 1) risk.add(entered, b, 1);
    times.time[size] = now + 0; // never −0
    times.atRisk[size] = risk.rounded();
    if (ended.time[e] === now) {
      times.ended[size] = ended.amount[e] as number;
      risk.add(ended, e, -1);
      e += 1;
    }
    if (censored.time[c] === now) {
      times.censored[size] = censored.amount[c] as number;
      risk.add(censored, c, -1);
      c += 1;
    }
    size += 1;
  }
  return cut(times, size);
}

/** What is at risk, in whole numbers. */
class WholeRisk {
  private total = 0;
  add({ amount }: TimeSums, i: number, sign: 1 | -1): void {
    this.total += sign * (amount[i] as number);
  }
  rounded(): number {
    return this.total;
  }
}

/** What is at risk, in fractions: none of them is lost, however often it goes up and down. */
class ExactRisk {
  private readonly partials: number[] = [];
  add({ amount, exact }: TimeSums, i: number, sign: 1 | -1): void {
    if (exact === null) growExpansion(this.partials, sign * (amount[i] as number));
    else for (const term of exact[i] as readonly number[]) growExpansion(this.partials, sign * term);
  }
  rounded(): number {
    return roundedSum(this.partials);
  }
}

function roomFor(size: number): RiskTimes {
  return {
    time: new Float64Array(size),
    atRisk: new Float64Array(size),
    ended: new Float64Array(size),
    censored: new Float64Array(size),
  };
}

function cut({ time, atRisk, ended, censored }: RiskTimes, size: number): RiskTimes {
  return {
    time: time.subarray(0, size),
    atRisk: atRisk.subarray(0, size),
    ended: ended.subarray(0, size),
    censored: censored.subarray(0, size),
  };
}

function endOfEqual(sorted: Float64Array, from: number, value: number): number {
  let end = from + 1;
  while (end < sorted.length && sorted[end] === value) end += 1;
  return end;
}
