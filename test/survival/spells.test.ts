import { describe, expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import { spellsOf } from '../../src/survival/spells.js';
import { thrown } from '../support/thrown.js';

interface Row {
  readonly days: number | null;
  readonly left: boolean | number | null;
  readonly from?: number;
  readonly count?: number | null;
  readonly plan?: string | number | null;
}

const FIELDS = { duration: 'days', ended: 'left' } as never;
const read = (rows: unknown, options: object = {}, more: object = {}) =>
  spellsOf('kaplanMeier', rows as never, { ...(FIELDS as object), ...options } as never, more);

describe('spells', () => {
  test('pass valid typed columns through', () => {
    const columns = { days: Float64Array.of(3, 1, 2), left: Uint8Array.of(1, 0, 1) };
    const spells = read(columns);
    expect(spells.duration).toBe(columns.days);
    expect(spells.ended).toBe(columns.left);
    expect(spells).toMatchObject({ length: 3, entry: null, weight: null, places: null });
    expect(spells.excluded).toEqual({ missing: 0, invalid: 0, repeated: 0 });
  });

  test('come from rows, whole numbers and truth values', () => {
    const rows: Row[] = [
      { days: 3, left: true, from: 1, count: 2, plan: 'b' },
      { days: 0.5, left: 0, from: 0, count: 0, plan: 'a' },
    ];
    const more = { keys: [{ option: 'group', from: 'plan' }], numbers: [{ option: 'covariates', from: 'left' }] };
    const spells = read(rows, { entry: 'from', weight: 'count' }, more);
    expect([...spells.duration]).toEqual([3, 0.5]);
    expect([...spells.ended]).toEqual([1, 0]);
    expect([...(spells.entry ?? [])]).toEqual([1, 0]);
    expect([...(spells.weight ?? [])]).toEqual([2, 0]);
    expect(spells.numbers.map((column) => [...column])).toEqual([[1, 0]]);
    expect(spells.keys).toEqual([{ codes: Int32Array.of(1, 0), keys: ['a', 'b'] }]);
    const columns = { days: Int32Array.of(3, 4), left: [true, false] };
    expect([...read(columns).duration]).toEqual([3, 4]);
  });

  test('leave out and count rows without an answer', () => {
    const rows: Row[] = [
      { days: null, left: true, plan: 'a' },
      { days: 1, left: true, plan: null },
      { days: 2, left: false, plan: 'c' },
      { days: 3, left: null, plan: 'b' },
    ];
    const spells = read(rows, {}, { keys: [{ option: 'group', from: 'plan' }] });
    expect(spells).toMatchObject({ length: 1, excluded: { missing: 3, invalid: 0 }, places: Int32Array.of(2) });
    expect(spells.keys).toEqual([{ codes: Int32Array.of(0), keys: ['c'] }]);
    expect(thrown(KizunaError, () => read(rows, { missing: 'throw' }))).toMatchObject({
      code: 'E_FIELD_MISSING',
      issueCount: 2,
    });
  });

  test.each([
    [{ days: -1, left: 1 }, 'E_NUM_RANGE', 'days'],
    [{ days: Number.NaN, left: 1 }, 'E_NUM_NONFINITE', 'days'],
    [{ days: Number.POSITIVE_INFINITY, left: 1 }, 'E_NUM_NONFINITE', 'days'],
    [{ days: '3', left: 1 }, 'E_FIELD_TYPE', 'days'],
    [{ days: 3, left: 2 }, 'E_FIELD_VALUE', 'left'],
    [{ days: 3, left: 'yes' }, 'E_FIELD_TYPE', 'left'],
    [{ days: 3, left: 1, from: 3 }, 'E_NUM_RANGE', 'from'],
    [{ days: 3, left: 1, from: -1 }, 'E_NUM_RANGE', 'from'],
    [{ days: 3, left: 1, from: 0, count: -1 }, 'E_NUM_RANGE', 'count'],
    [{ days: 3, left: 1, from: 0, count: 2e15 }, 'E_NUM_RANGE', 'count'],
    [{ days: 3, left: 1, from: 0, count: 1, plan: Number.NaN }, 'E_NUM_NONFINITE', 'plan'],
  ])('refuse %o', (row, code, field) => {
    const good = { days: 3, left: true, from: 1, count: 1, plan: 'a' };
    const rows = [good, { ...good, ...row }];
    const more = { keys: [{ option: 'group', from: 'plan' }] };
    const options = { entry: 'from', weight: 'count' };
    expect(thrown(KizunaError, () => read(rows, options, more))).toMatchObject({ code, issues: [{ field, index: 1 }] });
    const spells = read(rows, { ...options, invalid: 'exclude' }, more);
    expect(spells).toMatchObject({ length: 1, excluded: { missing: 0, invalid: 1 } });
  });

  test('refuse a field that no row has', () => {
    expect(thrown(KizunaError, () => read([{ days: 1 }]))).toMatchObject({
      code: 'E_FIELD_MISSING',
      issues: [{ field: 'left' }],
    });
    expect(thrown(KizunaError, () => read([], { duration: undefined }))).toMatchObject({ code: 'E_OPT_TYPE' });
  });

  test('say where an accessor failed, and call it by its option', () => {
    const rows: Row[] = [{ days: -3, left: true }];
    const error = thrown(KizunaError, () => read(rows, { duration: (row: Row) => row.days }));
    expect(error).toMatchObject({
      message: 'kaplanMeier requires duration to be a number from 0; row 0 has number',
      issues: [{ field: 'duration' }],
    });
  });
});
