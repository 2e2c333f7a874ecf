import type { FittedModel } from '../../stats/fit/model.js';

/** Beta-geometric/beta-binomial: buys at an opportunity with chance beta(alpha, beta), is lost before each with chance beta(gamma, delta). */
export interface BgBbParameters {
  readonly model: 'bg/bb';
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly delta: number;
}

/** A fitted BG/BB: its parameters, and what every fit says. */
export type BgBb = FittedModel<'bg/bb', 'alpha' | 'beta' | 'gamma' | 'delta'> & BgBbParameters;

/** What BG/BB sees of a customer, counted in opportunities to buy after the first purchase: a donation a year, an order a campaign. */
export interface OpportunityHistory {
  /** Opportunities taken. */
  readonly frequency: number;
  /** The last opportunity taken, from 1; 0 where none was. */
  readonly recency: number;
  /** Opportunities there were. */
  readonly T: number;
}

/** Histories and horizons are summed opportunity by opportunity: more of them are refused. */
export const MOST_OPPORTUNITIES = 1e5;
