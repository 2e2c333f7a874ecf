import fc from 'fast-check';
import { accountRollup, accountRollupMetric, engagementScore, engagementScoreMetric } from 'kizuna/engagement';
import { expect, test } from 'vitest';
import { byCustomer, DAY, events, logOf } from './events.js';

const START = Date.UTC(2025, 2, 20);
const rules = fc.record({
  signals: fc.record({
    visit: fc.double({ min: 0, max: 5, noNaN: true }),
    order: fc.oneof(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.record({
        weight: fc.double({ min: 0, max: 5, noNaN: true }),
        maximum: fc.double({ min: 0, max: 8, noNaN: true }),
      }),
    ),
  }),
  halfLife: fc.constantFrom({ days: 7 }, { hours: 12 }),
  asOf: fc.integer({ min: -2, max: 40 }).map((day) => START + day * DAY),
});

test('points are weights that halve with every half-life, added up', () => {
  fc.assert(
    fc.property(events, rules, (list, rule) => {
      const { customers } = engagementScore(logOf(list), { ...rule, normalise: 'none' });
      const half = 'days' in rule.halfLife ? 7 * DAY : DAY / 2;
      const there = list.filter(({ time }) => time <= rule.asOf);
      expect(new Set(customers.map(({ customer }) => customer))).toEqual(
        new Set(there.map(({ customer }) => customer)),
      );
      for (const { customer, points, score, signals } of customers) {
        expect(score).toBe(points);
        let total = 0;
        for (const [place, signal] of (['visit', 'order'] as const).entries()) {
          const own = there.filter((event) => event.customer === customer && event.name === signal);
          const given = rule.signals[signal];
          const { weight, maximum } = typeof given === 'number' ? { weight: given, maximum: Infinity } : given;
          const expected = Math.min(
            maximum,
            weight * own.reduce((sum, { time }) => sum + 2 ** (-(rule.asOf - time) / half), 0),
          );
          expect(signals[place]?.events).toBe(own.length);
          expect(signals[place]?.points).toBeCloseTo(expected, 9);
          total += expected;
        }
        expect(points).toBeCloseTo(total, 9);
      }
    }),
  );
});

test('scores lie from 0 to 100 and follow the points; a greater weight or a younger event never gives fewer points', () => {
  fc.assert(
    fc.property(
      events,
      rules,
      fc.constantFrom('max' as const, 'percentile' as const, { full: 3 }),
      (list, rule, normalise) => {
        const { customers, maximum } = engagementScore(logOf(list), { ...rule, normalise });
        for (const [i, { score, points }] of customers.entries()) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
          const next = customers[i + 1];
          if (next !== undefined) expect(score).toBeGreaterThanOrEqual(next.score);
          if (next !== undefined) expect(points).toBeGreaterThanOrEqual(next.points);
          expect(points).toBeLessThanOrEqual(maximum!);
        }
        const more = engagementScore(logOf(list), {
          ...rule,
          signals: { ...rule.signals, visit: rule.signals.visit + 1 },
        });
        const shifted = list.map((event) => ({ ...event, time: Math.min(rule.asOf, event.time + DAY) }));
        const visits = { ...rule, signals: { visit: rule.signals.visit } };
        const [older, younger] = [list.filter(({ time }) => time <= rule.asOf), shifted].map((each) =>
          engagementScore(logOf(each), visits),
        );
        for (const { customer, points } of customers) {
          expect(more.customers.find((each) => each.customer === customer)!.points).toBeGreaterThanOrEqual(
            points - 1e-12,
          );
        }
        for (const { customer, points } of older!.customers) {
          const after = younger!.customers.find((each) => each.customer === customer)!.points;
          expect(after).toBeGreaterThanOrEqual(points - 1e-12);
        }
      },
    ),
  );
});

test('states of different customers merge to the state of all', () => {
  fc.assert(
    fc.property(events, rules, (list, rule) => {
      const metric = engagementScoreMetric({ ...rule, normalise: 'percentile' });
      const merged = byCustomer(list)
        .map((part) => metric.state(logOf(part)))
        .reduce(metric.merge);
      expect(merged).toEqual(metric.state(logOf(list)));
      expect(metric.finish(merged)).toEqual(engagementScore(logOf(list), { ...rule, normalise: 'percentile' }));
    }),
  );
});

test('an account is what its customers come to', () => {
  fc.assert(
    fc.property(
      events,
      rules,
      fc.constantFrom('sum' as const, 'mean' as const, 'max' as const),
      (list, score, aggregation) => {
        const { asOf, ...points } = score;
        const options = { account: 'plan' as const, within: { days: 5 }, score: points, aggregation, top: 2, asOf };
        const found = accountRollup(logOf(list), options);
        const there = list.filter(({ time }) => time <= asOf);
        const scores = engagementScore(logOf(list), { ...score, normalise: 'none' }).customers;
        const accountOf = (customer: unknown): string | null => {
          const own = there.filter((event) => event.customer === customer && event.plan !== null);
          const last = Math.max(...own.map(({ time }) => time));
          // Of several at one instant the last in the order of a log: by name, then by plan.
          const latest = own
            .filter(({ time }) => time === last)
            .map(({ name, plan }) => `${name} ${plan}`)
            .sort();
          return latest.at(-1)?.split(' ')[1] ?? null;
        };
        expect(found.unassigned).toBe(scores.filter(({ customer }) => accountOf(customer) === null).length);
        for (const account of ['free', 'pro']) {
          const own = scores.filter(({ customer }) => accountOf(customer) === account);
          const row = found.accounts.find((each) => each.account === account);
          expect(row?.customers ?? 0).toBe(own.length);
          if (row === undefined) continue;
          const inWindow = there.filter(
            ({ customer, time }) => accountOf(customer) === account && time > asOf - 5 * DAY,
          );
          expect(row.events).toBe(inWindow.length);
          expect(row.active).toBe(new Set(inWindow.map(({ customer }) => customer)).size);
          expect(row.activeShare.denominator).toBe(own.length);
          const values = own.map(({ points }) => points);
          const sum = values.reduce((total, value) => total + value, 0);
          const expected = { sum, mean: sum / own.length, max: Math.max(...values) }[aggregation];
          expect(row.score).toBeCloseTo(expected, 9);
          const best = [...values]
            .sort((a, b) => b - a)
            .filter((value) => value > 0)
            .slice(0, 2);
          expect(row.contributors.map((each) => each.score)).toEqual(best);
        }
        const metric = accountRollupMetric<string, { readonly plan: 'free' | 'pro' }>(options);
        const merged = byCustomer(list)
          .map((part) => metric.state(logOf(part)))
          .reduce(metric.merge);
        expect(merged).toEqual(metric.state(logOf(list)));
        expect(metric.finish(merged)).toEqual(found);
      },
    ),
  );
});
