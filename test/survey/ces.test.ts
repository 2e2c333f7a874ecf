import { describe, expect, test } from 'vitest';
import { ces, meanInterval, nps, rate } from '../../src/index.js';

describe('customer effort', () => {
  const answers = [7, 6, 5, 4, 2, 7, 6, 5];

  test('is the mean answer on the scale as it is, with Student’s interval', () => {
    const { value, n, interval } = ces(answers);
    expect(value).toBe(5.25);
    expect(n).toBe(8);
    expect(interval?.low).toBeCloseTo(meanInterval(answers).interval?.low ?? 0, 12);
    expect(interval?.high).toBeCloseTo(meanInterval(answers).interval?.high ?? 0, 12);
  });

  test('has the shares of three boxes at both ends of seven, and their difference', () => {
    const { easy, difficult, net } = ces(answers);
    expect(easy).toEqual(rate(6, 8));
    expect(difficult).toEqual(rate(1, 8));
    expect(net).toBe(0.625);
  });

  test('has the net interval of a net promoter score with the same bands', () => {
    const asScores = answers.map((answer) => (answer >= 5 ? 10 : answer <= 3 ? 0 : 7));
    const { interval } = nps(asScores);
    const { netInterval } = ces(answers);
    expect(netInterval?.low).toBeCloseTo((interval?.low ?? 0) / 100, 14);
    expect(netInterval?.high).toBeCloseTo((interval?.high ?? 0) / 100, 14);
    expect(netInterval?.method).toBe('score');
  });

  test('turns round where low is easy: the shares change places, the mean stays', () => {
    const [high, low] = [ces(answers), ces(answers, { direction: 'low-is-easy' })];
    expect(low.easy).toEqual(high.difficult);
    expect(low.difficult).toEqual(high.easy);
    expect(low.net).toBe(-0.625);
    expect(low.value).toBe(high.value);
  });

  test.each([
    [[1, 7], 3],
    [[1, 5], 2],
    [[1, 10], 5],
    [[0, 1], 1],
  ] as const)('on the scale %j takes %i points at each end, if not told', (scale, boxes) => {
    const every = Array.from({ length: scale[1] - scale[0] + 1 }, (_, i) => scale[0] + i);
    const { easy, difficult, net } = ces(every, { scale });
    expect([easy.numerator, difficult.numerator, net]).toEqual([boxes, boxes, 0]);
  });

  test('is null when nobody answered', () => {
    const nothing = { value: null, n: 0, interval: null };
    expect(ces([])).toMatchObject({ ...nothing, easy: nothing, difficult: nothing, net: null, netInterval: null });
  });

  test('of one answer says little', () => {
    const { value, interval, net, netInterval } = ces([4]);
    expect([value, interval, net]).toEqual([4, null, 0]);
    expect(netInterval?.low).toBeLessThan(-0.5);
  });

  test('weighs answers, and lets intervals rest on the effective n', () => {
    const rows = { score: [7, 1, 4], weight: [2, 1, 1] };
    const found = ces(rows, { score: 'score', weight: 'weight' });
    expect(found.value).toBe(4.75);
    expect(found.net).toBe(0.25);
    expect(found.effectiveN).toBeCloseTo(16 / 6, 14);
    expect(found.easy).toMatchObject({ numerator: 2, denominator: 4, n: 3 });
  });

  test('refuses boxes that would overlap, and a direction that is none', () => {
    expect(() => ces([1], { topBox: 4 })).toThrow('ces requires topBox to be an integer from 1 to 3; got 4');
    // @ts-expect-error wrong on purpose
    expect(() => ces([1], { direction: 'up' })).toThrow(
      'ces requires direction to be one of high-is-easy, low-is-easy',
    );
  });
});
