import { associationRulesMetric } from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const HAVANA = { timeZone: 'America/Havana' } as const;
const RULES = { minSupport: 0 } as const;

/** Metrics of what is bought together. */
export const BASKETS: Readonly<Record<string, Any>> = {
  'baskets of instants': associationRulesMetric<string, Properties>({ item: 'plan', ...RULES }),
  'baskets of days': associationRulesMetric<string, Properties>({
    item: 'name',
    per: 'day',
    ...HAVANA,
    ...RULES,
    from: '2024-02-20T05:30Z',
    asOf: '2024-11-04',
  }),
  'baskets of days in Apia': associationRulesMetric<string, Properties>({
    item: 'seats',
    per: 'day',
    timeZone: 'Pacific/Apia',
    purchase: 'order',
    ...RULES,
  }),
  'baskets of customers': associationRulesMetric<string, Properties>({ item: 'seats', per: 'customer', ...RULES }),
  'baskets of customers, of some items': associationRulesMetric<string, Properties>({
    item: 'name',
    per: 'customer',
    items: ['visit', 'Order', 'a\0', 3, true],
    from: '2024-02-14',
    asOf: '2024-03-10',
    ...RULES,
  }),
  'baskets of orders': associationRulesMetric<string, Properties>({
    item: 'plan',
    per: { property: 'seats' },
    ...RULES,
  }),
  'baskets of orders in a range': associationRulesMetric<string, Properties>({
    item: 'seats',
    per: { property: 'plan' },
    purchase: { where: { amount: { gte: -5 }, seats: { lte: 2 } } },
    items: [0, 1, 2.5],
    from: '2024-02-14',
    asOf: '2024-03-20',
    ...HAVANA,
    ...RULES,
  }),
  'baskets of first orders': associationRulesMetric<string, Properties>({
    item: 'trial',
    per: { property: 'trial' },
    purchase: { name: 'visit', occurrence: 'firstMatching' },
    ...RULES,
  }),
  'baskets without pairs': associationRulesMetric<string, Properties>({
    item: 'trial',
    per: 'customer',
    items: [],
    ...RULES,
  }),
  'baskets of few pairs': associationRulesMetric<string, Properties>({
    item: 'plan',
    per: 'customer',
    maxPairs: 2,
    ...RULES,
  }),
};
