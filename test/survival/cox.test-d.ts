import { type CoxModel, coxRegression, logRank } from 'kizuna';
import { expectTypeOf, test } from 'vitest';

interface Customer {
  readonly months: number;
  readonly left: boolean;
  readonly plan: string;
  readonly seats: number | null;
  readonly isTrial: boolean;
}

declare const customers: readonly Customer[];
const fields = { duration: 'months', ended: 'left' } as const;

test('covariates are fields of numbers or claims, or rules', () => {
  const model = coxRegression(customers, {
    ...fields,
    covariates: [
      'seats',
      'isTrial',
      { field: 'plan', reference: 'free' },
      { field: (row) => Math.log(row.months + 1), name: 'log months' },
    ],
  });
  expectTypeOf(model).toEqualTypeOf<CoxModel>();
  // @ts-expect-error text needs a reference
  coxRegression(customers, { ...fields, covariates: ['plan'] });
  // @ts-expect-error there is no such field
  coxRegression(customers, { ...fields, covariates: [{ field: 'size', reference: 'free' }] });
  // @ts-expect-error a model needs covariates
  coxRegression(customers, { ...fields });
});

test('columns are told by their names as well', () => {
  const columns = {
    months: new Float64Array(2),
    left: new Uint8Array(2),
    seats: new Float64Array(2),
    plan: ['a', 'b'],
  };
  coxRegression(columns, { ...fields, covariates: ['seats', { field: 'plan', reference: 'a' }] });
  logRank(columns, { ...fields, group: 'plan' });
  // @ts-expect-error there is no such column
  logRank(columns, { ...fields, group: 'region' });
});
