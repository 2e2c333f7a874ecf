import { describe, expectTypeOf, test } from 'vitest';
import {
  eventLog,
  onEvents,
  type Retention,
  type RetentionState,
  retention,
  retentionMetric,
} from '../../src/index.js';

const log = eventLog(
  [{ customer: 'a', at: 0, event: 'signup' as 'signup' | 'order', plan: 'free' as 'free' | 'pro' }],
  {
    customer: 'customer',
    time: 'at',
    name: 'event',
    properties: ['plan'],
  },
);

describe('retention', () => {
  test('asks for names and properties that the log has', () => {
    expectTypeOf(retention(log, { unit: 'week', start: 'signup', return: 'order' })).toEqualTypeOf<Retention>();
    retention(log, { unit: 'week', return: { name: 'order', where: { plan: ['pro'] }, occurrence: 'firstMatching' } });
    // @ts-expect-error no event has this name
    retention(log, { unit: 'week', start: 'sign-up' });
    // @ts-expect-error no event has this name
    retention(log, { unit: 'week', return: { name: 'purchase' } });
    // @ts-expect-error no event has this property
    retention(log, { unit: 'week', return: { where: { city: 'Osaka' } } });
    // @ts-expect-error the property has not this value
    retention(log, { unit: 'week', return: { where: { plan: 'gold' } } });
  });

  test('takes the units, modes and windows that there are', () => {
    // @ts-expect-error no unit
    retention(log, { unit: 'fortnight' });
    // @ts-expect-error no mode
    retention(log, { unit: 'day', mode: 'after' });
    // @ts-expect-error no option
    retention(log, { unit: 'day', returns: 'order' });
    // @ts-expect-error a unit is needed
    retention(log, {});
  });

  test('has cells that may be null', () => {
    const { cohorts } = retention(log, { unit: 'day' });
    expectTypeOf(cohorts[0]?.cells[0]?.complete).toEqualTypeOf<boolean | undefined>();
    // @ts-expect-error a cell may be null
    cohorts[0]?.cells[0].value;
  });
});

describe('retentionMetric', () => {
  test('needs asOf, and is a metric of rows where it is told where the parts of events stand', () => {
    // @ts-expect-error asOf is needed
    retentionMetric({ unit: 'day' });
    const metric = onEvents<{ customer: string; at: Date }, RetentionState, Retention>(
      { customer: 'customer', time: 'at' },
      retentionMetric({ unit: 'day', asOf: '2025-04-01' }),
    );
    expectTypeOf(metric.finish).returns.toEqualTypeOf<Retention>();
  });
});
