import { describe, expect, test } from 'vitest';
import { distributionRows } from '../../bench/accuracy/distributions.js';
import { accuracyRow } from '../../bench/accuracy/row.js';
import { specialFunctionRows } from '../../bench/accuracy/special-functions.js';

const rows = [...specialFunctionRows(), ...distributionRows()];

describe('against 60 digits', () => {
  test.each(rows)('$name errs by at most $bound in $cases cases', ({ worst, bound, where }) => {
    expect(worst, `at ${where}`).toBeLessThanOrEqual(bound);
  });

  test('hundreds of cases stand behind the functions', () => {
    expect(rows.filter(({ cases }) => cases < 150)).toEqual([]);
  });

  test('the normal distribution is demanded to 1e-14, every quantile to 1e-12', () => {
    const loose = rows.filter(({ name, bound }) => bound > (name.startsWith('normal') ? 1e-14 : 1e-12));
    expect(loose).toEqual([]);
  });

  test('an answer that is no number counts as infinitely wrong', () => {
    const row = accuracyRow('broken', () => Number.NaN, [{ arguments: [1], expected: 2 }], { bound: 1 });
    expect(row).toMatchObject({ worst: Number.POSITIVE_INFINITY, where: '1' });
  });
});
