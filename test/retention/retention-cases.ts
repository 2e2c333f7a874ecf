import fc from 'fast-check';
import type { PlainEvent, PlainOptions } from './naive-retention.js';

// In St John's, clocks were set back from 00:01 to 23:01: the 6th came again after a minute of the 7th.
const BASE = Date.UTC(2010, 10, 7, 2, 30);
/** Hours of a unit. */
export const LENGTHS = { hour: 1, day: 24, week: 168, month: 730, quarter: 2190, year: 8766 };
export const ROLES = {
  customer: 'customer',
  time: 'at',
  name: 'name',
  amount: 'amount',
  properties: ['plan'],
} as const;

const offsets = fc.oneof(
  fc.tuple(fc.integer({ min: -7, max: 7 }), fc.constantFrom(0, 0.5, 0.9)).map(([whole, part]) => whole + part),
  fc.constantFrom(0, 0),
);
const odd = fc.constantFrom(0, 0, 0, 1, -1, 30_000, 900_000, 3_600_000);

export function eventsOf(unit: keyof typeof LENGTHS): fc.Arbitrary<readonly PlainEvent[]> {
  return fc.array(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c', '__proto__'),
      at: instantsOf(unit),
      name: fc.constantFrom('signup', 'visit', 'order'),
      plan: fc.constantFrom('free', 'pro', null),
      amount: fc.constantFrom(0, 1),
    }),
    { maxLength: 28 },
  );
}

function instantsOf(unit: keyof typeof LENGTHS): fc.Arbitrary<number> {
  return fc.tuple(offsets, odd).map(([offset, rest]) => BASE + Math.round(offset * LENGTHS[unit]) * 3_600_000 + rest);
}

const step = fc.option(
  fc.oneof(
    fc.constantFrom('signup' as const, 'visit' as const, 'never' as const),
    fc.record(
      {
        name: fc.constantFrom('signup', 'visit'),
        where: fc.constantFrom({ plan: 'free' }, { plan: 'pro' }),
        occurrence: fc.constantFrom('any' as const, 'firstEver' as const, 'firstMatching' as const),
      },
      { requiredKeys: [] },
    ),
  ),
  { nil: undefined },
);

const unit = fc.constantFrom(...(Object.keys(LENGTHS) as (keyof typeof LENGTHS)[]));

/** Options of every kind together. */
export const cases = unit.chain((unit) =>
  fc
    .tuple(
      eventsOf(unit),
      fc.record({
        start: step,
        return: step,
        cohort: fc.constantFrom('firstTime', 'recurring', undefined),
        mode: fc.constantFrom('on', 'onOrAfter', 'onOrBefore', undefined),
        window: fc.constantFrom('calendar', 'rolling', undefined),
        minimumOccurrences: fc.constantFrom(undefined, 1, 2, 3),
        timeZone: fc.constantFrom(undefined, 'Asia/Tokyo', 'America/New_York', 'America/St_Johns', 'America/St_Johns'),
        weekStartsOn: fc.constantFrom(undefined, 0, 3),
        fiscalYearStartsOn: fc.constantFrom(undefined, 4),
        mean: fc.constantFrom('pooled', 'simple', undefined),
      }),
      fc.constantFrom({}, { periods: 0 }, { periods: 2 }, { periods: 9 }, { brackets: [1] }, { brackets: [2, 1, 3] }),
      fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      fc.option(instantsOf(unit), { nil: undefined }),
      fc.option(instantsOf(unit), { nil: undefined }),
      instantsOf(unit),
    )
    .map(([events, rest, columns, spare, from, end, asOf]) => {
      const needed = 'brackets' in columns ? columns.brackets.reduce((a, b) => a + b, 0) : (columns.periods ?? 0);
      const horizon = rest.mode === 'onOrAfter' && spare !== undefined ? needed + spare : undefined;
      const to = end === undefined || (from !== undefined && end <= from) ? undefined : end;
      return { events, options: { unit, ...rest, ...columns, horizon, from, to, asOf } as PlainOptions };
    }),
);
