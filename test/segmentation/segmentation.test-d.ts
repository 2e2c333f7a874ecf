import {
  abc,
  by,
  concentration,
  customerPortfolio,
  customerPyramid,
  deciles,
  decilesMetric,
  eventLog,
  measure,
  npsMetric,
  onEvents,
  segment,
  segmentBy,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

const rows = [{ id: 'a', at: 0, yen: 5, plan: 'pro' as 'pro' | 'free', event: 'order' as 'order' | 'visit', score: 9 }];
const log = eventLog(rows, { customer: 'id', time: 'at', amount: 'yen', name: 'event', properties: ['plan'] });

describe('names', () => {
  test('of segments are those of the rules and of the rest', () => {
    const found = segmentBy(rows, [
      { segment: 'vip', where: { plan: 'pro', yen: { gte: 5 } } },
      { segment: 'new', where: (row) => row.at > 0 },
    ]);
    expectTypeOf(found.labels).toEqualTypeOf<readonly ('vip' | 'new' | 'other')[]>();
    const named = segmentBy(rows, [{ segment: 'vip', where: { plan: 'pro' } }], { other: 'rest' });
    expectTypeOf(named.segments[0]!.segment).toEqualTypeOf<'vip' | 'rest'>();
    expectTypeOf(named.overlaps[0]!.segments).toEqualTypeOf<readonly ['vip', 'vip']>();
  });

  test('of a key go to the rows of the result', () => {
    const key = segment([{ segment: 'vip', where: { plan: 'pro' } }], { as: 'group' });
    const found = measure(rows, by(key, npsMetric({ score: 'score' })));
    expectTypeOf(found[0]!.group).toEqualTypeOf<'vip' | 'other'>();
  });

  test('of classes are those given, or A, B and C', () => {
    expectTypeOf(abc([1]).items[0]!.class).toEqualTypeOf<'A' | 'B' | 'C'>();
    const two = abc(rows, { item: 'id', amount: 'yen', thresholds: [0.8], classes: ['top', 'rest'] });
    expectTypeOf(two.classes[0]!.class).toEqualTypeOf<'top' | 'rest'>();
    expectTypeOf(abc(log, { thresholds: [0.8], classes: ['top', 'rest'] }).items[0]!.class).toEqualTypeOf<
      'top' | 'rest'
    >();
  });

  test('of fields, names and properties are known', () => {
    deciles(rows, { customer: 'id', amount: 'yen' });
    // @ts-expect-error no such field
    deciles(rows, { customer: 'id', amount: 'dollars' });
    // @ts-expect-error no number
    deciles(rows, { customer: 'id', amount: 'plan' });
    deciles(log, { purchase: { name: 'order', where: { plan: 'pro' } }, asOf: '2025-04-01' });
    // @ts-expect-error no such event
    deciles(log, { purchase: 'purchase' });
    // @ts-expect-error rows have no asOf
    deciles(rows, { customer: 'id', amount: 'yen', asOf: '2025-04-01' });
    // @ts-expect-error no such field
    segmentBy(rows, [{ segment: 'x', where: { plna: 'pro' } }]);
    // @ts-expect-error no such plan
    segmentBy(rows, [{ segment: 'x', where: { plan: 'gold' } }]);
    // @ts-expect-error text is no boolean
    customerPyramid(rows, { aware: 'plan', bought: 'plan', frequency: 'yen', loyalFrom: 1 });
  });
});

test('amounts have a field, where rows are no numbers', () => {
  deciles([1, 2, null], { bins: 2 });
  abc(new Float64Array(3), { thresholds: [0.5], classes: ['top', 'rest'] });
  concentration(new Set([1, 2]));
  deciles({ yen: [1, 2] }, { amount: 'yen' });
  deciles([1, 2], { amount: (row: number) => row * 2 });
  // @ts-expect-error rows without amounts
  deciles(rows);
  // @ts-expect-error rows without amounts
  deciles(rows, { customer: 'id' });
  // @ts-expect-error items without amounts
  abc(rows, { item: 'id' });
  // @ts-expect-error customers without amounts
  concentration(rows, { customer: 'id' });
  // @ts-expect-error text is no amount
  concentration(['1', '2']);
});

test('thresholds of a portfolio are all given, or come with a preset', () => {
  customerPortfolio(log, { preset: 'ltv-lab', highAmount: 50_000 });
  customerPortfolio(log, { lapsedDays: 240, steadyDays: 90, loyalDays: 210, highAmount: 500 });
  // @ts-expect-error three are missing
  customerPortfolio(log, { highAmount: 50_000 });
  // @ts-expect-error no such preset
  customerPortfolio(log, { preset: 'yazuya' });
});

test('metrics of logs are metrics of rows by way of roles', () => {
  const metric = onEvents({ customer: 'id', time: 'at', amount: 'yen' }, decilesMetric({ bins: 5 }));
  expectTypeOf(measure(rows, metric).deciles[0]!.share).toEqualTypeOf<number | null>();
});
