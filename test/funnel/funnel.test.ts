import { eventLog, type FunnelOptions, funnel, InvalidOptionError, LimitError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const BASE = Date.UTC(2025, 3, 1);

type Event = readonly [
  customer: string,
  time: number,
  name: string,
  properties?: { plan?: string | null; amount?: number },
];

/** A log of events at so many milliseconds after the base. */
function logOf(events: readonly Event[]) {
  const rows = events.map(([customer, time, name, { plan = null, amount = 1 } = {}]) => {
    return { customer, time: BASE + time, name, plan, amount };
  });
  return eventLog(rows, { customer: 'customer', time: 'time', name: 'name', amount: 'amount', properties: ['plan'] });
}

/** Names of one customer's events, a minute apart. */
function path(names: string): readonly Event[] {
  return [...names].map((name, i) => ['u', i * MINUTE, name]);
}

function counts(events: readonly Event[], options: FunnelOptions): readonly number[] {
  return funnel(logOf(events), options).steps.map(({ count }) => count);
}

const ABC = ['a', 'b', 'c'] as const;

describe('a funnel', () => {
  const events: readonly Event[] = [
    ...[0, 1, 2, 3].map((i): Event => [`u${i}`, i * DAY, 'a']),
    ...[0, 1, 2].map((i): Event => [`u${i}`, i * DAY + (i + 1) * MINUTE, 'b']),
    ['u0', 9 * MINUTE, 'c'],
  ];

  test('counts customers, those dropped, rates and times of each step', () => {
    const result = funnel(logOf(events), { steps: ABC, within: { days: 1 } });
    expect(result.steps.map(({ step, count, dropped }) => [step, count, dropped])).toEqual([
      ['a', 4, 0],
      ['b', 3, 1],
      ['c', 1, 2],
    ]);
    expect(result.steps.map(({ fromPrevious, fromFirst }) => [fromPrevious.value, fromFirst.value])).toEqual([
      [1, 1],
      [0.75, 0.75],
      [1 / 3, 0.25],
    ]);
    expect(result.steps.map(({ time }) => time)).toEqual([
      null,
      { median: 2 * MINUTE, mean: 2 * MINUTE, p90: 2.8 * MINUTE, n: 3 },
      { median: 8 * MINUTE, mean: 8 * MINUTE, p90: 8 * MINUTE, n: 1 },
    ]);
    expect(result.conversion).toMatchObject({ numerator: 1, denominator: 4, value: 0.25, n: 4 });
    expect(result.conversion.interval).toMatchObject({ method: 'wilson', confidence: 0.95 });
    expect(result.time).toEqual({ median: 9 * MINUTE, mean: 9 * MINUTE, p90: 9 * MINUTE, n: 1 });
  });

  test('has a mature rate of entries whose window has ended by asOf', () => {
    // The last event is that of u3, on day 3: the entries of days 0 to 2 are a day old.
    expect(funnel(logOf(events), { steps: ABC, within: { days: 1 } }).mature).toMatchObject({
      numerator: 1,
      denominator: 3,
    });
    expect(funnel(logOf(events), { steps: ABC, within: { days: 1 }, asOf: BASE + 4 * DAY }).mature.denominator).toBe(4);
    expect(
      funnel(logOf(events), { steps: ABC, within: { days: 1 }, asOf: BASE + 4 * DAY - 1 }).mature.denominator,
    ).toBe(3);
  });

  test('without a window has no mature entries', () => {
    expect(funnel(logOf(events), { steps: ABC }).mature).toMatchObject({ value: null, n: 0, interval: null });
  });

  test('counts a mature attempt where a later one that went further is not mature', () => {
    const twice: readonly Event[] = [
      ...([
        ['u', 0, 'a'],
        ['u', 10 * DAY, 'a'],
        ['u', 10 * DAY + 1, 'b'],
      ] as const),
      ['v', 10 * DAY + 5, 'z'],
    ];
    const { conversion, mature } = funnel(logOf(twice), { steps: ['a', 'b'], within: { days: 1 } });
    expect([conversion.numerator, conversion.denominator]).toEqual([1, 1]);
    expect([mature.numerator, mature.denominator]).toEqual([0, 1]);
  });

  test('of one step counts who did it', () => {
    const { steps, conversion, time } = funnel(logOf(events), { steps: ['b'] });
    expect([steps[0]?.count, conversion.value, time]).toEqual([3, 1, null]);
  });

  test('of no events, and of steps that never occur, has counts of 0 and no rates', () => {
    for (const log of [logOf([]), logOf(path('xyz'))]) {
      const result = funnel(log, { steps: ABC, within: { days: 7 } });
      expect(result.steps.map(({ count, fromPrevious, time }) => [count, fromPrevious.value, time])).toEqual(
        ABC.map(() => [0, null, null]),
      );
      expect([result.conversion.value, result.mature.value, result.time]).toEqual([null, null, null]);
    }
  });

  test('is the same for the same events in any order of rows, whatever the names', () => {
    const tied: readonly Event[] = [
      ['u', 0, 'c'],
      ['u', 0, 'a'],
      ['u', 0, 'b'],
    ];
    for (const steps of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'a', 'c'],
    ]) {
      expect(counts(tied, { steps })).toEqual([1, 1, 1]);
      expect(counts([...tied].reverse(), { steps })).toEqual([1, 1, 1]);
    }
  });

  test('calls steps by label, name or neither', () => {
    const { steps } = funnel(logOf(path('ab')), {
      steps: ['a', { name: 'b', label: 'then b' }, { where: { plan: 'p' } }],
    });
    expect(steps.map(({ step }) => step)).toEqual(['a', 'then b', 'any event']);
  });
});

