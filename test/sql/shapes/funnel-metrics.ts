import { funnelByMetric, funnelMetric, funnelTrendMetric } from 'kizuna';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

const STEPS = ['visit', 'order'] as const;
const PRO = { name: 'order', where: { plan: 'pro' } } as const;
const ASOF = { asOf: '2024-04-10' } as const;
const WEEK = { within: { days: 7 }, ...ASOF } as const;

/** Funnels in order, strict and in any order, with what may stand between steps, by value and by period. */
export const FUNNELS: Readonly<Record<string, Any>> = {
  funnel: funnelMetric({ steps: [...STEPS, 'Order'], ...WEEK }),
  'funnel of one step': funnelMetric({ steps: ['visit'], from: '2024-02-12', to: '2024-03-01', ...ASOF }),
  'funnel of repeated steps': funnelMetric<string, Properties>({
    steps: [...STEPS, PRO, 'order'],
    ties: 'later',
    timing: 'firstStart',
    ...WEEK,
  }),
  'strict funnel': funnelMetric({ steps: STEPS, order: 'strict', completion: 'inRange', to: '2024-03-05', ...WEEK }),
  'funnel in any order': funnelMetric({ steps: [...STEPS, 'Order'], order: 'unordered', ...WEEK }),
  'funnel in any order, overlapping': funnelMetric<string, Properties>({
    steps: ['order', PRO, 'visit', 'order'],
    order: 'unordered',
    ...WEEK,
  }),
  'funnel with exclusions': funnelMetric<string, Properties>({
    steps: [...STEPS, 'visit'],
    exclusions: [{ where: { trial: true }, fromStep: 0, toStep: 1 }],
    ...WEEK,
  }),
  'funnel that drops customers': funnelMetric({
    steps: STEPS,
    exclusions: [{ name: 'Order', fromStep: 0, toStep: 1 }],
    exclusionEffect: 'dropCustomer',
    ...WEEK,
  }),
  'funnel with optional steps': funnelMetric({
    steps: ['visit', { name: 'Order', optional: true }, { name: 'order', withinPrevious: { days: 2 } }],
    ties: { graceMs: 3_600_000 },
    ...WEEK,
  }),
  'funnel of attempts': funnelMetric({ steps: STEPS, counting: 'attempts', ...WEEK }),
  'funnel of first and late steps': funnelMetric({
    steps: [...STEPS, 'Order'],
    timing: 'firstStart',
    ties: 'later',
    ...WEEK,
  }),
  'funnel of first attempts': funnelMetric({ steps: STEPS, reentry: 'first', preset: 'mixpanel', ...ASOF }),
  'funnel within a plan': funnelMetric<string, Properties>({
    steps: STEPS,
    holdConstant: ['plan', 'trial'],
    within: null,
    ...ASOF,
  }),
  'funnel by plan': funnelByMetric<string, Properties>({ steps: STEPS, breakdown: { property: 'plan' }, ...WEEK }),
  'funnel by last seats': funnelByMetric<string, Properties>({
    steps: STEPS,
    breakdown: { property: 'seats', attribution: 'lastTouch' },
    ...WEEK,
  }),
  'funnel by every plan': funnelByMetric<string, Properties>({
    steps: STEPS,
    breakdown: { property: 'trial', attribution: 'all' },
    ...WEEK,
  }),
  'funnel by week': funnelTrendMetric({ steps: STEPS, unit: 'week', timeZone: 'Pacific/Apia', ...WEEK }),
  'funnel by hour': funnelTrendMetric({ steps: STEPS, unit: 'hour', timeZone: 'America/Havana', ...WEEK }),
};
