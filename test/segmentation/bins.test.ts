import fc from 'fast-check';
import { equalWidthBins, InvalidDataError, InvalidOptionError, quantile, quantileBins } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';
import { amounts } from './amounts.js';

const DATA: Readonly<Record<string, readonly number[]>> = reference.data;

describe.each(reference.bins.map((each) => [each.of, each.bins, each] as const))(
  '%s in %i bins',
  (of, bins, expected) => {
    test('by quantiles are those of pandas.qcut', () => {
      const { cuts, labels } = quantileBins(DATA[of]!, { bins });
      expect(labels).toEqual(expected.quantileLabels);
      cuts.forEach((cut, k) => {
        expect(relativeError(cut, expected.quantileCuts[k]!)).toBeLessThan(1e-14);
      });
    });

    test('of equal width are those of pandas.cut', () => {
      const { cuts, labels } = equalWidthBins(DATA[of]!, { bins });
      expect(labels).toEqual(expected.widthLabels);
      cuts.forEach((cut, k) => {
        expect(relativeError(cut, expected.widthCuts[k]!)).toBeLessThan(1e-14);
      });
    });
  },
);

describe('bins', () => {
  test('that no value falls into keep their number', () => {
    expect(quantileBins([1, 1, 1, 1, 9], { bins: 3 })).toEqual({
      n: 5,
      cuts: [1, 1],
      bins: [
        { bin: 1, n: 4, low: 1, high: 1 },
        { bin: 2, n: 0, low: null, high: null },
        { bin: 3, n: 1, low: 9, high: 9 },
      ],
      labels: [1, 1, 1, 1, 3],
    });
  });

  test('of equal values, of one and of none', () => {
    for (const binned of [quantileBins, equalWidthBins]) {
      expect(binned([4, 4, 4], { bins: 2 }).labels).toEqual([1, 1, 1]);
      expect(binned([-0], { bins: 3 })).toMatchObject({ n: 1, labels: [1], cuts: [0, 0] });
      expect(binned([], { bins: 2 })).toMatchObject({ n: 0, labels: [], cuts: [], bins: [{ n: 0 }, { n: 0 }] });
    }
  });

  test('of the whole range of doubles have finite cuts', () => {
    expect(equalWidthBins([-(2 ** 1023), 2 ** 1023], { bins: 4 }).cuts).toEqual([-(2 ** 1022), 0, 2 ** 1022]);
  });

  test('refuse other numbers of bins, and values that are no finite numbers', () => {
    expect(thrown(InvalidOptionError, () => quantileBins([1], { bins: 0 })).message).toBe(
      'quantileBins requires bins to be an integer from 1 to 10000; got 0',
    );
    // @ts-expect-error bins must be given
    expect(() => equalWidthBins([1], {})).toThrow(InvalidOptionError);
    expect(() => equalWidthBins([1, Number.NaN], { bins: 2 })).toThrow(InvalidDataError);
  });
});

test('a value is in bin 1 + (cuts below it), so equal values share one and greater ones are never lower', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 9 }), (list, bins) => {
      for (const { labels, cuts, bins: found } of [quantileBins(list, { bins }), equalWidthBins(list, { bins })]) {
        expect(labels).toEqual(list.map((value) => 1 + cuts.filter((cut) => value > cut).length));
        expect(found.map(({ n }) => n)).toEqual(found.map(({ bin }) => labels.filter((label) => label === bin).length));
      }
      if (list.length === 0) return;
      expect(quantileBins(list, { bins }).cuts).toEqual(
        Array.from({ length: bins - 1 }, (_, k) => quantile(list, (k + 1) / bins)),
      );
    }),
  );
});
