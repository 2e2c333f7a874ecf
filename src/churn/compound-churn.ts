import { checkNumber } from '../core/options.js';

/**
 * The churn of several periods from that of one, or the other way round: 1 − (1 − c)^periods.
 *
 * 5 % a month is 46 % a year, not 60 %: who has left cannot leave again. Fractions go back: 1 / 12 makes a yearly rate a monthly
 * one. This takes every period to lose the same share; where customers differ those who stay are the loyal ones, and less is lost
 * than it says (see `fitSbg`). It is made for shares of customers at the start; the ends of an interval may be converted alike.
 *
 * @param churn - the share lost in one period, 0 to 1
 * @param periods - how many of these periods, above 0
 * @returns the share lost in all of them
 * @throws {InvalidOptionError} when churn is not from 0 to 1, or periods not above 0
 * @example
 * ```ts
 * import { compoundChurn } from 'kizuna';
 *
 * compoundChurn(0.05, 12); // => 0.4596
 * compoundChurn(0.4596, 1 / 12); // => 0.05
 * compoundChurn(1.2, 12); // throws InvalidOptionError
 * ```
 */
export function compoundChurn(churn: number, periods: number): number {
  const owner = 'compoundChurn';
  const share = checkNumber(owner, 'churn', churn, { min: 0, max: 1 });
  const times = checkNumber(owner, 'periods', periods, { min: 0, max: 1e15, open: true });
  if (share === 1) return 1;
  return share === 0 ? 0 : -Math.expm1(times * Math.log1p(-share)); // small shares keep their digits
}
