import {
  type Attribution,
  compareFunnels,
  eventLog,
  funnel,
  funnelBy,
  funnelByMetric,
  funnelDepths,
  funnelMetric,
  funnelTrend,
  funnelTrendMetric,
  InvalidDataError,
  InvalidOptionError,
  LimitError,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const HOUR = 3_600_000;
const BASE = Date.UTC(2025, 3, 1);

/** Events as [customer, hours after the base, name, source]. */
const events = [
  ['u', 0, 'visit', null],
  ['u', 1, 'visit', 'mail'],
  ['u', 2, 'order', 'ad'],
  ['v', 30, 'visit', 'ad'],
  ['v', 31, 'visit', 'mail'],
  ['w', 40, 'visit', null],
  ['w', 41, 'order', null],
  ['x', 50, 'order', 'ad'],
] as const;
const log = eventLog(
  events.map(([customer, hours, name, source]) => ({ customer, time: BASE + hours * HOUR, name, source })),
  { customer: 'customer', time: 'time', name: 'name', properties: ['source'] },
);
const STEPS = ['visit', 'order'] as const;

describe('who came how far', () => {
  test('is a row for each customer who began, in the order of first events', () => {
    expect(funnelDepths(log, { steps: STEPS })).toEqual([
      { customer: 'u', depth: 2, reachedAt: [BASE + HOUR, BASE + 2 * HOUR], held: [] },
      { customer: 'v', depth: 1, reachedAt: [BASE + 30 * HOUR, null], held: [] },
      { customer: 'w', depth: 2, reachedAt: [BASE + 40 * HOUR, BASE + 41 * HOUR], held: [] },
    ]);
    expect(funnelDepths(log, { steps: STEPS, timing: 'firstStart' })[0]?.reachedAt).toEqual([BASE, BASE + 2 * HOUR]);
  });

  test('says the values held constant, and leaves out steps that were skipped', () => {
    expect(
      funnelDepths(log, { steps: STEPS, holdConstant: ['source'] }).map(({ customer, held }) => [customer, held]),
    ).toEqual([
      ['u', ['mail']],
      ['v', ['ad']],
      ['v', ['mail']],
    ]);
    const steps = ['visit', { name: 'order', where: { source: 'mail' }, optional: true }, 'order'] as const;
    expect(funnelDepths(log, { steps })[0]).toMatchObject({
      depth: 3,
      reachedAt: [BASE + HOUR, null, BASE + 2 * HOUR],
    });
  });

  test('has a row for each attempt where attempts are counted', () => {
    const rows = funnelDepths(log, { steps: STEPS, counting: 'attempts', within: { minutes: 30 } });
    expect(rows.map(({ customer }) => customer)).toEqual(['u', 'u', 'v', 'v', 'w']);
  });
});

describe('by a property', () => {
  const by = (attribution: Attribution): readonly (readonly [string | null, number, number])[] =>
    funnelBy(log, { steps: STEPS, breakdown: { property: 'source', attribution } }).map(({ source, conversion }) => [
      source,
      conversion.numerator,
      conversion.denominator,
    ]);

  test('customers stand under the value that the attribution says', () => {
    const none = [null, 1, 1] as const;
    expect(by('entry')).toEqual([none, ['ad', 0, 1], ['mail', 1, 1]]);
    expect(by({ step: 0 })).toEqual(by('entry'));
    expect(by({ step: 1 })).toEqual([
      [null, 1, 2],
      ['ad', 1, 1],
    ]);
    expect(by('firstTouch')).toEqual([none, ['ad', 0, 1], ['mail', 1, 1]]);
    expect(by('lastTouch')).toEqual([none, ['ad', 1, 1], ['mail', 0, 1]]);
    expect(by('all')).toEqual([
      ['ad', 0, 1],
      ['mail', 0, 2],
    ]);
  });

  test('the preset of PostHog takes the first touch, unless another is given', () => {
    const options = { steps: STEPS, preset: 'posthog' } as const;
    const touch = (attribution?: Attribution) =>
      funnelBy(log, { ...options, breakdown: { property: 'source', attribution } });
    expect(touch()).toEqual(touch('firstTouch'));
    expect(touch('entry')).not.toEqual(touch('lastTouch'));
  });

  test.each([
    [{ property: 'country' }],
    [{ property: 7 }],
    [{}],
    [{ property: 'steps' }],
    [{ property: 'source', attribution: 'middle' }],
    [{ property: 'source', attribution: { step: 2 } }],
    [{ property: 'source', by: 'entry' }],
  ])('%j is refused', (breakdown) => {
    // Wrong on purpose.
    const options = { steps: STEPS, breakdown } as unknown as Parameters<typeof funnelBy>[1];
    expect(thrown(InvalidOptionError, () => funnelBy(log, options)).message).toMatch(/^funnelBy requires /);
  });

  test('a later step says nothing where steps have no order', () => {
    const breakdown = { property: 'source', attribution: { step: 1 } } as const;
    expect(() => funnelBy(log, { steps: STEPS, order: 'unordered', breakdown })).toThrow(InvalidOptionError);
  });
});

describe('over time', () => {
  test('has a row for each period between the ends, or from the first entry to asOf', () => {
    const rows = funnelTrend(log, { steps: STEPS, unit: 'hour', from: BASE, to: BASE + 33 * HOUR });
    expect(rows.length).toBe(33);
    const periodsOf = (options: object) => {
      const days = funnelTrend(log, { steps: ['visit', 'order'], unit: 'day', ...options });
      return days.map(({ period, steps: [first] }) => [period, first?.count]);
    };
    const [april1, april2] = [
      ['2025-04-01', 1],
      ['2025-04-02', 2],
    ];
    const [march31, april3] = [
      ['2025-03-31', 0],
      ['2025-04-03', 0],
    ];
    expect(periodsOf({ asOf: '2025-04-03' })).toEqual([april1, april2, april3]);
    expect(periodsOf({ from: '2025-03-31', to: '2025-04-02' })).toEqual([march31, april1]);
    expect(periodsOf({ from: '2025-04-03', to: '2025-04-09', asOf: '2025-04-03' })).toEqual([april3]);
    expect(periodsOf({ from: '2025-04-05', asOf: '2025-04-04' })).toEqual([]);
    expect(periodsOf({ from: '2025-04-03', asOf: '2025-04-02' })).toEqual([]);
    expect(rows.map(({ period }) => period).slice(0, 2)).toEqual(['2025-04-01T00', '2025-04-01T01']);
    expect(rows.filter(({ steps: [first] }) => first?.count === 1).map(({ period }) => period)).toEqual([
      '2025-04-01T00',
      '2025-04-01T01',
      '2025-04-02T06',
      '2025-04-02T07',
    ]);
    expect(rows[3]).toMatchObject({ complete: true, conversion: { value: null, n: 0 }, time: null });
  });

  test('counts days and weeks of the zone', () => {
    const days = funnelTrend(log, { steps: STEPS, unit: 'day', timeZone: 'Asia/Tokyo' });
    expect(
      days.map(({ period, conversion, complete }) => [period, conversion.numerator, conversion.denominator, complete]),
    ).toEqual([
      ['2025-04-01', 1, 1, true],
      ['2025-04-02', 0, 1, true],
      ['2025-04-03', 1, 1, false],
    ]);
    const weeks = funnelTrend(log, { steps: STEPS, unit: 'week', weekStartsOn: 0 });
    expect(weeks.map(({ period, complete }) => [period, complete])).toEqual([['2025-03-30', false]]);
  });

  test('a period that from or to cuts is not complete', () => {
    const completeOf = (options: object) =>
      funnelTrend(log, { steps: STEPS, unit: 'week', asOf: '2025-06-01', ...options }).map(({ complete }) => complete);
    // The weeks begin on 2025-03-31, 04-07 and 04-14.
    expect(completeOf({ from: '2025-03-31', to: '2025-04-21' })).toEqual([true, true, true]);
    expect(completeOf({ from: '2025-04-01', to: '2025-04-20' })).toEqual([false, true, false]);
    expect(completeOf({ to: '2025-04-14' })).toEqual([true, true]);
  });

  test('a day that the clocks come back to is complete when it is over for good', () => {
    // In St. John's, at 0:01 of 2010-11-07 the clocks went back to 23:01 of the day before.
    const minutes = (count: number): number => Date.UTC(2010, 10, 7, 2, 30) + count * 60_000; // midnight of summer time
    const john = eventLog([{ customer: 'u', time: minutes(-600), name: 'visit' }], {
      ...({ customer: 'customer', time: 'time', name: 'name' } as const),
    });
    const complete = (asOf: number): boolean | undefined =>
      funnelTrend(john, { steps: ['visit'], unit: 'day', timeZone: 'America/St_Johns', asOf })[0]?.complete;
    expect([0, 59, 60].map((count) => complete(minutes(count) - 1))).toEqual([false, false, true]);
    expect(complete(minutes(0))).toBe(false);
    const from = (instant: number): boolean | undefined =>
      funnelTrend(john, {
        steps: ['visit'],
        unit: 'day',
        timeZone: 'America/St_Johns',
        from: instant,
        asOf: minutes(3000),
      })
        .filter(({ period }) => period === '2010-11-07')
        .map((row) => row.complete)[0];
    expect([from(minutes(0)), from(minutes(1))]).toEqual([true, false]);
  });

  test('a customer whose first entry alone counts is in the period of that entry alone', () => {
    const rows = funnelTrend(log, { steps: STEPS, unit: 'hour', reentry: 'first' });
    expect(rows.filter(({ steps: [first] }) => first?.count === 1).map(({ period }) => period)).toEqual([
      ...['2025-04-01T00', '2025-04-02T06', '2025-04-02T16'],
    ]);
  });

  test('counts every attempt in the period in which it begins', () => {
    const rows = funnelTrend(log, { steps: STEPS, unit: 'day', counting: 'attempts', within: { minutes: 30 } });
    expect(rows.map(({ period, steps: [first] }) => [period, first?.count])).toEqual([
      ['2025-04-01', 2],
      ['2025-04-02', 3],
      ['2025-04-03', 0],
    ]);
  });

  test('is empty without an entry', () => {
    expect(funnelTrend(log, { steps: ['order', 'visit', 'visit'], unit: 'day', to: BASE })).toEqual([]);
    expect(funnelTrend(log, { steps: [{ name: 'order', where: { source: 'mail' } }], unit: 'day' })).toEqual([]);
  });

  test('refuses more than 100,000 periods, and units and zones that there are not', () => {
    const long = eventLog(
      [0, 12].map((years) => ({ customer: 'u', time: BASE + years * 365 * 24 * HOUR, name: 'visit' })),
      { customer: 'customer', time: 'time', name: 'name' },
    );
    const error = thrown(LimitError, () => funnelTrend(long, { steps: ['visit'], unit: 'hour' }));
    expect(error.message).toMatch(
      /^funnelTrend requires periods to be at most 100000; a longer unit makes fewer; got 105121$/,
    );
    const wrong = { steps: STEPS, unit: 'fortnight' } as unknown as Parameters<typeof funnelTrend>[1];
    expect(() => funnelTrend(log, wrong)).toThrow(InvalidOptionError);
  });
});

describe('a comparison', () => {
  test('is the second minus the first, step by step', () => {
    const [ad, mail] = (['ad', 'mail'] as const).map((source) =>
      funnel(log, { steps: [{ where: { source }, label: 'from' }, 'order'] }),
    );
    if (ad === undefined || mail === undefined) throw new Error('two funnels');
    const { steps, conversion } = compareFunnels(ad, mail);
    expect(steps.map(({ step }) => step)).toEqual(['from', 'order']);
    expect(conversion.difference).toBe((mail.conversion.value ?? 0) - (ad.conversion.value ?? 0));
    expect(steps[1]?.fromPrevious).toEqual(conversion);
  });

  test('needs the same steps', () => {
    const other = funnel(log, { steps: ['visit', 'visit'] });
    // @ts-expect-error other steps
    expect(() => compareFunnels(other, funnel(log, { steps: STEPS }))).toThrow(InvalidDataError);
    expect(() => compareFunnels(other, funnel(log, { steps: ['visit'] }))).toThrow(InvalidDataError);
    for (const none of [undefined, null, {}, 'visit'])
      expect(() => compareFunnels(other, none as never)).toThrow(
        'compareFunnels requires b to be what funnel gives; got ',
      );
  });

  test('of nobody has no difference', () => {
    const nobody = funnel(log, { steps: STEPS, to: BASE });
    expect(compareFunnels(nobody, funnel(log, { steps: STEPS })).conversion).toMatchObject({
      difference: null,
      pValue: null,
    });
  });
});

test('metrics require asOf, since parts do not know when the whole ends', () => {
  const options = { steps: STEPS, breakdown: { property: 'source' }, unit: 'day' } as const;
  for (const make of [funnelMetric, funnelByMetric, funnelTrendMetric]) {
    // Wrong on purpose.
    const wrong = make as unknown as (options: object) => unknown;
    const { breakdown, unit, steps } = options;
    const own =
      make === funnelByMetric ? { steps, breakdown } : make === funnelTrendMetric ? { steps, unit } : { steps };
    expect(thrown(InvalidOptionError, () => wrong(own)).message).toMatch(/ requires asOf to be given/);
    expect(() => wrong({ ...own, asOf: BASE })).not.toThrow();
  }
});
