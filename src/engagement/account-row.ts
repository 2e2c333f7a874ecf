import type { Rate } from '../core/estimate.js';
import { exactSum } from '../core/exact-sum.js';
import type { Scalar } from '../core/expression.js';
import { compareKeys } from '../core/pairs.js';
import type { CustomerId } from '../log/layout.js';
import { rate } from '../stats/rate.js';
import type { AccountCustomer } from './account-customers.js';
import type { AccountPlan } from './account-plan.js';
import { pointsOf, signalScores } from './signal-points.js';

/** One account. */
export interface AccountRow<Account extends Scalar = Scalar> {
  readonly account: Account;
  /** Customers that belong to it, active or not. */
  readonly customers: number;
  /** Those active in the window. */
  readonly active: number;
  /** Active ÷ seats bought, or ÷ customers where that is not known; its `value` is `null` where more are active than have seats. */
  readonly activeShare: Rate;
  /** Events in the window. */
  readonly events: number;
  /** The last event of any of its customers, in epoch milliseconds. */
  readonly lastEvent: number;
  /** `null` without `score`. */
  readonly score: number | null;
  /** Those with the highest score, or without one with the most events in the window, who have any. */
  readonly contributors: readonly AccountContributor[];
}

/** A customer who counts in its account. */
export interface AccountContributor {
  readonly customer: CustomerId;
  /** In the window. */
  readonly events: number;
  readonly score: number | null;
  /** Of the points of all customers of the account (without a score: of their events); `null` where these are not above 0. */
  readonly share: number | null;
}

/** The row of an account, from its customers. */
export function accountRow(
  plan: AccountPlan,
  account: Scalar,
  entries: readonly (readonly [CustomerId, AccountCustomer])[],
): AccountRow {
  const own = entries.map(([customer, { events, signals, decayed, last }]) => {
    const score = plan.score === null ? null : pointsOf(signalScores(plan.score, signals, decayed));
    return { customer, events, score, weight: score ?? events, last };
  });
  const active = own.filter(({ events }) => events > 0).length;
  const total = exactSum(own.map(({ weight }) => weight));
  const isCounted = total > 0 && own.every(({ weight }) => weight >= 0);
  const best = own
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || b.events - a.events || compareKeys(a.customer, b.customer));
  return {
    account,
    customers: own.length,
    active,
    activeShare: shareOfSeats(active, plan.seats.get(account) ?? own.length, plan.confidence),
    events: own.reduce((sum, { events }) => sum + events, 0),
    lastEvent: own.reduce((latest, { last }) => Math.max(latest, last), -Infinity),
    score:
      plan.score === null
        ? null
        : aggregated(
            plan,
            own.map(({ weight }) => weight),
            total,
          ),
    contributors: best.slice(0, plan.top).map(({ customer, events, score, weight }) => ({
      customer,
      events,
      score,
      share: isCounted ? weight / total : null,
    })),
  };
}

function aggregated({ aggregation }: AccountPlan, scores: readonly number[], total: number): number {
  if (aggregation === 'sum') return total;
  return aggregation === 'mean' ? total / scores.length : scores.reduce((most, score) => Math.max(most, score));
}

function shareOfSeats(active: number, seats: number, confidence: number): Rate {
  if (active <= seats) return rate(active, seats, { confidence });
  return { value: null, n: seats, interval: null, numerator: active, denominator: seats };
}
