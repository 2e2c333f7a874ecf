import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leadScore } from '../../src/index.js';

const DAY = 86_400_000;
const NOW = Date.parse('2025-04-01T00:00:00Z');
const lead = fc.record({
  fit: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  visits: fc.nat(50),
  trial: fc.boolean(),
  left: fc.boolean(),
  idle: fc.nat(400),
});
type Lead = typeof lead extends fc.Arbitrary<infer Value> ? Value & { readonly id?: string } : never;
const points = fc.double({ min: 0, max: 30, noNaN: true });
const design = fc.record({
  fit: points,
  visits: points,
  trial: points,
  left: fc.double({ min: -30, max: 0, noNaN: true }),
  halfLife: fc.integer({ min: 1, max: 90 }),
  isInSteps: fc.boolean(),
});
type Design = typeof design extends fc.Arbitrary<infer Value> ? Value : never;

function scoreOf(each: Lead, by: Design): number {
  const decay = by.isInSteps
    ? { halvedAfter: [{ days: by.halfLife }, { days: 2 * by.halfLife }] }
    : { halfLife: { days: by.halfLife } };
  const rows = [{ ...each, id: 'a', seen: NOW - each.idle * DAY }];
  const { leads } = leadScore(rows, {
    lead: 'id',
    groups: {
      fit: { signals: { fit: by.fit }, maximum: 40 },
      behaviour: { signals: { visits: by.visits, trial: by.trial, left: by.left }, maximum: 60, decay },
    },
    lastActive: 'seen',
    asOf: NOW,
  });
  return leads[0]?.score ?? Number.NaN;
}

test('is the formula, written plainly', () => {
  fc.assert(
    fc.property(lead, design, (each, by) => {
      const [visits, trial, left] = [each.visits, each.trial ? 1 : 0, each.left ? 1 : 0];
      const { idle } = each;
      const halvings = by.isInSteps ? +(idle >= by.halfLife) + +(idle >= 2 * by.halfLife) : idle / by.halfLife;
      const fit = Math.min(40, by.fit * (each.fit ?? 0));
      const behaviour = Math.min(60, by.visits * visits + by.trial * trial + by.left * left);
      expect(scoreOf(each, by)).toBeCloseTo(Math.max(0, fit + behaviour * 0.5 ** halvings), 9);
    }),
  );
});

test('never falls when a positive signal rises', () => {
  fc.assert(
    fc.property(lead, design, fc.nat(20), (each, by, more) => {
      const score = scoreOf(each, by);
      expect(scoreOf({ ...each, visits: each.visits + more }, by)).toBeGreaterThanOrEqual(score);
      expect(scoreOf({ ...each, fit: (each.fit ?? 0) + more }, by)).toBeGreaterThanOrEqual(score);
      expect(scoreOf({ ...each, trial: true }, by)).toBeGreaterThanOrEqual(scoreOf({ ...each, trial: false }, by));
    }),
  );
});

test('lies between 0 and the sum of the maxima', () => {
  fc.assert(
    fc.property(lead, design, (each, by) => {
      expect(scoreOf(each, by)).toBeGreaterThanOrEqual(0);
      expect(scoreOf(each, by)).toBeLessThanOrEqual(100);
    }),
  );
});

test('never rises with idle time, while behaviour gives points', () => {
  fc.assert(
    fc.property(lead, design, fc.nat(100), (each, by, later) => {
      const loyal = { ...each, left: false };
      expect(scoreOf({ ...loyal, idle: loyal.idle + later }, by)).toBeLessThanOrEqual(scoreOf(loyal, by));
    }),
  );
});

test('the order of the leads does not matter', () => {
  const named = fc.uniqueArray(fc.tuple(fc.string(), fc.nat(5)), { selector: ([id]) => id, maxLength: 10 });
  fc.assert(
    fc.property(named, (pairs) => {
      const rows = pairs.map(([id, visits]) => ({ id, visits }));
      const score = (list: typeof rows) => leadScore(list, { lead: 'id', groups: { all: { signals: { visits: 1 } } } });
      expect(score([...rows].reverse())).toEqual(score(rows));
    }),
  );
});
