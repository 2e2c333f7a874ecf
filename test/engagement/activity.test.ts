import { InvalidOptionError, LimitError, measure, onEvents } from 'kizuna';
import {
  activeCustomers,
  activeCustomersMetric,
  frequencyCurve,
  frequencyCurveMetric,
  lifecycle,
  stickiness,
  stickinessMetric,
} from 'kizuna/engagement';
import { eventLog } from 'kizuna/log';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

function at(...events: readonly (readonly [customer: string, time: string])[]) {
  return eventLog(
    events.map(([customer, time]) => ({ customer, time })),
    { customer: 'customer', time: 'time' },
  );
}

const nobody = at();
const one = at(['a', '2025-04-07T10:00:00Z']);

describe('active customers', () => {
  test('a log without events has no periods, unless from and asOf say which', () => {
    expect(activeCustomers(nobody, { unit: 'day' })).toEqual([]);
    expect(activeCustomers(nobody, { unit: 'day', from: '2025-04-01' })).toEqual([]);
    const days = activeCustomers(nobody, { unit: 'day', trailing: 7, from: '2025-04-01', asOf: '2025-04-02' });
    expect(days.map(({ period, active, complete }) => [period, active, complete])).toEqual([
      ['2025-04-01', 0, true],
      ['2025-04-02', 0, true],
    ]);
    expect(days[1]?.trailing).toEqual([{ periods: 7, active: 0, complete: false }]);
  });

  test('one event is one active customer in a period that is not over', () => {
    expect(activeCustomers(one, { unit: 'week' })).toEqual([
      { period: '2025-04-07', active: 1, trailing: [], complete: false },
    ]);
  });

  test('a trailing window goes on after the last event until it has passed', () => {
    const rows = activeCustomers(one, { unit: 'day', trailing: 3, asOf: '2025-04-11' });
    expect(rows.map(({ active }) => active)).toEqual([1, 0, 0, 0, 0]);
    expect(rows.map(({ trailing }) => trailing[0]?.active)).toEqual([1, 1, 1, 0, 0]);
    expect(rows.map(({ trailing }) => trailing[0]?.complete)).toEqual([false, false, true, true, true]);
  });

  test('a trailing window sees activity before from', () => {
    const log = at(['a', '2025-04-01T10:00:00Z'], ['b', '2025-04-04T10:00:00Z']);
    const rows = activeCustomers(log, { unit: 'day', trailing: 3, from: '2025-04-03' });
    expect(rows.map(({ period, trailing }) => [period, trailing[0]?.active])).toEqual([
      ['2025-04-03', 1],
      ['2025-04-04', 1],
    ]);
  });

  test('from and to choose periods; each is counted whole, and to is not included', () => {
    const log = at(['a', '2025-04-02T10:00:00Z'], ['b', '2025-05-31T10:00:00Z'], ['c', '2025-06-01T00:00:00Z']);
    const months = (to: string) =>
      activeCustomers(log, { unit: 'month', from: '2025-04-20', to }).map(({ period, active }) => [period, active]);
    expect(months('2025-05-10')).toEqual([
      ['2025-04', 1],
      ['2025-05', 1],
    ]);
    expect(months('2025-06-01')).toHaveLength(2);
    expect(months('2025-06-02')).toHaveLength(3);
  });

  test('events after asOf do not count, one on its last millisecond does', () => {
    const log = at(['a', '2025-04-01T23:59:59.999Z'], ['b', '2025-04-02T00:00:00Z']);
    const rows = activeCustomers(log, { unit: 'day', asOf: '2025-04-01' });
    expect(rows).toEqual([{ period: '2025-04-01', active: 1, trailing: [], complete: true }]);
    expect(activeCustomers(log, { unit: 'day', asOf: '2025-03-01' })).toEqual([]);
  });

  test('an hour that the clocks show twice is one, and one that they skip stays empty', () => {
    const zone = { unit: 'hour' as const, timeZone: 'America/New_York' };
    const autumn = at(['a', '2025-11-02T05:30:00Z'], ['b', '2025-11-02T06:30:00Z'], ['c', '2025-11-02T07:30:00Z']);
    expect(activeCustomers(autumn, zone).map(({ period, active }) => [period, active])).toEqual([
      ['2025-11-02T01', 2],
      ['2025-11-02T02', 1],
    ]);
    const spring = at(['a', '2025-03-09T06:59:00Z'], ['b', '2025-03-09T07:00:00Z']);
    expect(activeCustomers(spring, zone).map(({ period, active }) => [period, active])).toEqual([
      ['2025-03-09T01', 1],
      ['2025-03-09T02', 0],
      ['2025-03-09T03', 1],
    ]);
  });

  test('a day that clocks set back over midnight come back to is not over before they do', () => {
    // In St John's of 2010 the clocks went from 0:01 on 7 November back to 23:01 on the 6th.
    const zone = { unit: 'day' as const, timeZone: 'America/St_Johns' };
    const log = at(['a', '2010-11-07T02:30:30Z'], ['b', '2010-11-07T02:40:00Z'], ['a', '2010-11-07T03:00:00Z']);
    const rows = (asOf: string) =>
      activeCustomers(log, { ...zone, asOf }).map(({ period, active, complete }) => [period, active, complete]);
    expect(rows('2010-11-07T02:30:30Z')).toEqual([['2010-11-07', 1, false]]);
    expect(rows('2010-11-07T03:00:00Z')).toEqual([
      ['2010-11-06', 2, false],
      ['2010-11-07', 1, false],
    ]);
    expect(rows('2010-11-07T03:29:59.999Z')[0]).toEqual(['2010-11-06', 2, true]);
  });

  test('fiscal years and starts of weeks are those of the calendar', () => {
    const log = at(['a', '2025-03-31T10:00:00Z'], ['b', '2025-04-06T10:00:00Z']);
    const labels = (options: Parameters<typeof activeCustomers>[1]) =>
      activeCustomers(log, options).map(({ period }) => period);
    expect(labels({ unit: 'year', fiscalYearStartsOn: 4 })).toEqual(['FY2024', 'FY2025']);
    expect(labels({ unit: 'week' })).toEqual(['2025-03-31']);
    expect(labels({ unit: 'week', weekStartsOn: 0 })).toEqual(['2025-03-30', '2025-04-06']);
  });

  test('an event that nobody did has nobody active', () => {
    const log = eventLog([{ customer: 'a', time: '2025-04-07T10:00:00Z', name: 'visit' as string }], {
      customer: 'customer',
      time: 'time',
      name: 'name',
    });
    expect(activeCustomers(log, { unit: 'day', event: 'order' }).map(({ active }) => active)).toEqual([0]);
  });

  test('too many periods are refused with the number asked for, the limit and a way out', () => {
    const { message, issues } = thrown(LimitError, () =>
      activeCustomers(one, { unit: 'hour', from: '2005-01-01', asOf: '2025-04-08' }),
    );
    expect(message).toBe(
      'activeCustomers requires at most 100000 periods; got 177672: narrow them by from and to, or take a longer unit',
    );
    expect(issues[0]).toMatchObject({ code: 'E_LIMIT', expected: 'at most 100000 periods', received: '177672' });
    const far = at(['a', '1900-01-01T00:00:00Z'], ['b', '2025-04-07T10:00:00Z']);
    expect(() => activeCustomersMetric({ unit: 'hour' }).state(far)).toThrow(LimitError);
    expect(activeCustomersMetric({ unit: 'hour', from: '2025-04-07T09:00:00Z' }).state(far).windows).toHaveLength(1);
  });

  test.each([
    [{ unit: 'fortnight' }, 'unit'],
    [{ unit: 'day', trailing: 0 }, 'trailing'],
    [{ unit: 'day', trailing: [7, 1.5] }, 'trailing'],
    [{ unit: 'day', trailing: '7' }, 'trailing'],
    [{ unit: 'day', minimumOccurrences: 0 }, 'minimumOccurrences'],
    [{ unit: 'day', from: '2025-04-02', to: '2025-04-02' }, 'to'],
    [{ unit: 'day', from: 'soon' }, 'from'],
    [{ unit: 'day', timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ unit: 'day', event: 7 }, 'event'],
    [{ unit: 'day', event: 'order' }, 'the log'],
    [{ unit: 'day', window: 7 }, 'window'],
  ])('%j is refused', (options, field) => {
    const error = thrown(InvalidOptionError, () => activeCustomers(one, options as never));
    expect(error.issues[0]?.field).toBe(field);
  });
});

