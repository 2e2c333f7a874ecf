import fc from 'fast-check';
import {
  expectedSurvival,
  fitSbg,
  InvalidDataError,
  InvalidOptionError,
  kaplanMeier,
  LimitError,
  lifeTable,
  renewalCurve,
  survivalRows,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const contracts = fc.array(
  fc
    .record({ duration: fc.nat(9), ended: fc.boolean() })
    .map(({ duration, ended }) => ({ duration: ended ? duration + 1 : duration, ended })),
  { maxLength: 40 },
);

describe('the renewal curve', () => {
  test('is that of a retention table which it is read from', () => {
    // Percent of a high-end cohort still there: Fader & Hardie 2007, table 1.
    const survivors = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1];
    const rows = survivalRows(survivors, { customers: 1000 });
    const { curve, n, ended } = renewalCurve(rows, { weight: 'customers' });
    expect([n, ended]).toEqual([1000, 509]);
    for (const [i, { renewal, survival, retention }] of curve.entries()) {
      expect(renewal).toBe(i + 1);
      expect(survival).toBeCloseTo((survivors[i + 1] as number) / 100, 12);
      expect(retention.value).toBeCloseTo((survivors[i + 1] as number) / (survivors[i] as number), 12);
    }
    const model = fitSbg(rows, { weight: 'customers' });
    const misses = curve.map(({ renewal, survival }) => Math.abs(expectedSurvival(model, renewal) - survival));
    expect(Math.max(...misses)).toBeLessThan(0.03);
  });

  test('counts at each renewal those who came to it, without gaps, and survives as Kaplan–Meier', () => {
    fc.assert(
      fc.property(contracts, (rows) => {
        const { curve, n } = renewalCurve(rows);
        const longest = Math.max(0, ...rows.map(({ duration }) => duration));
        expect(n).toBe(rows.length);
        expect(curve.map(({ renewal }) => renewal)).toEqual(Array.from({ length: longest }, (_, i) => i + 1));
        const limit = kaplanMeier(rows, { duration: 'duration', ended: 'ended' });
        let survival = 1;
        for (const point of curve) {
          const came = rows.filter(({ duration }) => duration >= point.renewal);
          const left = came.filter(({ duration, ended }) => ended && duration === point.renewal);
          survival *= 1 - left.length / came.length;
          expect(point).toMatchObject({ atRisk: came.length, ended: left.length });
          expect(point.retention).toMatchObject({ numerator: came.length - left.length, denominator: came.length });
          expect(point.survival).toBeCloseTo(survival, 12);
          expect(point.hazard).toBe(left.length / came.length);
          const same = limit.curve.filter(({ time }) => time <= point.renewal).at(-1);
          if (same) expect(point.survival).toBe(same.survival);
        }
      }),
    );
  });

  test('of nobody, and of those who came to no renewal yet, has no rows', () => {
    expect(renewalCurve([])).toMatchObject({ curve: [], n: 0 });
    expect(renewalCurve([{ duration: 0, ended: false }])).toMatchObject({ curve: [], n: 1 });
  });

  test('reads other fields, and refuses what no contract lasts', () => {
    const rows = [{ years: 2, gone: 1, count: 3 }];
    const found = renewalCurve(rows, { duration: 'years', ended: 'gone', weight: 'count' });
    expect(found.curve.map(({ atRisk, ended }) => [atRisk, ended])).toEqual([
      [3, 0],
      [3, 3],
    ]);
    const refused = (row: object) => thrown(InvalidDataError, () => renewalCurve([row] as never)).code;
    expect(refused({ duration: 0, ended: true })).toBe('E_NUM_RANGE');
    expect(refused({ duration: 1.5, ended: true })).toBe('E_NUM_INTEGER');
    expect(refused({ duration: -1, ended: false })).toBe('E_NUM_RANGE');
    expect(renewalCurve([{ duration: 0, ended: true }], { invalid: 'exclude' })).toMatchObject({
      n: 0,
      excluded: { invalid: 1 },
    });
    expect(thrown(LimitError, () => renewalCurve([{ duration: 1e6, ended: true }])).code).toBe('E_LIMIT');
    expect(thrown(InvalidOptionError, () => renewalCurve(rows, { renewals: 'years' } as never)).code).toBe(
      'E_OPT_UNKNOWN',
    );
  });
});

describe('the life table', () => {
  const spells = fc.array(fc.record({ days: fc.double({ min: 0, max: 30, noNaN: true }), left: fc.boolean() }), {
    maxLength: 40,
  });

  test('counts withdrawals for half of their interval', () => {
    fc.assert(
      fc.property(spells, fc.constantFrom(1, 7, 0.5), (rows, width) => {
        const table = lifeTable(rows, { duration: 'days', ended: 'left', width });
        let [survival, variance] = [1, 0];
        for (const [i, row] of table.rows.entries()) {
          expect([row.from, row.to]).toEqual([i * width, (i + 1) * width]);
          const place = (days: number) => Math.floor(days / width);
          const entering = rows.filter(({ days }) => place(days) >= i);
          const inside = entering.filter(({ days }) => place(days) === i);
          const ended = inside.filter(({ left }) => left).length;
          const exposed = entering.length - (inside.length - ended) / 2;
          survival *= 1 - ended / exposed;
          variance += ended === 0 ? 0 : ended / (exposed * (exposed - ended));
          expect(row).toMatchObject({ entering: entering.length, withdrawn: inside.length - ended, exposed, ended });
          expect(row.survival).toBeCloseTo(survival, 12);
          if (survival > 0)
            expect(relativeError(row.standardError ?? -1, survival * Math.sqrt(variance))).toBeLessThan(1e-9);
        }
        expect(table.rows.reduce((sum, { ended, withdrawn }) => sum + ended + withdrawn, 0)).toBe(rows.length);
      }),
    );
  });

  test('is refused where its intervals are too many or have no width', () => {
    const rows = [{ days: 1e9, left: true }];
    const fields = { duration: 'days', ended: 'left' } as const;
    expect(thrown(LimitError, () => lifeTable(rows, fields)).code).toBe('E_LIMIT');
    expect(thrown(InvalidOptionError, () => lifeTable(rows, { ...fields, width: 0 })).code).toBe('E_OPT_RANGE');
    expect(lifeTable([], fields as never)).toMatchObject({ rows: [], n: 0 });
  });
});
