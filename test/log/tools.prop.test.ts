import fc from 'fast-check';
import { calendar, eventLog, InvalidOptionError, LimitError, type Step } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { clusteredNames, clusteredTime, clustersOf } from '../../src/log/clusters.js';
import { marksOf } from '../../src/log/marks.js';
import { firstRowFrom, rowsUntil } from '../../src/log/rows-until.js';
import { runsOf } from '../../src/log/runs.js';
import { stepFacts } from '../../src/log/step-facts.js';
import { thrown } from '../support/thrown.js';
import { type Event, events, eventsOf, logOf } from './events.js';

const ODD_DAYS = [
  Date.UTC(2010, 10, 7, 2), // St John's set its clocks back at one minute past midnight
  Date.UTC(2010, 2, 14, 3),
  Date.UTC(2011, 11, 30, 10), // Apia left out a day
  Date.UTC(2025, 9, 26, 1),
];

test.each([
  ['America/St_Johns', 'day'],
  ['America/St_Johns', 'hour'],
  ['Pacific/Apia', 'day'],
  ['Pacific/Apia', 'month'],
  ['Europe/Berlin', 'hour'],
  ['Asia/Tokyo', 'week'],
] as const)('runs in %s by %s are the periods of each row', (timeZone, unit) => {
  const periods = calendar({ unit, timeZone });
  const instant = fc
    .tuple(fc.constantFrom(...ODD_DAYS), fc.integer({ min: -4, max: 4 }), fc.integer({ min: -3, max: 3 }))
    .map(([day, hours, more]) => day + hours * 1_800_000 + more * 60_000);
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 40 }), (times) => {
      const log = eventLog(
        times.map((at) => ({ customer: 'a', at })),
        { customer: 'customer', time: 'at' },
      );
      const runs = runsOf(log, periods);
      const found = new Int32Array(log.length).fill(-1);
      for (let run = 0; run < runs.periods.length; run += 1) {
        expect(runs.ends[run]).toBeGreaterThan(runs.starts[run] as number);
        found.fill(runs.periods[run] as number, runs.starts[run], runs.ends[run]);
      }
      expect([...found]).toEqual(Array.from(log.time, (time) => periods.indexOf(time)));
      expect([...runs.periods]).toEqual([...runs.periods].sort((a, b) => a - b));
      expect([runs.first, runs.last]).toEqual([runs.periods[0] ?? 0, runs.periods.at(-1) ?? 0]);
      expect(runsOf(log, calendar({ unit, timeZone }))).toBe(runs);
    }),
  );
});

test('clusters hold the rows of each customer, in their order', () => {
  fc.assert(
    fc.property(events, (rows) => {
      const log = logOf(rows);
      const { starts, rows: places } = clustersOf(log);
      const naive = Array.from(log.customers, (_, code) =>
        [...log.customer.keys()].filter((i) => log.customer[i] === code),
      );
      expect(naive).toEqual(
        Array.from(log.customers, (_, code) => [...places.subarray(starts[code], starts[code + 1])]),
      );
      expect([...clusteredTime(log)]).toEqual(naive.flat().map((i) => log.time[i]));
      expect([...clusteredNames(log, log.name ?? new Uint8Array())]).toEqual(naive.flat().map((i) => log.name?.[i]));
    }),
  );
});

test('rows until and from an instant are found as by looking at each', () => {
  fc.assert(
    fc.property(events, fc.constantFrom(-1e15, -1, 0, 1, 1e15), (rows, instant) => {
      const { time } = logOf(rows);
      expect(rowsUntil(time, instant)).toBe(time.filter((at) => at <= instant).length);
      expect(firstRowFrom(time, instant)).toBe(time.filter((at) => at < instant).length);
    }),
  );
});

