import * as kizuna from 'kizuna';
import { compare } from '../customers/compare.js';
import { timed } from '../run.js';
import { ledgerOf } from './bridge.js';
import { changeRows, changesOf, customerIds } from './data.js';

/** What it costs to build the ledger of 1e6 changes from columns and from objects, beside asking it; no limit. */
export async function measureLedgers(isQuick: boolean): Promise<void> {
  const changes = changesOf(1e6);
  const { customer, time, cents, customers } = changes;
  const ids = customerIds(customers);
  const values = Int32Array.from({ length: customers }, (_, code) => code);
  const amount = Float64Array.from(cents, (value) => value / 100);
  const texts = Array.from(customer, (code) => ids[code]!);
  const rows = changeRows(changes);
  const ledger = ledgerOf(changes);
  const fromRows = () => kizuna.changeLedger(rows, { customer: 'customer', time: 'at', amount: 'monthly' });
  const roles = { customer: 'customer', time: 'time', amount: 'amount' } as const;
  const asked = (of: kizuna.RevenueLedger) => JSON.stringify(kizuna.recurringRevenue(of, { unit: 'month' }));
  if (asked(fromRows()) !== asked(ledger)) throw new Error('ledger: rows answer otherwise than columns');
  const ways: readonly (readonly [string, () => unknown])[] = [
    ['recurringRevenue of a ledger', () => kizuna.recurringRevenue(ledger, { unit: 'month' })],
    [
      'changeLedger of typed columns, customers as codes',
      () => kizuna.changeLedger({ customer: { codes: customer, values }, time, amount }, roles),
    ],
    ['changeLedger of columns, customers as numbers', () => kizuna.changeLedger({ customer, time, amount }, roles)],
    [
      'changeLedger of columns, customers as texts',
      () => kizuna.changeLedger({ customer: texts, time, amount }, roles),
    ],
    ['changeLedger of 1,000,000 objects with texts and dates', fromRows],
  ];
  const [first, ...others] = ways.map(([name, run]) => ({
    name,
    run: () => timed(() => (run() === null ? 'none' : '')),
  }));
  await compare('building a ledger of 1,000,000 changes', first!, others, { rounds: isQuick ? 3 : 5, warm: 2 });
}
