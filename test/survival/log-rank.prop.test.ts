import fc from 'fast-check';
import { type LogRank, logRank, logRankMetric } from 'kizuna';
import { expect, test } from 'vitest';

interface Row {
  readonly duration: number;
  readonly ended: boolean;
  readonly group: string;
  readonly strata: number;
  readonly entry: number;
  readonly weight: number;
}

const duration = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0.5, 2.25, 1e5, 1e9));
const row: fc.Arbitrary<Row> = fc
  .record({
    duration,
    ended: fc.boolean(),
    group: fc.constantFrom('a', 'b', 'c'),
    strata: fc.constantFrom(1, 2),
    ahead: fc.constantFrom(0.25, 1, 5, 1e9),
    weight: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ ahead, ...each }) => ({ ...each, entry: Math.max(0, each.duration - ahead) }));
const list = fc.array(row, { maxLength: 40 });

const all = {
  duration: 'duration',
  ended: 'ended',
  group: 'group',
  strata: 'strata',
  entry: 'entry',
  weight: 'weight',
} as const;

/** Observed, expected and variance of each group by going through all rows at each end. */
function naive(rows: readonly Row[]) {
  const present = rows.filter(({ weight }) => weight > 0);
  const groups = [...new Set(present.map(({ group }) => group))].sort();
  const sums = groups.map((group) => ({ group, observed: 0, expected: 0, variance: 0 }));
  const count = (kept: readonly Row[]) => kept.reduce((sum, { weight }) => sum + weight, 0);
  for (const strata of [1, 2]) {
    const own = present.filter((each) => each.strata === strata);
    for (const now of new Set(own.filter(({ ended }) => ended).map((each) => each.duration))) {
      const atRisk = own.filter((each) => each.entry < now && each.duration >= now);
      const ends = atRisk.filter((each) => each.ended && each.duration === now);
      const [n, d] = [count(atRisk), count(ends)];
      for (const each of sums) {
        const share = count(atRisk.filter(({ group }) => group === each.group)) / n;
        each.observed += count(ends.filter(({ group }) => group === each.group));
        each.expected += d * share;
        if (n > 1) each.variance += (d * share * (1 - share) * (n - d)) / (n - 1);
      }
    }
  }
  return sums;
}

/** The statistic less what it is not about: names. */
const statistics = ({ statistic, degreesOfFreedom, n, events }: LogRank) => ({
  statistic,
  degreesOfFreedom,
  n,
  events,
});

function expectClose(found: LogRank, expected: LogRank): void {
  expect({ ...statistics(found), statistic: 0 }).toEqual({ ...statistics(expected), statistic: 0 });
  expect(found.statistic ?? -1).toBeCloseTo(expected.statistic ?? -1, 9);
}

test('observed and expected ends are those of going through all rows', () => {
  fc.assert(
    fc.property(list, (rows) => {
      const found = logRank(rows, all);
      const expected = naive(rows);
      expect(found.groups.map(({ group }) => group)).toEqual(expected.map(({ group }) => group));
      for (const [k, each] of expected.entries()) {
        expect(found.groups[k]?.observed).toBe(each.observed);
        expect(found.groups[k]?.expected).toBeCloseTo(each.expected, 10);
      }
      const total = found.groups.reduce((sum, { observed, expected: e }) => sum + observed - e, 0);
      expect(total).toBeCloseTo(0, 10);
    }),
  );
});

test('of two groups, the statistic is (O − E)²/V of either', () => {
  fc.assert(
    fc.property(list, (rows) => {
      const two = rows.filter(({ group }) => group !== 'c');
      const found = logRank(two, all);
      for (const { observed, expected, variance } of naive(two)) {
        if (found.statistic === null) expect(variance).toBeLessThan(1e-9);
        else expect(found.statistic).toBeCloseTo((observed - expected) ** 2 / variance, 8);
      }
    }),
  );
});

test('groups may change their names, rows their order, and time its measure', () => {
  fc.assert(
    fc.property(list, (rows) => {
      const expected = logRank(rows, all);
      const renamed = rows.map((each) => ({ ...each, group: { a: 'z', b: 'b', c: 'a' }[each.group] ?? '' }));
      expectClose(logRank(renamed, all), expected);
      expectClose(logRank([...rows].reverse(), all), expected);
      const slower = rows.map((each) => ({ ...each, duration: 2 * each.duration + 1, entry: 2 * each.entry + 1 }));
      expectClose(logRank(slower, all), expected);
    }),
  );
});

test('a copy of a group gives 0, however it is tested', () => {
  fc.assert(
    fc.property(
      list,
      fc.constantFrom('log-rank' as const, 'wilcoxon' as const, 'tarone-ware' as const, 'peto' as const),
      (rows, name) => {
        const copies = rows.flatMap((each) => [
          { ...each, group: 'a' },
          { ...each, group: 'b' },
        ]);
        expect(logRank(copies, { ...all, test: name }).statistic ?? 0).toBeCloseTo(0, 10);
      },
    ),
  );
});

test('states of parts merge to the state of all', () => {
  fc.assert(
    fc.property(list, list, (some, others) => {
      const metric = logRankMetric<Row>(all);
      const merged = metric.merge(metric.state(some), metric.state(others));
      expect(merged).toEqual(metric.state([...some, ...others]));
      expect(metric.finish(JSON.parse(JSON.stringify(merged)))).toEqual(logRank([...some, ...others], all));
    }),
  );
});
