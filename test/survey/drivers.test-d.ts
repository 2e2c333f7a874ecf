import { expectTypeOf, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { measure } from '../../src/core/measure.js';
import { type KeyDriver, keyDrivers, keyDriversMetric } from '../../src/survey/key-drivers.js';
import { type Raked, rake, rakeMetric } from '../../src/survey/rake.js';
import { reviewRatings, reviewRatingsMetric } from '../../src/survey/review-ratings.js';
import { themeSentiment, themeSentimentMetric } from '../../src/survey/theme-sentiment.js';

interface Answer {
  readonly gender: 'female' | 'male' | null;
  readonly region: 1 | 2;
  readonly member: boolean;
  readonly city: string;
  readonly overall: number;
  readonly price: number | null;
  readonly support: number;
  readonly themes: readonly string[];
  readonly good: boolean;
}
const answers: Answer[] = [];

test('margins are targets of the fields, and name every value that a field is known to have', () => {
  expectTypeOf(rake(answers, { margins: { gender: { female: 0.5, male: 0.5 } } })).toEqualTypeOf<Raked>();
  rake(answers, {
    margins: { region: { 1: 0.5, 2: 0.5 }, member: { true: 0.5, false: 0.5 }, city: { Tokyo: 0.9, Osaka: 0.1 } },
  });
  rake(answers, {
    margins: {
      region: [
        [1, 0.5],
        [2, 0.5],
      ],
      member: [[true, 1]],
      city: [['__proto__', 1]],
    },
  });
  // @ts-expect-error no such field
  rake(answers, { margins: { sex: { female: 0.5, male: 0.5 } } });
  // @ts-expect-error a value is misspelt
  rake(answers, { margins: { gender: { femal: 0.5, male: 0.5 } } });
  // @ts-expect-error a value is left out
  rake(answers, { margins: { gender: { female: 1 } } });
  // @ts-expect-error a number is not the text of it
  rake(answers, { margins: { region: [['1', 0.5]] } });
  // @ts-expect-error a list is no category
  rake(answers, { margins: { themes: { a: 1 } } });
  // @ts-expect-error no such option
  rake(answers, { margins: { city: { a: 1 } }, iterations: 3 });
  rakeMetric({ margins: { anything: { a: 1, b: 2 } } });
});

test('drivers are numeric fields, and the rows carry their names', () => {
  const rows = keyDrivers(answers, { overall: 'overall', drivers: ['price', 'support'] });
  expectTypeOf(rows).toEqualTypeOf<readonly KeyDriver<'price' | 'support'>[]>();
  // @ts-expect-error no such field
  keyDrivers(answers, { overall: 'overall', drivers: ['prices'] });
  // @ts-expect-error not a number
  keyDrivers(answers, { overall: 'overall', drivers: ['city'] });
  // @ts-expect-error not a number
  keyDrivers(answers, { overall: 'city', drivers: ['price'] });
  // @ts-expect-error no such method
  keyDrivers(answers, { overall: 'overall', drivers: ['price'], method: 'lasso' });
  const grouped = measure(
    answers,
    by('member', keyDriversMetric<Answer, 'price'>({ overall: 'overall', drivers: ['price'] })),
  );
  expectTypeOf(grouped[0]?.driver).toEqualTypeOf<'price' | undefined>();
  expectTypeOf(grouped[0]?.member).toEqualTypeOf<boolean | undefined>();
  keyDriversMetric({ overall: 'all', drivers: ['a', 'b'] });
});

test('items have the type of their field, without nothing', () => {
  const { items } = reviewRatings(answers, { item: 'gender', rating: 'overall' });
  expectTypeOf(items[0]?.item).toEqualTypeOf<'female' | 'male' | undefined>();
  // @ts-expect-error no such field
  reviewRatings(answers, { item: 'product', rating: 'overall' });
  // @ts-expect-error not a number
  reviewRatings(answers, { item: 'city', rating: 'good' });
  reviewRatingsMetric({ item: 'product', rating: 'stars' });
});

test('themes are text or lists of text', () => {
  themeSentiment(answers, { theme: 'themes', positive: 'good' });
  themeSentiment(answers, { theme: 'city', rating: 'overall' });
  // @ts-expect-error not text
  themeSentiment(answers, { theme: 'overall', positive: 'good' });
  // @ts-expect-error not a boolean
  themeSentiment(answers, { theme: 'themes', positive: 'overall' });
  themeSentimentMetric({ theme: 'anything', positive: 'good' });
});
