import { type CoxModel, coxRegression, coxSurvival } from 'kizuna';
import { describe, expect, test } from 'vitest';

type Line = readonly [entry: number, duration: number, ended: 0 | 1, x: number, g?: string, stratum?: string];

const rowsOf = (lines: readonly Line[]) =>
  lines.map(([entry, duration, ended, x, g = 'a', stratum = 's']) => ({ entry, duration, ended, x, g, stratum }));
const fields = { duration: 'duration', ended: 'ended', entry: 'entry' } as const;
const byX = { ...fields, covariates: ['x'] } as const;
const byBoth = { ...fields, covariates: ['x', { field: 'g', reference: 'a' }] } as const;
const coefficientOf = (model: CoxModel, j = 0) => model.coefficients[j];

describe('rows that come late', () => {
  // R: without a and c of the strata where b and c run off, one end is left that tells of x.
  const apart = rowsOf([
    [1, 2, 1, 0.6769490295555443, 'c', 's3'],
    [2.9, 5, 1, -1.0392309164162725, 'b', 's1'],
    [0, 1, 0, 2.7903152710059658, 'b', 's1'],
    [3, 4, 1, 1.0208477105479687, 'a', 's2'],
    [0, 0.1, 0, -0.5719804600812495, 'a', 's3'],
    [3.7, 7, 1, -1.6970707245636731, 'a', 's2'],
    [0, 12, 1, 2.517471413477324, 'b', 's2'],
    [0, 1, 1, 1.8777832383057103, 'b', 's2'],
    [0, 3, 1, -1.219395400839096, 'c', 's1'],
  ]);

  test('do not cost the other coefficients their digits where one runs to infinity', () => {
    const model = coxRegression(apart, { ...byBoth, strata: 'stratum', ties: 'breslow' });
    expect(model.diagnostics).toMatchObject({ status: 'boundary', boundary: ['g b', 'g c'] });
    expect(coefficientOf(model)?.coefficient).toBeCloseTo(0.6612, 3);
    expect(coefficientOf(model)?.standardError).toBeCloseTo(1.001, 3);
    expect(model.logLikelihood).toBeCloseTo(-1.08, 3);
  });

  test.each<readonly [string, readonly Line[]]>([
    [
      'four of one another’s time',
      [
        [0, 1, 1, 7],
        [2, 3, 1, 1],
        [0, 10, 1, 0],
        [3, 6, 1, 6],
      ],
    ],
    [
      'three',
      [
        [0, 1, 1, 10],
        [1, 8, 1, 36],
        [0, 6, 0, 5],
      ],
    ],
  ])('let a coefficient run to infinity where all who ended had the most: %s', (_, lines) => {
    const model = coxRegression(rowsOf(lines), byX);
    expect(model.diagnostics).toMatchObject({ status: 'boundary', boundary: ['x'] });
    expect(coefficientOf(model)).toMatchObject({ standardError: null, interval: null });
    expect(model.logLikelihood).toBeCloseTo(0, 12);
  });

  test('may all come between two ends', () => {
    const model = coxRegression(
      Array.from({ length: 300 }, (_, i) => ({
        ...{ entry: i % 3 === 0 ? 0 : (i * 7) % 10, duration: 10 + ((i * 37) % 101), ended: i % 5 > 0 },
        x: 40 * Math.sin(i * i),
      })),
      byX,
    );
    expect(model.diagnostics.status).toBe('converged');
  });
});

describe('whoever ends first alone of a kind', () => {
  test.each([100, 500, 20_000])('lets its coefficient run to infinity, one of %d', (length) => {
    const rows = Array.from({ length }, (_, i) => ({ duration: i + 1, ended: 1, g: i === 0, x: (i * 7) % 11 }));
    const model = coxRegression(rows, { duration: 'duration', ended: 'ended', covariates: ['g', 'x'] });
    const without = coxRegression(rows.slice(1), { duration: 'duration', ended: 'ended', covariates: ['x'] });
    expect(model.diagnostics).toMatchObject({ status: 'boundary', boundary: ['g'] });
    expect(coefficientOf(model, 1)?.coefficient).toBeCloseTo(coefficientOf(without)?.coefficient ?? 0, 10);
    expect(coefficientOf(model, 1)?.standardError).toBeCloseTo(coefficientOf(without)?.standardError ?? 0, 10);
    expect(model.logLikelihood / without.logLikelihood).toBeCloseTo(1, 12);
  });
});

test('covariates that tell together who ends run to infinity together', () => {
  const rows = rowsOf([
    [0, 2, 0, 9, 'a'],
    [0, 7, 1, 30, 'b'],
    [0, 10, 1, 41, 'c'],
    [0, 10, 1, 40, 'a'],
    [0, 5, 1, 8, 'a'],
    [0, 9, 1, 10, 'c'],
  ]);
  const { diagnostics } = coxRegression(rows, {
    duration: 'duration',
    ended: 'ended',
    covariates: ['x', { field: 'g', reference: 'a' }],
  });
  expect(diagnostics.status).toBe('boundary');
});

