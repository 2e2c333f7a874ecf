import { describe, expect, test } from 'vitest';
import {
  eventLog,
  eventLogFromColumns,
  InvalidOptionError,
  LimitError,
  proportionInterval,
  type Retention,
  type RetentionMetricOptions,
  type RetentionOptions,
  retention,
  retentionMetric,
} from '../../src/index.js';
import { thrown } from '../support/thrown.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

type Happening = readonly [customer: string, time: string, name?: string, plan?: string];

function logOf(...events: readonly Happening[]) {
  return eventLog(
    events.map(([customer, time, name = 'visit', plan = 'free']) => ({ customer, time, name, plan })),
    { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] },
  );
}

/** The cells as text: returned/of, `*` where not complete, `-` where not yet observed. */
function cellsOf({ cohorts }: Retention): readonly string[] {
  return cohorts.map(({ cohort, cells }) =>
    [
      cohort,
      ...cells.map((cell) =>
        cell === null ? '-' : `${cell.numerator}/${cell.denominator}${cell.complete ? '' : '*'}`,
      ),
    ].join(' '),
  );
}

describe('against PostHog', () => {
  // test_day_interval and test_month_interval of posthog/hogql_queries/insights/retention/test.
  test('every start makes a cohort by day', () => {
    const days = { one: [10, 11, 12, 15, 15, 16], two: [11, 12, 13, 16] };
    const log = logOf(
      ...Object.entries(days).flatMap(([customer, dates]) =>
        dates.map((date, i): Happening => [customer, `2020-06-${date}T0${i}:00:00Z`]),
      ),
    );
    const table = retention(log, {
      ...{ unit: 'day', cohort: 'recurring', from: '2020-06-10', to: '2020-06-21', asOf: '2020-06-20T06:00:00Z' },
    });
    const counts = table.cohorts.map(({ cells }) => cells.flatMap((cell) => cell?.numerator ?? []));
    expect(counts).toEqual([
      [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0],
      [2, 2, 1, 0, 1, 2, 0, 0, 0, 0],
      [2, 1, 0, 1, 2, 0, 0, 0, 0],
      [1, 0, 0, 1, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0],
      [2, 0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0],
      [0, 0],
      [0],
    ]);
  });

  test('every start makes a cohort by month', () => {
    const months = { one: [1, 2, 3, 5, 6, 9], two: [1, 2, 3, 6, 7, 11] };
    const log = logOf(
      ...Object.entries(months).flatMap(([customer, list]) =>
        list.map((month): Happening => [customer, `2020-${String(month).padStart(2, '0')}-10T05:00:00Z`]),
      ),
    );
    const table = retention(log, { unit: 'month', cohort: 'recurring', asOf: '2020-11-25' });
    expect(table.cohorts.map(({ cells }) => cells.flatMap((cell) => cell?.numerator ?? []))).toEqual([
      [2, 2, 2, 0, 1, 2, 1, 0, 1, 0, 1],
      [2, 2, 0, 1, 2, 1, 0, 1, 0, 1],
      [2, 0, 1, 2, 1, 0, 1, 0, 1],
      [0, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 1, 0, 0],
      [2, 1, 0, 1, 0, 1],
      [1, 0, 0, 0, 1],
      [0, 0, 0, 0],
      [1, 0, 0],
      [0, 0],
      [1],
    ]);
    expect(table.n).toBe(2);
  });
});

