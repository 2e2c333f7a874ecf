import * as z from 'zod/mini';
import { checkChoice } from '../core/options.js';
import { type InstantFault, instantOf } from '../time/instant.js';
import { localInstant } from '../time/local-instant.js';
import { type Zone, zoneOf } from '../time/zone.js';
import { builtColumn, columnOptions } from './built-column.js';
import type { Answer, ColumnOptions, ColumnReader } from './column-reader.js';
import { plain } from './plain-text.js';
import { type DateOrder, isoText } from './written-time.js';

/** How a column of times is read. */
export interface TimeOptions<Required extends boolean = boolean> extends ColumnOptions<Required> {
  /**
   * The IANA zone of times that are written without an offset, such as `'Asia/Tokyo'`. Without it they reject the row.
   */
  readonly timeZone?: string;
  /** The order of the parts of a date: 2025/4/1 (`'ymd'`, default), 4/1/2025 (`'mdy'`) or 1/4/2025 (`'dmy'`). */
  readonly dateOrder?: DateOrder;
}

/**
 * Reads times as epoch milliseconds: a `Date`, epoch milliseconds, or text of a date and time. Text may have an offset
 * (`2025-04-01T10:33:09+09:00`, `2025-04-01 10:33:09 +0900`, and the form that Google Forms writes, `2025/04/01
 * 10:33:09 午後 GMT+9`); one without is read on the clocks of `timeZone`, and a date alone is its midnight there. An
 * empty cell is `null`.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - the zone of times without an offset, the order of the parts of a date, and what an empty cell means
 * @throws {InvalidOptionError} when the zone is unknown (E_OPT_ZONE) or the order is none of the three
 * @example
 * ```ts
 * import { parseResponses, time } from 'kizuna/schema';
 *
 * const answeredAt = time(['タイムスタンプ', 'Timestamp'], { timeZone: 'Asia/Tokyo' });
 * const rows = [{ Timestamp: '2025/04/01 10:33:09' }, { Timestamp: '2025/04/01 1:33:09 AM GMT+0' }];
 * parseResponses(rows, { columns: { answeredAt } }).rows; // => [{ answeredAt: 1743471189000 }, { answeredAt: 1743471189000 }]
 * ```
 */
export function time<Required extends boolean = false>(
  names: string | readonly string[],
  options: TimeOptions<Required> = {},
): ColumnReader<Answer<number, Required>> {
  const common = columnOptions('time', names, options, ['timeZone', 'dateOrder']);
  const order = checkChoice('time', 'dateOrder', options.dateOrder ?? 'ymd', ['ymd', 'mdy', 'dmy']);
  const zone = options.timeZone === undefined ? null : zoneOf('time', options.timeZone);
  return builtColumn(
    common,
    z.number(),
    (cell, payload) => {
      const instant = typeof cell === 'string' ? readText(cell, order, zone) : instantOf(cell);
      if (typeof instant === 'number') return instant;
      payload.issues.push({ code: 'custom', input: cell, params: { code: instant.code } });
      return cell;
    },
    `a Date, epoch milliseconds, or a date and time ${zone === null ? 'with an offset' : `in ${zone.timeZone}`}`,
  );
}

function readText(cell: string, order: DateOrder, zone: Zone | null): number | InstantFault {
  const text = isoText(plain(cell), order);
  return zone === null || OFFSET.test(text) ? instantOf(text) : localInstant(text, zone);
}

const OFFSET = /(?:Z|[-+]\d\d:\d\d)$/;
