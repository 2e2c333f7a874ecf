import {
  type ChurnDenominator,
  changeLedger,
  customerChurn,
  InvalidDataError,
  InvalidOptionError,
  measure,
  onSubscriptions,
  type RecurringRevenueOptions,
  type RevenuePreset,
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
    expect([row?.grossRetention.value, row?.customerChurn.value]).toEqual([1, 0]); // of those who were there at the start
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
  const churn = (churnDenominator: ChurnDenominator) =>
    recurringRevenue(rows, { ...roles, ...monthly, churnDenominator })[3]?.customerChurn;

  test('is of the customers at the start, of the average, or of the mean of days', () => {
    expect(churn('start')).toMatchObject({ numerator: 1, denominator: 2, value: 0.5 });
    expect(churn('average')).toMatchObject({ denominator: 2.5, value: 0.4 });
    // a is there at the start of 11 days, b of 30, c of 14, d of 9: 64 in 30 days.
    expect(churn('dailySum')?.denominator).toBeCloseTo(64 / 30, 12);
    expect(churn('dailySum')?.value).toBeCloseTo(30 / 64, 12);
    expect(churn('dailyRates')).toMatchObject({ numerator: 1, value: 0.5 }); // one of two on the 11th
  });

  test('of nobody but visitors is none', () => {
    const options = { ...roles, ...monthly, movements: 'each', churnDenominator: 'dailyRates' } as const;
    const visits = [line('a', '2025-04-03T01:00:00Z', '2025-04-03T20:00:00Z', 5)];
    const [april] = recurringRevenue(visits, options);
    expect(april).toMatchObject({
      period: '2025-04',
      new: 5,
      churned: 5,
      customerChurn: { value: null, numerator: 1 },
    });
  });
});

describe('as ChartMogul tells it', () => {
  const june = { ...roles, unit: 'month', preset: 'chartmogul', asOf: '2025-06-30' } as const;

  test('four Gold yearly plans, two Silver ones some days later, cancelled after two weeks (article 201244842)', () => {
    const lines = [
      { ...line('Syncalytics', '2025-06-02', null, 2000), per: 'year' },
      { ...line('Syncalytics', '2025-06-06', '2025-06-20', 60), per: 'month' },
    ] as const;
    const [row] = recurringRevenue(lines, { ...june, interval: 'per' });
    expect(row).toMatchObject({ new: 166.67, expansion: 60, contraction: 60, churned: 0, end: 166.67 });
    expect(row?.customers).toEqual({
      start: 0,
      new: 1,
      expanded: 1,
      contracted: 1,
      churned: 0,
      reactivated: 0,
      end: 1,
    });
  });

  test('who leaves and is back within a month churned and is reactivated', () => {
    const lines = [line('a', '2025-01-01', '2025-06-05', 10), line('a', '2025-06-20', null, 10)];
    const row = recurringRevenue(lines, june).at(-1);
    expect(row).toMatchObject({ churned: 10, reactivation: 10, customers: { churned: 1, reactivated: 1, end: 1 } });
    expect([row?.netRetention.value, row?.customerChurn.value]).toEqual([1, 0]);
  });

  test('who grows twice is one customer who expanded', () => {
    const lines = [
      line('a', '2025-01-01', '2025-06-05', 10),
      line('a', '2025-06-05', '2025-06-10', 15),
      line('a', '2025-06-10', '2025-06-15', 12),
      line('a', '2025-06-15', '2025-06-20', 30),
      line('a', '2025-06-20', null, 29),
    ];
    const row = recurringRevenue(lines, june).at(-1);
    expect(row).toMatchObject({ expansion: 23, contraction: 4, customers: { expanded: 1, contracted: 1 } });
  });

  test('of 100 customers 12 churned, of whom one came back and one had joined: 10 % (article 207340419)', () => {
    const gone = Array.from({ length: 11 }, (_, i) => line(`gone ${i}`, '2025-01-01', '2025-06-10', 1));
    const lines = [
      ...Array.from({ length: 89 }, (_, i) => line(`stays ${i}`, '2025-01-01', null, 1)),
      ...[...gone, line('gone 0', '2025-06-20', null, 1), line('visitor', '2025-06-03', '2025-06-20', 1)],
    ];
    const row = recurringRevenue(lines, june).at(-1);
    expect(row?.customers).toMatchObject({ start: 100, churned: 12 });
    expect(row?.customerChurn).toMatchObject({ value: 0.1, interval: { method: 'wilson' } });
    expect(customerChurn(lines, june).at(-1)?.churn).toEqual(row?.customerChurn);
  });

  test('gross churn of revenue is of every loss (article 203359341)', () => {
    const lines = [
      ...[line('a', '2025-01-01', '2025-06-10', 10), line('b', '2025-01-01', '2025-06-10', 40)],
      ...[
        line('b', '2025-06-10', null, 30),
        line('c', '2025-01-01', '2025-06-10', 50),
        line('c', '2025-06-10', null, 60),
      ],
    ];
    expect(recurringRevenue(lines, june).at(-1)).toMatchObject({ start: 100, grossChurn: 0.2, netChurn: 0.1 });
  });
});

describe('a visitor who pays more than all others', () => {
  const lines = [line('a', '2025-01-01', null, 10), line('visitor', '2025-06-03', '2025-06-20', 100)];

  test.each(['newAndChurned', 'each'] as const)("moves revenue under '%s', and is in no retention", (movements) => {
    const row = recurringRevenue(lines, { ...roles, unit: 'month', asOf: '2025-06-30', movements }).at(-1);
    expect(row).toMatchObject({ start: 10, new: 100, churned: 100, end: 10, grossChurn: 10, netChurn: 10 });
    expect([row?.grossRetention.value, row?.netRetention.value, row?.customerChurn.value]).toEqual([1, 1, 0]);
  });
});

