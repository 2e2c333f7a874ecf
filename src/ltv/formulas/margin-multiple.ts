import type { Estimate } from '../../core/estimate.js';
import { checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import { annuity } from './annuity.js';
import { formulaOf, type Quantity } from './quantity.js';

/** What a customer pays in a period, who stays, and what later money is worth; all of one period, such as a year. */
export interface MarginFacts {
  /** What a customer who stays pays in a period. */
  readonly amount: Quantity;
  /** The share of it that is margin (粗利率); default 1: the value is revenue. */
  readonly marginRate?: Quantity | undefined;
  /** The share of customers who stay from one period to the next, 0 to 1. */
  readonly retention: Quantity;
  /** The discount of one period: money a period later is worth 1 ÷ (1 + this). Of a yearly rate d, a month has (1 + d)^(1/12) − 1. */
  readonly discountRate: number;
  /** Periods that are counted: up to the start of this one. Default all, without end. */
  readonly horizon?: number | undefined;
  /** The period to count from; default 0. Parts add up: from 0 to 12 and from 12 to 24 is from 0 to 24. */
  readonly from?: number | undefined;
}

/** The value of a customer as a multiple of the margin of one period. */
export interface MarginMultiple extends Estimate {
  /** Value ÷ margin of a period (margin multiple); `null` where it has no end. */
  readonly multiple: number | null;
}

/** Margins by a multiple: of period t there is a share of `retention`^(t + later) left, discounted by as many periods. */
export function marginMultiple(owner: string, facts: MarginFacts, later: 0 | 1): MarginMultiple {
  checkOptions(owner, facts, ['amount', 'marginRate', 'retention', 'discountRate', 'horizon', 'from']);
  const { amount, marginRate = 1, retention, horizon = Infinity, from = 0 } = facts;
  const discountRate = checkNumber(owner, 'discountRate', facts.discountRate, { min: 0 });
  checkNumber(owner, 'from', from, { min: 0, integer: true });
  if (horizon !== Infinity) checkNumber(owner, 'horizon', horizon, { min: 0, integer: true });
  if (horizon < from) refuseOption(owner, 'horizon', 'to be no earlier than from', horizon);
  const ranges = { amount: { min: 0 }, marginRate: { max: 1 }, retention: { min: 0, max: 1 } };
  const multipleOf = (share: number) => {
    const sum = annuity(share, discountRate, from, horizon);
    return sum === null ? null : sum * (later === 1 ? share / (1 + discountRate) : 1) + 0; // of a share of -0
  };
  const { estimate, values } = formulaOf(owner, { amount, marginRate, retention }, ranges, (each) => {
    const multiple = multipleOf(each.retention);
    return multiple === null ? null : each.amount * each.marginRate * multiple;
  });
  return { ...estimate, multiple: values && multipleOf(values.retention) };
}
