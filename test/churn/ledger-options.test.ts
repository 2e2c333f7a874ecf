import {
  changeLedger,
  customerChurn,
  InvalidDataError,
  InvalidOptionError,
  type RevenueLedger,
  recurringRevenue,
  recurringRevenueBy,
  revenueCohorts,
  revenueRetention,
  revenueRetentionTrend,
  snapshotLedger,
  subscriptionLedger,
  subscriptionLifetimes,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const ROLES = { customer: 'customer', start: 'start', end: 'end', amount: 'amount' } as const;
const rows = [{ customer: 'a', start: '2025-01-01', end: null as string | null, amount: 20 }];
const ledger = subscriptionLedger(rows, { ...ROLES, asOf: '2025-06-30' });

type Ask = (data: unknown, options?: unknown) => unknown;
const ASKED = Object.entries({
  ...{ recurringRevenue, recurringRevenueBy, customerChurn, revenueRetention, revenueRetentionTrend, revenueCohorts },
}) as unknown as readonly (readonly [string, Ask])[]; // called as from JavaScript

describe.each(ASKED)('%s', (name, ask) => {
  test.each([[undefined], [null], [3]])('refuses options that are %s', (options) => {
    for (const data of [ledger, rows, []]) {
      expect(() => ask(data, options)).toThrow(InvalidOptionError);
      expect(() => ask(data, options)).toThrow(`${name} requires options to be an object`);
    }
  });

  test('refuses from at to or later', () => {
    if (name === 'revenueRetention') return;
    const range = { by: 'cohort', unit: 'month', from: '2025-03-01', to: '2025-03-01' };
    const options = name === 'recurringRevenueBy' ? range : { ...range, by: undefined };
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    expect(() => ask(ledger, given)).toThrow(`${name} requires to to be after from; got "2025-03-01"`);
  });
});

test('subscriptionLifetimes refuses options that are no object', () => {
  expect(() => subscriptionLifetimes(ledger, null as never)).toThrow(InvalidOptionError);
  expect(() => subscriptionLifetimes(rows, null as never)).toThrow(InvalidOptionError);
});

test('revenueRetention blames at where at is after what is known', () => {
  expect(() => revenueRetention(ledger, { at: '2025-07-31' })).toThrow(
    'revenueRetention requires at to be at or before asOf: later is not known',
  );
  expect(() => revenueRetention(ledger, { at: '2025-03-31', until: '2025-02-28' })).toThrow('requires until to be');
});

test('a ledger that went through JSON is told from one whose buffers were transferred', () => {
  const stored = JSON.parse(JSON.stringify(ledger)) as RevenueLedger;
  expect(() => recurringRevenue(stored, { unit: 'month' })).toThrow(InvalidDataError);
  expect(() => recurringRevenue(stored, { unit: 'month' })).toThrow(
    'recurringRevenue requires a ledger with its typed columns; JSON does not keep them, structuredClone does',
  );
  const sent = structuredClone(ledger);
  structuredClone(sent, { transfer: [sent.start.buffer] });
  expect(() => recurringRevenue(sent, { unit: 'month' })).toThrow("this ledger's buffers were transferred");
});

describe('an end', () => {
  test('of Infinity is open, as in the columns of a ledger', () => {
    const open = subscriptionLedger([{ ...rows[0], end: Number.POSITIVE_INFINITY }], { ...ROLES } as never);
    expect([...(open.end ?? [])]).toEqual([Number.POSITIVE_INFINITY]);
    const { start, end, customer } = ledger;
    const columns = { start, end: end as Float64Array, customer: { codes: customer, values: ['a'] }, amount: [20] };
    expect(subscriptionLedger(columns, { ...ROLES, asOf: '2025-06-30' })).toEqual(ledger);
    const paused = [{ start: '2025-02-01', end: Number.POSITIVE_INFINITY }];
    const held = subscriptionLedger([{ ...rows[0], paused }], { ...ROLES, paused: 'paused' } as never);
    expect([...(held.pauses?.end ?? [])]).toEqual([Number.POSITIVE_INFINITY]);
    expect(() => subscriptionLedger([{ ...rows[0], start: Infinity }], { ...ROLES } as never)).toThrow(
      InvalidDataError,
    );
  });

  test('of empty text is refused, and the message says how to write none', () => {
    expect(() => subscriptionLedger([{ ...rows[0], end: '' }], { ...ROLES } as never)).toThrow(
      'requires end to be a date or an instant, or null for none (an empty text is neither); row 0 has',
    );
  });
});

describe('several currencies', () => {
  const given = [
    { customer: 'a', time: '2025-01-05', amount: 10, currency: 'EUR' },
    { customer: 'b', time: '2025-02-05', amount: 1600, currency: 'JPY' },
  ];
  const asked: number[] = [];
  const convert = (amount: number, currency: string, instant: number) => {
    asked.push(instant);
    return currency === 'JPY' ? amount / 160 : amount;
  };

  test('of changes are converted at the rates of their instants', () => {
    const roles = { customer: 'customer', time: 'time', amount: 'amount', currency: 'currency' } as const;
    expect(() => changeLedger(given, roles)).toThrow(InvalidDataError);
    const changes = changeLedger(given, { ...roles, convert });
    expect([changes.currency, ...changes.amount]).toEqual([null, 1000, 1000]);
    expect(asked.splice(0)).toEqual([Date.UTC(2025, 0, 5), Date.UTC(2025, 1, 5)]);
  });

  test('of snapshots are converted at the rates of the first instants of their periods', () => {
    const roles = { customer: 'customer', period: 'time', amount: 'amount', currency: 'currency' } as const;
    expect(() => snapshotLedger(given, roles)).toThrow(InvalidDataError);
    const sheet = snapshotLedger(given, { ...roles, convert, asOf: '2025-02-28' });
    expect(recurringRevenue(sheet, { unit: 'month' }).map(({ end }) => end)).toEqual([10, 10]);
    expect(asked.splice(0)).toEqual([Date.UTC(2025, 0, 1), Date.UTC(2025, 1, 1)]);
    expect(() => snapshotLedger(given, { ...roles, currency: undefined, convert } as never)).toThrow(
      InvalidOptionError,
    );
  });

  test('of rows that may be left out: the most frequent stands, of several the first by text', () => {
    const roles = { customer: 'customer', time: 'time', amount: 'amount', currency: 'currency' } as const;
    const currencyOf = (list: readonly string[]) =>
      changeLedger(
        list.map((currency, i) => ({ customer: i, time: '2025-01-05', amount: 1, currency })),
        { ...roles, invalid: 'exclude' },
      ).currency;
    expect([currencyOf(['USD', 'EUR', 'EUR']), currencyOf(['EUR', 'EUR', 'USD'])]).toEqual(['EUR', 'EUR']);
    expect([currencyOf(['USD', 'EUR']), currencyOf(['EUR', 'USD'])]).toEqual(['EUR', 'EUR']);
  });
});