describe('the lifecycle', () => {
  const log = at(
    ['a', '2025-01-10T00:00:00Z'],
    ['b', '2025-02-10T00:00:00Z'],
    ['a', '2025-03-10T00:00:00Z'],
    ['c', '2025-03-11T00:00:00Z'],
  );

  test('who was there before from is not new', () => {
    const [march] = lifecycle(log, { unit: 'month', from: '2025-03-01', asOf: '2025-03-31' });
    expect(march).toEqual({
      period: '2025-03',
      new: 1,
      returning: 0,
      resurrecting: 1,
      dormant: 1,
      active: 2,
      quickRatio: 2,
      complete: true,
    });
  });

  test('the first period has nobody dormant and no quick ratio', () => {
    const [january] = lifecycle(log, { unit: 'month' });
    expect([january?.dormant, january?.quickRatio]).toEqual([0, null]);
  });

  test('after the last event everybody goes dormant once', () => {
    const rows = lifecycle(log, { unit: 'month', from: '2025-03-01', asOf: '2025-05-31' });
    expect(rows.map(({ dormant }) => dormant)).toEqual([1, 2, 0]);
    expect(rows.map(({ quickRatio }) => quickRatio)).toEqual([2, 0, null]);
  });

  test('a log without events has no periods', () => {
    expect(lifecycle(nobody, { unit: 'month' })).toEqual([]);
  });
});

