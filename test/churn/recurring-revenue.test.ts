import {
  changeLedger,
  InvalidDataError,
  InvalidOptionError,
  measure,
  onSubscriptions,
  type RecurringRevenueOptions,
  recurringRevenue,
  recurringRevenueBy,
  recurringRevenueMetric,
  revenueStability,
  revenueWaterfall,
  subscriptionLedger,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const roles = { customer: 'customer', start: 'start', end: 'end', amount: 'amount' } as const;
const monthly = { unit: 'month', asOf: '2025-04-30' } as const;

function line(customer: string, start: string, end: string | null, amount: number) {
  return { customer, start, end, amount };
}

describe('reactivation', () => {
  const rows = [
    line('a', '2025-01-01', '2025-02-10', 20),
    line('a', '2025-04-01', null, 30),
    line('b', '2025-01-01', null, 80),
    line('c', '2025-04-02', null, 1),
  ];
  const april = (options: Partial<RecurringRevenueOptions>) =>
    recurringRevenue(rows, { ...roles, ...monthly, ...options })[3];

  test('is left out of net retention and in the quick ratio, unless asked otherwise', () => {
    expect(april({})?.netRetention.value).toBe(1);
    expect(april({ reactivationInNetRetention: 'include' })?.netRetention.value).toBe(1.375);
    expect(april({ reactivationInNetRetention: 'include' })?.netChurn).toBe(-0.375);
    const lossy = [...rows, line('d', '2025-01-01', '2025-04-03', 10)];
    const ratio = (reactivationInQuickRatio: 'include' | 'exclude') =>
      recurringRevenue(lossy, { ...roles, ...monthly, reactivationInQuickRatio })[3]?.quickRatio;
    expect([ratio('include'), ratio('exclude')]).toEqual([3.1, 0.1]);
  });

  test('too late is new again', () => {
    expect(april({ reactivationWithin: { days: 50 } })).toMatchObject({ reactivation: 30, new: 1 });
    expect(april({ reactivationWithin: { days: 49 } })).toMatchObject({ reactivation: 0, new: 31 });
    expect(april({ reactivationWithin: { days: 49 } })?.customers).toMatchObject({ reactivated: 0, new: 2 });
  });
});

describe('what happens within a period', () => {
  const rows = [
    line('visitor', '2025-02-03', '2025-02-20', 15),
    line('visitor', '2025-04-01', null, 9),
    line('returner', '2025-01-01', '2025-02-05', 40),
    line('returner', '2025-02-15', null, 50),
    line('mover', '2025-01-01', '2025-02-05', 40),
    line('mover', '2025-02-05', '2025-02-20', 70),
    line('mover', '2025-02-20', null, 60),
  ];
  const february = (movements: 'net' | 'newAndChurned' | 'each') =>
    recurringRevenue(rows, { ...roles, ...monthly, movements });

  test('does not count: the end is compared with the start, and a visitor is still new when they stay', () => {
    const [, row, , april] = february('net');
    expect(row).toMatchObject({
      start: 80,
      new: 0,
      expansion: 30,
      contraction: 0,
      churned: 0,
      reactivation: 0,
      end: 110,
    });
    expect(april).toMatchObject({ new: 9, reactivation: 0 });
  });

  test("is both for a visitor under 'newAndChurned'", () => {
    const [, row, , april] = february('newAndChurned');
    expect(row).toMatchObject({ start: 80, new: 15, expansion: 30, contraction: 0, churned: 15, end: 110 });
    expect(row?.customers).toMatchObject({ start: 2, new: 1, churned: 1, end: 2 });
    expect([row?.grossRetention.interval, row?.customerChurn.value]).toEqual([null, 0.5]);
    expect(april).toMatchObject({ new: 0, reactivation: 9 });
  });

  test("counts change by change under 'each'", () => {
    const [, row] = february('each');
    expect(row).toMatchObject({
      start: 80,
      new: 15,
      expansion: 30,
      contraction: 10,
      churned: 55,
      reactivation: 50,
      end: 110,
    });
  });
});

describe('rules about lines', () => {
  const rows = [
    { ...line('a', '2025-01-01', '2025-04-01', 20), id: 's1', cancelled: '2025-02-10', refunded: false, paused: null },
    {
      ...line('a', '2025-01-01', null, 5),
      id: 's2',
      cancelled: null,
      refunded: true,
      paused: [{ start: '2025-02-15', end: '2025-03-15' }],
    },
  ];
  const ledger = subscriptionLedger(rows, {
    ...roles,
    subscription: 'id',
    cancelled: 'cancelled',
    refunded: 'refunded',
    paused: 'paused',
  });
  const ends = (options: Partial<RecurringRevenueOptions>) =>
    recurringRevenue(ledger, { ...monthly, ...options }).map((row) => row.end);

  test('end revenue with the line or at the cancellation', () => {
    expect(ends({})).toEqual([25, 25, 25, 5]);
    expect(ends({ churnDate: 'cancellation' })).toEqual([25, 5, 5, 5]);
  });

  test('keep revenue on hold, or have none', () => {
    expect(ends({ pauses: 'zero' })).toEqual([25, 20, 25, 5]);
    expect(ends({ preset: 'profitwell' })).toEqual([25, 20, 25, 5]);
    expect(ends({ preset: 'profitwell', pauses: 'keep' })).toEqual([25, 25, 25, 5]);
  });

  test('count what was paid back, or not', () => {
    expect(ends({ refunds: 'exclude' })).toEqual([20, 20, 20, 0]);
  });

  test('count customers, of whom one subscription of several that ends is contraction, or subscriptions', () => {
    expect(recurringRevenue(ledger, monthly)[3]).toMatchObject({ contraction: 20, churned: 0 });
    expect(recurringRevenue(ledger, { ...monthly, count: 'subscriptions' })[3]).toMatchObject({
      contraction: 0,
      churned: 20,
      customers: { start: 2, churned: 1, end: 1 },
    });
    expect(() => recurringRevenue(subscriptionLedger(rows, roles), { unit: 'month', count: 'subscriptions' })).toThrow(
      InvalidOptionError,
    );
  });
});

describe('customer churn', () => {
  const rows = [
    line('a', '2025-01-01', '2025-04-11', 20),
    line('b', '2025-01-01', null, 20),
    line('c', '2025-04-16', null, 20),
    line('d', '2025-04-21', null, 20),
  ];
  const churn = (churnDenominator: 'start' | 'average' | 'dailySum') =>
    recurringRevenue(rows, { ...roles, ...monthly, churnDenominator })[3]?.customerChurn;

  test('is of the customers at the start, of the average, or of the mean of days', () => {
    expect(churn('start')).toMatchObject({ numerator: 1, denominator: 2, value: 0.5 });
    expect(churn('average')).toMatchObject({ denominator: 2.5, value: 0.4 });
    // a pays at the end of 10 days, b of 30, c of 15, d of 10: 65 in 30 days.
    expect(churn('dailySum')?.denominator).toBeCloseTo(65 / 30, 12);
    expect(churn('dailySum')?.value).toBeCloseTo(30 / 65, 12);
  });

  test('above all that are there on average is no share, and has no interval', () => {
    const gone = [line('a', '2025-01-01', '2025-04-11', 20), line('b', '2025-01-01', '2025-04-11', 20)];
    const { customerChurn } = recurringRevenue(gone, { ...roles, ...monthly, churnDenominator: 'average' })[3] ?? {};
    expect(customerChurn).toEqual({ value: 2, n: 1, interval: null, numerator: 2, denominator: 1 });
  });
});

describe('presets', () => {
  test('answer what was not answered by name', () => {
    const rows = [
      line('a', '2025-02-01', '2025-02-10', 20),
      line('b', '2025-01-01', '2025-02-01', 10),
      line('b', '2025-03-01', null, 10),
      line('c', '2025-01-01', null, 40),
    ];
    const at = (preset: 'chartmogul' | 'baremetrics' | 'profitwell', more: Partial<RecurringRevenueOptions> = {}) => {
      const [, february, march] = recurringRevenue(rows, { ...roles, ...monthly, preset, ...more });
      return [february?.churned, march?.netRetention.value];
    };
    expect(at('chartmogul')).toEqual([30, 1.25]);
    expect(at('baremetrics')).toEqual([30, 1]);
    expect(at('profitwell')).toEqual([10, 1.25]);
    expect(at('chartmogul', { movements: 'net', reactivationInNetRetention: 'exclude' })).toEqual([10, 1]);
  });
});

describe('recurringRevenue', () => {
  test('takes levels of any size exactly', () => {
    const time = [Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 1), Date.UTC(2025, 1, 1)];
    const ledger = changeLedger(
      { customer: ['a', 'b', 'a'], time, amount: [2e11, 1e11 + 0.01, 1e11] },
      { customer: 'customer', time: 'time', amount: 'amount' },
    );
    const [, row] = recurringRevenue(ledger, { unit: 'month' });
    expect(row).toMatchObject({ start: 3e11 + 0.01, contraction: 1e11, end: 2e11 + 0.01 });
    expect(row?.grossRetention.interval?.low).toBeGreaterThanOrEqual(0);
  });

  test('counts a customer who leaves and returns in one period as one who stayed', () => {
    const rows = [line('a', '2025-01-01', '2025-02-05', 20), line('a', '2025-02-20', null, 20)];
    expect(recurringRevenue(rows, { ...roles, ...monthly })[1]).toMatchObject({
      churned: 0,
      reactivation: 0,
      customers: { start: 1, end: 1 },
    });
  });

  test('refuses unknown options, and more periods than a result can hold', () => {
    const rows = [line('a', '0005-01-01', null, 20)];
    const call = (options: object) => () => recurringRevenue(rows, { ...roles, unit: 'month', ...options });
    expect(call({ preset: 'stripe' })).toThrow(
      'recurringRevenue requires preset to be one of chartmogul, baremetrics, profitwell',
    );
    expect(call({ movements: 'gross' })).toThrow(InvalidOptionError);
    expect(call({ reactivations: 'include' })).toThrow(InvalidOptionError);
    expect(call({ unit: 'day', asOf: '2025-01-01' })).toThrow('at most 100000 periods');
    expect(() => recurringRevenueMetric({ unit: 'month' } as RecurringRevenueOptions & { asOf: string })).toThrow(
      InvalidOptionError,
    );
  });
});

