import type { Accessor, LooseAccessor } from '../core/data.js';
import { checkChoice, refuseOption } from '../core/options.js';
import type { Instant } from '../time/period-key.js';

/** Which answers count when one customer gave several. */
export interface RepeatOptions<Row> {
  /** Default `'all'`. `'latest'` and `'first'` need `customer` and `time`; answers without a customer all count. */
  readonly repeat?: 'all' | 'latest' | 'first';
  readonly customer?: Accessor<Row, string | number>;
  readonly time?: Accessor<Row, Instant>;
}

/** The options made ready; `null` where all answers count. */
export interface OnePerCustomer {
  readonly keep: 'latest' | 'first';
  readonly customer: LooseAccessor;
  readonly time: LooseAccessor;
}

/** Reads the options: a rule needs to know the customer and the time. */
export function onePerCustomer<Row>(owner: string, options: RepeatOptions<Row>): OnePerCustomer | null {
  const { repeat = 'all', customer, time } = options;
  const keep = checkChoice(owner, 'repeat', repeat, ['all', 'latest', 'first']);
  if (keep === 'all') return null;
  if (customer === undefined || time === undefined)
    refuseOption(owner, 'repeat', 'to come with customer and time', keep);
  // The row types were checked where the accessors were given.
  return { keep, customer: customer as LooseAccessor, time: time as LooseAccessor };
}
