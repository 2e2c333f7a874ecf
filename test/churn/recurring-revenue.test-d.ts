import {
  type RecurringRevenuePeriod,
  type RevenueLedger,
  recurringRevenue,
  recurringRevenueBy,
  subscriptionLedger,
} from 'kizuna';
import { expectTypeOf, test } from 'vitest';

interface Line {
  readonly customer: string;
  readonly from: string;
  readonly to: string | null;
  readonly price: number;
  readonly plan: 'basic' | 'pro';
}

const lines: readonly Line[] = [];
const roles = { customer: 'customer', start: 'from', end: 'to', amount: 'price' } as const;

test('roles are fields of the rows with values of their kind', () => {
  expectTypeOf(subscriptionLedger(lines, { ...roles, plan: 'plan' })).toEqualTypeOf<RevenueLedger>();
  expectTypeOf(recurringRevenue(lines, { ...roles, unit: 'month' })).toEqualTypeOf<readonly RecurringRevenuePeriod[]>();
  // @ts-expect-error -- no field
  subscriptionLedger(lines, { ...roles, amount: 'prize' });
  // @ts-expect-error -- text is no amount
  subscriptionLedger(lines, { ...roles, amount: 'from' });
  // @ts-expect-error -- no vendor
  recurringRevenue(lines, { ...roles, unit: 'month', preset: 'stripe' });
});

test('columns may be typed arrays and dictionaries', () => {
  const columns = {
    customer: { codes: Int32Array.of(0), values: ['a'] },
    from: new Float64Array(1),
    price: new Int32Array(1),
  };
  expectTypeOf(
    subscriptionLedger(columns, { customer: 'customer', start: 'from', amount: 'price' }),
  ).toEqualTypeOf<RevenueLedger>();
});

test('rows of parts have their value under its name', () => {
  const [row] = recurringRevenueBy(subscriptionLedger(lines, { ...roles, plan: 'plan' }), {
    by: 'plan',
    unit: 'month',
  });
  expectTypeOf(row?.plan).toEqualTypeOf<string | number | boolean | null | undefined>();
  expectTypeOf(row?.movedIn).toEqualTypeOf<number | undefined>();
});
