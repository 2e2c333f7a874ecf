import type { Rate } from '../core/estimate.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { growthEstimate, type RatioEstimate, type RatioSums, shareEstimate } from '../stats/ratio-estimate.js';
import type { RevenuePlan } from './revenue-plan.js';
import type { ByMovement, MovementSums } from './revenue-state.js';

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
  /**
   * The share of the revenue of the start that is left, without expansion: (start − contraction − churned) ÷ start, by the customers of
   * the start and what they pay at the end. So it is from 0 to 1 under every rule about `movements`.
   */
  readonly grossRetention: Rate;
  /** With expansion: (start + expansion − contraction − churned) ÷ start of the same, and those who are back where they are included. May be above 1. */
  readonly netRetention: Rate;
  /** By `churnDenominator`: the `churn` of `customerChurn` with that denominator. */
  readonly customerChurn: Rate;
  /** (churned + contraction) ÷ start, of the movements above: where each counts, it may be more than 1 − grossRetention. */
  readonly grossChurn: number | null;
  /** churned ÷ start: gross churn without contraction. */
  readonly churnedShare: number | null;
  /** (churned + contraction − expansion) ÷ start, less `reactivation` where it is included: below 0 where more is won back than lost. */
  readonly netChurn: number | null;
  /** (new + expansion + reactivation) ÷ (contraction + churned); `null` where nothing was lost. */
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

/** What is paid at an instant: minor units, how many customers pay, and the exact sum of their squares. */
export interface Standing {
  readonly revenue: number;
  readonly customers: number;
  readonly squares: ExactSum;
}

/** Nobody pays. */
export const NOBODY: Standing = { revenue: 0, customers: 0, squares: [] };

/** No movement. */
export const NOTHING: MovementSums = {
  revenue: [0, 0, 0, 0, 0],
  customers: [0, 0, 0, 0, 0],
  squares: [[], [], [], [], [], []],
  pool: null,
};

/** What is paid after some movements. */
export function after({ revenue, customers, squares }: Standing, sums: MovementSums): Standing {
  return {
    revenue: revenue + balance(sums.revenue, 1),
    customers: customers + balance(sums.customers, 0),
    squares: sums.squares.slice(SQUARES).reduce(addedSums, squares),
  };
}

/** Where the sums begin that the squares of what is paid change by. */
const SQUARES = 3;

/** What movements add: expansion and contraction where they count. */
function balance([fresh, more, less, gone, back]: ByMovement, changes: 0 | 1): number {
  return fresh + back - gone + changes * (more - less);
}

/** The bridge over some movements, in units of which `minor` make a major one; without the churn of customers. */
export function bridgeOf(
  plan: RevenuePlan,
  standing: Standing,
  sums: MovementSums,
  minor: number,
): Omit<RevenueBridge, 'customerChurn'> {
  const { rules } = plan;
  const [fresh, expansion, contraction, churned, reactivation] = sums.revenue;
  const [newCustomers, expanded, contracted, churnedCustomers, reactivated] = sums.customers;
  const { revenue: start, customers } = standing;
  const next = after(standing, sums);
  const gross = retention(plan, standing, sums, 'gross');
  const net = retention(plan, standing, sums, 'net');
  const gains = fresh + expansion + (rules.reactivationInQuickRatio === 'include' ? reactivation : 0);
  const losses = contraction + churned;
  const share = (part: number) => (start === 0 ? null : part / start);
  const won = expansion + (rules.reactivationInNetRetention === 'include' ? reactivation : 0);
  return {
    ...{ start: start / minor, new: fresh / minor, expansion: expansion / minor, contraction: contraction / minor },
    ...{ churned: churned / minor, reactivation: reactivation / minor, end: next.revenue / minor },
    customers: {
      ...{ start: customers, new: newCustomers, expanded, contracted, churned: churnedCustomers, reactivated },
      end: next.customers,
    },
    grossRetention: inMajor(gross, minor),
    netRetention: inMajor(net, minor),
    grossChurn: share(losses),
    churnedShare: share(churned),
    netChurn: share(losses - won),
    quickRatio: losses === 0 ? null : gains / losses,
    arpa: next.customers === 0 ? null : next.revenue / minor / next.customers,
    growth: share(next.revenue - start),
  };
}

/**
 * Retention as a ratio of sums over the customers of the start (with those who are back, where they count), so that its interval is that
 * of customers who differ. Always of the ends of a period, whatever else counts: who comes and leaves within it was not there to be kept.
 */
function retention(
  { owner, rules, confidence }: RevenuePlan,
  { revenue: start, customers, squares }: Standing,
  sums: MovementSums,
  kind: 'gross' | 'net',
): RatioEstimate {
  const pool = sums.pool ?? sums;
  const [, expansion, contraction, churned, reactivation] = pool.revenue;
  const [lossCross, lossSquares, cross, all, , back] = sums.squares as SixSums;
  const isBack = kind === 'net' && rules.reactivationInNetRetention === 'include';
  const kept = start - churned - contraction;
  const left = kind === 'gross' ? kept : kept + expansion + (isBack ? reactivation : 0);
  const paid = addedSums(squares, kind === 'gross' ? lossSquares : all);
  const ratio: RatioSums = {
    ...{ n: customers + (isBack ? pool.customers[4] : 0), x: [start], y: [left], xx: squares },
    ...{ xy: addedSums(squares, kind === 'gross' ? lossCross : cross), yy: isBack ? addedSums(paid, back) : paid },
  };
  if (start === 0)
    return { value: null, n: customers, interval: null, numerator: left, denominator: 0, standardError: null };
  return (kind === 'gross' ? shareEstimate : growthEstimate)(ratio, confidence, owner);
}

type SixSums = readonly [ExactSum, ExactSum, ExactSum, ExactSum, ExactSum, ExactSum];

function inMajor({ value, n, interval, numerator, denominator }: RatioEstimate, minor: number): Rate {
  return { value, n, interval, numerator: numerator / minor, denominator: denominator / minor };
}
