import { type AnyRow, by, countIf, type Data, histogram, input, measure, multiply, sum, tally } from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

interface Order {
  readonly plan: 'free' | 'pro';
  readonly amount: number;
  readonly note: string | null;
}
const orders: readonly Order[] = [];

describe('a tally', () => {
  test('on its own takes rows of any kind, and can be grouped by any field', () => {
    const sales = tally({
      name: 'sales',
      inputs: { amount: { from: 'amount' } },
      measures: { total: sum(input('amount')) },
      finish: ({ total }) => ({ total }),
    });
    expectTypeOf(sales.state).parameter(0).toEqualTypeOf<Data<AnyRow>>();
    const rows = measure(orders, by('plan', sales));
    expectTypeOf(rows[0]!.total).toEqualTypeOf<number>();
    sales.state([{ amount: 1, anything: 'else' }]);
  });

  test('within a measurement takes the rows measured', () => {
    const result = measure(
      orders,
      tally({
        name: 'sales',
        inputs: { amount: 'amount', twice: (row) => row.amount * 2 },
        measures: { total: sum(multiply(input('amount'), input('twice'))), orders: countIf() },
        finish: (measured) => measured,
      }),
    );
    expectTypeOf(result).toEqualTypeOf<{ readonly total: number; readonly orders: number }>();
    measure(
      orders,
      tally({
        name: 'sales',
        // @ts-expect-error no such field
        inputs: { amount: { from: 'amuont' } },
        measures: { orders: countIf() },
        finish: ({ orders: count }) => count,
      }),
    );
  });

  test('takes the rows that its functions are written for', () => {
    const sales = tally({
      name: 'sales',
      inputs: { amount: (order: Order) => order.amount },
      measures: { byAmount: histogram(input('amount')) },
      finish: ({ byAmount }) => byAmount,
    });
    sales.state(orders);
    // @ts-expect-error not an order
    sales.state([{ amount: 1 }]);
  });

  test('refuses a measure of an input that it has not', () => {
    tally({
      name: 'sales',
      inputs: { amount: 'amount' },
      // @ts-expect-error no such input
      measures: { total: sum(input('price')) },
      finish: ({ total }) => total,
    });
    tally({
      name: 'sales',
      inputs: { amount: 'amount' },
      // @ts-expect-error no such input, deep inside
      measures: { total: sum(multiply(2, input('price'))) },
      finish: ({ total }) => total,
    });
  });
});
