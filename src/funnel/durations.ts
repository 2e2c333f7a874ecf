import { selected } from './selected.js';

/** How long something took, in milliseconds: of `n` that did it. */
export interface FunnelTime {
  /** With half of them at most so long; interpolated (type 7 of Hyndman & Fan 1996), as `p90` is. */
  readonly median: number;
  readonly mean: number;
  /** With nine in ten at most so long. */
  readonly p90: number;
  readonly n: number;
}

/** Durations one after the other, in a column that grows. */
export class Durations {
  private values = new Float64Array(64);
  private length = 0;

  add(duration: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length] = duration;
    this.length += 1;
  }

  /** What was added; the caller may reorder it. */
  all(): Float64Array {
    return this.values.subarray(0, this.length);
  }

  sorted(): readonly number[] {
    return Array.from(this.values.slice(0, this.length).sort());
  }
}

/** Durations in short; they are reordered. `null` where there are none. */
export function timeOf(durations: Float64Array): FunnelTime | null {
  const n = durations.length;
  if (n === 0) return null;
  return { median: quantileIn(durations, 0.5), mean: meanOf(durations), p90: quantileIn(durations, 0.9), n };
}

/** Whole milliseconds add up exactly in any order up to 2^53; in two parts, they do up to 2^73. */
function meanOf(values: Float64Array): number {
  let [high, low] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    const part = Math.floor(value / PART);
    high += part;
    low += value - part * PART;
  }
  const total = high * PART + low;
  return total <= Number.MAX_SAFE_INTEGER ? total / values.length : (high / values.length) * PART + low / values.length;
}

const PART = 2 ** 20;

function quantileIn(values: Float64Array, p: number): number {
  const place = (values.length - 1) * p;
  const below = Math.floor(place);
  const low = selected(values, below);
  const share = place - below;
  if (share === 0) return low;
  let high = Infinity;
  for (let i = below + 1; i < values.length; i += 1) high = Math.min(high, values[i] as number);
  return low + share * (high - low);
}
