import type { Rate } from '../core/estimate.js';
import { roundedSum } from '../core/exact-sum.js';
import { addedSums, type ExactSum, expansionOf } from '../stats/exact-sums.js';
import { rate } from '../stats/rate.js';
import { type RatioSums, ratioEstimate, shareEstimate } from '../stats/ratio-estimate.js';
import { openFrom } from '../time/whole-periods.js';
import type { RevenuePlan } from './revenue-plan.js';
import { checkPeriodCount, type Five, type MovementSums, type RecurringRevenueState } from './revenue-state.js';

/** Recurring revenue of one period: what it began with, what came and went, and what it ended with. */
export interface RecurringRevenuePeriod extends RevenueBridge {
  /** Its local label, such as `2025-04`. */
  readonly period: string;
  /** Whether the period was over by `asOf`. */
  readonly complete: boolean;
}

/** A bridge: `start + new + expansion + reactivation − contraction − churned = end`. Revenue per month in major units. */
export interface RevenueBridge {
  readonly start: number;
  /** Of customers who had never paid at the start of a period. */
  readonly new: number;
  /** What customers of the start pay more. */
  readonly expansion: number;
  /** What customers of the start pay less and go on paying. All movements are positive. */
  readonly contraction: number;
  /** What customers of the start paid who pay nothing at the end. */
  readonly churned: number;
  /** Of customers who had paid before, but not at the start. */
  readonly reactivation: number;
  readonly end: number;
  readonly customers: CustomerBridge;
  /** The share of the revenue of the start that is left, without expansion: Σ min(start, end) ÷ start. */
  readonly grossRetention: Rate;
  /** What the customers of the start pay at the end ÷ what they paid at the start; may be above 1. */
  readonly netRetention: Rate;
  /** Customers of the start who pay nothing at the end ÷ customers by `churnDenominator`. */
  readonly customerChurn: Rate;
  /** (churned + contraction) ÷ start. */
  readonly grossChurn: number | null;
  /** churned ÷ start: gross churn without contraction. */
  readonly churnedShare: number | null;
  /** 1 − netRetention: below 0 where expansion is more than what is lost. */
  readonly netChurn: number | null;
  /** (new + expansion + reactivation) ÷ (contraction + churned). */
  readonly quickRatio: number | null;
  /** Revenue per paying customer at the end. */
  readonly arpa: number | null;
  /** end ÷ start − 1. */
  readonly growth: number | null;
}

/** `start + new + reactivated − churned = end`; `expanded` and `contracted` are of those who stay. */
export interface CustomerBridge {
  readonly start: number;
  readonly new: number;
  readonly expanded: number;
  readonly contracted: number;
  readonly churned: number;
  readonly reactivated: number;
  readonly end: number;
}

/** The rows of a state, period by period. */
export function revenueRows(
  plan: RevenuePlan,
  state: RecurringRevenueState,
  asOf: number | null,
): readonly RecurringRevenuePeriod[] {
  const { periods, from, to } = plan;
  const begun = state.periods[0]?.[0];
  const first = from === null ? begun : periods.indexOf(from);
  if (asOf === null || first === undefined) return [];
  const last = Math.min(periods.indexOf(asOf), to === null ? Infinity : periods.indexOf(to - 1));
  checkPeriodCount(plan.owner, last - first + 1);
  const open = openFrom(periods, asOf);
  const minor = 10 ** (state.decimals ?? 0);
  const rows: RecurringRevenuePeriod[] = [];
  let place = 0;
  let standing: Standing = { revenue: 0, customers: 0, squares: [] };
  for (; (state.periods[place]?.[0] ?? Infinity) < first; place += 1)
    standing = after(standing, state.periods[place]![1]);
  for (let index = first; index <= last; index += 1) {
    const isChanged = state.periods[place]?.[0] === index;
    const sums = isChanged ? state.periods[place]![1] : NOTHING;
    rows.push({
      period: periods.labelOf(index),
      ...bridgeOf(plan, standing, sums, minor),
      complete: index < open,
    });
    standing = after(standing, sums);
    if (isChanged) place += 1;
  }
  return rows;
}