describe('stickiness', () => {
  test('one customer active on 3 of the 30 days of April is 0.1, without an interval', () => {
    const log = at(['a', '2025-04-01T10:00:00Z'], ['a', '2025-04-09T10:00:00Z'], ['a', '2025-04-30T10:00:00Z']);
    const { ratio, series } = stickiness(log, { unit: 'day', asOf: '2025-04-30' });
    expect(ratio).toEqual({ value: 0.1, n: 1, interval: null });
    expect(series).toEqual([
      { period: '2025-04', active: 1, meanActive: 0.1, ratio: { value: 0.1, n: 1, interval: null }, complete: true },
    ]);
  });

  test('customers who are all alike give the interval of a share of so many customers', () => {
    const log = at(...['a', 'b', 'c', 'd', 'e'].map((each, i) => [each, `2025-04-0${i + 1}T10:00:00Z`] as const));
    const { ratio, series } = stickiness(log, { unit: 'day', asOf: '2025-04-30' });
    for (const { value, n, interval } of [ratio, series[0]?.ratio ?? ratio]) {
      expect([value, n]).toEqual([1 / 30, 5]);
      // Wilson's score interval of 1/6 of 5: (p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
      expect(interval).toMatchObject({ confidence: 0.95, method: 'wilson' });
      expect(interval?.low).toBeCloseTo(0.0013345098992755806, 12);
      expect(interval?.high).toBeCloseTo(0.4708491238983541, 12);
    }
  });

  test('windows that are not complete do not count in the ratio', () => {
    const log = at(['a', '2025-04-02T10:00:00Z'], ['a', '2025-05-09T10:00:00Z']);
    const { ratio, series, distribution } = stickiness(log, { unit: 'day', asOf: '2025-05-31' });
    expect(series.map(({ complete }) => complete)).toEqual([false, true]);
    expect(ratio.value).toBeCloseTo(1 / 31, 15);
    expect(distribution).toEqual([
      { periods: 1, customers: 0, atLeast: 1 },
      { periods: 2, customers: 1, atLeast: 1 },
    ]);
    expect(stickiness(log, { unit: 'day', asOf: '2025-05-30' }).ratio).toEqual({ value: null, n: 0, interval: null });
  });

  test('trailing windows count what was before from, as those of active customers do', () => {
    const rows = [
      { customer: 'a', time: '2025-01-01T10:00:00Z' },
      { customer: 'b', time: '2025-01-10T10:00:00Z' },
    ];
    const log = eventLog(rows, { customer: 'customer', time: 'time' });
    const options = { unit: 'day', trailing: 7, from: '2025-01-05', asOf: '2025-01-10' } as const;
    const { series, ratio, distribution } = stickiness(log, options);
    const days = activeCustomers(log, options).map(({ trailing }) => [trailing[0]?.active, trailing[0]?.complete]);
    expect(series.map(({ active, complete }) => [active, complete])).toEqual(days);
    expect(days).toEqual([
      [1, false],
      [1, false],
      [1, true],
      [0, true],
      [0, true],
      [1, true],
    ]);
    expect(series.map(({ meanActive }) => meanActive)).toEqual([1 / 5, 1 / 6, 1 / 7, 0, 0, 1 / 7]);
    expect(distribution).toEqual([{ periods: 1, customers: 1, atLeast: 1 }]); // b, in the range
    expect(ratio.value).toBeNull(); // no window lies in the range
    expect(measure(rows, onEvents({ customer: 'customer', time: 'time' }, stickinessMetric(options)))).toEqual(
      stickiness(log, options),
    );
  });

  test('months of a year work as days of a month do', () => {
    const log = at(['a', '2024-01-02T10:00:00Z'], ['a', '2024-05-09T10:00:00Z'], ['b', '2024-05-09T10:00:00Z']);
    const { ratio } = stickiness(log, { unit: 'month', asOf: '2024-12-31' });
    expect(ratio.value).toBeCloseTo(3 / 24, 15);
  });

  test('a log without events has neither ratio nor rows', () => {
    expect(stickiness(nobody, { unit: 'day' })).toEqual({
      ratio: { value: null, n: 0, interval: null },
      distribution: [],
      series: [],
    });
  });

  test.each([
    [{ unit: 'week' }, 'trailing'],
    [{ unit: 'year' }, 'trailing'],
    [{ unit: 'day', within: 'month', trailing: 28 }, 'within'],
    [{ unit: 'month', within: 'week' }, 'within'],
    [{ unit: 'day', trailing: 1 }, 'trailing'],
    [{ unit: 'day', confidence: 1 }, 'confidence'],
  ])('%j is refused', (options, field) => {
    const error = thrown(InvalidOptionError, () => stickiness(one, options as never));
    expect(error.issues[0]?.field).toBe(field);
  });

  test('states are not made without from and asOf', () => {
    expect(() => stickinessMetric({ unit: 'day', asOf: '2025-04-01' } as never)).toThrow('requires from');
    expect(() => stickinessMetric({ unit: 'day', from: '2025-04-01' } as never)).toThrow('requires asOf');
    expect(() => frequencyCurveMetric({ unit: 'day' } as never)).toThrow('requires asOf');
  });
});

