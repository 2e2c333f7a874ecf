import {
  type CustomerId,
  eventLog,
  type Rate,
  type Rf10Segment,
  type Rfm,
  type Rfm11Segment,
  type RfmColumns,
  rfm,
  rfmColumns,
  rfmMetric,
  rfmTransitions,
  validateSegmentMap,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

const rows = [
  { id: 'a', at: 0, event: 'order' as 'order' | 'visit', plan: 'free' as 'free' | 'pro', yen: 1, orders: 2 },
];
const log = eventLog(rows, { customer: 'id', time: 'at', name: 'event', amount: 'yen', properties: ['plan'] });
const ofOrders = { customer: 'id', time: 'at', amount: 'yen' } as const;

describe('segments', () => {
  test('are those of the map', () => {
    expectTypeOf(rfm(log, { segments: 'rf10' })).toEqualTypeOf<Rfm<Rf10Segment>>();
    expectTypeOf(rfm(log, { segments: 'rfm11' }).customers[0]?.segment).toEqualTypeOf<Rfm11Segment | undefined>();
    const own = rfm(log, {
      segments: [
        { segment: '優良', r: 5 },
        { segment: '休眠', r: { to: 2 } },
      ],
    });
    expectTypeOf(own.customers[0]?.segment).toEqualTypeOf<'優良' | '休眠' | null | undefined>();
    expectTypeOf(own.segments[0]?.segment).toEqualTypeOf<'優良' | '休眠' | null | undefined>();
    expectTypeOf(rfm(log)).toEqualTypeOf<Rfm<null>>();
    expectTypeOf(rfmColumns(rows, { ...ofOrders, segments: 'rf10' })).toEqualTypeOf<RfmColumns<Rf10Segment>>();
    const metric = rfmMetric({ asOf: '2025-04-30', segments: [{ segment: 'x' }] });
    expectTypeOf(metric.finish).returns.toEqualTypeOf<Rfm<'x' | null>>();
    expectTypeOf(validateSegmentMap([{ segment: 'x' }, { segment: 'y', r: 1 }]).unreachable).toEqualTypeOf<
      readonly ('x' | 'y')[]
    >();
  });

  test('of movements are those of both dates', () => {
    const { matrix, moves } = rfmTransitions(rfm(log, { segments: 'rf10', asOf: 0 }), rfm(log, { segments: 'rf10' }));
    expectTypeOf(matrix[0]?.from).toEqualTypeOf<Rf10Segment | undefined>();
    expectTypeOf(matrix[0]?.share).toEqualTypeOf<Rate | undefined>();
    expectTypeOf(moves[0]?.to).toEqualTypeOf<Rf10Segment | null | undefined>();
  });
});

test('customers are rows that nobody writes to', () => {
  const { customers } = rfm(rows, ofOrders);
  expectTypeOf(customers[0]?.customer).toEqualTypeOf<CustomerId | undefined>();
  expectTypeOf(customers[0]?.recencyDays).toEqualTypeOf<number | undefined>();
  // @ts-expect-error a result is read
  (): void => void customers.pop();
});

test('steps, properties and fields are those of the data', () => {
  rfm(log, { purchase: { name: 'order', where: { plan: 'pro' } }, per: { property: 'plan' } });
  rfm(rows, { ...ofOrders, order: 'plan' });
  rfm(rows, { customer: 'id', recencyDays: 'at', frequency: ({ orders }) => orders, amount: 'yen' });
  rfm(rows, { customer: 'id', lastTime: ({ at }) => at, frequency: 'orders', amount: 'yen', asOf: '2025-04-30' });
  rfm({ id: Int32Array.of(1), at: Float64Array.of(0), yen: [3] }, ofOrders);
  // @ts-expect-error no name of the log
  (): unknown => rfm(log, { purchase: 'sale' });
  // @ts-expect-error no property of the log
  (): unknown => rfm(log, { per: { property: 'size' } });
  // @ts-expect-error no field of the rows
  (): unknown => rfm(rows, { ...ofOrders, amount: 'dollars' });
  // @ts-expect-error no map
  (): unknown => rfm(log, { segments: 'rf11' });
  // @ts-expect-error neither days nor instants of last orders
  (): unknown => rfm(rows, { customer: 'id', frequency: 'orders', amount: 'yen' });
  // @ts-expect-error days and instants of last orders
  (): unknown => rfm(rows, { customer: 'id', recencyDays: 'at', lastTime: 'at', frequency: 'orders', amount: 'yen' });
  // @ts-expect-error days were counted as of a date already
  (): unknown => rfm(rows, { customer: 'id', recencyDays: 'at', frequency: 'orders', amount: 'yen', asOf: 0 });
  // @ts-expect-error states are merged as of one date
  (): unknown => rfmMetric({});
});
