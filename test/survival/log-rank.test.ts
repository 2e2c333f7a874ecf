import { KizunaError, type LogRankTestName, logRank, logRankMetric } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/log-rank.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

interface Spell {
  readonly duration: number;
  readonly ended: boolean;
  readonly group: string;
  readonly strata?: string;
  readonly entry?: number;
  readonly weight?: number;
}

const fields = { duration: 'duration', ended: 'ended', group: 'group' } as const;

describe.each(reference.cases.map((each) => [each.name, each] as const))('R’s survdiff, %s', (_, expected) => {
  const { duration, ended, group, strata } = expected;
  const columns = { duration, ended, group: group as readonly (string | number)[], strata: strata ?? duration };
  const stratified = strata === null ? {} : ({ strata: 'strata' } as const);

  test.each([
    ['log-rank', expected.logRank],
    ['fleming-harrington', expected.peto],
  ] as const)('gives the same %s test', (name: LogRankTestName, answer) => {
    const found = logRank(columns, { ...fields, ...stratified, test: name });
    expect(relativeError(found.statistic ?? 0, answer.statistic)).toBeLessThan(1e-11);
    expect(relativeError(found.pValue ?? 0, answer.pValue)).toBeLessThan(1e-9);
    expect(found.degreesOfFreedom).toBe(answer.observed.length - 1);
    for (const [k, each] of found.groups.entries()) {
      expect(relativeError(each.observed, answer.observed[k] ?? 0)).toBeLessThan(1e-12);
      expect(relativeError(each.expected, answer.expected[k] ?? 0)).toBeLessThan(1e-12);
    }
  });
});

const spells: readonly Spell[] = [
  { duration: 3, ended: true, group: 'a' },
  { duration: 5, ended: true, group: 'a' },
  { duration: 7, ended: false, group: 'a' },
  { duration: 2, ended: true, group: 'b' },
  { duration: 5, ended: true, group: 'b' },
  { duration: 8, ended: true, group: 'b' },
];

describe('the weights of ends', () => {
  // At 2, 3, 5 and 8: 6, 5, 4 and 1 at risk; a has 3, 3, 2 and 0 of them.
  const differenceOf = (weights: readonly number[]) => {
    const [ends, endsOfA, risk, riskOfA] = [
      [1, 1, 2, 1],
      [0, 1, 1, 0],
      [6, 5, 4, 1],
      [3, 3, 2, 0],
    ] as const;
    let [sum, variance] = [0, 0];
    for (const [k, weight] of weights.entries()) {
      const [d, n, a] = [ends[k] ?? 0, risk[k] ?? 0, riskOfA[k] ?? 0];
      sum += weight * ((endsOfA[k] ?? 0) - (d * a) / n);
      if (n > 1) variance += (weight ** 2 * d * (a / n) * (1 - a / n) * (n - d)) / (n - 1);
    }
    return sum ** 2 / variance;
  };

  test.each([
    ['wilcoxon', [6, 5, 4, 1]],
    ['tarone-ware', [6, 5, 4, 1].map(Math.sqrt)],
    ['peto', [6 / 7, (6 / 7) * (5 / 6), (5 / 7) * (3 / 5), (3 / 7) * (1 / 2)]],
  ] as const)('%s counts them as defined', (name, weights) => {
    expect(logRank(spells, { ...fields, test: name }).statistic).toBeCloseTo(differenceOf(weights), 12);
  });

  test('fleming-harrington takes the share that had lasted until just before', () => {
    const before = [1, 5 / 6, 4 / 6, 2 / 6];
    const found = logRank(spells, { ...fields, test: 'fleming-harrington', rho: 0.5, gamma: 2 });
    expect(found.statistic).toBeCloseTo(differenceOf(before.map((s) => Math.sqrt(s) * (1 - s) ** 2)), 12);
  });
});

describe('what there is nothing to test about', () => {
  const nothing = { statistic: null, degreesOfFreedom: 0, pValue: null };

  test('one group, no ends, no rows', () => {
    expect(logRank(spells.slice(0, 3), fields)).toMatchObject({ ...nothing, n: 3, events: 2 });
    expect(
      logRank(
        spells.map((each) => ({ ...each, ended: false })),
        fields,
      ),
    ).toMatchObject({ ...nothing, n: 6, events: 0 });
    expect(logRank<Spell>([], fields)).toMatchObject({ ...nothing, groups: [], n: 0, events: 0 });
  });

  test('groups that never are in one stratum', () => {
    const apart = spells.map((each) => ({ ...each, strata: each.group }));
    expect(logRank(apart, { ...fields, strata: 'strata' })).toMatchObject(nothing);
  });

  test('a group of which nobody was at risk when something ended does not take part', () => {
    const early = [...spells, { duration: 1, ended: false, group: 'c' }];
    const found = logRank(early, fields);
    expect(found).toMatchObject({
      ...nothing,
      statistic: logRank(spells, fields).statistic,
      degreesOfFreedom: 1,
      pValue: expect.any(Number),
    });
    expect(found.groups[2]).toEqual({ group: 'c', n: 1, events: 0, observed: 0, expected: 0 });
  });

  test('rows of weight 0', () => {
    const weighted = [
      ...spells.map((each) => ({ ...each, weight: 1 })),
      { duration: 9, ended: true, group: 'c', weight: 0 },
    ];
    expect(logRank(weighted, { ...fields, weight: 'weight' })).toEqual(logRank(spells, fields));
  });
});