describe('marks', () => {
  type AnyStep = Step<string, { plan: string | number | boolean; seats: number }>;
  const FILTERS: readonly [object, (row: Event) => boolean][] = [
    [{ plan: 'pro' }, ({ plan }) => plan === 'pro'],
    [{ plan: [1, 'pro'] }, ({ plan }) => plan === 1 || plan === 'pro'],
    [{ plan: { ne: 'pro' } }, ({ plan }) => plan !== null && plan !== 'pro'],
    [{ plan: { in: [true] } }, ({ plan }) => plan === true],
    [{ plan: { contains: 'r' } }, ({ plan }) => typeof plan === 'string' && plan.includes('r')],
    [{ amount: { gte: 0, lte: 1 } }, ({ amount }) => amount !== null && amount >= 0 && amount <= 1],
    [{ amount: { eq: 0.5 } }, ({ amount }) => amount === 0.5],
    [{ seats: 3, amount: -1 }, ({ seats, amount }) => seats === 3 && amount === -1],
    [{}, () => true],
  ];
  const step = fc.record({
    name: fc.constantFrom(undefined, 'visit', 'order', 'never'),
    filter: fc.constantFrom(...FILTERS),
    occurrence: fc.constantFrom('any' as const, 'firstEver' as const, 'firstMatching' as const),
  });

  function naive(
    rows: readonly Event[],
    { name, filter, occurrence }: typeof step extends fc.Arbitrary<infer T> ? T : never,
  ) {
    const named = rows.map((row) => name === undefined || row.event === name);
    const matching = rows.map((row, i) => named[i] === true && filter[1](row));
    const first = (flags: readonly boolean[]) =>
      rows.map(
        (row, i) =>
          flags[i] === true && rows.findIndex((r, j) => flags[j] === true && r.customer === row.customer) === i,
      );
    if (occurrence === 'any') return matching;
    return occurrence === 'firstMatching'
      ? first(matching)
      : first(named).map((flag, i) => flag && matching[i] === true);
  }

  test('are those of steps read one by one, with filters and occurrences', () => {
    fc.assert(
      fc.property(events, fc.array(step, { minLength: 1, maxLength: 5 }), (rows, steps) => {
        const log = logOf(rows);
        const read = eventsOf(log);
        const facts = steps.map(({ name, filter: [where], occurrence }) =>
          stepFacts('test', 'steps', { ...(name === undefined ? {} : { name }), where, occurrence } as AnyStep),
        );
        const { codes, bits } = marksOf('test', log, facts);
        for (const [k, each] of steps.entries()) {
          const found = read.map((_, i) => (((bits[codes[i] as number] as number) >>> k) & 1) === 1);
          expect(found).toEqual(naive(read, each));
        }
      }),
    );
  });

  test('of names only are the codes of the names, and 32 fit', () => {
    const log = logOf([{ customer: 'a', at: 5, event: 'visit', amount: 1, plan: 'pro', seats: 1 }]);
    const steps = Array.from({ length: 32 }, (_, k) => stepFacts('test', 'steps', k === 31 ? 'visit' : `n${k}`));
    const { codes, bits, isByName } = marksOf('test', log, steps);
    expect([codes, [...bits], isByName]).toEqual([log.name, [2 ** 31], true]);
    const error = thrown(LimitError, () => marksOf('funnel', log, [...steps, ...steps]));
    expect([error.code, error.message]).toEqual(['E_LIMIT', 'funnel requires steps to be at most 32; got 64']);
  });

  test('of what a log has not are refused', () => {
    const bare = eventLog([{ customer: 'a', at: 5 }], { customer: 'customer', time: 'at' });
    expect(
      thrown(InvalidOptionError, () => marksOf('test', bare, [stepFacts('test', 'step', 'visit')])).message,
    ).toContain('names');
    const facts = stepFacts('test', 'step', { where: { paln: 'pro' } });
    expect(thrown(InvalidOptionError, () => marksOf('test', logOf([]), [facts])).code).toBe('E_OPT_UNKNOWN');
    const steps = [5, null, { nmae: 'x' }, { name: 5 }, { where: 'pro' }, { occurrence: 'last' }];
    for (const each of steps) thrown(InvalidOptionError, () => stepFacts('test', 'step', each));
  });
});
