import {
  type CustomerId,
  type CustomerSummary,
  type CustomerSummaryColumns,
  customerSummary,
  customerSummaryColumns,
  eventLog,
  type Holdout,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

const log = eventLog(
  [{ customer: 'a', at: 0, event: 'order' as 'order' | 'visit', plan: 'free' as 'free' | 'pro', yen: 1 }],
  { customer: 'customer', time: 'at', name: 'event', amount: 'yen', properties: ['plan'] },
);

describe('the summary of customers', () => {
  test('is a row each, which nobody writes to', () => {
    const rows = customerSummary(log, { unit: 'week' });
    expectTypeOf(rows).toEqualTypeOf<readonly CustomerSummary[]>();
    expectTypeOf(rows[0]?.customer).toEqualTypeOf<CustomerId | undefined>();
    expectTypeOf(rows[0]?.monetary).toEqualTypeOf<number | null | undefined>();
    expectTypeOf(rows[0]?.holdout).toEqualTypeOf<Holdout | undefined>();
    expectTypeOf(customerSummaryColumns(log, { unit: 'week' })).toEqualTypeOf<CustomerSummaryColumns>();
    // @ts-expect-error a result is read
    (): void => void rows.push();
  });

  test('asks for names and properties that the log has', () => {
    customerSummary(log, { unit: 'day', purchase: 'order' });
    customerSummary(log, { unit: 'day', purchase: { name: 'order', where: { plan: ['pro'], amount: { gte: 0 } } } });
    // @ts-expect-error no event has this name
    customerSummary(log, { unit: 'day', purchase: 'purchase' });
    // @ts-expect-error no event has this name
    customerSummary(log, { unit: 'day', purchase: { name: 'purchase' } });
    // @ts-expect-error the property has not this value
    customerSummary(log, { unit: 'day', purchase: { where: { plan: 'gold' } } });
  });

  test('takes the options that there are', () => {
    customerSummary(log, { unit: 'day', asOf: new Date(0), calibrationEnd: '2025-04-01', refunds: undefined });
    // @ts-expect-error a unit is needed
    (): unknown => customerSummary(log, {});
    // @ts-expect-error no unit
    (): unknown => customerSummary(log, { unit: 'fortnight' });
    // @ts-expect-error no way to merge
    (): unknown => customerSummary(log, { unit: 'day', mergeWithin: 'week' });
    // @ts-expect-error no way to take refunds
    (): unknown => customerSummary(log, { unit: 'day', refunds: 'ignore' });
    // @ts-expect-error no option
    (): unknown => customerSummary(log, { unit: 'day', observationPeriodEnd: '2025-04-01' });
    // @ts-expect-error no instant
    (): unknown => customerSummary(log, { unit: 'day', asOf: { year: 2025 } });
  });
});