describe('against Mixpanel', () => {
  // The examples of docs/reports/retention: calendar periods begin for all at once, rolling windows for each customer.
  test.each([
    ['day', '2025-03-03T20:00:00Z', '2025-03-04T06:00:00Z'],
    ['week', '2025-03-07T12:00:00Z', '2025-03-10T12:00:00Z'],
    ['month', '2025-02-25T12:00:00Z', '2025-03-03T12:00:00Z'],
  ] as const)('back in the next %s of the calendar is not yet back in the next window', (unit, start, back) => {
    const log = logOf(['a', start], ['a', back]);
    const options = { unit, asOf: '2026-01-01', periods: 1 } as const;
    expect(retention(log, options).cohorts[0]?.cells.map((cell) => cell?.numerator)).toEqual([1, 1]);
    const rolling = retention(log, { ...options, window: 'rolling' });
    expect(rolling.cohorts[0]?.cells.map((cell) => cell?.numerator)).toEqual([1, 0]);
  });

  test('brackets of 3, 4, 7 and 16 days hold the days that they say', () => {
    const log = logOf(
      ...[0, 3, 4, 30].map((day): Happening => ['a', new Date(Date.UTC(2025, 0, 1 + day)).toISOString()]),
    );
    const table = retention(log, { unit: 'day', brackets: [3, 4, 7, 16], asOf: '2025-01-31T23:59:59.999Z' });
    expect(table.overall.map(({ age, lastAge, value }) => [age, lastAge, value])).toEqual([
      [0, 0, 1],
      [1, 3, 1],
      [4, 7, 1],
      [8, 14, 0],
      [15, 30, 1],
    ]);
    expect(cellsOf(table)).toEqual(['2025-01-01 1/1 1/1 1/1 0/1 1/1']);
  });
});

describe('the cells', () => {
  const log = logOf(
    ['a', '2025-04-01T09:00:00Z', 'signup'],
    ['a', '2025-04-01T10:00:00Z', 'order'],
    ['a', '2025-04-02T09:00:00Z', 'order', 'pro'],
    ['b', '2025-04-01T12:00:00Z', 'signup', 'pro'],
    ['b', '2025-04-03T09:00:00Z', 'order'],
    ['b', '2025-04-03T10:00:00Z', 'order'],
    ['c', '2025-04-02T08:00:00Z', 'order'],
    ['c', '2025-04-02T09:00:00Z', 'signup'],
    ['c', '2025-04-03T23:00:00Z', 'visit'],
  );
  const orders = { unit: 'day', start: 'signup', return: 'order', asOf: '2025-04-04T00:00:00Z' } as const;

  test('count returns from the start on, in period 0 too', () => {
    expect(cellsOf(retention(log, orders))).toEqual(['2025-04-01 1/2 1/2 1/2 0/2*', '2025-04-02 0/1 0/1 0/1* -']);
  });

  test('have Wilson intervals, and are null and never 0 where nothing could be seen yet', () => {
    const { cohorts, n } = retention(log, orders);
    expect(cohorts[0]?.cells[1]).toEqual({
      ...{ value: 0.5, n: 2, numerator: 1, denominator: 2, age: 1, complete: true },
      interval: proportionInterval(1, 2),
    });
    expect(cohorts[1]?.cells[3]).toBeNull();
    expect(n).toBe(3);
  });

  test('are asked about on, on or after, and on or before', () => {
    expect(cellsOf(retention(log, { ...orders, mode: 'onOrAfter' }))[0]).toBe('2025-04-01 2/2 2/2 1/2 0/2*');
    expect(cellsOf(retention(log, { ...orders, mode: 'onOrBefore' }))[0]).toBe('2025-04-01 1/2 1/2 2/2 2/2*');
  });

  test('of on or after with a horizon are complete when the horizon is over', () => {
    const options = { ...orders, mode: 'onOrAfter', horizon: 2, periods: 1 } as const;
    expect(cellsOf(retention(log, options))).toEqual(['2025-04-01 2/2 2/2', '2025-04-02 0/1* 0/1*']);
  });

  test('may ask for more than one return, and for what the returns were', () => {
    expect(cellsOf(retention(log, { ...orders, minimumOccurrences: 2 }))[0]).toBe('2025-04-01 0/2 0/2 1/2 0/2*');
    const paid = { ...orders, return: { name: 'order', where: { plan: 'pro' } } } as const;
    expect(cellsOf(retention(log, paid))[0]).toBe('2025-04-01 0/2 1/2 0/2 0/2*');
  });

  test('count the start where it is a return, and a return of the same instant in whatever order they stand', () => {
    expect(cellsOf(retention(log, { ...orders, return: undefined }))[0]).toBe('2025-04-01 2/2 1/2 1/2 0/2*');
    const tied = logOf(['a', '2025-04-01T09:00:00Z', 'z'], ['a', '2025-04-01T09:00:00Z', 'b']);
    expect(cellsOf(retention(tied, { unit: 'day', start: 'z', return: 'b' }))).toEqual(['2025-04-01 1/1*']);
    expect(cellsOf(retention(tied, { unit: 'day', start: 'b', return: 'z' }))).toEqual(['2025-04-01 1/1*']);
  });

  test('of rolling windows are of those whose window is over', () => {
    const table = retention(log, { ...orders, window: 'rolling', asOf: '2025-04-03T09:59:59.999Z' });
    // The second window of a, who started at 9, is over; that of b, who started at 12, is not.
    expect(cellsOf(table)).toEqual(['2025-04-01 1/2 1/1*', '2025-04-02 0/1* -']);
  });
});

