import { join } from 'node:path';
import * as kizuna from 'kizuna';
import type { Verdict } from '../events/table.js';
import { timed } from '../run.js';
import { compare } from './compare.js';
import { writeColumns } from './files.js';
import { DAY, generator, manyOrders, START } from './orders.js';
import type { PythonPeer } from './python-peer.js';
import { logOf } from './summaries.js';

/** The scores of a million customers, and those of customers with five million orders. */
export async function compareRfm(frames: PythonPeer, folder: string, isQuick: boolean): Promise<Verdict[]> {
  return [...(await scoresOfCustomers(frames, folder, isQuick)), ...(await scoresOfOrders(frames, folder, isQuick))];
}

async function scoresOfCustomers(frames: PythonPeer, folder: string, isQuick: boolean): Promise<Verdict[]> {
  const { customer, recencyDays, frequency, amount } = customers(1_000_000);
  const data = { customer, recencyDays, frequency, amount };
  const fields = {
    customer: 'customer',
    recencyDays: 'recencyDays',
    frequency: 'frequency',
    amount: 'amount',
  } as const;
  await frames.load(
    'customers',
    writeColumns(join(folder, 'customers'), { recency: recencyDays, frequency, monetary: amount }),
  );
  const forms = [
    ['NumPy, quantile and searchsorted', 'customers, quantile and searchsorted', 1],
    ['NumPy, whole numbers counted', 'customers, counted', 1],
    ['pandas, qcut', 'customers, qcut', 5],
    ['pandas, quantile and cut', 'customers, quantile and cut', undefined],
  ] as const;
  const ours = countsOf(kizuna.rfmColumns(data, fields));
  for (const [name, form] of forms) requireSame(name, ours, (await frames.answer(form)) as number[]);
  return compare(
    'RFM, 1,000,000 customers',
    { name: 'kizuna rfmColumns', run: () => timed(() => String(kizuna.rfmColumns(data, fields).n)) },
    [
      {
        name: 'kizuna rfmColumns, with the segments of rf10',
        run: () => timed(() => String(kizuna.rfmColumns(data, { ...fields, segments: 'rf10' }).n)),
      },
      {
        name: 'kizuna rfm, a row for each customer',
        run: () => timed(() => String(kizuna.rfm(data, fields).n)),
      },
      { name: 'pandas, qcut of ranks (splits equals)', run: () => frames.run('customers, qcut of ranks') },
      ...forms.map(([name, form, atLeast]) => ({ name, run: () => frames.run(form), ...(atLeast && { atLeast }) })),
    ],
    { rounds: isQuick ? 3 : 7, warm: 2 },
  );
}

async function scoresOfOrders(frames: PythonPeer, folder: string, isQuick: boolean): Promise<Verdict[]> {
  const orders = manyOrders(5_000_000, 1_000_000);
  const { customer, time, amount } = orders;
  const asOf = START + 1096 * DAY - 1;
  await frames.load('orders', writeColumns(join(folder, 'many-orders'), { customer, time, amount }));
  const log = logOf(orders);
  const forms = [
    ['NumPy, a cell for each customer', 'orders, bincount', undefined],
    ['pandas, groupby and qcut', 'orders, groupby and qcut', 3],
    ['pandas, groupby, quantile and cut', 'orders, groupby', undefined],
  ] as const;
  const ours = countsOf(kizuna.rfmColumns(log, { asOf }));
  for (const [name, form] of forms) requireSame(name, ours, (await frames.answer(form, { asOf })) as number[]);
  return compare(
    'RFM, 5,000,000 orders of 1,000,000 customers',
    { name: 'kizuna rfmColumns of a log', run: () => timed(() => String(kizuna.rfmColumns(log, { asOf }).n)) },
    [
      {
        name: 'kizuna, the log built from columns and scored',
        run: () => timed(() => String(kizuna.rfmColumns(logOf(orders), { asOf }).n)),
      },
      ...forms.map(([name, form, atLeast]) => ({
        name,
        run: () => frames.run(form, { asOf }),
        ...(atLeast && { atLeast }),
      })),
    ],
    { rounds: isQuick ? 3 : 5, warm: 1 },
  );
}

/** How many customers have each code, from 0 to 555. */
function countsOf({ r, f, m }: kizuna.RfmColumns): number[] {
  const counts = new Array<number>(556).fill(0);
  for (let i = 0; i < r.length; i += 1) counts[100 * r[i]! + 10 * f[i]! + m[i]!]! += 1;
  return counts;
}

function requireSame(who: string, ours: readonly number[], theirs: readonly number[]): void {
  const code = ours.findIndex((count, i) => count !== theirs[i]);
  if (code >= 0) throw new Error(`RFM: ${who} has ${theirs[code]} customers with ${code}, kizuna ${ours[code]}`);
}

function customers(n: number) {
  const random = generator(3);
  const columns = {
    customer: Int32Array.from({ length: n }, (_, i) => i),
    recencyDays: new Int32Array(n),
    frequency: new Int32Array(n),
    amount: new Float64Array(n),
  };
  for (let i = 0; i < n; i += 1) {
    columns.recencyDays[i] = Math.min(1095, Math.floor(-Math.log(1 - random()) * 200));
    columns.frequency[i] = 1 + Math.floor(-Math.log(1 - random()) * 12);
    columns.amount[i] = Math.round(columns.frequency[i]! * 5000 * Math.exp(random() - random()));
  }
  return columns;
}
