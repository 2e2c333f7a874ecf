import fc from 'fast-check';
import { type CoxModel, coxProportionality, coxRegression, FitError, logRank } from 'kizuna';
import { describe, expect, test } from 'vitest';

interface Row {
  readonly duration: number;
  readonly ended: boolean;
  readonly x: number;
  readonly z: boolean;
  readonly strata: string;
  readonly entry: number;
  readonly weight: number;
}

const fields = { duration: 'duration', ended: 'ended', covariates: ['x', 'z'] } as const;

const rowWith = (duration: fc.Arbitrary<number>): fc.Arbitrary<Row> =>
  fc
    .record({
      duration,
      ended: fc.boolean(),
      x: fc.integer({ min: -20, max: 20 }).map((x) => x / 7),
      z: fc.boolean(),
      strata: fc.constantFrom('a', 'b'),
      ahead: fc.integer({ min: 1, max: 9 }),
      weight: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ ahead, ...row }) => ({ ...row, entry: Math.max(0, row.duration - ahead) }));

const tied = fc.array(rowWith(fc.integer({ min: 1, max: 8 })), { minLength: 12, maxLength: 30 });
const untied = fc.uniqueArray(rowWith(fc.integer({ min: 1, max: 1000 })), {
  selector: ({ duration }) => duration,
  minLength: 12,
  maxLength: 30,
});

/** The model, where the data determine it. */
function fitted(make: () => CoxModel): CoxModel {
  try {
    const model = make();
    fc.pre(
      model.diagnostics.status === 'converged' && model.coefficients.every((each) => (each.standardError ?? 9) < 5),
    );
    return model;
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    return fc.pre(false) as never; // leaves this set
  }
}

/** The model, where there is one. */
function anyModel(make: () => CoxModel): CoxModel {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    return fc.pre(false) as never; // leaves this set
  }
}

/** That two models are the same but for rounding, `scale` times the first covariate. */
function expectAlike(found: CoxModel, expected: CoxModel, scale = 1): void {
  for (const [j, each] of expected.coefficients.entries()) {
    const error = each.standardError ?? Number.NaN;
    const times = j === 0 ? scale : 1;
    const other = found.coefficients[j];
    expect(Math.abs((other?.coefficient ?? Number.NaN) * times - each.coefficient) / error).toBeLessThan(1e-7);
    expect(((other?.standardError ?? Number.NaN) * times) / error).toBeCloseTo(1, 7);
  }
  expect(found.concordance.value).toBeCloseTo(expected.concordance.value ?? Number.NaN, 12);
  expect(found.concordance.standardError).toBeCloseTo(expected.concordance.standardError ?? Number.NaN, 12);
}

const isAtRisk = (row: Row, at: Row) =>
  row.strata === at.strata && row.entry < at.duration && row.duration >= at.duration;

