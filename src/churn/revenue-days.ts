import { refuseOption } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { calendar } from '../time/calendar.js';
import { periodAt, periodStarts } from '../time/period-starts.js';
import { eachMovements } from './each-movements.js';
import type { RevenueLedger } from './ledger.js';
import type { Levels } from './levels.js';
import type { RevenuePlan } from './revenue-plan.js';
import { checkPeriodCount } from './window-movements.js';

/** Customers who are new, churned and back on a day. */
export type DayMoves = readonly [added: number, churned: number, reactivated: number];

/** What the days of a window come to. */
export interface DaySums {
  readonly days: number;
  readonly added: number;
  readonly churned: number;
  readonly reactivated: number;
  /** Customers at the start of each day, added up. */
  readonly customers: number;
  /** Σ churned ÷ customers at the start of the day, Σ churned ÷ their square, and the greatest 1 ÷ customers; of days with customers. */
  readonly rate: number;
  readonly variance: number;
  readonly greatest: number;
}

/** Whether churn is counted day by day. */
export function isDaily({ rules }: RevenuePlan): boolean {
  return rules.churnDenominator === 'dailySum' || rules.churnDenominator === 'dailyRates';
}

/** Refuses days of a ledger that does not know them; `option` is the name that asked for them. */
export function checkDays({ owner, rules }: RevenuePlan, { snapshots }: RevenueLedger, option: string): void {
  if (snapshots === null || snapshots.unit === 'day' || snapshots.unit === 'hour') return;
  const expected = `to be start or average where the ledger knows one amount a ${snapshots.unit}`;
  refuseOption(owner, option, expected, rules.churnDenominator);
}

/** The moves of every day on which there were any, by the number of the day. */
export function dayMoves(
  { owner, periods, rules, within }: RevenuePlan,
  levels: Levels,
  { first, asOf }: { readonly first: number; readonly asOf: number },
): Pairs<number, DayMoves> {
  const days = calendar({ unit: 'day', timeZone: periods.timeZone });
  const [begun, last] = [periodAt(days, periods.startOf(first)), periodAt(days, asOf)];
  checkPeriodCount(owner, last - begun + 1, 'days');
  const edges = periodStarts(days, begun, last);
  edges[edges.length - 1] = asOf + 1;
  const pairs: [number, DayMoves][] = [];
  eachMovements(levels, edges, { movements: rules.movements, within }, (day, moves) => {
    const { newCustomers, churnedCustomers, reactivated } = moves;
    if (newCustomers + churnedCustomers + reactivated > 0)
      pairs.push([begun + day, [newCustomers, churnedCustomers, reactivated]]);
  });
  return pairs;
}

export function mergedDays(a: Pairs<number, DayMoves>, b: Pairs<number, DayMoves>): Pairs<number, DayMoves> {
  return mergePairs(a, b, (x, y): DayMoves => [x[0] + y[0], x[1] + y[1], x[2] + y[2]]);
}

/** The sums over the days of a window by the number of its last period, as far as they are known. */
export function daySums(
  { owner, periods, trailing }: RevenuePlan,
  pairs: Pairs<number, DayMoves>,
  asOf: number,
): (index: number) => DaySums {
  const days = calendar({ unit: 'day', timeZone: periods.timeZone });
  const last = periodAt(days, asOf);
  const begun = pairs[0]?.[0] ?? last + 1;
  checkPeriodCount(owner, last - begun + 1, 'days');
  const moves = new Map(pairs);
  const customers = new Float64Array(Math.max(0, last - begun + 1));
  for (let [day, now] = [begun, 0]; day <= last; day += 1) {
    customers[day - begun] = now;
    const [added, churned, reactivated] = moves.get(day) ?? STILL;
    now += added + reactivated - churned;
  }
  return (index) => {
    const from = periodAt(days, periods.startOf(index - trailing + 1));
    const to = periodAt(days, Math.min(asOf, periods.startOf(index + 1) - 1));
    const sums = { ...NO_DAYS, days: to - from + 1 };
    for (let day = Math.max(from, begun); day <= to; day += 1) {
      const [start, [added, churned, reactivated]] = [customers[day - begun]!, moves.get(day) ?? STILL];
      sums.added += added;
      sums.churned += churned;
      sums.reactivated += reactivated;
      if (start === 0) continue;
      sums.customers += start;
      sums.rate += churned / start;
      sums.variance += churned / start / start;
      sums.greatest = Math.max(sums.greatest, 1 / start);
    }
    return sums;
  };
}

const STILL: DayMoves = [0, 0, 0];
const NO_DAYS = { added: 0, churned: 0, reactivated: 0, customers: 0, rate: 0, variance: 0, greatest: 0 };