describe('trailing windows', () => {
  const rows = [
    line('a', '2025-01-01', '2025-04-10', 20),
    line('b', '2025-01-01', null, 80),
    line('c', '2025-04-05', null, 7),
  ];
  const daily = { ...roles, unit: 'day', trailing: 30, asOf: '2025-04-30' } as const;

  test('compare each day with that so many days before', () => {
    const days = new Map(recurringRevenue(rows, daily).map((row) => [row.period, row]));
    expect(days.get('2025-04-09')).toMatchObject({ start: 100, new: 7, churned: 0, end: 107 });
    expect(days.get('2025-04-10')).toMatchObject({ start: 100, new: 7, churned: 20, end: 87 });
    expect(days.get('2025-04-30')).toMatchObject({ start: 100, new: 7, churned: 20, end: 87 });
    expect(recurringRevenue(rows, { ...daily, asOf: '2025-05-31' }).at(-1)).toMatchObject({
      start: 87,
      new: 0,
      churned: 0,
    });
  });

  test('merge, and have the days of the window', () => {
    const metric = onSubscriptions(
      roles,
      recurringRevenueMetric({ unit: 'day', trailing: 30, asOf: '2025-04-30', churnDenominator: 'dailySum' }),
    );
    const merged = metric.finish(metric.merge(metric.state(rows.slice(0, 1)), metric.state(rows.slice(1))));
    expect(merged).toEqual(recurringRevenue(rows, { ...daily, churnDenominator: 'dailySum' }));
    // a pays at the end of 9 days of April, b of 30, c of 26.
    expect(merged.at(-1)?.customerChurn.denominator).toBeCloseTo(65 / 30, 12);
  });
});

