import { describe, expectTypeOf, test } from 'vitest';
import {
  atRisk,
  type CustomerSummary,
  churnByInactivity,
  churnByInactivityMetric,
  eventLog,
  type InactivityChurn,
  type LapseRule,
  onEvents,
  purchaseRhythm,
  winBackMetric,
} from '../../src/index.js';

const rows = [{ id: 'a', at: '2025-04-01T00:00Z', what: 'order', plan: 'free' }] as const;
const log = eventLog(rows, { customer: 'id', time: 'at', name: 'what', properties: ['plan'] });

describe('options of lapse', () => {
  test('know the names and properties of the log', () => {
    churnByInactivity(log, { unit: 'month', lapsedAfter: { days: 1 }, purchase: 'order', per: { property: 'plan' } });
    // @ts-expect-error: no event of that name
    churnByInactivity(log, { unit: 'month', lapsedAfter: { days: 1 }, purchase: 'visit' });
    // @ts-expect-error: no property of that name
    atRisk(log, { per: { property: 'bill' } });
    // @ts-expect-error: no such value
    purchaseRhythm(log, { purchase: { where: { plan: 'pro' } } });
  });

  test('take a suggested threshold as it comes, once it is there', () => {
    const { lapsedAfter } = purchaseRhythm(log);
    if (lapsedAfter !== null) expectTypeOf(lapsedAfter).toExtend<LapseRule>();
  });

  test('need asOf and a rule that can be merged in a metric', () => {
    // @ts-expect-error: asOf is missing
    winBackMetric({ lapsedAfter: { days: 1 } });
    // @ts-expect-error: months have no fixed length
    winBackMetric({ lapsedAfter: { months: 1 }, asOf: 0 });
    const metric = churnByInactivityMetric({ unit: 'month', lapsedAfter: { days: 1 }, asOf: '2025-05-01' });
    const ofRows = onEvents({ customer: 'id', time: 'at' }, metric);
    expectTypeOf(ofRows.finish).returns.toEqualTypeOf<readonly InactivityChurn[]>();
  });

  test('give a model the history of a customer', () => {
    atRisk(log, {
      unit: 'day',
      alive: (history) => {
        expectTypeOf(history).toEqualTypeOf<CustomerSummary>();
        return 1;
      },
    });
  });
});
