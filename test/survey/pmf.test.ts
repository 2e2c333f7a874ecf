import { describe, expect, test } from 'vitest';
import { by, LimitError, measure, pmf, pmfMetric, proportionInterval } from '../../src/index.js';

const answers = (very: number, others: number): string[] => [
  ...Array<string>(very).fill('Very disappointed'),
  ...Array<string>(others).fill('Not disappointed'),
];

describe('product-market fit', () => {
  test('is the share that would be very disappointed', () => {
    const { value, n, numerator, denominator, interval } = pmf(answers(3, 7));
    expect([value, n, numerator, denominator]).toEqual([0.3, 10, 3, 10]);
    expect(interval).toEqual(proportionInterval(3, 10));
  });

  test('reads answers without regard to case and to blanks at the ends', () => {
    const { numerator, distribution } = pmf([' very disappointed', 'VERY DISAPPOINTED\t', 'Very disappointed', 'no']);
    expect(numerator).toBe(3);
    expect(distribution.map(({ count }) => count)).toEqual([3, 1]);
  });

  test('meets the benchmark when the whole interval does', () => {
    expect(pmf(answers(60, 40)).meetsBenchmark).toBe('yes');
    expect(pmf(answers(45, 55)).meetsBenchmark).toBe('unclear');
    expect(pmf(answers(20, 80)).meetsBenchmark).toBe('no');
    expect(pmf(answers(45, 55), { benchmark: 0.2 }).meetsBenchmark).toBe('yes');
  });

  test('meets a benchmark that its interval just touches, and a benchmark of 0 always', () => {
    const { interval } = pmf(answers(60, 40));
    expect(pmf(answers(60, 40), { benchmark: interval?.low ?? 0 }).meetsBenchmark).toBe('yes');
    expect(pmf(answers(60, 40), { benchmark: interval?.high ?? 0 }).meetsBenchmark).toBe('unclear');
    expect(pmf(answers(0, 5), { benchmark: 0 }).meetsBenchmark).toBe('yes');
  });

  test('leaves listed answers out of the denominator and counts them', () => {
    const { n, value, excluded, distribution } = pmf([...answers(1, 1), 'N/A', 'n/a ', 'No longer use'], {
      exclude: ['N/a', 'no longer use'],
    });
    expect([n, value]).toEqual([2, 0.5]);
    expect(excluded).toEqual({ missing: 0, invalid: 0, repeated: 0, listed: 3 });
    expect(distribution.map(({ answer }) => answer)).toEqual(['Not disappointed', 'Very disappointed']);
  });

  test('lists the answers, the most frequent first, as most wrote them', () => {
    const { distribution } = pmf(['b', 'B', 'B', 'a', 'c', 'C ', 'c']);
    expect(distribution).toEqual([
      { answer: 'B', count: 3, share: 3 / 7 },
      { answer: 'c', count: 3, share: 3 / 7 },
      { answer: 'a', count: 1, share: 1 / 7 },
    ]);
  });

  test('asks in another language', () => {
    const japanese = ['非常に残念', 'やや残念', '残念ではない'];
    expect(pmf(japanese, { veryDisappointed: '非常に残念' }).numerator).toBe(1);
    expect(pmf(japanese).numerator).toBe(0);
  });

  test('is null and unclear when nobody answered, or only those who are left out', () => {
    expect(pmf([])).toMatchObject({ value: null, n: 0, interval: null, meetsBenchmark: 'unclear', distribution: [] });
    expect(pmf(['n/a'], { exclude: ['N/A'] })).toMatchObject({ value: null, n: 0, meetsBenchmark: 'unclear' });
  });

  test('counts silence as missing and an empty text as an answer', () => {
    const { n, excluded } = pmf([null, undefined, '', 'very disappointed']);
    expect([n, excluded.missing]).toEqual([2, 2]);
  });

  test('reads answers such as __proto__ as what they are', () => {
    const { distribution } = pmf(['__proto__', 'constructor', '__proto__']);
    expect(distribution.map(({ answer, count }) => [answer, count])).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
    ]);
  });

  test('by segment is a row each', () => {
    const rows = [
      { plan: 'free', without: 'Not disappointed' },
      { plan: 'pro', without: 'Very disappointed' },
    ];
    const grouped = measure(rows, by('plan', pmfMetric({ answer: 'without' })));
    expect(grouped.map(({ plan, value }) => [plan, value])).toEqual([
      ['free', 0],
      ['pro', 1],
    ]);
  });

  test('refuses more than a thousand different answers, and takes a thousand', () => {
    const texts = Array.from({ length: 1001 }, (_, i) => `reason ${i}`);
    expect(pmf(texts.slice(1)).n).toBe(1000);
    expect(() => pmf(texts)).toThrow(LimitError);
    expect(() => pmf(texts)).toThrow('pmf requires at most 1000 different answers; there are 1001');
  });
});

describe('the options', () => {
  test.each([
    [{ exclude: 'n/a' }, 'pmf requires exclude to be a list of texts; got "n/a"'],
    [{ exclude: [1] }, 'pmf requires exclude to be a list of texts; got array'],
    [{ veryDisappointed: 4 }, 'pmf requires veryDisappointed to be a text; got 4'],
    [{ exclude: ['Very Disappointed '] }, 'pmf requires exclude to leave in the answer that counts'],
    [{ benchmark: 40 }, 'pmf requires benchmark to be a number from 0 to 1; got 40'],
    [{ interval: 'score' }, 'pmf requires interval to be one of wilson'],
    [{ confidence: 1 }, 'pmf requires confidence to be a number between 0 and 1; got 1'],
  ])('%j is refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => pmf(['a'], options);
    expect(call).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', message: expect.stringContaining(sentence) }),
    );
  });
});
