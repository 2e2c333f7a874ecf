import { LimitError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { refuseOption } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { wilsonRates } from '../stats/wilson.js';
import { type Calendar, calendar } from '../time/calendar.js';
import { periodAt, periodStarts } from '../time/period-starts.js';
import { exposureRate } from './churn-rate.js';
import { eachMovements } from './each-movements.js';
import type { RevenueLedger } from './ledger.js';
import { customerLevels, type Levels } from './levels.js';
import type { MovementRules } from './movements.js';
import type { RevenuePlan } from './revenue-plan.js';
import { checkSnapshots, lineRules } from './revenue-state.js';

/** What churned customers are divided by; see `customerChurn`. */
export type ChurnDenominator = 'start' | 'average' | 'dailySum';

/** The customers of one period. */
export interface CustomerChurn {
  /** Its local label, such as `'2025-04'`. */
  readonly period: string;
  /** Customers just before it. */
  readonly start: number;
  /** Customers at its end who had never been one at the end of a period. */
  readonly new: number;
  /** Customers at its start who are none at its end. */
  readonly churned: number;
  /** Customers at its end who were none at its start, but at that of a period before. */
  readonly reactivated: number;
  /** Customers at its end, or at `asOf` where that comes first. */
  readonly end: number;
  /** By the denominator that was asked for, which it holds: it need not be whole, and the value not below 1. */
  readonly churn: Rate;
  /** Of the customers at the start, those who are customers at the end. */
  readonly retention: Rate;
  /** Whether it was over by `asOf`. */
  readonly complete: boolean;
}

/** The counts of the periods in which there were customers, by the number of the period. */
export interface CustomerChurnState {
  /** The first period with revenue. */
  readonly first: number | null;
  readonly counts: Pairs<number, ChurnCounts>;
}

/** Customers at the start, of them those at the end, then moves, and customers at the start of each day added up (0 unless asked for). */
export type ChurnCounts = readonly [
  start: number,
  retained: number,
  added: number,
  churned: number,
  reactivated: number,
  daily: number,
];

/** The options, checked. */
export interface ChurnPlan extends RevenuePlan {
  readonly denominator: ChurnDenominator;
}

/** The counts of a ledger. */
export function churnCounts(plan: ChurnPlan, ledger: RevenueLedger, asOf: number): CustomerChurnState {
  const { owner, periods, denominator } = plan;
  checkSnapshots(plan, ledger);
  const levels = customerLevels(ledger, lineRules(plan, asOf));
  const begins = levels.time[levels.level.subarray(0, levels.length).findIndex((level) => level > 0)];
  if (begins === undefined || begins > asOf) return { first: null, counts: [] };
  const first = periodAt(periods, begins);
  const rules: MovementRules = { movements: plan.rules.movements, within: plan.within };
  const walk = { owner, levels, asOf };
  const ends = movesOf(walk, periods, first, { ...rules, movements: 'net' });
  const counts = ends.map(({ start, churned }): Counts => [start, start - churned, 0, 0, 0, 0]);
  if (denominator === 'dailySum') {
    checkDays(owner, ledger);
    const days = calendar({ unit: 'day', timeZone: periods.timeZone });
    const firstDay = periodAt(days, periods.startOf(first));
    movesOf(walk, days, firstDay, rules).forEach((moves, day) => {
      add(counts[periodAt(periods, days.startOf(firstDay + day)) - first] as Counts, moves, moves.start); // days lie in periods
    });
  } else {
    const moves = rules.movements === 'net' ? ends : movesOf(walk, periods, first, rules);
    moves.forEach((own, i) => {
      add(counts[i] as Counts, own, 0); // as many as there are periods
    });
  }
  return { first, counts: counts.map((own, i) => [first + i, own]) };
}

type Counts = { -readonly [Place in keyof ChurnCounts]: ChurnCounts[Place] };

function add(counts: Counts, { added, churned, reactivated }: Moves, customers: number): void {
  counts[2] += added;
  counts[3] += churned;
  counts[4] += reactivated;
  counts[5] += customers;
}

/** The counts of two sets of customers together. */
export function mergeChurnCounts(a: CustomerChurnState, b: CustomerChurnState): CustomerChurnState {
  const first = a.first === null ? b.first : b.first === null ? a.first : Math.min(a.first, b.first);
  const counts = mergePairs(
    a.counts,
    b.counts,
    (x, y): ChurnCounts => [
      ...([x[0] + y[0], x[1] + y[1], x[2] + y[2]] as const),
      ...([x[3] + y[3], x[4] + y[4], x[5] + y[5]] as const),
    ],
  );
  return { first, counts };
}

/** A row for each period. */
export function churnRows(plan: ChurnPlan, state: CustomerChurnState, asOf: number): readonly CustomerChurn[] {
  const { owner, periods, from, to, denominator, confidence } = plan;
  const first = from === null ? state.first : periodAt(periods, from);
  if (first === null) return [];
  const known = periodAt(periods, asOf);
  const last = to === null ? known : Math.min(known, periodAt(periods, to - 1));
  checkCount(owner, last - first + 1, 'periods');
  const rateOf = wilsonRates(confidence);
  const counts = new Map(state.counts);
  const days = denominator === 'dailySum' ? calendar({ unit: 'day', timeZone: periods.timeZone }) : null;
  const meanOf = (start: number, end: number, daily: number, period: number): number => {
    if (days === null) return (start + end) / 2;
    const over = Math.min(asOf, periods.startOf(period + 1) - 1);
    return daily / (periodAt(days, over) - periodAt(days, periods.startOf(period)) + 1);
  };
  const rows: CustomerChurn[] = [];
  for (let period = first; period <= last; period += 1) {
    const [start, retained, added, churned, reactivated, daily] = counts.get(period) ?? NOBODY;
    const end = start + added + reactivated - churned;
    rows.push({
      period: periods.labelOf(period),
      ...{ start, new: added, churned, reactivated, end },
      churn:
        denominator === 'start'
          ? rateOf(start - retained, start)
          : exposureRate(churned, meanOf(start, end, daily, period), confidence),
      retention: rateOf(retained, start),
      complete: periods.startOf(period + 1) <= asOf + 1,
    });
  }
  return rows;
}

interface Moves {
  readonly start: number;
  readonly added: number;
  readonly churned: number;
  readonly reactivated: number;
}

/** The moves of customers in every period from the first to that of `asOf`. */
function movesOf(
  { owner, levels, asOf }: { readonly owner: string; readonly levels: Levels; readonly asOf: number },
  periods: Calendar,
  first: number,
  rules: MovementRules,
): readonly Moves[] {
  const last = periodAt(periods, asOf);
  checkCount(owner, last - first + 1, periods.unit === 'day' ? 'days' : 'periods');
  const edges = periodStarts(periods, first, last);
  edges[edges.length - 1] = asOf + 1;
  const moves: Moves[] = Array.from({ length: last - first + 1 }, () => NO_MOVES);
  eachMovements(levels, edges, rules, (stretch, { newCustomers, churnedCustomers, reactivated }) => {
    moves[stretch] = { start: 0, added: newCustomers, churned: churnedCustomers, reactivated };
  });
  let start = 0;
  return moves.map((own) => {
    const row = { ...own, start };
    start += own.added + own.reactivated - own.churned;
    return row;
  });
}

const NO_MOVES: Moves = { start: 0, added: 0, churned: 0, reactivated: 0 };
const NOBODY: ChurnCounts = [0, 0, 0, 0, 0, 0];
const MOST = 100_000;

function checkDays(owner: string, { snapshots }: RevenueLedger): void {
  if (snapshots === null || snapshots.unit === 'day' || snapshots.unit === 'hour') return;
  refuseOption(
    owner,
    'denominator',
    `to be start or average where the ledger knows one amount a ${snapshots.unit}`,
    'dailySum',
  );
}

function checkCount(owner: string, count: number, what: string): void {
  if (count <= MOST) return;
  const expected = `at most ${MOST} ${what}`;
  throw new LimitError(`${owner} requires ${expected}; there are ${count}: narrow them, or take a longer unit`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(count) },
  ]);
}
