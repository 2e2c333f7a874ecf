import type { Accessor, LooseAccessor } from '../core/data.js';
import { typeName } from '../core/errors.js';
import { faultOf, type Rule } from '../core/input.js';
import type { IssueLog } from '../core/issue-log.js';
import { checkChoice, refuseOption } from '../core/options.js';
import type { Table } from '../core/table.js';
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

/**
 * The rows that give way to another answer of the same customer. Of answers at the same instant the lower one counts, of
 * equal ones the lighter, whatever their order. Rows that are no valid answer compete with nothing.
 */
export function superseded(
  { keep, customer, time }: OnePerCustomer,
  table: Table,
  score: Rule,
  weight: Rule | null,
  issues: IssueLog,
): ReadonlySet<number> {
  const customers = table.column(customer);
  const times = table.column(time);
  const answers = table.column(score.from);
  const weights = weight ? table.column(weight.from) : answers;
  const winners = new Map<unknown, { readonly row: number; readonly order: number }>();
  const losers = new Set<number>();
  for (let row = 0; row < answers.length; row += 1) {
    const isAnswer = !(faultOf(score, answers[row]) || (weight && faultOf(weight, weights[row])));
    if ((customers[row] ?? null) === null || !isAnswer) continue;
    const order = orderOf(times[row]);
    if (Number.isNaN(order)) {
      const field = typeof time === 'string' ? time : 'time';
      issues.add({ code: 'E_TIME_INVALID', index: row, field, expected: TIME, received: typeName(times[row]) });
    }
    const rival = winners.get(customers[row]) ?? { row, order };
    const above = difference(answers, row, rival.row) || difference(weights, row, rival.row);
    const wins = order === rival.order ? above < 0 : order > rival.order === (keep === 'latest');
    if (rival.row !== row) losers.add(wins ? rival.row : row);
    winners.set(customers[row], wins ? { row, order } : rival);
  }
  return losers;
}

function difference(values: ArrayLike<unknown>, row: number, rival: number): number {
  return (values[row] as number) - (values[rival] as number); // valid answers and weights are numbers
}

// Only the order counts here: the full reading of instants, `instantOf`, would be a quarter of a bundled `nps`.
function orderOf(time: unknown): number {
  const isOpen = typeof time === 'string' && !/(Z|[+-]\d\d:?\d\d)$/.test(time);
  // `Date` makes NaN of what is no time, but for these two.
  return isOpen || time === null || typeof time === 'boolean' ? Number.NaN : Number(new Date(time as number));
}

const TIME = 'a Date, epoch milliseconds or ISO 8601 text with an offset';
