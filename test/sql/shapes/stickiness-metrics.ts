import { stickinessMetric } from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const HAVANA = { timeZone: 'America/Havana' } as const;
const RANGE = { from: '2024-02-14', asOf: '2024-04-10' } as const;

/** Stickiness by windows of longer units and by trailing ones. */
export const STICKINESS: Readonly<Record<string, Any>> = {
  'stickiness within months': stickinessMetric({ unit: 'day', ...RANGE }),
  'stickiness within weeks': stickinessMetric({ unit: 'day', within: 'week', ...RANGE, ...HAVANA, weekStartsOn: 6 }),
  'stickiness of hours': stickinessMetric({
    unit: 'hour',
    within: 'day',
    from: '2024-02-10',
    asOf: '2024-03-05',
    ...HAVANA,
  }),
  'stickiness within quarters': stickinessMetric({
    unit: 'day',
    within: 'quarter',
    ...RANGE,
    from: '2023-01-05',
    fiscalYearStartsOn: 3,
  }),
  'stickiness of months': stickinessMetric({
    unit: 'month',
    fiscalYearStartsOn: 4,
    from: '2020-04-01',
    asOf: '2025-03-31',
  }),
  'stickiness of quarters': stickinessMetric({
    unit: 'quarter',
    from: '2019-01-01',
    asOf: '2024-12-31',
    minimumOccurrences: 2,
  }),
  'stickiness of orders': stickinessMetric<string, Properties>({
    unit: 'day',
    ...RANGE,
    to: '2024-03-20',
    event: { name: 'order', where: { plan: ['pro', 'free'] } },
  }),
  'stickiness, trailing': stickinessMetric({ unit: 'day', trailing: 7, ...RANGE, ...HAVANA, asOf: '2024-11-03' }),
  'stickiness, trailing weeks': stickinessMetric({
    unit: 'week',
    trailing: 2,
    ...RANGE,
    to: '2024-03-10',
    timeZone: 'Pacific/Apia',
  }),
  'stickiness, trailing, often': stickinessMetric({
    unit: 'day',
    trailing: 28,
    ...RANGE,
    minimumOccurrences: 2,
    event: 'visit',
  }),
};
