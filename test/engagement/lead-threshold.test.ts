import { describe, expect, test } from 'vitest';
import {
  by,
  InvalidDataError,
  InvalidOptionError,
  leadThreshold,
  leadThresholdMetric,
  measure,
  rate,
} from '../../src/index.js';
import reference from '../reference/engagement.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const leadsOf = (won: readonly number[], lost: readonly number[]) => [
  ...won.map((score) => ({ score, won: true })),
  ...lost.map((score) => ({ score, won: false })),
];
const ROLES = { score: 'score', converted: 'won' } as const;

describe('a threshold', () => {
  test.each(reference.leads.map((each) => [each.score.length, each] as const))(
    'from %i leads has the percentile, precision and recall of R, and the area and interval of pROC',
    (n, each) => {
      const rows = each.score.map((score, i) => ({ score, won: each.won[i] === 1 }));
      const found = leadThreshold(rows, ROLES);
      expect(found.n).toBe(n);
      expect(found.threshold).toBe(each.percentile);
      expect(found.precision.value).toBe(each.precision);
      expect(found.recall.value).toBe(each.recall);
      expect(relativeError(found.auc.value ?? Number.NaN, each.auc)).toBeLessThan(1e-15);
      expect(relativeError(found.auc.standardError ?? Number.NaN, each.standardError)).toBeLessThan(1e-13);
      expect(found.auc.interval?.low).toBeCloseTo(each.interval[0] ?? 0, 13);
      expect(found.auc.interval?.high).toBeCloseTo(each.interval[1] ?? 0, 13);
      expect(leadThreshold(rows, { ...ROLES, method: 'youden' }).threshold).toBe(each.youden);
    },
  );

  test('counts leads that score it as qualified', () => {
    const found = leadThreshold(leadsOf([10, 20, 30], [20, 20, 5]), { ...ROLES, percentile: 0.5 });
    expect(found.threshold).toBe(20);
    expect(found.precision).toEqual(rate(2, 4));
    expect(found.recall).toEqual(rate(2, 3));
    expect(found.specificity).toEqual(rate(1, 3));
  });

  test('by Youden is the lowest of equally good ones', () => {
    // From 3 on: 2/2 − 1/2, from 5 on: 1/2 − 0.
    expect(leadThreshold(leadsOf([3, 5], [1, 4]), { ...ROLES, method: 'youden' }).threshold).toBe(3);
  });

  test('is null without converted leads, and by Youden without others', () => {
    const nothing = rate(0, 0);
    const none = leadThreshold(leadsOf([], [1, 2]), ROLES);
    expect(none).toMatchObject({ threshold: null, n: 2, converted: 0, precision: nothing, recall: nothing });
    expect(none.auc).toEqual({ value: null, n: 2, interval: null, standardError: null });
    const all = leadThreshold(leadsOf([1, 2], []), { ...ROLES, method: 'youden' });
    expect(all).toMatchObject({
      threshold: null,
      converted: 2,
      precision: nothing,
      recall: nothing,
      specificity: nothing,
    });
    expect(leadThreshold(leadsOf([1, 2], []), ROLES).threshold).toBe(1.75);
  });
});

describe('the area under the ROC curve', () => {
  test('is 1 where all converted score above all others, 0 where below, and ½ where all are equal', () => {
    const area = (won: readonly number[], lost: readonly number[]) => leadThreshold(leadsOf(won, lost), ROLES).auc;
    expect(area([3, 4], [1, 2])).toEqual({ value: 1, n: 4, interval: null, standardError: 0 });
    expect(area([1, 2], [3, 4]).value).toBe(0);
    expect(area([5, 5], [5, 5]).value).toBe(0.5);
  });

  test('has no interval below two leads of either kind', () => {
    expect(leadThreshold(leadsOf([3], [1, 4]), ROLES).auc).toEqual({
      value: 0.5,
      n: 3,
      interval: null,
      standardError: null,
    });
  });
});

