import fc from 'fast-check';
import {
  type Attribution,
  compareFunnels,
  eventLog,
  type FunnelOptions,
  funnel,
  funnelBy,
  funnelDepths,
  funnelTrend,
  quantile,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { relativeError } from '../support/close.js';
import { same } from '../support/same.js';

const HOUR = 3_600_000;
const BASE = Date.UTC(2025, 9, 24);
// Clocks go back on 2025-11-02 in New York, and by two hours on 2025-10-26 in Troll, where two hours come, go and come again.
const ZONES = ['UTC', 'America/New_York', 'Antarctica/Troll', 'Antarctica/Troll'] as const;

const rows = fc.array(
  fc.record({
    customer: fc.constantFrom('u', 'v', 'w'),
    time: fc
      .oneof(fc.integer({ min: 0, max: 280 }), fc.integer({ min: 44, max: 54 }))
      .map((hours) => BASE + hours * HOUR),
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    plan: fc.constantFrom('p', 'q', null),
  }),
  { maxLength: 40 },
);
const steps = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });
const order = fc.constantFrom<NonNullable<FunnelOptions['order']>>('ordered', 'strict', 'unordered');
const hours = fc.integer({ min: 0, max: 60 });
const ROLES = { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] } as const;
const countsOf = ({ steps: found }: { steps: readonly { count: number }[] }): number[] =>
  found.map(({ count }) => count);

describe('the counts of a funnel', () => {
  test('never rise from step to step, and the conversion is the product of those of the steps', () => {
    fc.assert(
      fc.property(rows, steps, order, hours, (events, names, given, within) => {
        const found = funnel(eventLog(events, ROLES), { steps: names, order: given, within: { hours: within } });
        const counts = countsOf(found);
        expect(counts).toEqual([...counts].sort((a, b) => b - a));
        expect(found.steps.map(({ dropped }) => dropped)).toEqual(
          counts.map((count, k) => (counts[k - 1] ?? count) - count),
        );
        if (counts[counts.length - 1] === 0) return;
        const product = found.steps.reduce((share, { fromPrevious }) => share * (fromPrevious.value ?? 0), 1);
        expect(relativeError(product, found.conversion.value ?? 0)).toBeLessThan(2e-15);
      }),
    );
  });

  test('never fall when the window widens, and without a window are those of one without end', () => {
    fc.assert(
      fc.property(rows, steps, order, hours, hours, (events, names, given, a, b) => {
        const log = eventLog(events, ROLES);
        const within = (length: number | null): number[] =>
          countsOf(funnel(log, { steps: names, order: given, within: length === null ? null : { hours: length } }));
        const [narrow, wide] = [within(Math.min(a, b)), within(Math.max(a, b))];
        expect(wide.every((count, k) => count >= (narrow[k] ?? 0))).toBe(true);
        expect(within(1e6)).toEqual(within(null));
      }),
    );
  });

  test('are those of the shorter funnel when a step is appended', () => {
    fc.assert(
      fc.property(rows, steps, fc.constantFrom('a', 'b'), hours, (events, names, more, within) => {
        const log = eventLog(events, ROLES);
        const short = countsOf(funnel(log, { steps: names, within: { hours: within } }));
        expect(countsOf(funnel(log, { steps: [...names, more], within: { hours: within } })).slice(0, -1)).toEqual(
          short,
        );
      }),
    );
  });

  test('are least in strict order, and most in any order', () => {
    fc.assert(
      fc.property(rows, steps, hours, (events, names, within) => {
        const log = eventLog(events, ROLES);
        const [strict, ordered, unordered] = (['strict', 'ordered', 'unordered'] as const).map((given) =>
          countsOf(funnel(log, { steps: names, order: given, within: { hours: within } })),
        );
        for (const [k, count] of (ordered ?? []).entries()) {
          expect(strict?.[k]).toBeLessThanOrEqual(count);
          expect(unordered?.[k]).toBeGreaterThanOrEqual(count);
        }
      }),
    );
  });

  test('do not depend on the order of rows', () => {
    const shuffled = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, steps, order, ([events, others], names, given) => {
        const options = { steps: names, order: given, within: { hours: 30 } } as const;
        expect(funnel(eventLog(others, ROLES), options)).toEqual(funnel(eventLog(events, ROLES), options));
      }),
    );
  });
});

test('times are the quantiles and the mean of what the customers took', () => {
  fc.assert(
    fc.property(rows, steps, hours, (events, names, within) => {
      const log = eventLog(events, ROLES);
      const options = { steps: names, within: { hours: within } };
      const depths = funnelDepths(log, options);
      for (const [k, { time, count }] of funnel(log, options).steps.entries()) {
        const took = depths.flatMap(({ depth, reachedAt }) =>
          k > 0 && depth > k ? [(reachedAt[k] ?? 0) - (reachedAt[k - 1] ?? 0)] : [],
        );
        expect(depths.filter(({ depth }) => depth > k).length).toBe(count);
        if (took.length === 0) expect(time).toBeNull();
        else {
          expect(time?.n).toBe(took.length);
          expect(time?.median).toBeCloseTo(quantile(took, 0.5) ?? 0, 5);
          expect(time?.p90).toBeCloseTo(quantile(took, 0.9) ?? 0, 5);
          expect(time?.mean).toBeCloseTo(took.reduce((sum, value) => sum + value, 0) / took.length, 5);
        }
      }
    }),
  );
});

