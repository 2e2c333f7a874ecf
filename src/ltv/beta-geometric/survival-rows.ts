import { errorOf, InvalidDataError, type IssueCode, typeName } from '../../core/errors.js';
import { checkNumber, checkOptions } from '../../core/options.js';
import type { ContractDuration } from './durations.js';

/** Customers alike, with their number. */
export interface WeightedDuration extends ContractDuration {
  readonly ended: boolean;
  /** How many customers: the name to be given as `weight` to a fit. */
  readonly customers: number;
}

/**
 * One line of a retention table as rows for `fitSbg` and `fitBetaDiscreteWeibull`: from how many were still there after 0, 1, 2 … renewals, those who
 * left at each renewal, and those who are there after the last. Lines of several cohorts go after one another: `cohorts.flatMap((line) => survivalRows(line))`.
 *
 * @param survivors - customers still there, the first being all of them; shares or percentages of them do too, with `customers`. Never rising
 * @param options - `customers`: how many the first number stands for; default the number itself. It decides the width of intervals, not the estimates
 * @returns a row for each number, as `{ duration, ended, customers }`; where nobody left there is none
 * @throws {InvalidDataError} when a number is not finite, below 0, or above the one before; or there are none
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { fitSbg, survivalRows } from 'kizuna/ltv';
 *
 * survivalRows([1000, 869, 743]);
 * // => [
 * //   { duration: 1, ended: true, customers: 131 },
 * //   { duration: 2, ended: true, customers: 126 },
 * //   { duration: 2, ended: false, customers: 743 },
 * // ]
 *
 * // Percent still there of a high-end cohort (Fader & Hardie 2007).
 * const rows = survivalRows([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1], { customers: 1000 });
 * const { alpha, beta } = fitSbg(rows, { weight: 'customers' });
 * [alpha, beta]; // => [0.668, 3.806]
 * ```
 */
export function survivalRows(
  survivors: readonly number[],
  options: { readonly customers?: number | undefined } = {},
): readonly WeightedDuration[] {
  const owner = 'survivalRows';
  checkOptions(owner, options, ['customers']);
  const refuse = (index: number | null, code: IssueCode, expected: string, value: unknown): never => {
    throw errorOf(InvalidDataError, owner, [{ code, index, field: null, expected, received: typeName(value) }]);
  };
  if (!Array.isArray(survivors) || survivors.length === 0) {
    return refuse(null, 'E_ROW_TYPE', 'a list of numbers, at least one', survivors);
  }
  let most = Infinity;
  survivors.forEach((value: unknown, i) => {
    if (typeof value !== 'number') refuse(i, 'E_FIELD_TYPE', 'a number', value);
    else if (!Number.isFinite(value)) refuse(i, 'E_NUM_NONFINITE', 'a finite number', value);
    else if (value < 0 || value > most) refuse(i, 'E_NUM_RANGE', 'from 0 to the one before', value);
    else most = value;
  });
  const first = survivors[0] as number; // checked to be there, and each to be a number
  if (first === 0) refuse(0, 'E_NUM_RANGE', 'above 0 at the start', first);
  const customers = checkNumber(owner, 'customers', options.customers ?? first, { min: 0, max: 1e15, open: true });
  const last = survivors.length - 1;
  const rows: WeightedDuration[] = [];
  // Scaled before they are subtracted: whole customers stay whole.
  const left = survivors.map((value) => value * (customers / first));
  const add = (duration: number, ended: boolean, number: number) => {
    if (number > 0) rows.push({ duration, ended, customers: number });
  };
  for (let t = 1; t <= last; t += 1) add(t, true, (left[t - 1] as number) - (left[t] as number));
  add(last, false, left[last] as number);
  return rows;
}
