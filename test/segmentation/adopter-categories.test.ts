import fc from 'fast-check';
import { adopterCategories, InvalidDataError, InvalidOptionError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';
import { shuffled } from './amounts.js';

const CATEGORIES = ['innovators', 'earlyAdopters', 'earlyMajority', 'lateMajority', 'laggards'];

describe('adopter categories', () => {
  test.each(reference.adopters.map((each) => [each.times.length, each] as const))(
    'of %i times are those of NumPy and pandas',
    (_, { times, mean, sd, cuts, sdPlaces, sharePlaces }) => {
      const bySd = adopterCategories(times);
      expect(relativeError(bySd.mean!, mean)).toBeLessThan(1e-14);
      expect(relativeError(bySd.standardDeviation!, sd)).toBeLessThan(1e-13);
      bySd.cuts?.forEach((cut, k) => {
        expect(relativeError(cut, cuts[k]!)).toBeLessThan(1e-11);
      });
      expect(bySd.labels.map((label) => CATEGORIES.indexOf(label!))).toEqual(sdPlaces);
      const byShare = adopterCategories(times, { method: 'share' });
      expect(byShare.labels.map((label) => CATEGORIES.indexOf(label!))).toEqual(sharePlaces);
      expect(byShare.cuts).toBeNull();
    },
  );

  test('by share have 2.5, 13.5, 34, 34 and 16 % of the people', () => {
    const times = Array.from({ length: 1000 }, (_, i) => i ** 2);
    const { categories } = adopterCategories(times, { method: 'share' });
    expect(categories.map(({ adopters }) => adopters)).toEqual([25, 135, 340, 340, 160]);
    expect(categories[0]).toEqual({ category: 'innovators', adopters: 25, share: 0.025, first: 0, last: 24 ** 2 });
  });

  test('put a time at a cut nearer to the mean, and the mean itself into the early majority', () => {
    // Mean 0 and sd 1: the squares of ±2, ±1, 0 and the rest add up to n − 1.
    const times = [-2, -1, 0, 1, 2, ...Array(6).fill(0)];
    const { mean, standardDeviation, labels } = adopterCategories(times);
    expect([mean, standardDeviation]).toEqual([0, 1]);
    expect(labels.slice(0, 5)).toEqual(['earlyAdopters', 'earlyMajority', 'earlyMajority', 'lateMajority', 'laggards']);
  });

  test('read dates as instants, and leave out who has not adopted', () => {
    const found = adopterCategories([new Date(0), '1970-01-01T00:00:00.002Z', null, 4, undefined]);
    expect(found).toMatchObject({ n: 3, notAdopted: 2, mean: 2, standardDeviation: 2 });
    expect(found.labels).toEqual(['earlyMajority', 'earlyMajority', null, 'lateMajority', null]);
  });

  test('of equal times, and of one, are early majority; of none there are none', () => {
    for (const method of ['sd', 'share'] as const) {
      expect(adopterCategories([5, 5, 5], { method }).labels).toEqual(Array(3).fill('earlyMajority'));
      expect(adopterCategories([5], { method }).labels).toEqual(['earlyMajority']);
      expect(adopterCategories(new Float64Array(0), { method })).toMatchObject({ n: 0, mean: null, cuts: null });
    }
    expect(adopterCategories([]).categories[0]).toMatchObject({ adopters: 0, share: null, first: null, last: null });
    expect(adopterCategories([5]).cuts).toBeNull();
  });

  test('refuse what is no time, with its place', () => {
    expect(thrown(InvalidDataError, () => adopterCategories([1, Number.NaN, 'soon'])).issues).toEqual([
      { code: 'E_NUM_NONFINITE', index: 1, field: null, expected: 'finite numbers or instants', received: 'NaN' },
      expect.objectContaining({ code: 'E_TIME_INVALID', index: 2 }),
    ]);
    // @ts-expect-error wrong on purpose
    expect(() => adopterCategories(null)).toThrow(InvalidDataError);
    for (const times of [{}, { a: 1 }, { length: 'long' }, () => [1]]) {
      // @ts-expect-error wrong on purpose
      const error = thrown(InvalidDataError, () => adopterCategories(times));
      expect([error.code, error.issues[0]?.field]).toEqual(['E_ROW_TYPE', 'times']);
    }
    expect(adopterCategories({ length: 2, 0: 5, 1: null }).notAdopted).toBe(1);
    expect(adopterCategories(new Set([5, 7])).n).toBe(2);
    // @ts-expect-error wrong on purpose
    expect(() => adopterCategories([1], { method: 'rank' })).toThrow(InvalidOptionError);
  });
});

const times = fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.double({ min: 0, max: 100, noNaN: true })), {
  minLength: 1,
  maxLength: 50,
});
const method = fc.constantFrom('sd' as const, 'share' as const);

test('everybody is in one category, equals in the same, earlier ones never in a later', () => {
  fc.assert(
    fc.property(times, method, (list, each) => {
      const { labels, categories, n } = adopterCategories(list, { method: each });
      expect(categories.reduce((total, { adopters }) => total + adopters, 0)).toBe(n);
      const sorted = list.map((time, i) => [time, CATEGORIES.indexOf(labels[i]!)] as const).sort((a, b) => a[0] - b[0]);
      sorted.reduce((before, next) => {
        expect(next[1]).toBeGreaterThanOrEqual(before[1]);
        if (next[0] === before[0]) expect(next[1]).toBe(before[1]);
        return next;
      });
    }),
  );
});

test('the order does not matter; by share nothing does but the ranks', () => {
  fc.assert(
    fc.property(
      times.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      method,
      ([list, other], each) => {
        const [found, moved] = [adopterCategories(list, { method: each }), adopterCategories(other, { method: each })];
        expect(moved.categories).toEqual(found.categories);
        const cubes = adopterCategories(
          list.map((time) => time ** 3),
          { method: 'share' },
        );
        const distinct = new Set(list.map((time) => time ** 3)).size === new Set(list).size;
        if (distinct) expect(cubes.labels).toEqual(adopterCategories(list, { method: 'share' }).labels);
      },
    ),
  );
});
