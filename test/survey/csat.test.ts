import { describe, expect, test } from 'vitest';
import { by, csat, csatMetric, meanInterval, measure, proportionInterval } from '../../src/index.js';
import reference from '../reference/surveys.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

describe('customer satisfaction', () => {
  test('is the share of the two top boxes of five', () => {
    const { value, n, numerator, denominator } = csat([5, 4, 4, 3, 5, 1, 4, 2]);
    expect(value).toBe(0.625);
    expect([n, numerator, denominator]).toEqual([8, 5, 8]);
  });

  test('has the interval of a share by the method that was asked for', () => {
    const answers = [5, 4, 4, 3, 5, 1, 4, 2];
    for (const interval of ['wilson', 'agresti-coull', 'clopper-pearson', 'jeffreys', 'wald'] as const) {
      expect(csat(answers, { interval, confidence: 0.9 }).interval).toEqual(
        proportionInterval(5, 8, { method: interval, confidence: 0.9 }),
      );
    }
  });

  test('counts other boxes on other scales', () => {
    expect(csat([10, 9, 8, 7], { scale: [1, 10], topBox: 1 }).value).toBe(0.25);
    expect(csat([0, 1, 1], { scale: [0, 1], topBox: 1 }).numerator).toBe(2);
    expect(csat([-1, 0, 1], { scale: [-1, 1], topBox: 1 }).mean.value).toBe(0);
  });

  test('is null when nobody answered', () => {
    expect(csat([])).toMatchObject({
      value: null,
      n: 0,
      interval: null,
      numerator: 0,
      denominator: 0,
      mean: { value: null, n: 0, interval: null },
      effectiveN: 0,
    });
  });

  test('of one answer has a share with an interval and a mean without', () => {
    const { value, interval, mean } = csat([5]);
    expect(value).toBe(1);
    expect(interval).toEqual(proportionInterval(1, 1));
    expect(mean).toEqual({ value: 5, n: 1, interval: null });
  });

  test('of equal answers has a mean interval without width', () => {
    expect(csat([4, 4, 4]).mean).toEqual({
      value: 4,
      n: 3,
      interval: { low: 4, high: 4, confidence: 0.95, method: 't' },
    });
  });

  test('by segment is a row each, and null for a segment of silence', () => {
    const rows = [
      { team: 'a', stars: 5 },
      { team: 'b', stars: null },
    ];
    const grouped = measure(rows, by('team', csatMetric({ score: 'stars' })));
    expect(grouped.map(({ team, value, excluded }) => [team, value, excluded.missing])).toEqual([
      ['a', 1, 0],
      ['b', null, 1],
    ]);
  });
});

describe('the mean', () => {
  test.each(reference.means.map((each) => [each.score.length, each] as const))(
    'of %i answers has the interval of t.test in R, kept within the scale',
    (_, { score, mean, interval }) => {
      const found = csat(score).mean;
      expect(relativeError(found.value ?? Number.NaN, mean)).toBeLessThan(1e-15);
      expect(relativeError(found.interval?.low ?? Number.NaN, interval[0] ?? 0)).toBeLessThan(1e-13);
      expect(relativeError(found.interval?.high ?? Number.NaN, interval[1] ?? 0)).toBeLessThan(1e-13);
    },
  );

  test('of ten million answers that are nearly all alike keeps its digits', () => {
    const answers = new Uint8Array(1e7).fill(5);
    answers[17] = 4;
    const found = csat(answers).mean;
    expect(found.value).toBe((5e7 - 1) / 1e7);
    // Variance n·Σx² − (Σx)² = 1e7·(25e7 − 9) − (5e7 − 1)² = 1e7 − 1, over n(n − 1): 1/n. Its root over √n: 1/n.
    const margin = (found.value ?? 0) - (found.interval?.low ?? 0);
    expect(relativeError(margin, 1.9599641993e-7)).toBeLessThan(1e-8);
  });

  test('stays within the scale where Student would leave it', () => {
    const answers = [5, 5, 5, 1];
    expect(meanInterval(answers).interval?.high).toBeGreaterThan(5);
    expect(csat(answers).mean.interval?.high).toBe(5);
  });
});

describe('weighted answers', () => {
  const options = { score: 'score', weight: 'weight', scale: [0, 10] } as const;

  test.each(reference.weighted.map((each) => [each.score.length, each] as const))(
    'of %i people have the share, the mean and both intervals on the effective n',
    (_, { score, weight, top, topInterval, mean, meanInterval: limits, effectiveN }) => {
      const found = csat({ score, weight }, options);
      expect(found.n).toBe(score.length);
      expect(relativeError(found.value ?? Number.NaN, top)).toBeLessThan(1e-14);
      expect(relativeError(found.effectiveN, effectiveN)).toBeLessThan(1e-14);
      expect(found.numerator / found.denominator).toBe(found.value);
      expect(found.interval?.low).toBeCloseTo(topInterval[0] ?? 0, 13);
      expect(found.interval?.high).toBeCloseTo(topInterval[1] ?? 0, 13);
      expect(relativeError(found.mean.value ?? Number.NaN, mean)).toBeLessThan(1e-14);
      expect(found.mean.interval?.low).toBeCloseTo(limits[0] ?? 0, 11);
      expect(found.mean.interval?.high).toBeCloseTo(limits[1] ?? 0, 11);
    },
  );

  test('say nothing when all weights are zero', () => {
    const found = csat([{ score: 10, weight: 0 }], options);
    expect(found).toMatchObject({ value: null, n: 1, interval: null, denominator: 0, mean: { value: null, n: 1 } });
  });

  test('of one answer, or of one that outweighs all others, give no interval of the mean', () => {
    expect(csat([{ score: 10, weight: 0.1 }], options).mean.interval).toBeNull();
    const lopsided = csat({ score: [10, 0, 0], weight: [1e9, 1, 1] }, options);
    expect(lopsided.mean.interval).toBeNull();
    expect(lopsided.interval?.high).toBeLessThanOrEqual(1);
  });
});

describe('the options', () => {
  test.each([
    [{ scale: [5, 1] }, 'csat requires scale to be two rising whole numbers, at most 1000 apart; got array'],
    [{ scale: [1, 5.5] }, 'csat requires scale to be two rising whole numbers, at most 1000 apart; got array'],
    [{ scale: [0, 1e9] }, 'csat requires scale to be two rising whole numbers, at most 1000 apart; got array'],
    [{ scale: 5 }, 'csat requires scale to be two rising whole numbers, at most 1000 apart; got 5'],
    [{ topBox: 5 }, 'csat requires topBox to be an integer from 1 to 4; got 5'],
    [{ topBox: 0 }, 'csat requires topBox to be an integer from 1 to 4; got 0'],
    [{ topBox: 1.5 }, 'csat requires topBox to be an integer from 1 to 4; got 1.5'],
    [{ scale: [0, 1] }, 'csat requires topBox to be an integer from 1 to 1; got 2'],
    [{ interval: 'exact' }, 'csat requires interval to be one of wilson, '],
    [{ confidence: 95 }, 'csat requires confidence to be a number between 0 and 1; got 95'],
  ])('%j is refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => csat([5], options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });
});
