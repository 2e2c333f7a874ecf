import {
  type ActivePeriod,
  activeCustomersMetric,
  cohortValueMetric,
  customerPortfolioMetric,
  eventLog,
  type Funnel,
  funnelBy,
  funnelByMetric,
  funnelMetric,
  historyCountsMetric,
  lifecycleMetric,
  measure,
  type Retention,
  repurchaseMetric,
  retentionMetric,
  rfmMetric,
  rfmSummaryMetric,
  sessionSummaryMetric,
  stickinessMetric,
} from 'kizuna';
import { expectTypeOf, test } from 'vitest';

const rows = [{ id: 'a', at: '2025-04-01T09:00:00Z', event: 'visit', plan: 'free', yen: 1 }] as const;
const roles = { customer: 'id', time: 'at', name: 'event', amount: 'yen' } as const;
const log = eventLog(rows, { ...roles, properties: ['plan'] });
const asOf = '2025-04-30';

test('a metric written where a log is measured takes names and properties from the log', () => {
  expectTypeOf(measure(log, funnelMetric({ steps: ['visit'], asOf }))).toEqualTypeOf<Funnel<'visit'>>();
  expectTypeOf(measure(log, retentionMetric({ unit: 'day', asOf, start: 'visit' }))).toEqualTypeOf<Retention>();
  expectTypeOf(
    measure(log, activeCustomersMetric({ unit: 'day', asOf, event: { where: { plan: 'free' } } })),
  ).toEqualTypeOf<readonly ActivePeriod[]>();
  // @ts-expect-error nobody does that
  measure(log, funnelMetric({ steps: ['vist'], asOf }));
  // @ts-expect-error nobody does that
  measure(log, retentionMetric({ unit: 'day', asOf, start: 'vist' }));
  // @ts-expect-error there is no such property
  measure(log, retentionMetric({ unit: 'day', asOf, start: { where: { pln: 'free' } } }));
});

test('a log without properties, too, is measured by every metric of events', () => {
  const bare = eventLog(rows, roles);
  measure(bare, retentionMetric({ unit: 'week', asOf }));
  measure(bare, repurchaseMetric({ asOf, within: { days: 90 } }));
  measure(bare, stickinessMetric({ from: '2025-04-01', asOf, unit: 'month' }));
  measure(bare, sessionSummaryMetric({}));
  measure(bare, lifecycleMetric({ unit: 'month', asOf }));
  measure(bare, historyCountsMetric({ asOf, unit: 'week' }));
  measure(bare, customerPortfolioMetric({ asOf, preset: 'ltv-lab' }));
  measure(bare, cohortValueMetric({ unit: 'month', asOf }));
  measure(bare, rfmMetric({ asOf }));
  measure(bare, rfmSummaryMetric({ asOf, breaks: { recency: [30], frequency: [2], monetary: [100] } }));
  measure(log, funnelByMetric({ steps: ['visit'], asOf, breakdown: { property: 'plan' } }));
  funnelBy(log, { steps: ['visit'], breakdown: { property: 'plan' } });
});