/** What is paid at an instant: minor units, how many customers pay, and the exact sum of their squares. */
export interface Standing {
  readonly revenue: number;
  readonly customers: number;
  readonly squares: ExactSum;
}

export const NOTHING: MovementSums = {
  revenue: [0, 0, 0, 0, 0],
  customers: [0, 0, 0, 0, 0],
  squares: [[], [], [], [], [], []],
};

/** What is paid after some movements. */
export function after({ revenue, customers, squares }: Standing, sums: MovementSums): Standing {
  const [, , , all, fresh, back] = sums.squares as readonly [
    ExactSum,
    ExactSum,
    ExactSum,
    ExactSum,
    ExactSum,
    ExactSum,
  ];
  return {
    revenue: revenue + balance(sums.revenue, 1),
    customers: customers + balance(sums.customers, 0),
    squares: addedSums(addedSums(squares, all), addedSums(fresh, back)),
  };
}

/** What movements add: expansion and contraction where they count. */
function balance([fresh, more, less, gone, back]: Five, changes: 0 | 1): number {
  return fresh + back - gone + changes * (more - less);
}

/** The bridge over some movements. */
export function bridgeOf(
  { owner, rules, confidence }: RevenuePlan,
  standing: Standing,
  sums: MovementSums,
  minor: number,
): RevenueBridge {
  const [fresh, expansion, contraction, churned, reactivation] = sums.revenue;
  const [newCustomers, expanded, contracted, churnedCustomers, reactivated] = sums.customers;
  const next = after(standing, sums);
  const start = standing.revenue;
  const isBackIncluded = rules.reactivationInNetRetention === 'include';
  const kept = start - churned - contraction;
  const net = kept + expansion + (isBackIncluded ? reactivation : 0);
  const gains = fresh + expansion + (rules.reactivationInQuickRatio === 'include' ? reactivation : 0);
  const losses = contraction + churned;
  const money = (whole: number) => whole / minor;
  const share = (part: number) => (start === 0 ? null : part / start);
  const [lossCross, lossSquares, cross, all, , back] = sums.squares as readonly ExactSum[] as readonly [
    ...[ExactSum, ExactSum, ExactSum, ExactSum, ExactSum, ExactSum],
  ];
  const base = { x: [start], xx: standing.squares };
  const gross: RatioSums = {
    ...{ ...base, n: standing.customers, y: [kept] },
    ...{ xy: addedSums(base.xx, lossCross), yy: addedSums(base.xx, lossSquares) },
  };
  const paid = addedSums(base.xx, all);
  const nets: RatioSums = {
    ...{ ...base, n: standing.customers + (isBackIncluded ? reactivated : 0), y: [net] },
    ...{ xy: addedSums(base.xx, cross), yy: isBackIncluded ? addedSums(paid, back) : paid },
  };
  const inMajor = ({ value, n, interval, numerator, denominator }: Rate): Rate => ({
    ...{ value, n, interval },
    numerator: money(numerator),
    denominator: money(denominator),
  });
  return {
    start: money(start),
    new: money(fresh),
    expansion: money(expansion),
    contraction: money(contraction),
    churned: money(churned),
    reactivation: money(reactivation),
    end: money(next.revenue),
    customers: {
      start: standing.customers,
      new: newCustomers,
      expanded,
      contracted,
      churned: churnedCustomers,
      reactivated,
      end: next.customers,
    },
    grossRetention: inMajor(shareEstimate(gross, confidence, owner)),
    netRetention: inMajor(ratioEstimate(nets, confidence, owner)),
    customerChurn: rate(churnedCustomers, standing.customers, { confidence }),
    grossChurn: share(losses),
    churnedShare: share(churned),
    netChurn: share(start - net),
    quickRatio: losses === 0 ? null : gains / losses,
    arpa: next.customers === 0 ? null : money(next.revenue) / next.customers,
    growth: share(next.revenue - start),
  };
}

/** An exact sum as a number. */
export function numberOf(sum: ExactSum): number {
  return roundedSum(expansionOf(sum));
}