test('two groups that end alike give 0', () => {
  const both = spells.slice(0, 3).flatMap((each) => [each, { ...each, group: 'b' }]);
  expect(logRank(both, fields)).toMatchObject({ statistic: 0, pValue: 1, degreesOfFreedom: 1 });
});

test('weights are so many subjects', () => {
  const weighted = spells.map((each, i) => ({ ...each, weight: (i % 3) + 1 }));
  const repeated = spells.flatMap((each, i) => Array.from({ length: (i % 3) + 1 }, () => each));
  expect(logRank(weighted, { ...fields, weight: 'weight' })).toEqual(logRank(repeated, fields));
});

test('who came late is at risk from then on', () => {
  // c came after all but the last end, and left before it: nobody is at risk with it but b.
  const late = [
    ...spells.map((each) => ({ ...each, entry: 0 })),
    { duration: 9, ended: false, group: 'c', entry: 7.5 },
  ];
  const found = logRank(late, { ...fields, entry: 'entry' });
  expect(found.groups.map(({ expected }) => expected)).toEqual([
    expect.closeTo(3 / 6 + 3 / 5 + (2 * 2) / 4, 12),
    expect.closeTo(3 / 6 + 2 / 5 + (2 * 2) / 4 + 1 / 2, 12),
    0.5,
  ]);
});

test('a difference beyond doubt keeps its p-value', () => {
  const duration = Float64Array.from({ length: 600 }, (_, i) => i);
  const group = Array.from({ length: 600 }, (_, i) => (i < 300 ? 'early' : 'late'));
  const found = logRank({ duration, ended: new Uint8Array(600).fill(1), group }, fields);
  expect(found.pValue).toBeGreaterThan(0);
  expect(found.pValue).toBeLessThan(1e-100);
});

test('every two groups are compared, with adjusted p-values', () => {
  const three = [...spells, ...[9, 10, 12].map((duration) => ({ duration, ended: true, group: 'c' }))];
  const { pairs } = logRank(three, { ...fields, pairwise: 'bonferroni' });
  expect(pairs.map(({ groups }) => groups.join())).toEqual(['a,b', 'a,c', 'b,c']);
  const alone = logRank(
    three.filter(({ group }) => group !== 'b'),
    fields,
  );
  expect(pairs[1]).toEqual({
    groups: ['a', 'c'],
    statistic: alone.statistic,
    degreesOfFreedom: 1,
    pValue: alone.pValue,
    adjustedPValue: Math.min(1, 3 * (alone.pValue ?? 0)),
  });
});

describe('what is refused', () => {
  const codeOf = (call: () => unknown) => thrown(KizunaError, call).code;

  test('options that are unknown, out of range or of another test', () => {
    expect(codeOf(() => logRank(spells, { ...fields, groups: 'group' } as never))).toBe('E_OPT_UNKNOWN');
    expect(codeOf(() => logRank(spells, { ...fields, test: 'mantel' } as never))).toBe('E_OPT_RANGE');
    expect(codeOf(() => logRank(spells, { ...fields, rho: 1 }))).toBe('E_OPT_RANGE');
    expect(codeOf(() => logRank(spells, { ...fields, test: 'fleming-harrington', rho: -1 }))).toBe('E_OPT_RANGE');
    expect(codeOf(() => logRank(spells, { ...fields, pairwise: 'tukey' } as never))).toBe('E_OPT_RANGE');
  });

  test('weights that are parts of a subject', () => {
    const parts = spells.map((each) => ({ ...each, weight: 0.5 }));
    expect(codeOf(() => logRank(parts, { ...fields, weight: 'weight' }))).toBe('E_NUM_INTEGER');
  });

  test('is called by the name of the question', () => {
    expect(logRankMetric<Spell>(fields).name).toBe('logRank');
  });

  test('a state from elsewhere that has left out what may not be', () => {
    const odd = [...spells, { ...spells[0], duration: -1 }, { ...spells[0], group: null }] as readonly Spell[];
    const left = logRankMetric<Spell>({ ...fields, invalid: 'exclude' }).state(odd);
    const finish = (policy: object) => () => logRankMetric<Spell>({ ...fields, ...policy }).finish(left);
    expect(codeOf(finish({}))).toBe('E_FIELD_VALUE');
    expect(codeOf(finish({ invalid: 'exclude', missing: 'throw' }))).toBe('E_FIELD_MISSING');
    expect(finish({ invalid: 'exclude' })().excluded).toEqual({ missing: 1, invalid: 1, repeated: 0 });
  });

  test('what is no state', () => {
    expect(codeOf(() => logRankMetric<Spell>(fields).finish([] as never))).toBe('E_FIELD_TYPE');
  });
});
