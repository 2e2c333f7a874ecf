import { expectTypeOf, test } from 'vitest';
import { beta } from '../../src/stats/beta.js';
import type { Distribution } from '../../src/stats/distribution.js';
import { gamma } from '../../src/stats/gamma.js';
import { normal } from '../../src/stats/normal.js';
import { studentT } from '../../src/stats/student-t.js';

test('parameters with a default may be left out, the others may not', () => {
  expectTypeOf(normal.quantile).toBeCallableWith(0.5);
  expectTypeOf(normal.quantile).toBeCallableWith(0.5, 100, 15);
  expectTypeOf(gamma.cdf).toBeCallableWith(1, 2);
  // @ts-expect-error the degrees of freedom are missing
  studentT.cdf(1);
  // @ts-expect-error b is missing
  beta.cdf(0.5, 1);
  // @ts-expect-error a third parameter is none of the normal distribution
  normal.cdf(0, 1, 2, 3);
});

test('the functions of a distribution cannot be replaced', () => {
  expectTypeOf<Readonly<Distribution<[number]>>>().toEqualTypeOf<Distribution<[number]>>();
  // @ts-expect-error read-only
  normal.cdf = () => 0;
});