describe('parts', () => {
  const rows = [
    { ...line('a', '2025-01-01', '2025-02-10', 20), plan: 'basic', country: 'JP' },
    { ...line('a', '2025-02-10', null, 50), plan: 'pro', country: 'JP' },
    { ...line('b', '2025-01-01', '2025-02-15', 20), plan: 'basic', country: 'DE' },
    { ...line('c', '2025-01-01', null, 30), plan: 'pro', country: 'DE' },
    { ...line('c', '2025-02-20', null, 10), plan: 'basic', country: 'DE' },
  ];
  const ledger = subscriptionLedger(rows, { ...roles, plan: 'plan', attributes: ['country'] });

  test('of plans tell who moves from who leaves, and what is bought beside', () => {
    const [basic, pro] = recurringRevenueBy(ledger, { by: 'plan', ...monthly, from: '2025-02-01', to: '2025-03-01' });
    expect(basic).toMatchObject({
      plan: 'basic',
      start: 40,
      expansion: 10,
      churned: 20,
      movedOut: 20,
      movedIn: 0,
      end: 10,
    });
    expect(basic?.customers).toMatchObject({ start: 2, churned: 1, movedOut: 1, movedIn: 1, end: 1 });
    expect(pro).toMatchObject({ plan: 'pro', start: 30, expansion: 30, movedIn: 20, new: 0, end: 80 });
    expect(pro?.netRetention.value).toBe(2);
  });

  test('of segments are those of their customers alone', () => {
    const german = rows.filter((row) => row.country === 'DE');
    const whole = recurringRevenue(german, { ...roles, ...monthly });
    const parts = recurringRevenueBy(ledger, { by: 'country', ...monthly }).filter((row) => row.country === 'DE');
    expect(
      parts.map(({ start, churned, expansion, end, netRetention }) => ({
        start,
        churned,
        expansion,
        end,
        netRetention,
      })),
    ).toEqual(
      whole.map(({ start, churned, expansion, end, netRetention }) => ({
        start,
        churned,
        expansion,
        end,
        netRetention,
      })),
    );
  });

  test('are refused where nothing was read, or where more counts than the ends of periods', () => {
    expect(() => recurringRevenueBy(ledger, { by: 'colour', unit: 'month' })).toThrow(
      'to be one of plan, country, cohort',
    );
    expect(() => recurringRevenueBy(ledger, { by: 'plan', unit: 'month', preset: 'chartmogul' })).toThrow(
      InvalidOptionError,
    );
  });
});