describe('a window', () => {
  const late = (ms: number): readonly Event[] => [
    ['u', 0, 'a'],
    ['u', ms, 'b'],
  ];

  test('holds the event exactly on its edge and not the one a millisecond later', () => {
    expect(counts(late(DAY), { steps: ['a', 'b'], within: { days: 1 } })).toEqual([1, 1]);
    expect(counts(late(DAY + 1), { steps: ['a', 'b'], within: { days: 1 } })).toEqual([1, 0]);
  });

  test('of zero takes events of one instant', () => {
    expect(counts(late(0), { steps: ['a', 'b'], within: { seconds: 0 } })).toEqual([1, 1]);
    expect(counts(late(1), { steps: ['a', 'b'], within: { seconds: 0 } })).toEqual([1, 0]);
  });

  test('of years is as none', () => {
    expect(counts(late(3000 * DAY), { steps: ['a', 'b'], within: { days: 36_500 } })).toEqual([1, 1]);
    expect(counts(late(3000 * DAY), { steps: ['a', 'b'], within: null })).toEqual([1, 1]);
  });

  test('of a day is 24 hours also where the clocks change', () => {
    // In Berlin 2025-03-30 has 23 hours.
    const start = Date.UTC(2025, 2, 29, 12) - BASE;
    const events = (ms: number): readonly Event[] => [
      ['u', start, 'a'],
      ['u', start + ms, 'b'],
    ];
    expect(counts(events(DAY), { steps: ['a', 'b'], within: { days: 1 }, timeZone: 'Europe/Berlin' })).toEqual([1, 1]);
    expect(counts(events(DAY + 1), { steps: ['a', 'b'], within: { days: 1 }, timeZone: 'Europe/Berlin' })).toEqual([
      1, 0,
    ]);
  });

  test('reaches from the first step, that of a step from the one before', () => {
    const events: readonly Event[] = [
      ['u', 0, 'a'],
      ['u', 60, 'b'],
      ['u', 120, 'c'],
    ];
    expect(counts(events, { steps: ABC, within: { milliseconds: 100 } })).toEqual([1, 1, 0]);
    const within = { milliseconds: 60 };
    expect(counts(events, { steps: ['a', 'b', { name: 'c', withinPrevious: within }] })).toEqual([1, 1, 1]);
    expect(counts(events, { steps: ['a', 'b', { name: 'c', withinPrevious: { milliseconds: 59 } }] })).toEqual([
      1, 1, 0,
    ]);
  });

  test('begins anew with a later first step', () => {
    const events: readonly Event[] = [
      ['u', 0, 'a'],
      ['u', 5 * DAY, 'a'],
      ['u', 5 * DAY + 1, 'b'],
    ];
    expect(counts(events, { steps: ['a', 'b'], within: { days: 1 } })).toEqual([1, 1]);
    expect(counts(events, { steps: ['a', 'b'], within: { days: 1 }, reentry: 'first' })).toEqual([1, 0]);
  });
});