describe('where others run to infinity', () => {
  const model = coxRegression(
    rowsOf([
      [0, 9, 1, 1, 'c'],
      [0, 5, 1, 5, 'a'],
      [0, 7, 0, 8, 'c'],
      [0, 3, 1, 5, 'b'],
    ]),
    byBoth,
  );

  test('a coefficient of which nothing is left to tell has no error, and is named', () => {
    expect(model.diagnostics.boundary).toEqual(['x', 'g b', 'g c']);
    expect(coefficientOf(model)).toMatchObject({ standardError: null, interval: null, pValue: null });
    expect(model.diagnostics.warnings.at(-1)).toMatch(/^The coefficient of x is left undetermined/);
    expect(model.logLikelihood).toBeCloseTo(0, 12);
  });

  test('levels keep what is known of them beside one another out of the errors of the others', () => {
    // Nobody of the reference ended: b and c run off together, and what they differ by is still told.
    const rows = Array.from({ length: 60 }, (_, i) => ({
      ...{ entry: i % 4, duration: 5 + ((i * 17) % 23), x: (i * i) % 7, g: ['a', 'b', 'c'][i % 3] ?? '' },
      ended: i % 3 > 0 && i % 5 > 0,
    }));
    const held = coxRegression(rows, byBoth);
    const left = coxRegression(
      rows.filter(({ g }) => g !== 'a'),
      { ...fields, covariates: ['x', { field: 'g', reference: 'b' }] },
    );
    expect(held.diagnostics.boundary).toEqual(['g b', 'g c']);
    expect(coefficientOf(held)?.coefficient).toBeCloseTo(coefficientOf(left)?.coefficient ?? 0, 10);
    expect(coefficientOf(held)?.standardError).toBeCloseTo(coefficientOf(left)?.standardError ?? 0, 10);
    expect(held.logLikelihood).toBeCloseTo(left.logLikelihood, 10);
    const [, b, c] = held.coefficients.map(({ coefficient }) => coefficient);
    expect((c ?? 0) - (b ?? 0)).toBeCloseTo(coefficientOf(left, 1)?.coefficient ?? 0, 8);
  });
});

describe.each([1e-11, 1e-8, 1, 1e12, 1e15])('weights of %d', (weight) => {
  test.each([false, true])('change nothing but the errors, entries: %s', (isLate) => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      ...{ duration: 1 + ((i * 37) % 101), ended: i % 4 > 0, x: (i * 13) % 17, weight },
      entry: isLate && i % 3 === 0 ? ((i * 37) % 101) / 2 : 0,
    }));
    const model = coxRegression(rows, { ...byX, weight: 'weight' });
    const plain = coxRegression(rows, byX);
    expect(model.diagnostics.status).toBe('converged');
    expect(coefficientOf(model)?.coefficient).toBeCloseTo(coefficientOf(plain)?.coefficient ?? 0, 11);
    const error = (coefficientOf(model)?.standardError ?? 0) * Math.sqrt(weight);
    expect(error / (coefficientOf(plain)?.standardError ?? 0)).toBeCloseTo(1, 9);
  });
});

describe('the baseline', () => {
  const lasting = [1, 2, 3, 4, 5, 6, 7];
  const values = [1, 4, 2, 3, 2, 0, 1];

  test.each([1e9, 1e12, 1e14])('keeps its digits where a covariate lies at %d', (off) => {
    const modelAt = (from: number) =>
      coxRegression(
        lasting.map((duration, i) => ({ duration, ended: i !== 3, x: from + (values[i] ?? 0) })),
        { duration: 'duration', ended: 'ended', covariates: ['x'] },
      );
    const hazardsAt = (from: number) =>
      coxSurvival(modelAt(from), { x: from + 2 }).curve.map(({ cumulativeHazard }) => cumulativeHazard);
    const expected = hazardsAt(0);
    for (const [i, hazard] of hazardsAt(off).entries()) expect(hazard).toBeCloseTo(expected[i] ?? 0, 12);
  });

  test('is of the reference where a covariate is only 0 or 1, and of the mean where it is not', () => {
    const rows = lasting.map((duration, i) => ({ duration, ended: true, z: i % 2, x: values[i] ?? 0 }));
    const model = coxRegression(rows, {
      duration: 'duration',
      ended: 'ended',
      covariates: ['z', 'x'],
      ties: 'breslow',
    });
    expect(model.coefficients.map(({ center }) => center)).toEqual([0, 13 / 7]);
    const [z = 0, x = 0] = model.coefficients.map(({ coefficient }) => coefficient);
    const risks = rows.map((row) => Math.exp(z * row.z + x * (row.x - 13 / 7)));
    let hazard = 0;
    for (const [i, point] of model.baseline.entries()) {
      hazard += 1 / risks.slice(i).reduce((sum, risk) => sum + risk, 0);
      expect(point.cumulativeHazard).toBeCloseTo(hazard, 12);
    }
  });
});