/** The partial likelihood as it is defined, pair by pair. */
function naiveLikelihood(rows: readonly Row[], beta: readonly number[], ties: 'efron' | 'breslow'): number {
  const eta = (row: Row) => row.x * (beta[0] ?? 0) + Number(row.z) * (beta[1] ?? 0);
  const risk = (row: Row) => row.weight * Math.exp(eta(row));
  const sum = (list: readonly Row[], of: (row: Row) => number) => list.reduce((total, row) => total + of(row), 0);
  const ends = rows.filter(({ ended }) => ended);
  let logLikelihood = sum(ends, (row) => row.weight * eta(row));
  const seen = new Set<string>();
  for (const at of ends) {
    const key = `${at.strata} ${at.duration}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const together = ends.filter((row) => row.strata === at.strata && row.duration === at.duration);
    const all = sum(
      rows.filter((row) => isAtRisk(row, at)),
      risk,
    );
    for (const k of together.keys()) {
      const out = ties === 'efron' ? k / together.length : 0;
      const share = sum(together, (row) => row.weight) / together.length;
      logLikelihood -= share * Math.log(all - out * sum(together, risk));
    }
  }
  return logLikelihood;
}

describe('the likelihood', () => {
  test.each(['efron', 'breslow'] as const)('is that of the definition and falls on all sides, %s', (ties) => {
    fc.assert(
      fc.property(tied, (rows) => {
        const model = fitted(() =>
          coxRegression(rows, { ...fields, strata: 'strata', entry: 'entry', weight: 'weight', ties }),
        );
        const beta = model.coefficients.map(({ coefficient }) => coefficient);
        expect(model.logLikelihood).toBeCloseTo(naiveLikelihood(rows, beta, ties), 9);
        expect(model.logLikelihoodNull).toBeCloseTo(naiveLikelihood(rows, [0, 0], ties), 9);
        for (const [j, { standardError }] of model.coefficients.entries()) {
          for (const sign of [-0.01, 0.01]) {
            const beside = beta.map((value, k) => (k === j ? value + sign * (standardError ?? 0) : value));
            expect(naiveLikelihood(rows, beside, ties)).toBeLessThan(model.logLikelihood);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('with entries and strata too, what is said of the likelihood is what its definition gives, or its limit', () => {
  const few = fc.array(rowWith(fc.integer({ min: 1, max: 6 })), { minLength: 4, maxLength: 9 });
  fc.assert(
    fc.property(few, fc.constantFrom('efron' as const, 'breslow' as const), (rows, ties) => {
      const options = { ...fields, strata: 'strata', entry: 'entry', weight: 'weight', ties } as const;
      const model = anyModel(() => coxRegression(rows, options));
      const beta = model.coefficients.map(({ coefficient }) => coefficient);
      const written = naiveLikelihood(rows, beta, ties);
      const limit = model.logLikelihood;
      expect(written).toBeLessThan(limit + 1e-9);
      const etas = rows.map((row) => row.x * (beta[0] ?? 0) + Number(row.z) * (beta[1] ?? 0));
      // Where doubles soon end, coefficients are held before.
      if (Math.max(...etas) - Math.min(...etas) > 190) return;
      expect(Math.abs(written - limit)).toBeLessThan(1e-8 * (1 + Math.abs(limit)));
      for (const [j, { standardError }] of model.coefficients.entries()) {
        const along = (by: number) =>
          naiveLikelihood(
            rows,
            beta.map((value, k) => (k === j ? value + by : value)),
            ties,
          );
        for (const by of [-1, -0.01, 0.01, 1]) expect(along(by)).toBeLessThan(limit + 1e-9);
        if (standardError === null) continue;
        const step = 1e-4 * standardError;
        // The slope, in units of the error, from two differences: one alone errs by the third derivative, which few rows make large.
        const [near, far] = [step, 2 * step].map((by) => along(by) - along(-by)) as [number, number];
        expect(Math.abs(8 * near - far) / 12e-4).toBeLessThan(1e-5);
      }
    }),
    { numRuns: 150 },
  );
});

test('concordance and its error are those of all pairs', () => {
  fc.assert(
    fc.property(tied, (rows) => {
      const model = fitted(() =>
        coxRegression(rows, { ...fields, strata: 'strata', entry: 'entry', weight: 'weight' }),
      );
      const [x, z] = model.coefficients.map(({ coefficient }) => coefficient);
      const eta = (row: Row) => Number((row.x * (x ?? 0) + Number(row.z) * (z ?? 0)).toFixed(10));
      const [balance, pairs] = [rows.map(() => 0), rows.map(() => 0)];
      let [concordant, discordant, equal] = [0, 0, 0];
      for (const [i, first] of rows.entries()) {
        if (!first.ended) continue;
        for (const [j, other] of rows.entries()) {
          const lastsLonger = other.duration > first.duration || (other.duration === first.duration && !other.ended);
          if (!isAtRisk(other, first) || !lastsLonger) continue;
          const sign = Math.sign(eta(first) - eta(other));
          const weight = first.weight * other.weight;
          if (sign > 0) concordant += weight;
          else if (sign < 0) discordant += weight;
          else equal += weight;
          for (const [k, partner] of [
            [i, other],
            [j, first],
          ] as const) {
            balance[k] = (balance[k] ?? 0) + sign * partner.weight;
            pairs[k] = (pairs[k] ?? 0) + partner.weight;
          }
        }
      }
      const all = concordant + discordant + equal;
      fc.pre(all > 0);
      const somers = (concordant - discordant) / all;
      const parts = rows.map(({ weight }, k) => (weight * ((balance[k] ?? 0) - somers * (pairs[k] ?? 0))) / all / 2);
      expect(model.concordance).toMatchObject({ concordant, discordant, tied: equal });
      expect(model.concordance.value).toBeCloseTo((somers + 1) / 2, 12);
      expect(model.concordance.standardError).toBeCloseTo(Math.hypot(...parts), 12);
    }),
    { numRuns: 30 },
  );
});

describe('the model is the same', () => {
  test('in any order of the rows', () => {
    fc.assert(
      fc.property(tied, fc.infiniteStream(fc.nat()), (rows, keys) => {
        const moved = rows.map((row) => ({ row, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const options = { ...fields, strata: 'strata', entry: 'entry', weight: 'weight', robust: true } as const;
        const model = fitted(() => coxRegression(rows, options));
        expectAlike(
          coxRegression(
            moved.map(({ row }) => row),
            options,
          ),
          model,
        );
      }),
      { numRuns: 25 },
    );
  });

  test('where a covariate is shifted and scaled: its coefficient is divided', () => {
    fc.assert(
      fc.property(tied, fc.constantFrom(1e-6, 0.25, 3, 1e7), fc.constantFrom(-5, 0, 1e3), (rows, scale, shift) => {
        const model = fitted(() => coxRegression(rows, fields));
        const other = rows.map((row) => ({ ...row, x: scale * (row.x + shift) }));
        expectAlike(coxRegression(other, fields), model, scale);
      }),
      { numRuns: 25 },
    );
  });

  test('under another measure of time', () => {
    fc.assert(
      fc.property(tied, (rows) => {
        const clock = (time: number) => Math.exp(time / 3) + time - 1;
        const options = { ...fields, entry: 'entry' } as const;
        const model = fitted(() => coxRegression(rows, options));
        const other = rows.map((row) => ({ ...row, duration: clock(row.duration), entry: clock(row.entry) }));
        expectAlike(coxRegression(other, options), model);
      }),
      { numRuns: 25 },
    );
  });

  test('where rows of a weight are so many rows, under Breslow’s ties', () => {
    fc.assert(
      fc.property(tied, (rows) => {
        const options = { ...fields, ties: 'breslow' } as const;
        const many = rows.flatMap((row) => Array.from({ length: row.weight }, () => row));
        const model = fitted(() => coxRegression(many, options));
        const weighted = coxRegression(rows, { ...options, weight: 'weight' });
        for (const [j, { coefficient, standardError }] of model.coefficients.entries()) {
          expect(weighted.coefficients[j]?.coefficient).toBeCloseTo(coefficient, 7);
          expect(weighted.coefficients[j]?.standardError).toBeCloseTo(standardError ?? 0, 7);
        }
        expect(weighted).toMatchObject({ n: model.n, events: model.events });
      }),
      { numRuns: 25 },
    );
  });

  test('by either way of ties where there are none', () => {
    fc.assert(
      fc.property(untied, (rows) => {
        const { ties: _, ...efron } = fitted(() => coxRegression(rows, fields));
        const { ties, ...breslow } = coxRegression(rows, { ...fields, ties: 'breslow' });
        expect(breslow).toEqual(efron);
      }),
      { numRuns: 25 },
    );
  });
});

test('the score test of two groups without ties is the log-rank test', () => {
  fc.assert(
    fc.property(untied, (rows) => {
      const options = { duration: 'duration', ended: 'ended', strata: 'strata', entry: 'entry' } as const;
      const model = fitted(() => coxRegression(rows, { ...options, covariates: ['z'] }));
      const { statistic } = logRank(rows, { ...options, group: 'z' });
      expect(model.tests.score?.statistic).toBeCloseTo(statistic ?? Number.NaN, 10);
    }),
    { numRuns: 30 },
  );
});

test('Schoenfeld residuals sum to 0', () => {
  fc.assert(
    fc.property(tied, fc.constantFrom('efron' as const, 'breslow' as const), (rows, ties) => {
      const options = { ...fields, ties, strata: 'strata', entry: 'entry' } as const;
      fitted(() => coxRegression(rows, options));
      const { residuals } = coxProportionality(rows, options);
      for (const name of ['x', 'z']) {
        const own = residuals.filter(({ covariate }) => covariate === name);
        expect(own.reduce((sum, { residual }) => sum + residual, 0)).toBeCloseTo(0, 8);
      }
    }),
    { numRuns: 25 },
  );
});

test('a coefficient runs to infinity where all who ended had the most, or the least, of those at risk; and only there', () => {
  const few = fc.array(rowWith(fc.integer({ min: 1, max: 6 })), { minLength: 3, maxLength: 10 });
  fc.assert(
    fc.property(few, (rows) => {
      const pairs = rows.flatMap((first) =>
        first.ended ? rows.filter(({ duration }) => duration >= first.duration).map((other) => [first.z, other.z]) : [],
      );
      fc.pre(pairs.some(([first, other]) => first !== other));
      const isMost = pairs.every(([first, other]) => Number(first) >= Number(other));
      const isLeast = pairs.every(([first, other]) => Number(first) <= Number(other));
      const { diagnostics } = coxRegression(rows, { duration: 'duration', ended: 'ended', covariates: ['z'] });
      expect(diagnostics.status).toBe(isMost || isLeast ? 'boundary' : 'converged');
    }),
    { numRuns: 200 },
  );
});
