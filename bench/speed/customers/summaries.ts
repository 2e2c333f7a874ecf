import { join } from 'node:path';
import * as kizuna from 'kizuna';
import type { Verdict } from '../events/table.js';
import { timed } from '../run.js';
import { compare } from './compare.js';
import { writeColumns } from './files.js';
import { type Orders, ordersOf } from './orders.js';
import type { PythonPeer } from './python-peer.js';

/** Orders as a log; the columns are taken as they are. */
export function logOf({ customer, customers, time, amount }: Orders): kizuna.EventLog {
  const values = Array.from({ length: customers }, (_, code) => code);
  return kizuna.eventLogFromColumns({ customer: { codes: customer, values }, time, amount });
}

/** Frequency, recency, T and monetary of each customer from the orders. */
export async function compareSummaries(
  lifetimes: PythonPeer,
  folder: string,
  data: string | undefined,
  isQuick: boolean,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const customers of [2_357, 23_570]) {
    const orders = ordersOf(customers, data);
    const { customer, time, amount } = orders;
    await lifetimes.load('orders', writeColumns(join(folder, `orders-${customers}`), { customer, time, amount }));
    const log = logOf(orders);
    const rows = kizuna.customerSummary(log, { unit: 'day' });
    // Four columns, by customer.
    requireSame(rows, (await lifetimes.answer('summary')) as number[][]);
    const title = `customer summary, ${orders.title}, ${time.length.toLocaleString('en')} orders`;
    const ours = {
      name: 'kizuna customerSummary, a row for each customer',
      run: () => timed(() => String(kizuna.customerSummary(log, { unit: 'day' }).length)),
    };
    const columns = {
      name: 'kizuna customerSummaryColumns',
      run: () => timed(() => String(kizuna.customerSummaryColumns(log, { unit: 'day' }).n.length)),
    };
    const built = {
      name: 'kizuna, the log built from columns and summarised',
      run: () => timed(() => String(kizuna.customerSummaryColumns(logOf(orders), { unit: 'day' }).n.length)),
    };
    const theirs = { name: 'lifetimes', run: () => lifetimes.run('summary'), atLeast: 10 };
    verdicts.push(...(await compare(title, ours, [columns, built, theirs], { rounds: isQuick ? 5 : 15, warm: 4 })));
  }
  return verdicts;
}

function requireSame(rows: readonly kizuna.CustomerSummary[], columns: readonly (readonly number[])[]): void {
  const sorted = [...rows].sort((a, b) => Number(a.customer) - Number(b.customer));
  for (const [i, { frequency, recency, T, monetary }] of sorted.entries()) {
    for (const [k, value] of [frequency, recency, T, monetary ?? 0].entries()) {
      const theirs = columns[k]?.[i] ?? Number.NaN;
      if (!(Math.abs(value - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs)))) {
        throw new Error(`customer summary: lifetimes has ${theirs} for customer ${i}, kizuna ${value}`);
      }
    }
  }
}
