import type { IdCodes } from './id-codes.js';
import type { AnyLog, CustomerId } from './layout.js';

/** The numbers that the customers of one log have among those of many logs, looked up on first need. */
export class CustomerCodes {
  private readonly found: Int32Array;

  constructor(
    private readonly codes: IdCodes,
    private readonly log: AnyLog,
  ) {
    this.found = new Int32Array(log.customers.length).fill(-1);
  }

  /** The number of a customer who has the code `given` in the log. */
  codeOf(given: number): number {
    const found = this.found[given]!;
    if (found >= 0) return found;
    const code = this.codes.codeOf(this.log.customers[given] as CustomerId); // given < length
    this.found[given] = code;
    return code;
  }
}
