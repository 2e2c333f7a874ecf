import { sum } from '../stats/sum.js';
import type { OrderLines } from './order-options.js';

/** An order as `eventLog` takes it: `time` in epoch milliseconds, `amount` less what was refunded, `null` where there is none. */
export interface OrderRow {
  readonly order: string | null;
  readonly customer: string;
  readonly time: number;
  readonly amount: number | null;
}

/** Orders without the rows that are lines of one before. */
export interface JoinedOrders {
  readonly rows: readonly OrderRow[];
  /** How the amounts were taken; `null` where no order has two rows. */
  readonly lines: OrderLines | null;
  /** How many rows were joined to an earlier one. */
  readonly joined: number;
}

/**
 * Joins rows of one order at one time: those at another, such as a refund the day after, stay rows of their own. Where
 * nobody says what the amounts are, they are those of lines if they differ within any order: totals never do.
 */
export function joinLines(rows: readonly OrderRow[], told: OrderLines | null): JoinedOrders {
  const groups = new Map<string, OrderRow[]>();
  for (const [i, row] of rows.entries()) {
    // Neither a time nor a place in the list has a blank, so that no two keys run into one.
    const key = row.order === null ? `${i}` : `${row.time} ${row.order}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const joined = rows.length - groups.size;
  if (joined === 0) return { rows, lines: null, joined };
  const lines = told ?? ([...groups.values()].some(differ) ? 'line' : 'total');
  return { rows: [...groups.values()].map((group) => orderOf(group, lines)), lines, joined };
}

function differ(group: readonly OrderRow[]): boolean {
  return group.some(({ amount }) => amount !== group[0]?.amount);
}

function orderOf(group: readonly OrderRow[], lines: OrderLines): OrderRow {
  const [first] = group as [OrderRow]; // a group is made with its first row
  if (group.length === 1) return first;
  const amounts = group.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  const [known] = amounts;
  if (known === undefined) return first;
  return { ...first, amount: lines === 'line' ? sum(amounts) : known };
}
