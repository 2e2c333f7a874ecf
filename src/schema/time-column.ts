import * as z from 'zod/mini';
import { checkChoice } from '../core/options.js';
import { type InstantFault, instantOf } from '../time/instant.js';
import { looksLikeSeconds, MILLISECONDS } from '../time/instant-in.js';
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
  /**
   * What a number counts since 1970, whether it is a number or the digits of one: `'seconds'` in exports of Mixpanel,
   * `'microseconds'` in those of BigQuery. Without it a number is milliseconds, and digits reject the row.
   */
  readonly epoch?: EpochUnit;
}

/** What a time that is a number counts since the beginning of 1970 in UTC. */
export type EpochUnit = 'seconds' | 'milliseconds' | 'microseconds';

/**
 * Reads times as epoch milliseconds: a `Date`, epoch milliseconds, or text of a date and time. Text may have an offset
 * (`2025-04-01T10:33:09+09:00`, `2025-04-01 10:33:09 +0900`, and the form that Google Forms writes, `2025/04/01
 * 10:33:09 午後 GMT+9`); one without is read on the clocks of `timeZone`, and a date alone is its midnight there. An
 * empty cell is `null`. A number that is an instant of 1970 to 1973 rejects the row with E_TIME_UNIT: it nearly always
 * counts in another unit, which `epoch` tells.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - the zone of times without an offset, the order of the parts of a date, the unit of numbers, and what
 * an empty cell means
 * @throws {InvalidOptionError} when the zone is unknown (E_OPT_ZONE) or the order or the unit is none of the three
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
  const common = columnOptions('time', names, options, ['timeZone', 'dateOrder', 'epoch']);
  const order = checkChoice('time', 'dateOrder', options.dateOrder ?? 'ymd', ['ymd', 'mdy', 'dmy']);
  const epoch = options.epoch === undefined ? null : checkChoice('time', 'epoch', options.epoch, EPOCH_UNITS);
  const zone = options.timeZone === undefined ? null : zoneOf('time', options.timeZone);
  return builtColumn(
    common,
    z.number(),
    (cell, payload) => {
      const counted = epoch === null ? cell : countedSince1970(cell, epoch);
      const instant = typeof counted === 'string' ? readText(counted, order, zone) : numberOrDate(counted);
      if (typeof instant === 'number') return instant;
      const params = { code: instant.code, expected: helpFor(cell, instant.code, epoch) };
      payload.issues.push({ code: 'custom', input: cell, params });
      return cell;
    },
    `a Date, epoch ${epoch ?? 'milliseconds'}, or a date and time ${zone === null ? 'with an offset (local times need timeZone)' : `in ${zone.timeZone}`}`,
  );
}

const EPOCH_UNITS = ['seconds', 'milliseconds', 'microseconds'] as const;

/** Milliseconds, of what counts in a unit; what is no number, and no digits of one, as it is. */
function countedSince1970(cell: unknown, unit: EpochUnit): unknown {
  const text = typeof cell === 'string' ? plain(cell) : cell;
  const count = typeof text === 'string' && DIGITS.test(text) ? Number(text) : text;
  if (typeof count !== 'number') return cell;
  // The milliseconds of seconds with decimals are rounded, because 1.1 × 1000 is no integer; beyond milliseconds digits are cut.
  return unit === 'seconds' ? Math.round(count * 1000) : unit === 'microseconds' ? Math.floor(count / 1000) : count;
}

const DIGITS = /^[-+]?\d+(\.\d+)?$/;

/** What to tell the reader of times where that would help with a cell; nothing in particular for others. */
function helpFor(cell: unknown, code: string, epoch: EpochUnit | null): string | undefined {
  if (code === 'E_TIME_AMBIGUOUS') return "a date and time with an offset; for local times give timeZone: 'Asia/Tokyo'";
  if (epoch !== null || (typeof cell !== 'number' && typeof cell !== 'string')) return undefined;
  const text = plain(String(cell));
  const digits = /^\d{9,16}/.exec(text)?.[0].length;
  if (digits === undefined || !DIGITS.test(text)) return undefined;
  const unit = digits < 12 ? 'seconds' : digits < 15 ? 'milliseconds' : 'microseconds';
  return `a date and time; for numbers that count since 1970 give epoch: '${unit}'`;
}

function numberOrDate(cell: unknown): number | InstantFault {
  if (!looksLikeSeconds(cell)) return instantOf(cell);
  return { code: 'E_TIME_UNIT', expected: MILLISECONDS, received: 'number' };
}

function readText(cell: string, order: DateOrder, zone: Zone | null): number | InstantFault {
  const text = isoText(plain(cell), order);
  return zone === null || OFFSET.test(text) ? instantOf(text) : localInstant(text, zone);
}

const OFFSET = /(?:Z|[-+]\d\d:\d\d)$/;
