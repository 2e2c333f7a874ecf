import { errorOf, InvalidDataError } from '../core/errors.js';
import { canonicalSum } from '../core/exact-sum.js';
import { refuseOption } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { periodAt } from '../time/period-starts.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { customerLevels, type Levels, subscriptionLevels } from './levels.js';
import type { LineRules } from './line-stretches.js';
import { listsOf, type Movements } from './movements.js';
import { checkDays, type DayMoves, dayMoves, isDaily, mergedDays } from './revenue-days.js';
import type { RevenuePlan } from './revenue-plan.js';
import { checkSnapshotPeriods } from './snapshot-calendar.js';
import { eachWindow, firstRevenue } from './window-movements.js';

/** The movements of every period in which revenue changed, from the first revenue on, in minor units. */
export interface RecurringRevenueState {
  /** The first period with revenue, by its number. */
  readonly first: number | null;
  /** The digits of the minor unit; `null` without revenue. */
  readonly decimals: number | null;
  readonly periods: Pairs<number, MovementSums>;
  /** The days on which customers came, left or came back; none where churn is not counted by days. */
  readonly days: Pairs<number, DayMoves>;
}

/** Sums over the customers whose revenue changed in a period; all of them add up. */
export interface MovementSums {
  /** Revenue that is new, expansion, contraction, churned, reactivation. */
  readonly revenue: ByMovement;
  /** Customers who are new, expanded, contracted, churned, reactivated. */
  readonly customers: ByMovement;
  /** Exact sums of squares and products for the variance of retention, in the order of `Squares`. */
  readonly squares: readonly ExactSum[];
  /** Revenue and customers by the ends of the period alone, which retention and the squares are of; `null` where all else is, too. */
  readonly pool: { readonly revenue: ByMovement; readonly customers: ByMovement } | null;
}

/** One number for each kind of movement: new, expansion, contraction, churned, reactivation. */
export type ByMovement = readonly [number, number, number, number, number];

/** The state of nobody. */
export const NO_REVENUE: RecurringRevenueState = { decimals: null, first: null, periods: [], days: [] };

/** What the ledger says of the periods up to `asOf`. */
export function revenueState(plan: RevenuePlan, ledger: RevenueLedger, asOf: number): RecurringRevenueState {
  checkLedger(plan.owner, ledger);
  checkSnapshots(plan, ledger);
  if (isDaily(plan)) checkDays(plan, ledger, 'churnDenominator');
  const levels = unitLevels(plan, ledger, asOf);
  const begun = firstRevenue(levels, asOf);
  if (begun === null) return NO_REVENUE;
  const range = { first: periodAt(plan.periods, begun), asOf };
  const periods: [number, MovementSums][] = [];
  eachWindow(plan, levels, range, (index, movements) => periods.push([index, sumsOf(movements)]));
  if (plan.trailing > 1) periods.sort((a, b) => a[0] - b[0]);
  return {
    ...{ decimals: ledger.decimals, first: range.first, periods },
    days: isDaily(plan) ? dayMoves(plan, levels, range) : [],
  };
}

/** The levels of those whom a plan counts. */
export function unitLevels(plan: RevenuePlan, ledger: RevenueLedger, asOf: number): Levels {
  const rules = lineRules(plan, asOf);
  if (plan.rules.count === 'customers') return customerLevels(ledger, rules);
  if (ledger.subscription === null || ledger.snapshots !== null) {
    refuseOption(plan.owner, 'count', 'to be customers, as the ledger has no subscriptions', plan.rules.count);
  }
  return subscriptionLevels(ledger, rules, 'count');
}

/** Refuses periods that are finer than the snapshots, or do not hold them whole. */
export function checkSnapshots({ owner, periods }: RevenuePlan, ledger: RevenueLedger): void {
  checkSnapshotPeriods(owner, periods, ledger);
}

/** The rules about lines that a plan has. */
export function lineRules({ owner, rules }: RevenuePlan, asOf: number): LineRules {
  return { owner, churnDate: rules.churnDate, pauses: rules.pauses, refunds: rules.refunds, asOf };
}

/** Two states of different customers as one. */
export function mergedRevenue(
  owner: string,
  a: RecurringRevenueState,
  b: RecurringRevenueState,
): RecurringRevenueState {
  if (a.decimals !== null && b.decimals !== null && a.decimals !== b.decimals) {
    const issue = { index: null, field: 'decimals', expected: 'the same in all states', received: 'another number' };
    throw errorOf(InvalidDataError, owner, [{ code: 'E_FIELD_VALUE', ...issue }]);
  }
  return {
    decimals: a.decimals ?? b.decimals,
    first: a.first === null || b.first === null ? (a.first ?? b.first) : Math.min(a.first, b.first),
    periods: mergePairs(a.periods, b.periods, addedMovements),
    days: mergedDays(a.days, b.days),
  };
}

function addedMovements(a: MovementSums, b: MovementSums): MovementSums {
  return {
    revenue: added(a.revenue, b.revenue),
    customers: added(a.customers, b.customers),
    squares: a.squares.map((sum, i) => addedSums(sum, b.squares[i] as ExactSum)),
    pool:
      a.pool === null || b.pool === null
        ? null
        : { revenue: added(a.pool.revenue, b.pool.revenue), customers: added(a.pool.customers, b.pool.customers) },
  };
}

function added(a: ByMovement, b: ByMovement): ByMovement {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]];
}

function sumsOf(movements: Movements): MovementSums {
  const { pool, squares } = movements;
  return {
    ...fivesOf(movements),
    squares: listsOf(squares).map((partials) => canonicalSum(partials)),
    pool: pool === null ? null : fivesOf(pool),
  };
}

function fivesOf(movements: Movements): { readonly revenue: ByMovement; readonly customers: ByMovement } {
  const { expansion, contraction, churned, reactivation } = movements;
  const { newCustomers, expanded, contracted, churnedCustomers, reactivated } = movements;
  return {
    revenue: [movements.new, expansion, contraction, churned, reactivation],
    customers: [newCustomers, expanded, contracted, churnedCustomers, reactivated],
  };
}
