import { refuseOption } from '../core/options.js';
import { untyped } from '../log/untyped.js';
import { INTERVALS, ratioOf, scaleOf } from './interval-ratio.js';
import type { LedgerTable } from './ledger-table.js';
import type { Refusals } from './refusals.js';

/** What amounts have to be multiplied by to be whole parts of a month's minor units: `factor[i]` of `scale` parts. */
export interface IntervalRates {
  readonly scale: number;
  readonly factorOf: (row: number) => number;
}

/**
 * The rule by which an amount for an interval is revenue per month: year ÷ 12, quarter ÷ 3, week × 52 ÷ 12, day × 365 ÷ 12,
 * n months ÷ n. In parts of 1/12 of a minor unit (or of the least common multiple of 12 and n) all of these are whole.
 */
export function intervalRates(
  owner: string,
  table: LedgerTable,
  interval: unknown,
  fieldName: string,
  refusals: Refusals,
): IntervalRates {
  const constant = interval === undefined ? 1 : ratioOf(interval);
  if (constant !== null) {
    const scale = scaleOf(owner, [constant]);
    return { scale, factorOf: () => Math.round(scale * constant) };
  }
  if (typeof interval !== 'string' && typeof interval !== 'function') {
    refuseOption(owner, 'interval', `to be ${INTERVALS}, a field or a function`, interval, 'E_OPT_TYPE');
  }
  const list = untyped(table.column(interval as string)); // a field, or a function of the row
  const ratios = new Float64Array(table.length);
  for (let i = 0; i < ratios.length; i += 1) {
    const ratio = ratioOf(list[i]);
    const code = (list[i] ?? null) === null ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE';
    if (ratio === null) refusals.add(i, fieldName, list[i], { code, expected: INTERVALS });
    else ratios[i] = ratio;
  }
  const scale = scaleOf(owner, new Set(ratios));
  return { scale, factorOf: (row) => Math.round(scale * (ratios[row] as number)) };
}