describe('the calibration table', () => {
  test('has the conversion of each band, from one edge to below the next', () => {
    const { bands } = leadThreshold(leadsOf([95, 80, 60, 20], [79, 40, 20, 19, -5]), ROLES);
    expect(bands).toEqual([
      { from: null, below: 20, conversion: rate(0, 2) },
      { from: 20, below: 40, conversion: rate(1, 2) },
      { from: 40, below: 60, conversion: rate(0, 1) },
      { from: 60, below: 80, conversion: rate(1, 2) },
      { from: 80, below: null, conversion: rate(2, 2) },
    ]);
  });

  test('has bands of one’s own, and one for everything without edges', () => {
    const leads = leadsOf([95, 20], [79]);
    expect(leadThreshold(leads, { ...ROLES, bands: [50] }).bands.map(({ conversion }) => conversion.value)).toEqual([
      1, 0.5,
    ]);
    expect(leadThreshold(leads, { ...ROLES, bands: [] }).bands).toEqual([
      { from: null, below: null, conversion: rate(2, 3) },
    ]);
  });
});

describe('rows', () => {
  const leads = [...leadsOf([70, 80], [20, 30]), { score: null, won: true }, { score: 50, won: null }];

  test('without a score or an outcome are left out and counted', () => {
    expect(leadThreshold(leads, ROLES)).toMatchObject({ n: 4, excluded: { missing: 2, invalid: 0 } });
  });

  test('by source are rows of the result', () => {
    const sourced = leads.map((lead, i) => ({ ...lead, source: i < 2 ? 'fair' : 'web' }));
    const rows = measure(sourced, by('source', leadThresholdMetric(ROLES)));
    expect(rows.map(({ source, n, converted }) => [source, n, converted])).toEqual([
      ['fair', 2, 2],
      ['web', 2, 0],
    ]);
  });

  test.each([
    [{ score: '70', won: true }, 'E_FIELD_TYPE', 'score'],
    [{ score: Number.NaN, won: true }, 'E_NUM_NONFINITE', 'score'],
    [{ score: 70, won: 1 }, 'E_FIELD_TYPE', 'won'],
  ])('%j are refused with row and field', (wrong, code, field) => {
    const rows = [...leadsOf([70], []), wrong] as { score: number; won: boolean }[];
    expect(thrown(InvalidDataError, () => leadThreshold(rows, ROLES)).issues).toMatchObject([
      { code, index: 1, field },
    ]);
    expect(leadThreshold(rows, { ...ROLES, invalid: 'exclude' })).toMatchObject({ n: 1, excluded: { invalid: 1 } });
  });
});

describe('the options', () => {
  test.each([
    [{ score: 'score' }, 'leadThreshold requires converted to be a field or a function'],
    [{ converted: 'won' }, 'leadThreshold requires score to be a field or a function'],
    [{ ...ROLES, method: 'roc' }, 'leadThreshold requires method to be one of percentile, youden'],
    [{ ...ROLES, percentile: 75 }, 'leadThreshold requires percentile to be a number from 0 to 1'],
    [{ ...ROLES, method: 'youden', percentile: 0.5 }, 'percentile to be left out with method "youden"'],
    [{ ...ROLES, bands: [40, 20] }, 'leadThreshold requires bands to be a list of rising numbers'],
    [{ ...ROLES, bands: [20, 20] }, 'leadThreshold requires bands to be a list of rising numbers'],
    [{ ...ROLES, bands: [Number.NaN] }, 'leadThreshold requires bands to be a list of rising numbers'],
    [{ ...ROLES, bands: 5 }, 'leadThreshold requires bands to be a list of rising numbers'],
    [{ ...ROLES, confidence: 2 }, 'leadThreshold requires confidence'],
    [{ ...ROLES, cutoff: 50 }, 'leadThreshold requires options to be among score, converted'],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => leadThreshold(leadsOf([1], [2]), options));
    expect(error.message).toContain(sentence);
  });
});
