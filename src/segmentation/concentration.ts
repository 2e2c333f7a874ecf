import type { Data } from '../core/data.js';
import { errorOf, InvalidDataError } from '../core/errors.js';
import { exactSum } from '../core/exact-sum.js';
import { checkNumber, refuseOption } from '../core/options.js';
import type { EventLog } from '../log/layout.js';
import type { TotalsOptions } from '../log/purchases/customer-totals.js';
import { gini } from '../stats/gini.js';
import { type AmountCounts, amountsOf, type CustomerAmounts, checkAmountOptions } from './customer-amounts.js';
import { rankingOf } from './ranking.js';
import type { PlainAmountOptions, PlainAmounts, RowAmountFields } from './row-amounts.js';

/** Which shares are asked for. */
export interface ConcentrationRules {
  /** Shares of the customers, those with the greatest amounts first: what do they bring? Default `[0.01, 0.05, 0.1, 0.2, 0.5]`. */
  readonly top?: readonly number[] | undefined;
  /** Shares of the amount: by what share of the customers is it brought? Default `[0.5, 0.8, 0.9]`. */
  readonly reach?: readonly number[] | undefined;
}

/** Some of the customers, greatest amounts first, and what they bring. */
export interface ConcentrationPoint {
  /** A share of the customers. */
  readonly customers: number;
  /** The share of the amount that they bring. */
  readonly amount: number;
}

/** How much of an amount rests on how few. */
export interface Concentration extends AmountCounts {
  readonly n: number;
  readonly amount: number;
  /** 0 where all bring the same, 1 − 1/n where one brings all; `null` where the whole is 0, as all that follows. */
  readonly gini: number | null;
  /** Herfindahl–Hirschman index: the sum of the squared shares, 1/n to 1. */
  readonly herfindahl: number | null;
  /** 1 / `herfindahl`: so many equal customers would be as concentrated. */
  readonly effectiveCustomers: number | null;
  /** What the top shares of the customers bring, in the order they were asked for. */
  readonly top: readonly ConcentrationPoint[] | null;
  /** The fewest customers that bring the shares of the amount, in the order they were asked for. */
  readonly reach: readonly ConcentrationPoint[] | null;
  /** Where the two shares add up to 1: 80/20 says that `{ customers: 0.2, amount: 0.8 }`. Equal customers have 50/50. */
  readonly pareto: ConcentrationPoint | null;
}

/**
 * How concentrated sales are: Gini, Herfindahl, what the top customers bring, and the Pareto point (80対20の法則).
 *
 * Shares are read off the concentration curve (the Lorenz curve from the other end), which is straight between customers: the top 20 % of 7
 * customers are the first and 0.4 of the second.
 *
 * @param data - an event log with amounts, rows or columns, or plain amounts
 * @param options - `top`, `reach`. Of a log: `purchase`, `per`, `refunds`, `from`, `asOf`, `timeZone`. Of rows: `customer`, `amount`,
 * `refunds`, `missing`, `invalid`
 * @returns the measures; `null` where there are no customers or the whole amount is 0
 * @throws {InvalidDataError} when an amount is not a finite number, or a customer's amount is negative, refunds taken off; or where no
 * purchase of a log has an amount (`E_FIELD_MISSING`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a log has no amounts
 * @example
 * ```ts
 * import { concentration } from 'kizuna';
 *
 * const { gini, herfindahl, effectiveCustomers, top, reach, pareto } = concentration([50, 20, 10, 10, 10], { top: [0.2], reach: [0.8] });
 * [gini, herfindahl, effectiveCustomers]; // => [0.36, 0.32, 3.125]
 * top; // => [{ customers: 0.2, amount: 0.5 }]
 * reach; // => [{ customers: 0.6, amount: 0.8 }]
 * pareto; // => { customers: 0.35, amount: 0.65 }
 * ```
 */
export function concentration<Name extends string, Properties extends object>(
  data: EventLog<Name, Properties>,
  options?: ConcentrationRules & TotalsOptions<Name, Properties>,
): Concentration;
export function concentration(data: PlainAmounts, options?: ConcentrationRules & PlainAmountOptions): Concentration;
export function concentration<Row>(
  data: Data<Row>,
  options: ConcentrationRules & RowAmountFields<NoInfer<Row>>,
): Concentration;
export function concentration(data: unknown, options: ConcentrationRules = {}): Concentration {
  checkAmountOptions(OWNER, data, options, ['top', 'reach']);
  const top = checkShares('top', options.top ?? [0.01, 0.05, 0.1, 0.2, 0.5]);
  const reach = checkShares('reach', options.reach ?? [0.5, 0.8, 0.9]);
  const amounts = amountsOf(OWNER, data, options);
  refuseNegative(amounts);
  const { amount, total } = rankingOf(OWNER, amounts);
  const n = amount.length;
  const all = total[n]!;
  const curve = all > 0 ? curveOf(total) : null;
  const herfindahl =
    curve &&
    exactSum(
      amount.map((each) => (each / all) ** 2),
      OWNER,
    );
  return {
    n,
    amount: all,
    gini: curve && gini(amount),
    herfindahl,
    effectiveCustomers: herfindahl && 1 / herfindahl,
    top: curve && top.map((share) => ({ customers: share, amount: curve.amountOf(share) })),
    reach: curve && reach.map((share) => ({ customers: curve.customersFor(share), amount: share })),
    pareto: curve === null ? null : curve.balance(),
    ...amounts.counts,
  };
}

const OWNER = 'concentration';

/** The concentration curve through the points (k / n, what the first k bring of all): rising, and ever flatter. */
function curveOf(total: Float64Array) {
  const n = total.length - 1;
  const all = total[n]!;
  const amountAt = (k: number) => total[k]! / all;
  const amountOf = (share: number): number => {
    const k = Math.min(Math.floor(share * n), n - 1);
    const [low, high] = [amountAt(k), amountAt(k + 1)];
    return Math.min(low + (share * n - k) * (high - low), 1);
  };
  /** The share of the customers at which a rising function of the point passes a level. */
  const crossing = (level: number, height: (k: number) => number): number => {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (height(middle) < level) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const [before, after] = [height(low - 1), height(low)];
    return Math.min((low - 1 + (level - before) / (after - before)) / n, 1);
  };
  return {
    amountOf,
    customersFor: (share: number) => crossing(share, amountAt),
    balance(): ConcentrationPoint {
      const customers = crossing(1, (k) => k / n + amountAt(k));
      return { customers, amount: 1 - customers };
    },
  };
}

function checkShares(option: 'top' | 'reach', shares: readonly number[]): readonly number[] {
  if (!Array.isArray(shares)) refuseOption(OWNER, option, 'to be a list of shares', shares, 'E_OPT_TYPE');
  return shares.map((share) => checkNumber(OWNER, option, share, { min: 0, max: 1 }) + 0); // + 0: never -0
}

function refuseNegative({ amount }: CustomerAmounts): void {
  const count = amount.reduce((found, each) => found + (each < 0 ? 1 : 0), 0);
  if (count === 0) return;
  const issue = { code: 'E_NUM_RANGE', index: null, field: 'the amount of each customer' } as const;
  const expected = 'at least 0, refunds taken off';
  throw errorOf(InvalidDataError, OWNER, [{ ...issue, expected, received: 'a negative number' }], {
    issueCount: count,
  });
}