describe('the first row', () => {
  test('is the period of the first revenue, of customer churn as well', () => {
    const lines = [line('visitor', '2025-02-03', '2025-02-20', 15), line('a', '2025-04-02', null, 1)];
    const months = ['2025-02', '2025-03', '2025-04'];
    expect(recurringRevenue(lines, { ...roles, ...monthly }).map(({ period }) => period)).toEqual(months);
    expect(customerChurn(lines, { ...roles, ...monthly }).map(({ period }) => period)).toEqual(months);
  });
});

describe('presets', () => {
  const rows = [
    line('visitor', '2025-02-01', '2025-02-10', 20),
    line('returner', '2025-01-01', '2025-02-01', 10),
    line('returner', '2025-03-01', null, 10),
    line('mover', '2025-01-01', '2025-02-05', 40),
    line('mover', '2025-02-05', '2025-02-20', 70),
    line('mover', '2025-02-20', '2025-03-05', 60),
    line('mover', '2025-03-05', null, 50),
    { ...line('holder', '2025-01-01', null, 5), hold: [{ start: '2025-02-10', end: '2025-03-10' }] },
  ];
  const at = (preset: RevenuePreset | undefined, more: Partial<RecurringRevenueOptions> = {}) => {
    const lines = rows.map((row) => ({ hold: null, ...row }));
    const [, february, march] = recurringRevenue(lines, { ...roles, ...monthly, paused: 'hold', preset, ...more });
    return {
      visits: february?.new,
      moves: [february?.expansion, february?.contraction],
      hold: february?.end,
      back: march?.netRetention.value,
      quick: march?.quickRatio,
    };
  };

  test('are each a set of answers, and what is answered by name stands', () => {
    const ours = { visits: 0, moves: [20, 0], hold: 65, back: 55 / 65, quick: 1 };
    expect(at(undefined)).toEqual(ours);
    expect(at('chartmogul')).toEqual({ ...ours, visits: 20, moves: [30, 10], back: 1 });
    expect(at('baremetrics')).toEqual({ ...ours, visits: 20, quick: 0 });
    expect(at('profitwell')).toEqual({ ...ours, hold: 60, back: 65 / 60, quick: 1.5 });
    expect(at('chartmogul', { movements: 'net', reactivationInNetRetention: 'exclude' })).toEqual(ours);
    expect(at('baremetrics', { movements: 'net', reactivationInQuickRatio: 'include' })).toEqual(ours);
    expect(at('profitwell', { pauses: 'keep', reactivationInNetRetention: 'exclude' })).toEqual(ours);
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
    // a is there at the start of 10 days of April, b of 30, c of 25.
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
    const call = (options: object) => () => recurringRevenueBy(ledger, { by: 'plan', unit: 'month', ...options });
    for (const options of [
      ...[{ movements: 'each' }, { movements: 'newAndChurned' }, { trailing: 2 }, { count: 'subscriptions' }],
      ...[{ reactivationWithin: { days: 3 } }, { churnDenominator: 'average' }],
    ])
      expect(call(options)).toThrow(InvalidOptionError);
  });

  test('have the other answers of a preset, and compare the ends of periods', () => {
    const back = [...rows, { ...line('d', '2025-01-01', '2025-02-03', 7), plan: 'pro', country: 'JP' }];
    const more = { ...line('d', '2025-03-03', null, 7), plan: 'pro', country: 'JP' };
    const own = subscriptionLedger([...back, more], { ...roles, plan: 'plan' });
    const march = (options: object) =>
      recurringRevenueBy(own, { by: 'plan', ...monthly, ...options }).find(
        ({ plan, period }) => plan === 'pro' && period === '2025-03',
      );
    const { netRetention, ...others } = march({}) ?? {};
    expect(march({ preset: 'chartmogul' })).toMatchObject({
      ...others,
      netChurn: -7 / 80,
      netRetention: { value: 87 / 80 },
    });
    expect(march({ preset: 'chartmogul', movements: 'net' })).toEqual(march({ preset: 'chartmogul' }));
    expect(march({ preset: 'baremetrics' })).toEqual({ ...others, netRetention });
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
    // @ts-expect-error an object is no list of rows
    expect(() => revenueStability({ end: 1 })).toThrow(
      'revenueStability requires rows to be a list of rows of recurringRevenue; got object',
    );
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

test('by plan, revenue of a day that clocks come back from over midnight stands where that of all does', () => {
  // St John's, 7 November 2010: one minute after midnight clocks went back to 23:01 of the 6th.
  const lines = [{ customer: 'a', start: '2010-11-06T10:00:00Z', end: '2010-11-07T02:31:00Z', amount: 1, plan: 'p' }];
  const night = subscriptionLedger(lines, {
    ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount', plan: 'plan' },
    timeZone: 'America/St_Johns',
  });
  const options = { unit: 'day', movements: 'net', asOf: '2010-11-07T03:10:00Z' } as const;
  const ends = recurringRevenue(night, options).map(({ period, end }) => [period, end]);
  expect(ends).toEqual([
    ['2010-11-06', 1],
    ['2010-11-07', 0],
  ]);
  expect(recurringRevenueBy(night, { ...options, by: 'plan' }).map(({ period, end }) => [period, end])).toEqual(ends);
});
