import { describe, expectTypeOf, test } from 'vitest';
import {
  compareModels,
  type Exponential,
  fitLogNormal,
  fitWeibull,
  lifetimeSurvival,
  type ModelComparison,
  meanLifetime,
  modelEstimate,
  type Weibull,
} from '../../src/index.js';

interface Subscription {
  readonly id: string;
  readonly months: number;
  readonly cancelled: boolean;
  readonly annual: boolean;
  readonly seats: number | null;
}
const subscriptions: readonly Subscription[] = [];
const roles = { duration: 'months', ended: 'cancelled' } as const;

describe('the fits of lifetimes', () => {
  test('have their parameters by name', () => {
    expectTypeOf(() => fitWeibull(subscriptions, roles)).returns.toEqualTypeOf<Weibull>();
    expectTypeOf<Weibull['shape']>().toEqualTypeOf<number>();
    expectTypeOf<Weibull['model']>().toEqualTypeOf<'weibull'>();
    expectTypeOf<Exponential['standardErrors']['rate']>().toEqualTypeOf<number | null>();
    // @ts-expect-error an exponential distribution has no shape
    expectTypeOf<Exponential['shape']>().toBeNumber();
  });

  test('take fields of the rows, and columns', () => {
    const fit = () => {
      fitWeibull(subscriptions, { ...roles, covariates: ['seats', 'annual'], weight: (row) => row.seats });
      fitWeibull({ months: new Float64Array(3), cancelled: new Uint8Array(3) }, roles);
      // @ts-expect-error text is no covariate
      fitWeibull(subscriptions, { ...roles, covariates: ['id'] });
      // @ts-expect-error no such field
      fitWeibull(subscriptions, { duration: 'month', ended: 'cancelled' });
      // @ts-expect-error what ended must be said
      fitWeibull(subscriptions, { duration: 'months' });
    };
    expectTypeOf(fit).toBeFunction();
  });

  test('and the predictions take them, as do modelEstimate and compareModels', () => {
    const use = (weibull: Weibull, exponential: Exponential) => {
      expectTypeOf(lifetimeSurvival(weibull, 3, { age: 2, customer: { seats: 2 } })).toEqualTypeOf<number>();
      expectTypeOf(meanLifetime({ model: 'log-normal', mu: 1, sigma: 2 })).toEqualTypeOf<number | null>();
      modelEstimate(weibull, (model) => model.scale);
      const rows = compareModels([weibull, exponential, fitLogNormal(subscriptions, roles)]);
      expectTypeOf(rows).toEqualTypeOf<readonly ModelComparison<'weibull' | 'exponential' | 'log-normal'>[]>();
      // @ts-expect-error sBG is a model of renewals, whose predictions are in kizuna/ltv
      lifetimeSurvival({ model: 'sbg', alpha: 1, beta: 1 }, 3);
    };
    expectTypeOf(use).toBeFunction();
  });
});
