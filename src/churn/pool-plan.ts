import type { Plan } from '../core/metric.js';
import type { Pairs } from '../core/pairs.js';
import { type LedgerGroup, ledgerPlan } from '../log/shapes/ledger-shape.js';
import { periodsPlan } from '../log/shapes/periods-plan.js';
import { periodAt } from '../time/period-starts.js';
import { decimalsOf, factsPart, ledgerRules } from './ledger-facts.js';
import type { RevenuePlan } from './revenue-plan.js';
import { addedPools, EMPTY_POOL, type PoolSums } from './revenue-pool.js';
import { checkPeriodCount } from './window-movements.js';

/** What a query counted of one pool, or of many; `decimals` is null without customers. */
export interface CountedPool extends PoolSums {
  readonly decimals: number | null;
}

/** The plan of what those who paid at one instant pay at another. */
export function poolPlan(
  plan: RevenuePlan,
  { at, until, asOf }: { readonly at: number; readonly until: number; readonly asOf: number },
): Plan {
  const rules = ledgerRules(plan, asOf);
  const sums = PRODUCTS.map((name) => `sum_${name}`);
  const paid = { shape: { kind: 'paid', rules, at, until }, keys: [], sums } as const;
  return ledgerPlan({ facts: factsPart(rules), paid }, (counted): CountedPool => {
    const decimals = decimalsOf(plan.owner, rules, counted.facts);
    const group = counted.paid[0];
    if (group === undefined || group.rows === 0) return { decimals: null, ...EMPTY_POOL };
    return { decimals, ...poolOf(group), customers: group.rows };
  });
}

/** The plan of pools that were taken `after` periods before, period by period. */
export function poolsPlan(plan: RevenuePlan, after: number, asOf: number): Plan {
  const { owner } = plan;
  const rules = ledgerRules(plan, asOf);
  const last = periodAt(plan.periods, asOf);
  const shape = { kind: 'pools', rules, periods: periodsPlan(plan.periods), after, last } as const;
  const changes = { shape, keys: ['period'], sums: ['customers', ...PRODUCTS.map((name) => `sum_${name}`)] };
  return ledgerPlan({ facts: factsPart(rules), changes }, (counted) => {
    const decimals = decimalsOf(owner, rules, counted.facts);
    const groups = new Map(counted.changes.map((group) => [group.keys[0] as number, group])); // one key
    const first = Math.min(...groups.keys());
    if (groups.size > 0) checkPeriodCount(owner, last - first + 1);
    const pools: [number, PoolSums][] = [];
    let pool = EMPTY_POOL;
    for (let period = first; period <= last; period += 1) {
      const group = groups.get(period);
      if (group !== undefined) pool = addedPools(pool, poolOf(group));
      if (pool.customers > 0) pools.push([period, pool]);
    }
    return { decimals: pools.length === 0 ? null : decimals, pools: pools satisfies Pairs<number, PoolSums> };
  });
}

/** The columns of products; see `PoolSums`. */
export const PRODUCTS = ['kept', 'x', 'xx', 'y', 'yy', 'xy', 'm', 'mm', 'mx'] as const;

/** The sums of a group; those that are counts are below 2^53, and so one term. */
export function poolOf({ sums }: LedgerGroup): PoolSums {
  const of = (name: string) => sums[`sum_${name}`] ?? [];
  return {
    ...{ customers: sums.customers?.[0] ?? 0, kept: of('kept')[0] ?? 0 },
    ...{ x: of('x'), xx: of('xx'), y: of('y'), yy: of('yy'), xy: of('xy'), m: of('m'), mm: of('mm'), mx: of('mx') },
  };
}