describe('the order', () => {
  test('allows other events between, strict order does not', () => {
    expect(counts(path('axbxc'), { steps: ABC })).toEqual([1, 1, 1]);
    expect(counts(path('axbxc'), { steps: ABC, order: 'strict' })).toEqual([1, 0, 0]);
    expect(counts(path('abxc'), { steps: ABC, order: 'strict' })).toEqual([1, 1, 0]);
    expect(counts(path('axabc'), { steps: ABC, order: 'strict' })).toEqual([1, 1, 1]);
  });

  test('that is strict allows repeats of a step', () => {
    expect(counts(path('aaabbc'), { steps: ABC, order: 'strict' })).toEqual([1, 1, 1]);
    expect(counts(path('abac'), { steps: ABC, order: 'strict' })).toEqual([1, 1, 0]);
  });

  test('can be none', () => {
    expect(counts(path('cxb'), { steps: ABC, order: 'unordered' })).toEqual([1, 1, 0]);
    expect(counts(path('cab'), { steps: ABC, order: 'unordered' })).toEqual([1, 1, 1]);
    expect(counts(path('cccc'), { steps: ABC, order: 'unordered' })).toEqual([1, 0, 0]);
  });

  test('is not fulfilled backwards', () => {
    expect(counts(path('cba'), { steps: ABC })).toEqual([1, 0, 0]);
  });
});

describe('a repeated step', () => {
  test('needs an event of its own each time', () => {
    expect(counts(path('a'), { steps: ['a', 'a'] })).toEqual([1, 0]);
    expect(counts(path('aa'), { steps: ['a', 'a'] })).toEqual([1, 1]);
    expect(counts(path('aba'), { steps: ['a', 'b', 'a', 'b'] })).toEqual([1, 1, 1, 0]);
  });

  test('of one customer is not that of the customer before', () => {
    const events: readonly Event[] = [
      ...([
        ['u', 0, 'a'],
        ['u', 3, 'b'],
        ['v', 2, 'b'],
        ['v', 2, 'b'],
        ['v', 3, 'b'],
        ['v', 3, 'c'],
      ] as const),
    ];
    expect(counts(events, { steps: ['b', 'b', 'c'], within: { milliseconds: 0 } })).toEqual([2, 1, 0]);
  });

  test('needs as many events at one instant', () => {
    const tied = (names: string): readonly Event[] => [...names].map((name) => ['u', 0, name, { plan: name }]);
    expect(counts(tied('a'), { steps: ['a', 'a'] })).toEqual([1, 0]);
    expect(counts(tied('ab'), { steps: [{}, 'a', {}] })).toEqual([1, 1, 0]);
    expect(counts(tied('ba'), { steps: [{}, 'a'] })).toEqual([1, 1]);
    expect(counts(tied('a'), { steps: ['a', 'a'], order: 'unordered' })).toEqual([1, 0]);
  });
});

describe('ties', () => {
  test('are favorable, or need a later instant, or allow a grace', () => {
    const events = (ms: number): readonly Event[] => [
      ['u', ms, 'a'],
      ['u', 0, 'b'],
    ];
    expect(counts(events(0), { steps: ['a', 'b'] })).toEqual([1, 1]);
    expect(counts(events(0), { steps: ['a', 'b'], ties: 'later' })).toEqual([1, 0]);
    expect(counts(events(0), { steps: ['b', 'a'], ties: 'later' })).toEqual([1, 0]);
    expect(counts(events(2000), { steps: ['a', 'b'], ties: { graceMs: 2000 } })).toEqual([1, 1]);
    expect(counts(events(2001), { steps: ['a', 'b'], ties: { graceMs: 2000 } })).toEqual([1, 0]);
  });
});

