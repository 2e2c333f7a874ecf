import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError, type LeadDecay, leadScore } from '../../src/index.js';
import { thrown } from '../support/thrown.js';

interface Lead {
  readonly id: string;
  readonly decides: boolean | null;
  readonly staff: number | null;
  readonly visits: number;
  readonly left: boolean;
  readonly seen: string | null;
}
const LEADS: readonly Lead[] = [
  { id: 'a', decides: true, staff: 200, visits: 10, left: false, seen: '2025-04-01T00:00:00Z' },
  { id: 'b', decides: false, staff: 900, visits: 50, left: false, seen: '2025-03-02T00:00:00Z' },
  { id: 'c', decides: null, staff: null, visits: 3, left: true, seen: null },
];
const FIT = { signals: { decides: 20, staff: { points: 0.1, maximum: 20 } }, maximum: 35 } as const;
const scores = (options: Parameters<typeof leadScore<Lead, string>>[1]) =>
  leadScore(LEADS, options).leads.map(({ lead, score }) => [lead, score]);

describe('a lead score', () => {
  test('is the sum of points times values: true is 1, nothing is 0', () => {
    expect(scores({ lead: 'id', groups: { all: { signals: { decides: 20, visits: 2 } } } })).toEqual([
      ['b', 100],
      ['a', 40],
      ['c', 6],
    ]);
  });

  test('holds each signal and each group to its maximum', () => {
    const { leads, maximum } = leadScore(LEADS, {
      lead: 'id',
      groups: { fit: FIT, behaviour: { signals: { visits: 2 }, maximum: 65 } },
    });
    expect(leads.map(({ lead, score, groups }) => [lead, score, groups.map(({ points }) => points)])).toEqual([
      ['b', 85, [20, 65]],
      ['a', 55, [35, 20]],
      ['c', 6, [0, 6]],
    ]);
    expect(maximum).toBe(100);
  });

  test('tells the points of each signal before the maximum of its group', () => {
    const { leads } = leadScore(LEADS, { lead: 'id', groups: { fit: FIT } });
    expect(leads[0]).toEqual({
      lead: 'a',
      score: 35,
      groups: [
        {
          group: 'fit',
          points: 35,
          signals: [
            { signal: 'decides', points: 20 },
            { signal: 'staff', points: 20 },
          ],
        },
      ],
      idleDays: null,
      qualified: null,
    });
  });

  test('has no highest value while a group has none', () => {
    expect(leadScore(LEADS, { lead: 'id', groups: { fit: { signals: { staff: 1 } } } }).maximum).toBeNull();
  });

  test('takes points away, but never below 0', () => {
    expect(scores({ lead: 'id', groups: { all: { signals: { visits: 2, left: -10 }, maximum: 50 } } })).toEqual([
      ['b', 50],
      ['a', 20],
      ['c', 0],
    ]);
  });

  test('qualifies from the threshold on', () => {
    const { leads } = leadScore(LEADS, { lead: 'id', groups: { all: { signals: { visits: 1 } } }, threshold: 10 });
    expect(leads.map(({ score, qualified }) => [score, qualified])).toEqual([
      [50, true],
      [10, true],
      [3, false],
    ]);
  });

  test('puts equal leads in the order of their names, numbers first', () => {
    const rows = ['b', 10, 'a', 9].map((id) => ({ id, visits: 1 }));
    const { leads } = leadScore(rows, { lead: 'id', groups: { all: { signals: { visits: 1 } } } });
    expect(leads.map(({ lead }) => lead)).toEqual([9, 10, 'a', 'b']);
  });

  test('of no leads is an empty list', () => {
    expect(leadScore([] as Lead[], { lead: 'id', groups: { fit: FIT } })).toEqual({
      leads: [],
      maximum: 35,
      asOf: null,
      excluded: { missing: 0, invalid: 0, repeated: 0 },
    });
  });

  test('of columns is the same', () => {
    const columns = { id: ['a', 'b'], visits: Uint8Array.of(3, 4) };
    const { leads } = leadScore(columns, { lead: 'id', groups: { all: { signals: { visits: 2 } } } });
    expect(leads.map(({ lead, score }) => [lead, score])).toEqual([
      ['b', 8],
      ['a', 6],
    ]);
  });
});

