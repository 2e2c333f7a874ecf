import fc from 'fast-check';
import type { EventRow, Properties } from './event-rows.js';

/** Random events of few customers at few instants, so that attempts are long and ties are many. */
export const funnelRows = (maxLength = 40): fc.Arbitrary<readonly EventRow[]> =>
  fc.array(
    fc.record<EventRow>({
      who: fc.constantFrom('u1', 'u2', 'u3', 'u1'),
      code: fc.constantFrom(0, 1, 2, 0, null),
      at: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 24 }).map((at) => new Date(START + at * MINUTE)) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 90 }).map((at) => new Date(START + at * 1000)) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      what: fc.constantFrom('visit', 'view', 'cart', 'order', 'visit', 'leave'),
      paid: fc.constantFrom(null, 1, 7),
      plan: fc.constantFrom('free', 'pro', '\uffee', '\u{1f600}', null, ''),
      seats: fc.constantFrom(1, 2, null),
      trial: fc.constantFrom(true, false, null),
    }),
    { maxLength },
  );

/** Near the end of a day on which clocks of Havana go back to it. */
const START = Date.UTC(2024, 10, 3, 3, 50);
const MINUTE = 60_000;

const STEPS = [
  ...['visit', 'view', 'cart', 'order', 'visit', 'view', 'cart', 'order'],
  { name: 'order', where: { plan: 'pro' } },
  { name: 'order', where: { plan: 'free' } },
  { name: 'visit', where: { seats: { gte: 2 } } },
  { where: { trial: true } },
  { name: 'cart', occurrence: 'firstMatching' },
  {},
] as const;

/** Random options of a funnel; some that do not go together, or that no query can count. */
export const funnelOptions: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record(
    {
      steps: fc.array(
        fc.record(
          {
            of: fc.constantFrom(...STEPS),
            optional: fc.constantFrom(false, false, false, true),
            withinPrevious: fc.constantFrom(undefined, undefined, undefined, { minutes: 2 }, { minutes: 0 }),
          },
          { requiredKeys: ['of'] },
        ),
        { minLength: 1, maxLength: 4 },
      ),
      within: fc.constantFrom(null, { minutes: 3 }, { minutes: 6 }, { minutes: 12 }, { days: 1 }),
      order: fc.constantFrom('ordered', 'ordered', 'strict', 'unordered'),
      reentry: fc.constantFrom('any', 'any', 'first'),
      timing: fc.constantFrom('latestStart', 'firstStart'),
      ties: fc.constantFrom('favorable', 'favorable', 'later', { graceMs: 60_000 }, { graceMs: 90_000 }),
      counting: fc.constantFrom('customers', 'customers', 'attempts'),
      exclusions: fc.constantFrom(
        ...[[], [], [], [{ name: 'leave', fromStep: 0, toStep: 1 }]],
        [{ name: 'view', fromStep: 0, toStep: 1 }],
        [
          { name: 'leave', fromStep: 1, toStep: 2 },
          { name: 'visit', where: { plan: 'pro' }, fromStep: 0, toStep: 2 },
        ],
      ),
      exclusionEffect: fc.constantFrom('endAttempt', 'dropCustomer'),
      holdConstant: fc.constantFrom([], [], [], ['plan'], ['seats', 'trial']),
      completion: fc.constantFrom('runPastEnd', 'inRange'),
      breakdown: fc.constantFrom(
        ...[undefined, undefined, undefined, undefined, undefined, undefined],
        ...(['entry', 'firstTouch', 'lastTouch', 'all', { step: 1 }] as const).map((attribution) => ({
          property: 'plan',
          attribution,
        })),
        { property: 'trial', attribution: 'lastTouch' },
      ),
      unit: fc.constantFrom(undefined, undefined, 'hour', 'day'),
      timeZone: fc.constantFrom(undefined, 'America/Havana'),
      from: fc.constantFrom(undefined, undefined, new Date(START + 4 * MINUTE)),
      to: fc.constantFrom(undefined, undefined, new Date(START + 14 * MINUTE)),
      asOf: fc.constantFrom(new Date(START + 20 * MINUTE), new Date(START + 40 * MINUTE), new Date(START + 8 * MINUTE)),
    },
    { requiredKeys: ['steps', 'asOf'] },
  )
  .map(({ steps, exclusions, ...rest }) => ({
    ...rest,
    steps: steps.map(({ of, optional, withinPrevious }, k) => {
      const own = typeof of === 'string' ? { name: of } : of;
      if (k === 0 || rest.order === 'unordered') return own;
      return {
        ...own,
        ...(optional === true ? { optional } : {}),
        ...(withinPrevious === undefined ? {} : { withinPrevious }),
      };
    }),
    ...(exclusions === undefined || exclusions.length === 0 ? {} : { exclusions }),
  }));

export type { Properties };