describe('the edges of windows', () => {
  const start = Date.UTC(2025, 0, 1, 9);
  const rolling = (unit: RetentionOptions['unit'], gap: number) => {
    const log = eventLogFromColumns({ customer: [1, 1], time: Float64Array.of(start, start + gap) });
    const table = retention(log, { unit, window: 'rolling', periods: 1, asOf: start + 3 * 365 * DAY });
    return table.cohorts[0]?.cells[1]?.numerator;
  };

  test.each([
    ['hour', HOUR],
    ['day', DAY],
    ['week', 7 * DAY],
    ['month', 30 * DAY],
    ['quarter', 90 * DAY],
    ['year', 365 * DAY],
  ] as const)('a window of a %s has its first millisecond and not its last', (unit, length) => {
    expect([length - 1, length, 2 * length - 1, 2 * length].map((gap) => rolling(unit, gap))).toEqual([0, 1, 1, 0]);
  });

  test('a period is complete at its last millisecond', () => {
    const log = logOf(['a', '2025-04-01T00:00:00Z']);
    const isComplete = (asOf: string) => retention(log, { unit: 'day', asOf }).cohorts[0]?.cells[0]?.complete;
    expect(isComplete('2025-04-01T23:59:59.998Z')).toBe(false);
    expect(isComplete('2025-04-01T23:59:59.999Z')).toBe(true);
  });

  test('days are those of the clocks, of 23 and 25 hours too', () => {
    // In New York, 2025-03-09 has 23 hours and 2025-11-02 has 25.
    const log = logOf(
      ['a', '2025-03-09T05:00:00Z'],
      ['a', '2025-03-10T04:00:00Z'],
      ['b', '2025-11-02T04:00:00Z'],
      ['b', '2025-11-03T04:59:59Z'],
    );
    const { cohorts } = retention(log, { unit: 'day', timeZone: 'America/New_York', periods: 1, asOf: '2025-12-01' });
    const counted = cohorts.filter(({ size }) => size > 0).map(({ cohort, cells }) => [cohort, cells[1]?.numerator]);
    expect(counted).toEqual([
      ['2025-03-09', 1],
      ['2025-11-02', 0],
    ]);
  });

  test('a customer is once in a cohort that clocks set back over midnight come back to', () => {
    const at = ['2010-11-07T02:30:10Z', '2010-11-07T03:00:00Z', '2010-11-07T12:00:00Z']; // the 7th, the 6th and the 7th in St John's
    const log = eventLog(
      at.map((each) => ({ customer: 'a', at: each })),
      { customer: 'customer', time: 'at' },
    );
    const { cohorts } = retention(log, { unit: 'day', timeZone: 'America/St_Johns', cohort: 'recurring' });
    expect(cohorts.map(({ cohort, size }) => [cohort, size])).toEqual([
      ['2010-11-06', 1],
      ['2010-11-07', 1],
    ]);
  });

  test('the first start is the earliest, though clocks set back over midnight show an earlier day after it', () => {
    // St John's, 2010: a minute into the 7th the clocks went back to 23:01 of the 6th.
    const log = logOf(['a', '2010-11-07T02:30:00Z'], ['a', '2010-11-07T02:45:00Z']);
    const days = retention(log, { unit: 'day', timeZone: 'America/St_Johns' });
    expect(cellsOf(days)).toEqual(['2010-11-07 1/1*']);
  });

  test('a start on from counts and one on to does not, and an earlier one is remembered', () => {
    const log = logOf(
      ['early', '2025-03-31T23:59:59.999Z'],
      ['early', '2025-04-01T05:00:00Z'],
      ['on from', '2025-04-01T00:00:00Z'],
      ['on to', '2025-04-02T00:00:00Z'],
      ['on from', '2025-04-02T00:00:00Z'],
    );
    const range = { unit: 'day', from: '2025-04-01', to: '2025-04-02' } as const;
    expect(cellsOf(retention(log, range))).toEqual(['2025-04-01 1/1 1/1*']);
    expect(cellsOf(retention(log, { ...range, cohort: 'recurring' }))).toEqual(['2025-04-01 2/2 1/2*']);
  });

  test('weeks and fiscal years begin when they are told to', () => {
    const log = logOf(['a', '2025-04-06T12:00:00Z'], ['a', '2026-03-31T12:00:00Z'], ['a', '2026-04-01T12:00:00Z']);
    const labels = (options: RetentionOptions) => retention(log, { periods: 1, ...options }).cohorts[0]?.cohort;
    expect(labels({ unit: 'week' })).toBe('2025-03-31');
    expect(labels({ unit: 'week', weekStartsOn: 0 })).toBe('2025-04-06');
    const years = retention(log, { unit: 'year', fiscalYearStartsOn: 4 });
    expect(cellsOf(years)).toEqual(['FY2025 1/1 1/1*']);
  });
});

