import { errorOf, InvalidDataError, LimitError } from '../core/errors.js';
import { canonicalSum } from '../core/exact-sum.js';
import { refuseOption } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { eachMovements } from './each-movements.js';
import { checkLedger, type RevenueLedger } from './ledger.js';
import { customerLevels, type Levels, subscriptionLevels } from './levels.js';
import type { LineRules } from './line-stretches.js';
import { listsOf, type Movements } from './movements.js';
import { dayChanges } from './revenue-days.js';
import type { RevenuePlan } from './revenue-plan.js';
import { checkSnapshotPeriods } from './snapshot-calendar.js';

/** The movements of every period in which revenue changed, from the first revenue on, in minor units. */
export interface RecurringRevenueState {
  /** The digits of the minor unit; `null` without revenue. */
  readonly decimals: number | null;
  readonly periods: Pairs<number, MovementSums>;
}

/** Sums over the customers whose revenue changed in a period; all of them add up. */
export interface MovementSums {
  /** Revenue that is new, expansion, contraction, churned, reactivation. */
  readonly revenue: Five;
  /** Customers who are new, expanded, contracted, churned, reactivated. */
  readonly customers: Five;
  /** Exact sums of squares and products for the variance of retention, in the order of `Squares`. */
  readonly squares: readonly ExactSum[];
  /** What the sum of paying customers over the days is off from all customers of the start paying on each; 0 where it is not asked for. */
  readonly days: number;
}

/** One number for each kind of movement. */
export type Five = readonly [number, number, number, number, number];

/** What the ledger says of the periods up to `asOf`. */
export function revenueState(plan: RevenuePlan, ledger: RevenueLedger, asOf: number): RecurringRevenueState {
  checkLedger(plan.owner, ledger);
  checkSnapshots(plan, ledger);
  const levels = unitLevels(plan, ledger, asOf);
  const periods = movementsByPeriod(plan, levels, asOf);
  return { decimals: periods.length === 0 ? null : ledger.decimals, periods };
}

/** The levels of those whom a plan counts. */
function unitLevels(plan: RevenuePlan, ledger: RevenueLedger, asOf: number): Levels {
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

/** The sums of levels period by period. */
export function movementsByPeriod(plan: RevenuePlan, levels: Levels, asOf: number): Pairs<number, MovementSums> {
  const begun = levels.time[0];
  if (levels.length === 0 || begun === undefined || begun > asOf) return [];
  const { periods } = plan;
  const first = periods.indexOf(begun);
  const last = periods.indexOf(asOf);
  const pairs: [number, MovementSums][] = [];
  // Windows that follow each other are walked over at once; those that overlap, one after the other.
  for (let end = first; end < first + plan.trailing && end <= last; end += 1) {
    const edges = windowEdges(plan, { end, last, asOf });
    const days = plan.rules.churnDenominator === 'dailySum' ? dayChanges(levels, edges, periods.timeZone) : null;
    eachMovements(levels, edges, { movements: plan.rules.movements, within: plan.within }, (stretch, movements) => {
      const changes = days?.[stretch] ?? 0;
      const index = end + stretch * plan.trailing;
      if (isAny(movements) || changes !== 0) pairs.push([index, sumsOf(movements, changes)]);
    });
  }
  return plan.trailing === 1 ? pairs : pairs.sort((a, b) => a[0] - b[0]);
}

/** The instants between windows of `trailing` periods of which the first ends with the period `end`, and the end of what is known. */
export function windowEdges(
  { owner, periods, trailing }: RevenuePlan,
  { end, last, asOf }: { readonly end: number; readonly last: number; readonly asOf: number },
): Float64Array {
  checkPeriodCount(owner, last - end + 1);
  const windows = Math.floor((last - end) / trailing) + 1;
  const edges = new Float64Array(windows + 1);
  for (let i = 0; i <= windows; i += 1) {
    const index = end + 1 + (i - 1) * trailing;
    edges[i] = index > last ? asOf + 1 : periods.startOf(index);
  }
  return edges;
}

/** Refuses more periods than a result can hold. */
export function checkPeriodCount(owner: string, count: number): void {
  if (count <= MOST_PERIODS) return;
  const expected = `at most ${MOST_PERIODS} periods`;
  throw new LimitError(`${owner} requires ${expected}; got ${count}: take a longer unit`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: 'number' },
  ]);
}

const MOST_PERIODS = 100_000;

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
  return { decimals: a.decimals ?? b.decimals, periods: mergePairs(a.periods, b.periods, addedMovements) };
}

function addedMovements(a: MovementSums, b: MovementSums): MovementSums {
  return {
    revenue: added(a.revenue, b.revenue),
    customers: added(a.customers, b.customers),
    squares: a.squares.map((sum, i) => addedSums(sum, b.squares[i] as ExactSum)),
    days: a.days + b.days,
  };
}

function added(a: Five, b: Five): Five {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]];
}

function sumsOf(movements: Movements, days: number): MovementSums {
  const { expansion, contraction, churned, reactivation } = movements;
  const { newCustomers, expanded, contracted, churnedCustomers, reactivated } = movements;
  return {
    revenue: [movements.new, expansion, contraction, churned, reactivation],
    customers: [newCustomers, expanded, contracted, churnedCustomers, reactivated],
    squares: listsOf(movements.squares).map((partials) => canonicalSum(partials)),
    days,
  };
}

function isAny({ newCustomers, expanded, contracted, churnedCustomers, reactivated }: Movements): boolean {
  return newCustomers + expanded + contracted + churnedCustomers + reactivated > 0;
}
