import { describe, expect, test } from 'vitest';
import { InvalidOptionError, LimitError, npsSampleSize } from '../../src/index.js';
import reference from '../reference/nps.json' with { type: 'json' };

describe('answers for a margin of error', () => {
  test.each(reference.sizes)('$marginOfError points at $confidence, variance $variance: $n', ({ n, ...design }) => {
    expect(npsSampleSize(design)).toEqual({ n, perGroup: n });
  });

  test('takes a variance of 0.67 and 95 % unless told', () => {
    expect(npsSampleSize({ marginOfError: 10 })).toEqual(
      npsSampleSize({ marginOfError: 10, confidence: 0.95, variance: 0.67 }),
    );
  });

  test('is at least one', () => {
    expect(npsSampleSize({ marginOfError: 99 }).n).toBe(1);
  });
});

describe('answers for a difference', () => {
  test.each(reference.differences)(
    '$difference points at $confidence, power $power, two-sided $twoSided',
    ({ twoSided, benchmark, score, ...design }) => {
      const alternative = twoSided ? 'two-sided' : 'greater';
      expect(npsSampleSize({ ...design, alternative })).toEqual({ n: benchmark, perGroup: benchmark });
      expect(npsSampleSize({ ...design, alternative, against: 'score' })).toEqual({ n: 2 * score, perGroup: score });
    },
  );

  test('is what MeasuringU prints for a benchmark passed with 95 % and power 80 %: 412 for 10 points', () => {
    expect(npsSampleSize({ difference: 10, alternative: 'greater' }).n).toBe(412);
  });

  test('is one less than the 1,655 it prints for 5 points, from z rounded to 1.645 and 0.842', () => {
    expect(npsSampleSize({ difference: 5, alternative: 'greater' }).n).toBe(1654);
    expect(Math.ceil(((1.645 + 0.842) / 0.05) ** 2 * 0.67 - 3)).toBe(1655);
  });

  test('does not depend on the sign of a two-sided difference', () => {
    expect(npsSampleSize({ difference: -10 })).toEqual(npsSampleSize({ difference: 10 }));
    expect(npsSampleSize({ difference: -10, alternative: 'less' })).toEqual(
      npsSampleSize({ difference: 10, alternative: 'greater' }),
    );
  });
});

describe('what cannot be planned', () => {
  test.each([
    [{}, 'difference'],
    [{ difference: 0 }, 'difference'],
    [{ difference: -5, alternative: 'greater' }, 'difference'],
    [{ difference: 5, alternative: 'less' }, 'difference'],
    [{ difference: 5, alternative: 'both' }, 'alternative'],
    [{ difference: 5, against: 'peer' }, 'against'],
    [{ difference: 5, power: 1 }, 'power'],
    [{ difference: 5, power: 0.01 }, 'power'],
    [{ difference: 5, variance: 0 }, 'variance'],
    [{ difference: 5, variance: 1.1 }, 'variance'],
    [{ difference: 200 }, 'difference'],
    [{ marginOfError: 0 }, 'marginOfError'],
    [{ marginOfError: 100 }, 'marginOfError'],
    [{ marginOfError: '5' }, 'marginOfError'],
    [{ marginOfError: 5, confidence: 95 }, 'confidence'],
    [{ marginOfError: 5, power: 0.8 }, 'power'],
    [{ difference: 5, marginofError: 5 }, 'marginofError'],
    [null, 'options'],
  ])('%j is refused for its %s', (options, field) => {
    // @ts-expect-error wrong on purpose
    const call = () => npsSampleSize(options);
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ field })] }));
  });

  test('too small a change is refused before a number loses its units', () => {
    expect(() => npsSampleSize({ marginOfError: 1e-9 })).toThrow(LimitError);
  });
});