describe('exclusions', () => {
  const exclusions = [{ name: 'x', fromStep: 0, toStep: 1 }];

  test('end an attempt, and another may still convert', () => {
    expect(counts(path('axb'), { steps: ['a', 'b'], exclusions })).toEqual([1, 0]);
    expect(counts(path('axab'), { steps: ['a', 'b'], exclusions })).toEqual([1, 1]);
    expect(counts(path('abx'), { steps: ['a', 'b'], exclusions })).toEqual([1, 1]);
    expect(counts(path('xab'), { steps: ['a', 'b'], exclusions })).toEqual([1, 1]);
  });

  test('or drop the customer whose attempt has one', () => {
    const drop = { steps: ['a', 'b'], exclusions, exclusionEffect: 'dropCustomer', within: { days: 1 } } as const;
    expect(counts(path('axb'), drop)).toEqual([0, 0]);
    expect(counts(path('axab'), drop)).toEqual([1, 1]);
    expect(counts(path('ax'), drop)).toEqual([0, 0]);
    expect(
      counts(
        [
          ['u', 0, 'a'],
          ['u', DAY + 1, 'x'],
        ],
        drop,
      ),
    ).toEqual([1, 0]);
  });

  test('do not hold at the instants of the steps', () => {
    const events: readonly Event[] = [
      ['u', 0, 'a'],
      ['u', 0, 'x'],
      ['u', 5, 'b'],
      ['u', 5, 'x'],
    ];
    expect(counts(events, { steps: ['a', 'b'], exclusions })).toEqual([1, 1]);
  });
});

describe('an optional step', () => {
  const steps = ['a', { name: 'b', optional: true }, 'c'] as const;

  test('may be skipped, and rates are of the required step before', () => {
    const events: readonly Event[] = [
      ...([
        ['u', 0, 'a'],
        ['u', 1, 'b'],
        ['u', 3, 'c'],
      ] as const),
      ...([
        ['v', 0, 'a'],
        ['v', 5, 'c'],
        ['w', 0, 'a'],
        ['w', 2, 'b'],
      ] as const),
    ];
    const result = funnel(logOf(events), { steps });
    expect(result.steps.map(({ count, dropped }) => [count, dropped])).toEqual([
      [3, 0],
      [2, 1],
      [2, 1],
    ]);
    expect(result.steps.map(({ fromPrevious }) => fromPrevious.denominator)).toEqual([3, 3, 3]);
    expect(result.steps.map(({ time }) => time?.mean)).toEqual([undefined, 1.5, 4]);
  });

  test('may come between in strict order', () => {
    expect(counts(path('abc'), { steps, order: 'strict' })).toEqual([1, 1, 1]);
    expect(counts(path('ac'), { steps, order: 'strict' })).toEqual([1, 0, 1]);
    expect(counts(path('axc'), { steps, order: 'strict' })).toEqual([1, 0, 0]);
  });
});

describe('attempts', () => {
  test('follow each other: each ends with its last step, its window or an excluded event', () => {
    expect(counts(path('abab'), { steps: ['a', 'b'], counting: 'attempts' })).toEqual([2, 2]);
    expect(counts(path('aabb'), { steps: ['a', 'b'], counting: 'attempts' })).toEqual([1, 1]);
    expect(counts(path('aa'), { steps: ['a', 'b'], counting: 'attempts', within: { seconds: 59 } })).toEqual([2, 0]);
    expect(counts(path('aa'), { steps: ['a', 'b'], counting: 'attempts', within: { seconds: 60 } })).toEqual([1, 0]);
    const exclusions = [{ name: 'x', fromStep: 0, toStep: 1 }];
    expect(counts(path('axab'), { steps: ['a', 'b'], counting: 'attempts', exclusions })).toEqual([2, 1]);
  });
});

describe('a property held constant', () => {
  test('is shared by all events of an attempt, and a customer counts once for each value', () => {
    const events: readonly Event[] = [
      ['u', 0, 'a', { plan: 'p' }],
      ['u', 1, 'a', { plan: 'q' }],
      ['u', 2, 'b', { plan: 'q' }],
      ['u', 3, 'a'],
    ];
    expect(counts(events, { steps: ['a', 'b'] })).toEqual([1, 1]);
    expect(counts(events, { steps: ['a', 'b'], holdConstant: ['plan'] })).toEqual([2, 1]);
  });
});

