import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateDurations } from '../../src/survival/simulate-durations.js';
import { relativeError } from '../support/close.js';
import { type AnyFit, fits, KINDS, placed } from './lifetime-fits.js';

const ROLES = { duration: 'duration', ended: 'ended', entry: 'entry', weight: 'weight' } as const;

interface Row {
  readonly duration: number;
  readonly ended: boolean;
  readonly entry: number;
  readonly weight: number;
}

const row = fc
  .record({
    duration: fc.double({ min: 0.5, max: 60, noNaN: true }),
    ended: fc.integer({ min: 0, max: 2 }).map((k) => k > 0),
    late: fc.constantFrom(0, 0, 0, 0.2, 0.5),
    weight: fc.constantFrom(1, 1, 2, 3),
  })
  .map(({ duration, ended, late, weight }): Row => ({ duration, ended, entry: late * duration, weight }));
const rows = fc
  .array(row, { minLength: 12, maxLength: 40 })
  .filter((all) => all.filter(({ ended }) => ended).length > 5);
const kind = fc.constantFrom(...KINDS);

/** Where the data tell the parameters; few rows with entries may not. */
const isFound = (model: AnyFit) => model.diagnostics.status === 'converged' && (model.diagnostics.condition ?? 0) < 1e4;

/** The same parameters and errors, to what the search leaves. */
function expectAlike(found: AnyFit, expected: AnyFit, logLikelihood: number): void {
  const [a, b] = [placed(found, []), placed(expected, [])];
  expect(relativeError(found.logLikelihood, logLikelihood)).toBeLessThan(1e-10);
  expect(relativeError(a.sigma, b.sigma)).toBeLessThan(1e-6);
  a.errors.forEach((error, j) => {
    expect(relativeError(error, b.errors[j]!)).toBeLessThan(1e-6);
  });
}

describe('every fit of lifetimes', () => {
  const options = { numRuns: 60 };

  test('follows the unit of time, and its log-likelihood moves by events times the logarithm of the factor', () => {
    fc.assert(
      fc.property(rows, kind, fc.constantFrom(1e-3, 7, 86_400_000), (all, name, factor) => {
        const model = fits[name](all, ROLES);
        fc.pre(isFound(model));
        const scaled = all.map((one) => ({ ...one, duration: one.duration * factor, entry: one.entry * factor }));
        const other = fits[name](scaled, ROLES);
        expectAlike(other, model, model.logLikelihood - model.events * Math.log(factor));
        expect(Math.abs(placed(other, []).theta[0]! - placed(model, []).theta[0]! - Math.log(factor))).toBeLessThan(
          1e-7,
        );
      }),
      options,
    );
  });

  test('takes a weight for as many rows', () => {
    fc.assert(
      fc.property(rows, kind, (all, name) => {
        const model = fits[name](all, ROLES);
        fc.pre(isFound(model));
        const repeated = all.flatMap((one) => new Array<Row>(one.weight).fill({ ...one, weight: 1 }));
        const other = fits[name](repeated, { ...ROLES, weight: undefined });
        expectAlike(other, model, model.logLikelihood);
        expect([other.n, other.events]).toEqual([model.n, model.events]);
      }),
      options,
    );
  });

  test('is the same for any order of rows', () => {
    fc.assert(
      fc.property(rows, kind, fc.infiniteStream(fc.nat()), (all, name, stream) => {
        const model = fits[name](all, ROLES);
        fc.pre(isFound(model));
        const shuffled = all.map((one) => [stream.next().value as number, one] as const).sort(([a], [b]) => a - b);
        expectAlike(
          fits[name](
            shuffled.map(([, one]) => one),
            ROLES,
          ),
          model,
          model.logLikelihood,
        );
      }),
      options,
    );
  });

  test('whole durations, counted together, give what they give as they are', () => {
    fc.assert(
      fc.property(rows, kind, (all, name) => {
        const whole = all.map((one) => ({ ...one, duration: Math.ceil(one.duration), entry: Math.floor(one.entry) }));
        const model = fits[name](whole, ROLES);
        fc.pre(isFound(model));
        const quarters = whole.map((one) => ({ ...one, duration: one.duration / 4, entry: one.entry / 4 }));
        expectAlike(fits[name](quarters, ROLES), model, model.logLikelihood + model.events * Math.log(4));
      }),
      options,
    );
  });

  test('learns nothing from what was hardly watched', () => {
    fc.assert(
      fc.property(rows, kind, (all, name) => {
        const model = fits[name](all, ROLES);
        fc.pre(isFound(model));
        const glimpse = { duration: 1e-9, ended: false, entry: 0, weight: 1 };
        const other = fits[name]([...all, glimpse], ROLES);
        expect(other.n).toBe(model.n + 1);
        expect(Math.abs(other.logLikelihood - model.logLikelihood)).toBeLessThan(1e-3);
      }),
      options,
    );
  });

  test('a Weibull fits at least as well as an exponential, which it is with shape 1', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [exponential, weibull] = [fits.exponential(all, ROLES), fits.weibull(all, ROLES)];
        expect(weibull.logLikelihood).toBeGreaterThan(
          exponential.logLikelihood - 1e-9 * Math.abs(exponential.logLikelihood),
        );
      }),
      options,
    );
  });
});

describe('a fit to simulated lifetimes', () => {
  const truths = [
    { model: 'exponential', rate: 0.04 },
    { model: 'weibull', shape: 0.7, scale: 30 },
    { model: 'weibull', shape: 3, scale: 30 },
    { model: 'log-normal', mu: 3, sigma: 1.1 },
    { model: 'log-logistic', shape: 2, scale: 20 },
  ] as const;

  test.each(truths)('finds $model again, within its intervals', (truth) => {
    const data = simulateDurations(truth, { n: 4000, observed: 40, seed: 12 });
    const model = fits[truth.model](data, { duration: 'duration', ended: 'ended' });
    for (const name of model.parameters as readonly string[]) {
      const away =
        (model as unknown as Record<string, number>)[name]! - (truth as unknown as Record<string, number>)[name]!;
      expect(Math.abs(away)).toBeLessThan(3 * (model.standardErrors as Record<string, number>)[name]!);
    }
  });
});
