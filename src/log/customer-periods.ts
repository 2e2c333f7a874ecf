import type { Calendar } from '../time/calendar.js';
import { IdCodes } from './id-codes.js';
import type { AnyLog } from './layout.js';
import { runsOf } from './runs.js';

/**
 * Who was active in which periods: a bit for each customer and period, over any number of logs in any order. Adding is an "or",
 * so that it may be done twice; what can be told from it is told the same, however the events were cut into logs.
 */
export class CustomerPeriods {
  private readonly codes = new IdCodes();
  private bits = new Uint32Array(0);
  /** Words for each customer; bit 0 of the first is period `base`. */
  private stride = 0;
  private base = 0;

  constructor(private readonly periods: Calendar) {}

  /** The number of customers met so far. */
  get customers(): number {
    return this.codes.ids.length;
  }

  /** Adds the events of a log, or those of its rows that are marked. */
  add(log: AnyLog, isCounted: Uint8Array | null = null): void {
    const runs = runsOf(log, this.periods);
    if (runs.periods.length === 0) return;
    const codeOf = new Int32Array(log.customers.length).fill(-1);
    this.reach(runs.first, runs.last);
    for (let run = 0; run < runs.periods.length; run += 1) {
      const place = (runs.periods[run] as number) - this.base;
      const [word, bit] = [place >>> 5, 1 << (place & 31)];
      const end = runs.ends[run] as number;
      for (let i = runs.starts[run] as number; i < end; i += 1) {
        if (isCounted !== null && isCounted[i] === 0) continue;
        const given = log.customer[i] as number;
        let code = codeOf[given] as number;
        if (code < 0) code = codeOf[given] = this.meet(log, given);
        this.bits[code * this.stride + word]! |= bit;
      }
    }
  }

  /** The periods of a customer, ascending, written from the start of `into`; returns how many there are. */
  periodsOf(code: number, into: Int32Array): number {
    let count = 0;
    for (let word = 0; word < this.stride; word += 1) {
      let left = this.bits[code * this.stride + word] as number;
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        into[count++] = this.base + word * 32 + bit;
        left = (left & (left - 1)) >>> 0;
      }
    }
    return count;
  }

  /** So many periods a customer may have had: the room that `periodsOf` needs. */
  get span(): number {
    return this.stride * 32;
  }

  private meet(log: AnyLog, given: number): number {
    const code = this.codes.codeOf(log.customers[given] as string); // given < length
    const needed = (code + 1) * this.stride;
    if (needed > this.bits.length) {
      const wider = new Uint32Array(Math.max(needed, this.bits.length * 2));
      wider.set(this.bits);
      this.bits = wider;
    }
    return code;
  }

  /** Makes room for periods before or after those that there is room for, and as many again, so that it is seldom needed. */
  private reach(first: number, last: number): void {
    const end = this.base + this.span;
    if (this.span > 0 && first >= this.base && last < end) return;
    const [from, to] = this.span === 0 ? [first, last + 1] : [Math.min(first, this.base), Math.max(last + 1, end)];
    const shift = Math.ceil((from < this.base && this.span > 0 ? this.base - from + this.stride * 16 : 0) / 32);
    const base = this.span === 0 ? first : this.base - shift * 32;
    const stride = Math.ceil((to - base) / 32) + (last >= end && this.span > 0 ? this.stride >> 1 : 0);
    const wider = new Uint32Array(
      Math.max(this.customers, Math.floor(this.bits.length / Math.max(1, this.stride))) * stride,
    );
    for (let code = 0; code < this.customers; code += 1) {
      wider.set(this.bits.subarray(code * this.stride, (code + 1) * this.stride), code * stride + shift);
    }
    [this.bits, this.stride, this.base] = [wider, stride, base];
  }
}