describe('filters', () => {
  const events: readonly Event[] = [
    ['u', 0, 'a', { plan: 'p', amount: 5 }],
    ['u', 1, 'b', { plan: 'q', amount: 50 }],
    ['v', 0, 'a', { plan: 'q', amount: 5 }],
    ['v', 1, 'b', { plan: 'q', amount: 5 }],
  ];

  test('say which events are a step, by properties and amounts', () => {
    expect(counts(events, { steps: [{ name: 'a', where: { plan: 'p' } }, 'b'] })).toEqual([1, 1]);
    expect(counts(events, { steps: ['a', { name: 'b', where: { plan: ['q', 'r'] } }] })).toEqual([2, 2]);
    expect(counts(events, { steps: ['a', { name: 'b', where: { amount: { gte: 10 } } }] })).toEqual([2, 1]);
    expect(counts(events, { steps: [{ name: 'a', where: { plan: { ne: 'p' }, amount: 5 } }, {}] })).toEqual([1, 1]);
  });

  test('meet only first events, if asked', () => {
    const twice = path('aab').map(
      ([customer, time, name], i): Event => [customer, time, name, { plan: i === 0 ? 'p' : 'q' }],
    );
    const where = { plan: 'q' };
    expect(counts(twice, { steps: [{ name: 'a', where, occurrence: 'firstEver' }, 'b'] })).toEqual([0, 0]);
    expect(counts(twice, { steps: [{ name: 'a', where, occurrence: 'firstMatching' }, 'b'] })).toEqual([1, 1]);
  });
});

describe('the range', () => {
  const events: readonly Event[] = [
    ['u', 0, 'a'],
    ['u', 2 * DAY, 'b'],
    ['v', DAY, 'a'],
    ['v', DAY, 'b'],
  ];

  test('is that of first steps: from inclusive, to exclusive, later steps past the end unless completion is inRange', () => {
    const april = { from: '2025-04-01', to: '2025-04-02' };
    expect(counts(events, { steps: ['a', 'b'], ...april })).toEqual([1, 1]);
    expect(counts(events, { steps: ['a', 'b'], ...april, completion: 'inRange' })).toEqual([1, 0]);
    expect(counts(events, { steps: ['a', 'b'], from: BASE + 1 })).toEqual([1, 1]);
    expect(counts(events, { steps: ['a', 'b'], to: BASE })).toEqual([0, 0]);
  });

  test('takes local dates of the zone', () => {
    const range = { from: '2025-04-01', to: '2025-04-02', timeZone: 'Asia/Tokyo' };
    expect(counts(events, { steps: ['a', 'b'], ...range })).toEqual([1, 1]);
    expect(counts(events, { steps: ['a', 'b'], ...range, from: '2025-04-02', to: '2025-04-03' })).toEqual([1, 1]);
  });

  test('has no events after asOf', () => {
    expect(counts(events, { steps: ['a', 'b'], asOf: BASE + 2 * DAY - 1 })).toEqual([2, 1]);
    expect(counts(events, { steps: ['a', 'b'], asOf: BASE - 1 })).toEqual([0, 0]);
  });
});

describe('a preset', () => {
  test('is a set of options, and those that are given win', () => {
    const events: readonly Event[] = [
      ['u', 0, 'a'],
      ['u', 20, 'a'],
      ['u', 3 * DAY, 'b'],
      ['v', 1000, 'a'],
      ['v', 0, 'b'],
    ];
    const steps = ['a', 'b'];
    const same = (preset: 'posthog' | 'mixpanel' | 'amplitude', options: Omit<FunnelOptions, 'steps'>): void => {
      const log = logOf(events);
      expect(funnel(log, { steps, preset })).toEqual(funnel(log, { steps, ...options }));
      expect(funnel(log, { steps, preset, within: { days: 3 }, ties: 'later' })).toEqual(
        funnel(log, { steps, ...options, within: { days: 3 }, ties: 'later' }),
      );
      expect(funnel(log, { steps, preset, within: null })).toEqual(funnel(log, { steps, ...options, within: null }));
    };
    same('posthog', { within: { days: 14 }, exclusionEffect: 'dropCustomer', completion: 'inRange' });
    same('mixpanel', { within: { days: 7 }, reentry: 'first', timing: 'firstStart', ties: { graceMs: 2000 } });
    same('amplitude', { within: { days: 1 }, timing: 'firstStart', ties: { graceMs: 1000 } });
  });
});