describe('the frequency curve', () => {
  test('a log without events has a curve of nobody', () => {
    const { first, last, complete, n, curve, mean } = frequencyCurve(nobody, { unit: 'day', periods: 2 });
    expect({ first, last, complete, n }).toEqual({ first: null, last: null, complete: false, n: 0 });
    expect(curve.map(({ customers, share }) => [customers, share.value])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(mean).toEqual({ value: null, n: 0, interval: null });
  });

  test('of all customers it starts at 0', () => {
    const log = at(['a', '2025-01-01T10:00:00Z'], ['b', '2025-04-01T10:00:00Z']);
    const { curve } = frequencyCurve(log, { unit: 'day', periods: 7, base: 'all' });
    expect(curve.slice(0, 2).map(({ periods, share, atLeast }) => [periods, share.value, atLeast.value])).toEqual([
      [0, 0.5, 1],
      [1, 0.5, 0.5],
    ]);
  });

  test('from and to are refused: asOf and periods say which days', () => {
    expect(() => frequencyCurve(one, { unit: 'day', from: '2025-04-01' } as never)).toThrow(InvalidOptionError);
    expect(() => frequencyCurve(one, { unit: 'day', to: '2025-04-01' } as never)).toThrow(InvalidOptionError);
    const options = { unit: 'day', from: undefined, to: undefined } as const; // not given
    expect(frequencyCurve(one, options)).toEqual(frequencyCurve(one, { unit: 'day' }));
  });
});