describe('decay', () => {
  const decayed = (decay: LeadDecay, asOf: string) =>
    leadScore(LEADS, {
      lead: 'id',
      groups: { fit: FIT, behaviour: { signals: { visits: 1 }, decay } },
      lastActive: 'seen',
      asOf,
    });
  const behaviour = (decay: LeadDecay, asOf: string) =>
    new Map(decayed(decay, asOf).leads.map(({ lead, groups }) => [lead, groups[1]?.points]));

  test('halves with every half-life, smoothly, and leaves other groups alone', () => {
    const found = decayed({ halfLife: { days: 30 } }, '2025-05-01T00:00:00Z');
    const a = found.leads.find(({ lead }) => lead === 'a');
    expect([a?.idleDays, a?.groups[0]?.points, a?.groups[1]?.points]).toEqual([30, 35, 5]);
    expect(behaviour({ halfLife: { days: 30 } }, '2025-04-16T00:00:00Z').get('a')).toBeCloseTo(10 * Math.SQRT1_2, 13);
    expect(behaviour({ halfLife: { days: 30 } }, '2025-05-01T00:00:00Z').get('b')).toBe(12.5);
  });

  test('in steps halves at each idle time that is reached', () => {
    const steps = { halvedAfter: [{ days: 30 }, { days: 60 }] };
    const points = ['2025-04-30T23:59:59.999Z', '2025-05-01T00:00:00Z', '2025-05-31T00:00:00Z', '2026-01-01T00:00:00Z'];
    expect(points.map((asOf) => behaviour(steps, asOf).get('a'))).toEqual([10, 5, 2.5, 2.5]);
  });

  test('leaves nothing of a lead that was never active', () => {
    expect(behaviour({ halfLife: { days: 30 } }, '2025-05-01T00:00:00Z').get('c')).toBe(0);
  });

  test('counts idle time up to the last time in the data, if not told, and none for what is later than told', () => {
    const options = { lead: 'id', groups: { all: { signals: { visits: 1 } } }, lastActive: 'seen' } as const;
    const { leads, asOf } = leadScore(LEADS, options);
    expect(asOf).toBe(Date.parse('2025-04-01T00:00:00Z'));
    expect(leads.map(({ lead, idleDays }) => [lead, idleDays])).toEqual([
      ['b', 30],
      ['a', 0],
      ['c', null],
    ]);
    expect(leadScore(LEADS, { ...options, asOf: 0 }).leads.map(({ idleDays }) => idleDays)).toEqual([0, 0, null]);
  });
});

test('options that are undefined are not given', () => {
  const all = { signals: { visits: 1 } } as const;
  const options = { lead: 'id', groups: { all } } as const;
  const nothing = { lastActive: undefined, asOf: undefined, threshold: undefined, missing: undefined };
  const groups = { all: { ...all, maximum: undefined, decay: undefined } };
  expect(leadScore(LEADS, { ...options, ...nothing, groups })).toEqual(leadScore(LEADS, options));
});