describe('the options', () => {
  const log = logOf(path('abc'));

  test.each([
    ['steps', []],
    ['steps', 'a'],
    ['within', { months: 1 }],
    ['within', {}],
    ['order', 'random'],
    ['reentry', 'last'],
    ['timing', 'end'],
    ['ties', 'earlier'],
    ['ties', { graceMs: -1 }],
    ['ties', { grace: 1 }],
    ['counting', 'users'],
    ['exclusions', {}],
    ['exclusions', [{ name: 'x', fromStep: 1, toStep: 1 }]],
    ['exclusions', [{ name: 'x', fromStep: 0, toStep: 3 }]],
    ['exclusionEffect', 'none'],
    ['holdConstant', 'plan'],
    ['holdConstant', ['price']],
    ['completion', 'never'],
    ['from', 'today'],
    ['timeZone', 'Mars/Olympus'],
    ['confidence', 95],
    ['preset', 'heap'],
    ['window', { days: 1 }],
  ])('%s as %j is refused', (option, value) => {
    // Wrong on purpose.
    const options = { steps: ABC, from: '2025-01-01', [option]: value } as unknown as FunnelOptions;
    expect(thrown(InvalidOptionError, () => funnel(log, options)).message).toMatch(/^funnel requires /);
  });

  test.each([
    [{ steps: [{ name: 'a', optional: true }, 'b'] }],
    [{ steps: [{ name: 'a', withinPrevious: { days: 1 } }, 'b'] }],
    [{ steps: ['a', { name: 'b', optional: true }], order: 'unordered' }],
    [{ steps: ['a', { name: 'b', where: { price: 1 } }] }],
    [{ steps: ['a', { name: 'b', wher: { plan: 'p' } }] }],
    [{ steps: ['a', { name: 'b', label: 7 }] }],
    [{ steps: ABC, order: 'unordered', exclusions: [{ name: 'x', fromStep: 0, toStep: 1 }] }],
    [{ steps: ABC, from: '2025-04-02', to: '2025-04-01' }],
  ])('%j do not go together', (options) => {
    expect(() => funnel(log, options as unknown as FunnelOptions)).toThrow(InvalidOptionError);
  });

  test('of more than 32 steps are a LimitError that says how many were asked for', () => {
    const error = thrown(LimitError, () => funnel(log, { steps: Array.from({ length: 33 }, () => 'a') }));
    expect(error.message).toBe('funnel requires steps to be at most 32; got 33');
    expect(counts(path('a'.repeat(32)), { steps: Array.from({ length: 32 }, () => 'a') })).toEqual(Array(32).fill(1));
    const ordered = Array.from({ length: 32 }, (_, i) => String.fromCharCode(97 + i));
    expect(counts(path(ordered.join('')), { steps: ordered, order: 'strict' })).toEqual(Array(32).fill(1));
    expect(counts(path(ordered.join('')), { steps: ordered, order: 'unordered' })).toEqual(Array(32).fill(1));
  });

  test('ask for names only of a log that has them', () => {
    const nameless = eventLog([{ customer: 'u', time: BASE }], { customer: 'customer', time: 'time' });
    expect(() => funnel(nameless, { steps: ['a'] })).toThrow(InvalidOptionError);
    expect(funnel(nameless, { steps: [{}] }).steps[0]?.count).toBe(1);
  });
});

describe('events at one instant', () => {
  const tied = (names: string): readonly Event[] => [...names].map((name, i) => ['u', 0, name, { plan: `p${i}` }]);

  test('begin no attempt where the one before ended', () => {
    for (const names of ['abab', 'baba', 'aabb']) {
      expect(counts(tied(names), { steps: ['a', 'b'], counting: 'attempts' })).toEqual([1, 1]);
    }
    const later: readonly Event[] = [...tied('a'), ['u', 5, 'b'], ['u', 5, 'a'], ['u', 6, 'b']];
    expect(counts(later, { steps: ['a', 'b'], counting: 'attempts' })).toEqual([1, 1]);
  });

  test('have one that is the first ever: the first in the order of the log', () => {
    const events = tied('aa');
    for (const rows of [events, [...events].reverse()]) {
      for (const [plan, count] of [
        ['p0', 1],
        ['p1', 0],
      ] as const) {
        expect(counts(rows, { steps: [{ name: 'a', occurrence: 'firstEver', where: { plan } }] })).toEqual([count]);
      }
    }
  });
});
