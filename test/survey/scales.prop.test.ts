import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ces, cesMetric, csat, csatMetric, measure, moments, pmf } from '../../src/index.js';

const scale = fc
  .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 10 }))
  .map(([low, width]): readonly [number, number] => [low, low + width]);
const answersOn = ([low, high]: readonly [number, number]) =>
  fc.array(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 60 });
const survey = scale.chain((ends) => fc.record({ ends: fc.constant(ends), answers: answersOn(ends) }));
const weight = fc.double({ min: 0.01, max: 50, noNaN: true });
const weighted = fc.array(fc.record({ s: fc.integer({ min: 1, max: 7 }), w: weight }), { minLength: 1, maxLength: 40 });
const FIELDS = { score: 's', weight: 'w', scale: [1, 7] } as const;
type Answer = { readonly s: number; readonly w: number };
type Fields = { readonly score: 's'; readonly weight?: 'w'; readonly scale: readonly [1, 7] };
const ulp = 1e-9;

/** Every number of a result, to compare two of them. */
function numbersOf(result: object): readonly number[] {
  return Object.values(result).flatMap((value: unknown) => {
    if (typeof value === 'number') return [value];
    return typeof value === 'object' && value !== null ? numbersOf(value) : [];
  });
}

function expectAlike(a: object, b: object): void {
  const [found, expected] = [numbersOf(a), numbersOf(b)];
  expect(found).toHaveLength(expected.length);
  for (const [i, number] of found.entries()) {
    expect(Math.abs(number - (expected[i] ?? Number.NaN))).toBeLessThan(1e-8 * Math.max(1, Math.abs(number)));
  }
}

describe('customer satisfaction', () => {
  test('is a share within its interval, of boxes that were counted', () => {
    fc.assert(
      fc.property(survey, ({ ends, answers }) => {
        const { value, numerator, denominator, n, interval } = csat(answers, { scale: ends, topBox: 1 });
        expect(numerator).toBe(answers.filter((answer) => answer === ends[1]).length);
        expect([denominator, n]).toEqual([answers.length, answers.length]);
        expect(interval?.low).toBeLessThanOrEqual((value ?? Number.NaN) + ulp);
        expect(interval?.high).toBeGreaterThanOrEqual((value ?? Number.NaN) - ulp);
      }),
    );
  });

  test('never falls with another box', () => {
    fc.assert(
      fc.property(answersOn([1, 10]), (answers) => {
        const values = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
          (topBox) => csat(answers, { scale: [1, 10], topBox }).value ?? -1,
        );
        expect(values).toEqual([...values].sort((a, b) => a - b));
      }),
    );
  });

  test('has the mean and the spread of the answers themselves, within the scale', () => {
    fc.assert(
      fc.property(survey, ({ ends, answers }) => {
        const { mean } = csat(answers, { scale: ends, topBox: 1 });
        const exact = moments(answers);
        expect(mean.value).toBeCloseTo(exact.mean ?? Number.NaN, 13);
        expect(mean.value).toBeGreaterThanOrEqual(Math.min(...answers));
        expect(mean.value).toBeLessThanOrEqual(Math.max(...answers));
        expect(mean.interval === null).toBe(answers.length === 1);
        if (mean.interval === null) return;
        expect(mean.interval.low).toBeGreaterThanOrEqual(ends[0]);
        expect(mean.interval.high).toBeLessThanOrEqual(ends[1]);
        if (exact.variance === 0) expect(mean.interval.high).toBe(mean.interval.low);
      }),
    );
  });
});

