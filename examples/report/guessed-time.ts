import { parseResponses, time } from 'kizuna/schema';
import type { Cells } from './guesses.js';
import type { Options } from './options.js';

/** The one column that is called like a time and holds times, with a sentence that says so. */
export function guessedTime(
  { zone, dates, noAnswer }: Options,
  columns: readonly string[],
  rows: readonly Cells[],
): { readonly name: string | null; readonly guesses: readonly string[] } {
  const reader = (name: string) => time(name, { timeZone: zone ?? 'UTC', dateOrder: dates, noAnswer });
  const held = columns.filter((name) => {
    if (!CALLED.test(name.normalize('NFKC').trim())) return false;
    const { rows: read, rejectedCount } = parseResponses(rows, { columns: { value: reader(name) } });
    return rejectedCount <= 0.05 * rows.length && read.some(({ value }) => value !== null);
  });
  const [name] = held;
  if (name === undefined) return { name: null, guesses: [] };
  if (held.length > 1) {
    return { name: null, guesses: [`No --time was given, and ${held.join(', ')} can be it: there is no trend.`] };
  }
  return { name, guesses: [`No --time was given: ${name} is called like a time and holds dates.`] };
}

const CALLED =
  /^(タイムスタンプ|日時|日付|(回答|送信|記入|完了|登録)(日|日時|時刻|時間)|(time ?stamp|date|time|date ?time)|((start|end|recorded|submit) ?(date|time))|(answered|responded|submitted|completed|created|recorded)[ _]?(at|on|date|time)?)$/i;

/** What to say where all times carry one offset and nobody said whose dates count. */
export function offsetNote(name: string, rows: readonly Cells[], zone: string | null): readonly string[] {
  if (zone !== null) return [];
  const cells = rows.map((row) => (row[name] ?? '').normalize('NFKC').trim()).filter((cell) => cell !== '');
  const offsets = new Set(cells.map(offsetOf));
  const [offset = null] = offsets;
  if (offsets.size !== 1 || offset === null || /00:00$/.test(offset)) return [];
  const [hours, minutes] = offset.split(':').map(Number);
  // Etc/GMT-9 is nine hours ahead: the names of these zones count the other way.
  const whole =
    minutes === 0 && hours !== undefined ? `, such as --zone Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}` : '';
  const example = offset === '+09:00' ? ', such as --zone Asia/Tokyo' : whole;
  return [
    `All times of ${name} are written at ${offset}, but periods are those of UTC: say whose dates count${example}.`,
  ];
}

/** What to say where times without an offset are read in UTC, because nobody said whose clocks they are. */
export function clockNote(name: string, rows: readonly Cells[], zone: string | null): readonly string[] {
  if (zone !== null) return [];
  const cells = rows.map((row) => (row[name] ?? '').normalize('NFKC').trim());
  const local = cells.some((cell) => /[-/:]/.test(cell) && offsetOf(cell) === null);
  return local
    ? [`Times of ${name} have no offset and are read as UTC: say whose clocks they are, such as --zone Asia/Tokyo.`]
    : [];
}

/** `+09:00` of `2025/04/01 10:33:09 午後 GMT+9`; `null` for a time without an offset. */
function offsetOf(cell: string): string | null {
  const [found, sign, hours = '', minutes = '00'] = OFFSET.exec(cell) ?? [];
  if (found === undefined) return null;
  return sign === undefined ? '+00:00' : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

const OFFSET = /\d:\d\d.*?(?:Z|UTC|GMT|([-+])(\d{1,2}):?(\d\d)?)$/i;
