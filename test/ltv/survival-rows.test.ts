import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { fitSbg } from '../../src/ltv/beta-geometric/fit-sbg.js';
import { survivalRows } from '../../src/ltv/beta-geometric/survival-rows.js';
import { thrown } from '../support/thrown.js';

const refused = (act: () => unknown): KizunaError => thrown(KizunaError, act);

describe('survivalRows', () => {
  test('tells who left when from who was still there', () => {
    expect(survivalRows([10, 10, 4, 4])).toEqual([
      { duration: 2, ended: true, customers: 6 },
      { duration: 3, ended: false, customers: 4 },
    ]);
    expect(survivalRows([10])).toEqual([{ duration: 0, ended: false, customers: 10 }]);
  });

  test('counts customers from shares', () => {
    const rows = survivalRows([1, 0.75, 0.5], { customers: 400 });
    expect(rows.map(({ customers }) => customers)).toEqual([100, 100, 200]);
    expect(fitSbg(rows, { weight: 'customers' })).toEqual(
      fitSbg(survivalRows([400, 300, 200]), { weight: 'customers' }),
    );
  });

  test('refuses what rises, is negative, or is no number', () => {
    const data = { name: 'InvalidDataError' };
    expect(refused(() => survivalRows([10, 11]))).toMatchObject({
      message: 'survivalRows requires rows to be from 0 to the one before; row 1 has number',
    });
    expect(refused(() => survivalRows([10, -1]))).toMatchObject(data);
    expect(refused(() => survivalRows([10, Number.NaN]))).toMatchObject(data);
    expect(refused(() => survivalRows([0, 0]))).toMatchObject(data);
    expect(refused(() => survivalRows([]))).toMatchObject(data);
    expect(refused(() => survivalRows([10], { customers: 0 }))).toMatchObject({ name: 'InvalidOptionError' });
  });
});
