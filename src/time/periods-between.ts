import { LimitError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import type { Calendar } from './calendar.js';

/**
 * Lists the labels of all periods from one to another, both included: the axis of a trend on which empty periods show.
 *
 * A local date or hour that the zone left out (2011-12-30 in Apia) is listed like any other.
 *
 * @param periods - the calendar the labels belong to
 * @param from - the label of the first period
 * @param to - the label of the last period
 * @returns the labels in order
 * @throws {InvalidOptionError} when a text is no label of the calendar, or `to` comes before `from`
 * @throws {LimitError} when there are more than 100,000
 * @example
 * ```ts
 * import { calendar, periodsBetween } from 'kizuna';
 *
 * const months = calendar({ unit: 'month' });
 * periodsBetween(months, '2024-11', '2025-02'); // => ['2024-11', '2024-12', '2025-01', '2025-02']
 * ```
 */
export function periodsBetween(periods: Calendar, from: string, to: string): string[] {
  const { parse } = Object(periods) as Partial<Calendar>; // what is no object has none
  if (typeof parse !== 'function')
    refuseOption(
      'periodsBetween',
      'periods',
      'to be a calendar, as calendar({ ... }) makes one',
      periods,
      'E_OPT_TYPE',
    );
  const first = periods.parse(from);
  const count = periods.parse(to) - first + 1;
  if (count < 1) refuseOption('periodsBetween', 'to', `to be "${from}" or later`, to);
  if (count > LIMIT) {
    const expected = `at most ${LIMIT} periods`;
    throw new LimitError(`periodsBetween requires ${expected}; got ${count}`, [
      { code: 'E_LIMIT', index: null, field: 'to', expected, received: 'number' },
    ]);
  }
  return Array.from({ length: count }, (_, position) => periods.labelOf(first + position));
}

const LIMIT = 100_000;