describe('the overall curve', () => {
  // Ten customers of whom two come back, one of whom one does, and a third cohort that is not over.
  const log = logOf(
    ...Array.from({ length: 10 }, (_, i): Happening => [`a${i}`, '2025-01-10T00:00:00Z']),
    ['a0', '2025-02-10T00:00:00Z'],
    ['a1', '2025-02-11T00:00:00Z'],
    ['b', '2025-02-01T00:00:00Z'],
    ['b', '2025-03-01T00:00:00Z'],
    ['c', '2025-03-01T00:00:00Z'],
  );
  const options = { unit: 'month', asOf: '2025-04-15' } as const;

  test('pools customers or averages cohorts, over complete cells', () => {
    const [, pooled] = retention(log, options).overall;
    expect(pooled).toMatchObject({
      value: 3 / 11,
      numerator: 3,
      n: 11,
      cohorts: 2,
      effectiveN: 11,
      age: 1,
      lastAge: 1,
    });
    expect(pooled?.interval).toEqual(proportionInterval(3, 11));
    const [, simple] = retention(log, { ...options, mean: 'simple' }).overall;
    expect(simple).toMatchObject({ value: 0.6, numerator: 3, n: 11, cohorts: 2, effectiveN: null });
  });

  test('of a simple mean has the Wilson limits of its cohorts, joined by squares', () => {
    const [, { interval } = { interval: null }] = retention(log, { ...options, mean: 'simple' }).overall;
    const [a, b] = [proportionInterval(2, 10), proportionInterval(1, 1)];
    expect(interval?.low).toBeCloseTo(0.6 - Math.hypot(0.2 - a.low, 1 - b.low) / 2, 12);
    expect(interval?.high).toBeCloseTo(Math.min(1, 0.6 + Math.hypot(a.high - 0.2, b.high - 1) / 2), 12);
    expect(interval?.method).toBe('wilson-mover');
  });

  test('rests on fewer customers than it counts where cohorts share them', () => {
    const same = logOf(
      ...['a', 'b', 'c', 'd'].flatMap((customer) =>
        ['2025-01-10', '2025-02-10', '2025-03-10', '2025-04-10']
          .slice(0, customer < 'c' ? 4 : 3)
          .filter((_, i) => customer < 'c' || i !== 1)
          .map((date): Happening => [customer, `${date}T00:00:00Z`]),
      ),
    );
    const [, point] = retention(same, { unit: 'month', cohort: 'recurring', asOf: '2025-06-01' }).overall;
    // Two customers came back after 3 of 4 starts, two after none of 2.
    expect(point).toMatchObject({ numerator: 6, n: 12, value: 0.5, cohorts: 4 });
    expect(point?.effectiveN).toBeCloseTo((0.25 * 144 * 3) / (4 * (1 + 1 + 1 + 1)), 12);
  });

  test('has null where no cohort is complete', () => {
    const [first] = retention(logOf(['a', '2025-01-01T00:00:00Z']), { unit: 'year' }).overall;
    expect(first).toMatchObject({ value: null, n: 0, interval: null, cohorts: 0 });
  });
});

