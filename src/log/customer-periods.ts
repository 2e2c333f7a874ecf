import type { Calendar } from '../time/calendar.js';
import { CustomerCodes } from './customer-codes.js';
import { IdCodes } from './id-codes.js';
import type { AnyLog } from './layout.js';
import { runsOf } from './runs.js';

/**
 * Who was active in which periods: a bit for each customer and period, over any number of logs in any order. Adding is an "or",
 * so that it may be done twice; what can be told from it is told the same, however the events were cut into logs.
 */
export class CustomerPeriods {
  /** Blocks of 32 periods, a word for each customer, in the order of time: what comes in lately lies together. */
  private blocks: { readonly first: number; words: Uint32Array }[] = [];

  /** Sets that are given the same codes number their customers alike. */
  constructor(
    private readonly periods: Calendar,
    private readonly codes = new IdCodes(),
  ) {}

  /** The number of customers met so far. */
  get customers(): number {
    return this.codes.ids.length;
  }

  /** So many periods a customer may have had: the room that `periodsOf` needs. */
  get span(): number {
    return this.blocks.length * 32;
  }

  /** Adds the events of a log, or those of its rows that are marked. */
  add(log: AnyLog, isCounted: Uint8Array | null = null, codes = new CustomerCodes(this.codes, log)): void {
    const runs = runsOf(log, this.periods);
    for (let run = 0; run < runs.periods.length; run += 1) {
      const period = runs.periods[run] as number;
      const block = this.blockOf(period);
      const bit = 1 << (period - block.first);
      const end = runs.ends[run] as number;
      for (let i = runs.starts[run] as number; i < end; i += 1) {
        if (isCounted !== null && isCounted[i] === 0) continue;
        const code = codes.codeOf(log.customer[i] as number);
        if (code >= block.words.length) widen(block, code);
        block.words[code]! |= bit;
      }
    }
  }

  /** The periods of a customer, ascending, written from the start of `into`; returns how many there are. */
  periodsOf(code: number, into: Int32Array): number {
    let count = 0;
    for (const { first, words } of this.blocks) {
      let left = words[code] ?? 0;
      while (left !== 0) {
        into[count++] = first + 31 - Math.clz32(left & -left);
        left = (left & (left - 1)) >>> 0;
      }
    }
    return count;
  }

  private blockOf(period: number): { readonly first: number; words: Uint32Array } {
    const first = Math.floor(period / 32) * 32;
    const known = this.blocks.find((block) => block.first === first);
    if (known !== undefined) return known;
    const made = { first, words: new Uint32Array(this.customers) };
    this.blocks = [...this.blocks, made].sort((a, b) => a.first - b.first);
    return made;
  }
}

function widen(block: { words: Uint32Array }, code: number): void {
  const wider = new Uint32Array(Math.max(1024, code + 1, block.words.length * 2));
  wider.set(block.words);
  block.words = wider;
}