test('the rows of a breakdown add up to the whole, but under all', () => {
  const attribution = fc.constantFrom<Attribution>('entry', 'firstTouch', 'lastTouch', { step: 0 }, { step: 1 });
  fc.assert(
    fc.property(rows, fc.tuple(steps, fc.constant('b')), attribution, ([...events], [some, more], given) => {
      const log = eventLog(events, ROLES);
      const options = { steps: [...some, more], within: { hours: 30 } };
      const parts = funnelBy(log, { ...options, breakdown: { property: 'plan', attribution: given } });
      const whole = funnel(log, options);
      const added = options.steps.map((_, k) => parts.reduce((sum, part) => sum + (part.steps[k]?.count ?? 0), 0));
      expect(added).toEqual(countsOf(whole));
      expect(parts.reduce((sum, { mature }) => sum + mature.denominator, 0)).toBe(whole.mature.denominator);
      expect(parts.map(({ plan }) => plan)).toEqual(
        [null, 'p', 'q'].filter((plan) => parts.some((part) => part.plan === plan)),
      );
    }),
  );
});

test('each value under all is the funnel of the events that have it', () => {
  fc.assert(
    fc.property(rows, steps, order, (events, names, given) => {
      const options = { steps: names, order: given, within: { hours: 30 }, asOf: BASE + 300 * HOUR };
      const parts = funnelBy(eventLog(events, ROLES), {
        ...options,
        breakdown: { property: 'plan', attribution: 'all' },
      });
      for (const { plan, ...part } of parts) {
        expect(part).toEqual(
          funnel(
            eventLog(
              events.filter((event) => event.plan === plan),
              ROLES,
            ),
            options,
          ),
        );
      }
    }),
  );
});

test('each row of a trend is the funnel with from and to at the ends of its period', () => {
  const ends = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR };
  fc.assert(
    fc.property(
      rows,
      steps,
      fc.constantFrom('hour', 'day', 'week' as const),
      fc.constantFrom<NonNullable<FunnelOptions['timing']>>('latestStart', 'firstStart'),
      (events, names, unit, timing) => {
        const log = eventLog(events, ROLES);
        const options = { steps: names, within: { hours: 30 }, timing, asOf: BASE + 300 * HOUR };
        const trend = funnelTrend(log, { ...options, unit, from: BASE });
        for (const { period, complete, ...row } of trend) {
          const from = Math.max(BASE, Date.parse(`${period}${unit === 'hour' ? ':00' : 'T00:00'}Z`));
          const to = Date.parse(`${period}${unit === 'hour' ? ':00' : 'T00:00'}Z`) + ends[unit];
          same(row, funnel(log, { ...options, from, to }));
          same(complete, to - ends[unit] >= BASE && to - 1 <= options.asOf);
        }
        expect(trend.length).toBe({ hour: 301, day: 13, week: 3 }[unit]);
      },
    ),
  );
});

test('the rows of a trend of first entries add up to the funnel', () => {
  fc.assert(
    fc.property(
      rows,
      steps,
      fc.constantFrom(...ZONES),
      fc.constantFrom('hour', 'day', 'week' as const),
      fc.constantFrom('customers', 'attempts' as const),
      fc.integer({ min: 0, max: 200 }),
      (events, names, timeZone, unit, counting, start) => {
        const log = eventLog(events, ROLES);
        const range = { from: BASE + start * HOUR, to: BASE + 250 * HOUR };
        const options = { steps: names, within: { hours: 30 }, reentry: 'first', counting, ...range } as const;
        const [trend, whole] = [funnelTrend(log, { ...options, unit, timeZone }), funnel(log, options)];
        const added = names.map((_, k) => trend.reduce((sum, row) => sum + (row.steps[k]?.count ?? 0), 0));
        expect(added).toEqual(countsOf(whole));
        expect(trend.reduce((sum, { mature }) => sum + mature.denominator, 0)).toBe(whole.mature.denominator);
      },
    ),
  );
});

test('a customer counts once in a period of any zone, also where clocks go back over its start', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(...ZONES), fc.constantFrom('hour', 'day' as const), (events, timeZone, unit) => {
      const log = eventLog(events, ROLES);
      const options = { steps: ['a', 'b'] as const, within: { hours: 2 }, unit, timeZone };
      const label = new Intl.DateTimeFormat('sv', {
        ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
        ...(unit === 'hour' ? { hour: '2-digit', hourCycle: 'h23' } : {}),
      });
      const periodOf = (time: number): string => label.format(time).replace(' ', 'T').replace(' h', '');
      const best = new Map<string, boolean>();
      for (const { customer, time, name } of events) {
        if (name !== 'a') continue;
        const converted = events.some(
          (b) => b.customer === customer && b.name === 'b' && b.time >= time && b.time - time <= 2 * HOUR,
        );
        const key = `${periodOf(time)} ${customer}`;
        best.set(key, (best.get(key) ?? false) || converted);
      }
      for (const { period, steps: found } of funnelTrend(log, options)) {
        const own = [...best].filter(([key]) => key.startsWith(`${period} `));
        expect(countsOf({ steps: found })).toEqual([own.length, own.filter(([, converted]) => converted).length]);
      }
    }),
  );
});

test('two equal funnels do not differ, and the difference turns with the sides', () => {
  fc.assert(
    fc.property(rows, rows, steps, (events, others, names) => {
      const [a, b] = [events, others].map((list) => funnel(eventLog(list, ROLES), { steps: names }));
      if (a === undefined || b === undefined) return;
      expect(compareFunnels(a, a).conversion.difference ?? 0).toBe(0);
      const [there, back] = [compareFunnels(a, b).conversion, compareFunnels(b, a).conversion];
      expect(there.difference).toEqual(back.difference === null ? null : 0 - back.difference);
      expect(there.pValue).toEqual(back.pValue);
    }),
  );
});
