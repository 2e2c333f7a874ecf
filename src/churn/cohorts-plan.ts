import type { Plan } from '../core/metric.js';
import { type LedgerGroup, ledgerPlan } from '../log/shapes/ledger-shape.js';
import { periodsPlan } from '../log/shapes/periods-plan.js';
import { periodAt } from '../time/period-starts.js';
import { decimalsOf, factsPart, ledgerRules } from './ledger-facts.js';
import { PRODUCTS, poolOf } from './pool-plan.js';
import { type CohortSpan, type CohortSums, checkCells } from './revenue-cohort-sums.js';
import type { RevenuePlan } from './revenue-plan.js';
import { addedPools, EMPTY_POOL, type PoolSums } from './revenue-pool.js';

/** The plan of what cohorts pay, period by period. */
export function cohortsPlan(plan: RevenuePlan, span: CohortSpan): Plan {
  const { owner, calendar, from, to, periods, asOf } = span;
  const rules = ledgerRules(plan, asOf);
  const last = periodAt(calendar, asOf);
  const shape = { kind: 'cohorts', rules, periods: periodsPlan(calendar), last } as const;
  const keys = ['cohort', 'age'];
  const changes = { shape, keys, sums: ['customers', ...PRODUCTS.map((name) => `sum_${name}`)] };
  return ledgerPlan({ facts: factsPart(rules), changes }, (counted) => {
    const decimals = decimalsOf(owner, rules, counted.facts);
    const ages = new Map<number, Map<number, LedgerGroup>>();
    for (const group of counted.changes) {
      const [cohort, age] = group.keys as readonly [number, number]; // as the part has them
      ages.set(cohort, (ages.get(cohort) ?? new Map()).set(age, group));
    }
    const known = [...ages.keys()].sort((a, b) => a - b);
    const rows = last - (known[0] ?? last) + 1;
    if (known.length > 0) checkCells(owner, rows, Math.min(rows - 1, periods) + 1);
    const cohorts = known
      .filter((cohort) => cohort >= from && cohort <= to)
      .map((cohort) => [cohort, sumsOf(ages.get(cohort) ?? new Map(), Math.min(periods, last - cohort))] as const);
    return { decimals: cohorts.length === 0 ? null : decimals, cohorts };
  });
}

/** What a cohort pays at each age, from what changes. */
function sumsOf(changes: ReadonlyMap<number, LedgerGroup>, last: number): CohortSums {
  let pool: PoolSums = EMPTY_POOL;
  const cells = Array.from({ length: last + 1 }, (_, age) => {
    const change = changes.get(age);
    if (change !== undefined) pool = addedPools(pool, poolOf(change));
    const { kept, y, yy, xy, m, mm, mx } = pool;
    return { kept, y, yy, xy, m, mm, mx };
  });
  const { customers, x, xx } = pool;
  return { customers, x, xx, cells };
}