describe('wrong leads', () => {
  test.each([
    [{ id: null }, 'E_FIELD_MISSING', 'id'],
    [{ id: true }, 'E_FIELD_TYPE', 'id'],
    [{ visits: -1 }, 'E_NUM_RANGE', 'visits'],
    [{ visits: '3' }, 'E_FIELD_TYPE', 'visits'],
    [{ visits: Number.POSITIVE_INFINITY }, 'E_NUM_NONFINITE', 'visits'],
    [{ seen: '2025-04-01' }, 'E_TIME_AMBIGUOUS', 'seen'],
  ])('%j are refused with row and field, or left out', (wrong, code, field) => {
    const rows = [LEADS[0], { ...LEADS[1], ...wrong }] as Lead[];
    const options = { lead: 'id', groups: { all: { signals: { visits: 1 } } }, lastActive: 'seen' } as const;
    expect(thrown(InvalidDataError, () => leadScore(rows, { ...options, missing: 'throw' })).issues).toMatchObject([
      { code, index: 1, field },
    ]);
    const { leads, excluded } = leadScore(rows, { ...options, invalid: 'exclude' });
    expect([leads.length, excluded.missing + excluded.invalid]).toEqual([1, 1]);
  });

  test('a signal that no lead has is misspelt', () => {
    // @ts-expect-error no such field
    expect(() => leadScore(LEADS, { lead: 'id', groups: { all: { signals: { visit: 1 } } } })).toThrow(
      'leadScore requires visit to be a field of the data',
    );
  });
});

describe('the options', () => {
  const fit = { signals: { visits: 1 } };
  const decay = { halfLife: { days: 1 } };
  test.each([
    [{ groups: { fit } }, 'leadScore requires lead to be a field or a function'],
    [{ lead: 'id' }, 'leadScore requires groups to be groups of signals'],
    [{ lead: 'id', groups: {} }, 'leadScore requires groups to be groups of signals'],
    [{ lead: 'id', groups: { fit: 3 } }, 'leadScore requires options to be an object'],
    [
      { lead: 'id', groups: { fit: { signals: {} } } },
      'leadScore requires groups.fit.signals to be fields with points',
    ],
    [
      { lead: 'id', groups: { fit: { ...fit, max: 3 } } },
      'leadScore requires options to be among signals, maximum, decay',
    ],
    [{ lead: 'id', groups: { fit: { ...fit, maximum: -1 } } }, 'leadScore requires groups.fit.maximum to be'],
    [{ lead: 'id', groups: { fit: { signals: { visits: '1' } } } }, 'leadScore requires options to be an object'],
    [{ lead: 'id', groups: { fit: { signals: { visits: Number.NaN } } } }, 'groups.fit.signals.visits to be a number'],
    [
      { lead: 'id', groups: { fit: { signals: { visits: { points: 1 } } } } },
      'groups.fit.signals.visits.maximum to be',
    ],
    [{ lead: 'id', groups: { fit: { ...fit, decay } } }, 'groups.fit.decay to come with lastActive'],
    [{ lead: 'id', groups: { fit }, threshold: 'high' }, 'leadScore requires threshold to be a number'],
    [{ lead: 'id', groups: { fit }, treshold: 3 }, 'leadScore requires options to be among lead, groups'],
    [{ lead: 'id', groups: { fit }, invalid: 'zero' }, 'leadScore requires invalid to be one of'],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => leadScore(LEADS, options));
    expect(error.message).toContain(sentence);
  });

  test.each([
    [{}, 'to have either halfLife or halvedAfter'],
    [{ halfLife: { days: 1 }, halvedAfter: [{ days: 1 }] }, 'to have either halfLife or halvedAfter'],
    [{ halfLife: { days: 0 } }, 'groups.fit.decay.halfLife to be longer than 0'],
    [{ halfLife: 30 }, 'groups.fit.decay.halfLife to be a duration'],
    [{ halvedAfter: [] }, 'groups.fit.decay.halvedAfter to be a list of rising durations'],
    [{ halvedAfter: [{ days: 60 }, { days: 30 }] }, 'groups.fit.decay.halvedAfter to be a list of rising durations'],
    [{ halvedAfter: [{ days: 0 }] }, 'groups.fit.decay.halvedAfter to be a list of rising durations'],
  ])('%j is refused as a decay', (wrong, sentence) => {
    const groups = { fit: { ...fit, decay: wrong } };
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => leadScore(LEADS, { lead: 'id', groups, lastActive: 'seen' }));
    expect(error.message).toContain(sentence);
  });
});
