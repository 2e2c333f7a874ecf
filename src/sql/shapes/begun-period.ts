import type { PeriodsPlan } from '../../log/shapes/periods-plan.js';
import { clockFolds } from '../../time/clock-folds.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';

/** The last period that has begun by an instant no later than `last`, whatever clocks that were set back show. */
export function begunPeriod(query: QueryText, ms: string, periods: PeriodsPlan, last: number): string {
  const shown = periodNumber(query, ms, 'epochMilliseconds', periods);
  const folds = clockFolds(periods, last + 1).map(
    ({ from, until, index }) =>
      `WHEN ${ms} BETWEEN ${query.integer(from)} AND ${query.integer(until - 1)} THEN ${query.integer(index)}`,
  );
  return folds.length === 0 ? shown : `CASE ${folds.join(' ')} ELSE ${shown} END`;
}
