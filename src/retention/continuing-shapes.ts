import { input } from '../core/expression.js';
import { countIf, min } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { Pairs } from '../core/pairs.js';
import type { PurchaseFacts } from '../log/purchases/purchases.js';
import { boundOf, periodsPlan } from '../log/shapes/periods-plan.js';
import { faultsPart, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import type { Calendar } from '../time/calendar.js';
import type { Balance, BalanceState } from './customer-balance.js';
import { type DeliveryCounts, type DeliveryRange, type DeliveryTally, talliedCounts } from './delivery-counts.js';
import { type PeriodPlan, periodsFrom } from './period-facts.js';

/** The continuation of subscriptions as shapes. */
export function deliveryShapes(
  plan: Omit<DeliveryRange, 'asOf'> & { readonly purchases: PurchaseFacts; readonly cohorts: Calendar },
  asOf: number,
): Plan {
  const { purchases, cohorts, every, grace, upTo, from, to } = plan;
  const { step, per, timeZone } = purchases;
  const shape = {
    kind: 'deliveries',
    ...{ purchase: step, per, timeZone, every, grace, upTo, asOf },
    from: boundOf(from),
    to: boundOf(to),
    periods: periodsPlan(cohorts),
  } as const;
  const parts = {
    log: faultsPart(timeZone, asOf),
    customers: { shape, keys: ['cohort', 'due', 'had'], measures: { n: countIf() } },
  };
  return shapePlan(
    parts,
    ({ customers }): Pairs<number, DeliveryCounts> =>
      talliedCounts(
        customers.map(({ keys, measured }): DeliveryTally => {
          const [cohort, due, had] = keys as readonly [number, number, number]; // of the shape, never NULL
          return { cohort, due, had, customers: measured.n as number };
        }),
        upTo,
      ),
  );
}

/** The customers of each period as shapes. */
export function balanceShapes({ purchases, periods, lapse }: PeriodPlan, asOf: number): Plan {
  const { step, per, timeZone } = purchases;
  const shape = {
    kind: 'balance',
    ...{ purchase: step, per, timeZone, lapse, asOf },
    periods: periodsPlan(periods),
  } as const;
  const parts = {
    log: faultsPart(timeZone, asOf),
    customers: {
      shape,
      keys: ['start', 'until', 'joined'],
      measures: { n: countIf(), ms: min(input('ms')) },
    },
  };
  return shapePlan(parts, ({ customers }): BalanceState => {
    const least = customers.reduce((least, { measured }) => Math.min(least, measured.ms as number), Infinity);
    if (least === Infinity) return { first: null, counts: [] };
    const { first, last } = periodsFrom(periods, least, asOf);
    return { first, counts: balances(customers, first, last) };
  });
}

function balances(groups: readonly ShapeGroup[], first: number, last: number): Pairs<number, Balance> {
  const size = last - first + 2;
  const moves = new Float64Array(size);
  const joined = [0, 1, 2].map(() => new Float64Array(size));
  for (const { keys, measured } of groups) {
    const [start, until, kind] = keys as readonly [number | null, number, 0 | 1 | 2]; // in the order of the plan
    if (start === null) continue;
    const customers = measured.n as number;
    moves[start - first]! += customers;
    moves[until + 1 - first]! -= customers;
    joined[kind]![start - first]! += customers;
  }
  const counts: (readonly [number, Balance])[] = [];
  let end = 0;
  for (let i = 0; i + 1 < size; i += 1) {
    end += moves[i] as number;
    const balance: Balance = [end, joined[1]![i] as number, joined[2]![i] as number];
    if (balance.some((count) => count > 0)) counts.push([first + i, balance]);
  }
  return counts;
}