describe('what is made of rows', () => {
  const rows = [
    line('a', '2025-01-01', '2025-03-01', 20.1),
    line('b', '2025-01-15', null, 30.2),
    line('c', '2025-02-10', null, 25.3),
  ];
  const bridge = recurringRevenue(rows, { ...roles, ...monthly });

  test('a waterfall begins and ends with the totals, and its bars meet', () => {
    for (const row of bridge) {
      const bars = revenueWaterfall(row);
      expect(bars.map((bar) => bar.step)).toEqual([
        'start',
        'new',
        'expansion',
        'reactivation',
        'contraction',
        'churned',
        'end',
      ]);
      for (const [i, bar] of bars.slice(1, -1).entries()) expect(bar.from).toBe(bars[i]?.to);
      expect(bars[5]?.to).toBe(row.end);
    }
    expect(() => revenueWaterfall({} as (typeof bridge)[number])).toThrow(InvalidDataError);
  });

  test('stability is 1 less the coefficient of variation of complete periods', () => {
    const { n, stability, growthDeviation } = revenueStability(bridge);
    const values = bridge.map((row) => row.end);
    const mean = values.reduce((sum, each) => sum + each, 0) / 4;
    const deviation = Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 3);
    expect(n).toBe(4);
    expect(stability).toBeCloseTo(1 - deviation / mean, 12);
    expect(growthDeviation).toBeGreaterThan(0);
    expect(revenueStability([])).toEqual({
      n: 0,
      mean: null,
      standardDeviation: null,
      coefficientOfVariation: null,
      stability: null,
      growthDeviation: null,
    });
  });

  test('parts of customers merge to the whole', () => {
    const metric = onSubscriptions(roles, recurringRevenueMetric(monthly));
    const merged = metric.merge(metric.state(rows.slice(0, 1)), metric.state(rows.slice(1)));
    expect(metric.finish(merged)).toEqual(bridge);
    expect(measure(rows, metric)).toEqual(bridge);
  });
});
