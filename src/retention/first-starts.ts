import type { CustomerCodes } from '../log/customer-codes.js';
import type { AnyLog } from '../log/layout.js';
import type { PeriodsOf } from './retention-count-periods.js';
import type { RetentionPlan } from './retention-plan.js';

/** When each customer started first, over any number of logs in any order. */
export class FirstStarts implements PeriodsOf {
  readonly span = 1;
  private first = new Float64Array(0);

  constructor(private readonly plan: Pick<RetentionPlan, 'calendar' | 'from' | 'to'>) {}

  /** Adds the starts of a log: the rows that are marked, all where there are no marks. */
  add({ time, customer, length }: AnyLog, isStart: Uint8Array | null, codes: CustomerCodes): void {
    for (let i = 0; i < length; i += 1) {
      if (isStart !== null && isStart[i] === 0) continue;
      const code = codes.codeOf(customer[i]!);
      if (code >= this.first.length) this.widen(code);
      if (time[i]! < this.first[code]!) this.first[code] = time[i]!;
    }
  }

  /** The period of a customer's first start, written to `into`; returns 0 where there is none between `from` and `to`. */
  periodsOf(code: number, into: Int32Array): number {
    const { calendar, from, to } = this.plan;
    const first = this.first[code] ?? Infinity;
    if (first < (from ?? -Infinity) || first >= (to ?? Infinity)) return 0;
    into[0] = calendar.indexOf(first);
    return 1;
  }

  private widen(code: number): void {
    const wider = new Float64Array(Math.max(1024, code + 1, this.first.length * 2)).fill(Infinity);
    wider.set(this.first);
    this.first = wider;
  }
}
