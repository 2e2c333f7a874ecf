import { firstRowFrom } from '../log/rows-until.js';
import type { Levels } from './levels.js';

/** What everybody pays, read at one instant after the other. */
export class PaidAt {
  /** By code, in minor units. */
  readonly paid: Float64Array;
  private row = 0;

  constructor(private readonly levels: Levels) {
    this.paid = new Float64Array(levels.units);
  }

  /** Goes on to what is paid just before an instant; instants may not go back. */
  before(instant: number): Float64Array {
    const { time, unit, level, length } = this.levels;
    const end = firstRowFrom(time.subarray(0, length), instant, this.row);
    for (; this.row < end; this.row += 1) this.paid[unit[this.row]!] = level[this.row]!;
    return this.paid;
  }
}