describe('odd input', () => {
  const one = logOf(['a', '2025-04-01T00:00:00Z']);

  test('of no events gives no cohorts', () => {
    expect(retention(logOf(), { unit: 'day' })).toEqual({ unit: 'day', cohorts: [], overall: [], n: 0 });
    expect(retention(logOf(), { unit: 'day', periods: 2 }).overall).toHaveLength(3);
  });

  test('of one event gives one cohort of one', () => {
    expect(cellsOf(retention(one, { unit: 'week' }))).toEqual(['2025-03-31 1/1*']);
  });

  test('with a step that nobody did gives no cohorts, or no returns', () => {
    const steps = { unit: 'day' } as RetentionOptions;
    expect(retention(one, { ...steps, start: 'never' } as never).cohorts).toEqual([]);
    expect(cellsOf(retention(one, { ...steps, return: 'never' } as never))).toEqual(['2025-04-01 0/1*']);
  });

  test('after asOf does not count, and before the first event there is nothing', () => {
    const log = logOf(['a', '2025-04-01T00:00:00Z'], ['a', '2025-04-02T00:00:00Z'], ['b', '2025-04-02T00:00:00Z']);
    expect(cellsOf(retention(log, { unit: 'day', asOf: '2025-04-01T12:00:00Z' }))).toEqual(['2025-04-01 1/1*']);
    expect(retention(log, { unit: 'day', asOf: '2024-01-01' }).cohorts).toEqual([]);
  });

  test('of empty periods between has rows of nobody', () => {
    const log = logOf(['a', '2025-04-01T00:00:00Z'], ['b', '2025-04-03T00:00:00Z']);
    expect(cellsOf(retention(log, { unit: 'day' }))).toEqual([
      '2025-04-01 1/1 0/1 0/1*',
      '2025-04-02 0/0 0/0* -',
      '2025-04-03 1/1* - -',
    ]);
  });

  test('by hour over ten years is refused before anything is counted, with what was asked and how to ask for less', () => {
    const log = logOf(['a', '2015-01-01T00:00:00Z'], ['b', '2025-01-01T00:00:00Z']);
    const call = () => retention(log, { unit: 'hour' });
    expect(call).toThrow(LimitError);
    expect(call).toThrow(
      'retention requires at most 10000000 cells; bound them with periods, or with from and to; got 87673 cohorts of 87673 periods, 7686554929 cells',
    );
    expect(retention(log, { unit: 'hour', periods: 24 }).cohorts).toHaveLength(87_673);
    expect(() => retention(log, { unit: 'day', periods: 1e9 })).toThrow(LimitError);
  });

  test.each([
    ['day', 'rolling', 2_913_174],
    ['day', 'calendar', 2_913_174],
    ['hour', 'rolling', 69_916_176],
  ] as const)('by %s to the year 9999, %s, is refused however few its cohorts are', (unit, window, periods) => {
    const log = logOf(['a', '2024-01-01T00:00:00Z'], ['b', '2024-01-01T01:00:00Z']);
    const options = { unit, window, to: '2024-01-01T01:00:00Z', asOf: '9999-12-31' } as const;
    const metric = retentionMetric(options);
    for (const call of [() => retention(log, options), () => metric.state(log)]) {
      const error = thrown(LimitError, call);
      expect(error.message).toBe(
        `retention requires at most 1000000 periods; bound them with periods, or with from and to; got 1 cohorts of ${periods} periods, ${periods} cells`,
      );
      expect(error.issues).toMatchObject([{ code: 'E_LIMIT', field: 'periods', received: `${periods}` }]);
    }
    expect(() => retention(log, { ...options, periods: 1_000_000 })).toThrow(LimitError);
  });

  test('one cohort may go on by the hour for years', () => {
    const log = logOf(['a', '2010-01-01T00:00:00Z'], ['a', '2023-01-01T00:00:00Z']);
    const { cohorts } = retention(log, { unit: 'hour' });
    expect(cohorts.map(({ cells }) => cells.length)).toEqual([113_953]);
  });

  test('whose customers all started early is not refused for what came later', () => {
    const log = logOf(['a', '2015-01-01T00:00:00Z'], ['a', '2025-01-01T00:00:00Z']);
    expect(retention(log, { unit: 'hour' }).cohorts).toHaveLength(1);
  });
});