describe('customer effort', () => {
  test('has shares at both ends that leave the middle, and a net share between −1 and 1', () => {
    fc.assert(
      fc.property(survey, ({ ends, answers }) => {
        const { easy, difficult, net, netInterval, value } = ces(answers, { scale: ends });
        expect(easy.numerator + difficult.numerator).toBeLessThanOrEqual(answers.length);
        expect(net).toBeCloseTo((easy.value ?? 0) - (difficult.value ?? 0), 14);
        expect(netInterval?.low).toBeGreaterThanOrEqual(-1);
        expect(netInterval?.high).toBeLessThanOrEqual(1);
        expect(value).toBeGreaterThanOrEqual(ends[0]);
        expect(value).toBeLessThanOrEqual(ends[1]);
      }),
    );
  });

  test('read from the other end is the same effort', () => {
    fc.assert(
      fc.property(survey, ({ ends, answers }) => {
        const turned = answers.map((answer) => ends[0] + ends[1] - answer);
        const [one, other] = [ces(answers, { scale: ends }), ces(turned, { scale: ends, direction: 'low-is-easy' })];
        expect(other.easy).toEqual(one.easy);
        expect(other.difficult).toEqual(one.difficult);
        expect(other.net).toEqual(one.net);
        expect(other.netInterval).toEqual(one.netInterval);
        expect(other.value).toBeCloseTo(ends[0] + ends[1] - (one.value ?? Number.NaN), 12);
      }),
    );
  });
});

describe.each([
  ['customer satisfaction', csat, (data: readonly Answer[], options: Fields) => measure(data, csatMetric(options))],
  ['customer effort', ces, (data: readonly Answer[], options: Fields) => measure(data, cesMetric(options))],
] as const)('%s', (_, once, measured) => {
  test('with equal weights has the values and intervals without', () => {
    fc.assert(
      fc.property(answersOn([1, 7]), weight, (answers, w) => {
        const { scale: ends } = FIELDS;
        const plain = once(answers, { scale: ends });
        const found = once(
          answers.map((s) => ({ s, w: 1 })),
          FIELDS,
        );
        expectAlike(found, plain);
        const scaled = once(
          answers.map((s) => ({ s, w })),
          FIELDS,
        );
        expect(scaled.value).toBeCloseTo(plain.value ?? Number.NaN, 10);
        expect(scaled.interval?.low ?? 0).toBeCloseTo(plain.interval?.low ?? 0, 8);
        expect(scaled.interval?.high ?? 0).toBeCloseTo(plain.interval?.high ?? 0, 8);
      }),
    );
  });

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        expect(once([...rows].reverse(), FIELDS)).toEqual(once(rows, FIELDS));
      }),
    );
  });

  test('of everybody counted k times keeps its value, and its intervals shrink', () => {
    fc.assert(
      fc.property(answersOn([1, 7]), fc.integer({ min: 2, max: 5 }), (answers, k) => {
        const [one, often] = [answers, Array.from({ length: k }, () => answers).flat()].map((data) =>
          once(data, { scale: [1, 7] }),
        );
        expect(often?.value).toBeCloseTo(one?.value ?? Number.NaN, 12);
        if (!one?.interval || !often?.interval) return;
        expect(often.interval.high - often.interval.low).toBeLessThanOrEqual(
          one.interval.high - one.interval.low + ulp,
        );
      }),
    );
  });

  test('measured is the same as at once', () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        expectAlike(measured(rows, FIELDS), once(rows, FIELDS));
        const plain = { score: 's', scale: [1, 7] } as const;
        expect(measured(rows, plain)).toEqual(once(rows, plain));
      }),
    );
  });
});

describe('product-market fit', () => {
  const answer = fc.constantFrom('Very disappointed', 'very disappointed ', 'Somewhat disappointed', 'Not', 'N/A');

  test('divides by those who count, and its answers add up to them', () => {
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        const { n, denominator, distribution, excluded } = pmf(answers, { exclude: ['n/a'] });
        expect(n + excluded.listed).toBe(answers.length);
        expect(denominator).toBe(n);
        expect(distribution.reduce((sum, { count }) => sum + count, 0)).toBe(n);
      }),
    );
  });

  test('reads any text, and does not depend on the order of the answers', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 20 }), (answers) => {
        expect(pmf([...answers].reverse())).toEqual(pmf(answers));
      }),
    );
  });

  test('says yes of a benchmark only where the share is above it, and no only where it is below', () => {
    fc.assert(
      fc.property(
        fc.array(answer, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (answers, benchmark) => {
          const { value, meetsBenchmark } = pmf(answers, { benchmark });
          if (meetsBenchmark === 'yes') expect(value).toBeGreaterThanOrEqual(benchmark);
          if (meetsBenchmark === 'no') expect(value).toBeLessThan(benchmark);
        },
      ),
    );
  });
});