describe('a range that no walk can keep in mind', () => {
  test('is counted by customer, with the same answer', () => {
    const log = logOf(['a', '2000-01-01T00:00:00Z'], ['b', '2010-01-01T00:00:00Z'], ['a', '2010-01-01T01:00:00Z']);
    const options = { unit: 'hour', periods: 1 } as const;
    const { cohorts } = retention(log, { ...options, from: '2009-12-31T23:00:00Z' });
    expect(cohorts.filter(({ size }) => size > 0).map(({ cohort, size }) => [cohort, size])).toEqual([
      ['2010-01-01T00', 1],
    ]);
    expect(retention(log, options).overall[0]).toMatchObject({ numerator: 2, n: 2 });
  });
});

describe('the options', () => {
  const log = logOf(['a', '2025-04-01T00:00:00Z']);
  test.each([
    [
      { unit: 'fortnight' },
      'retention requires unit to be one of hour, day, week, month, quarter, year; got "fortnight"',
    ],
    [{ unit: 'day', cohort: 'first' }, 'retention requires cohort to be one of firstTime, recurring; got "first"'],
    [{ unit: 'day', mode: 'after' }, 'retention requires mode to be one of on, onOrAfter, onOrBefore; got "after"'],
    [{ unit: 'day', window: 'fixed' }, 'retention requires window to be one of calendar, rolling; got "fixed"'],
    [{ unit: 'day', mean: 'weighted' }, 'retention requires mean to be one of pooled, simple; got "weighted"'],
    [{ unit: 'day', periods: -1 }, 'retention requires periods to be an integer from 0 to 1000000000; got -1'],
    [{ unit: 'day', brackets: [] }, 'retention requires brackets to be a list of sizes; got array'],
    [{ unit: 'day', brackets: [1, 0] }, 'retention requires brackets to be an integer from 1 to 1000000000; got 0'],
    [{ unit: 'day', brackets: [2], periods: 1 }, 'retention requires periods to be left out where brackets are given'],
    [{ unit: 'day', horizon: 3 }, "retention requires horizon to be given with mode 'onOrAfter' only; got 3"],
    [
      { unit: 'day', mode: 'onOrAfter', horizon: 3, periods: 4 },
      'retention requires horizon to be an integer from 4 to 1000000000; got 3',
    ],
    [{ unit: 'day', minimumOccurrences: 0 }, 'retention requires minimumOccurrences to be an integer from 1'],
    [{ unit: 'day', from: '2025-04-02', to: '2025-04-02' }, 'retention requires to to be later than from'],
    [{ unit: 'day', asOf: 1_743_465_600 }, 'retention requires asOf to be epoch milliseconds; this looks like seconds'],
    [{ unit: 'day', asOf: 'soon' }, 'retention requires asOf to be'],
    [{ unit: 'day', timeZone: 'Mars/Olympus' }, 'calendar requires timeZone to be an IANA zone'],
    [{ unit: 'day', confidence: 95 }, 'retention requires confidence to be a number between 0 and 1; got 95'],
    [{ unit: 'day', returns: 'order' }, 'retention requires options to be among unit, start, return,'],
    [{ unit: 'day', start: 7 }, 'retention requires start to be a name or { name?, where?, occurrence? }; got 7'],
    [{ unit: 'day', return: { where: { city: 'x' } } }, 'retention requires the filter on "city" to name one of plan'],
  ])('%j is refused', (options, sentence) => {
    const call = () => retention(log, options as never);
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(sentence);
  });

  test('a name is refused where the log has none, and a metric without asOf', () => {
    const nameless = eventLogFromColumns({ customer: ['a'], time: [0] });
    expect(() => retention(nameless, { unit: 'day', start: 'visit' })).toThrow(InvalidOptionError);
    const options = { unit: 'day' } as RetentionMetricOptions;
    expect(() => retentionMetric(options)).toThrow('retention requires asOf to be given where states are merged');
  });
});
