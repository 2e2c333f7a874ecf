import { chooseColumns } from './choose-columns.js';
import { checkEventOptions, eventReaders, pathsOf } from './event-columns.js';
import type { EventColumnMap, EventProperties, ParseEventsOptions } from './event-options.js';
import type { EventPreset } from './event-presets.js';
import type { EventRow } from './event-row.js';
import { refuseWithoutZone } from './event-zone.js';
import { fieldNames, liftFields } from './nested-fields.js';
import { listOf, type ParsedRows, readColumns } from './parse-rows.js';

/** Events in the order of the input, what was left out, and which columns were read. */
export interface ParsedEvents<Row> extends ParsedRows<Row> {
  /** The column that each part of the rows was read from; no `amount` where there is none. */
  readonly columns: Readonly<Record<string, string>>;
  /** The system whose columns these are, as it was told or as they show; `null` for others. */
  readonly preset: EventPreset | null;
}

/**
 * Turns rows of unknown shape, such as those of a CSV file or of another system's export, into events that `eventLog`
 * takes as they are. Columns are found by the names of your own (`columns: { customer: '会員番号' }`), else by those of
 * Amplitude, Mixpanel, GA4 in BigQuery, PostHog and Segment, else by common names in English and Japanese; `columns` of
 * the result tells which were taken. `properties.plan` names a field within an object. A row without a customer, a time
 * or a name, or with anything wrong in it, is left out whole and listed by row, column and type, never with the value.
 *
 * @param rows - objects, in any iterable
 * @param options - where the parts of events stand if not where they are looked for, the properties, and how times are
 * written: those without an offset need `timeZone`, numbers other than milliseconds `epoch`
 * @returns the events in order and what was left out: `rows.length + rejectedCount` is the length of the input
 * @throws {InvalidDataError} E_FIELD_MISSING when no row has a column for the customer, the time, the name or what else
 * was named; E_ROW_TYPE when `rows` is no iterable; E_ACCESSOR when a field cannot be read
 * @throws {InvalidOptionError} when an option is unknown or wrong, a property has the name of a part, or `timeZone` is not
 * given and no time has an offset
 * @example
 * ```ts
 * import { eventLog } from 'kizuna';
 * import { parseEvents } from 'kizuna/schema';
 *
 * const file = [
 *   { 会員番号: '17', 日時: '2025/04/01 10:33', イベント: '購入', 金額: '1200', プラン: 'pro' },
 *   { 会員番号: '', 日時: '2025/04/01 10:40', イベント: '閲覧', 金額: '', プラン: 'free' },
 * ];
 * const { rows, rejected, columns } = parseEvents(file, { timeZone: 'Asia/Tokyo', properties: { plan: 'プラン' } });
 * rows; // => [{ customer: '17', time: 1743471180000, name: '購入', amount: 1200, plan: 'pro' }]
 * rejected.map(({ index, field, code }) => [index, field, code]); // => [[1, '会員番号', 'E_FIELD_MISSING']]
 * columns; // => { customer: '会員番号', time: '日時', name: 'イベント', amount: '金額', plan: 'プラン' }
 *
 * const log = eventLog(rows, { customer: 'customer', time: 'time', name: 'name', amount: 'amount', properties: ['plan'] });
 * log.length; // => 1
 *
 * parseEvents([{ event: 'Signed up', properties: { distinct_id: 'a', time: 1602611311 } }]).preset; // => 'mixpanel'
 * ```
 */
export function parseEvents<
  const Columns extends EventPreset | EventColumnMap = EventColumnMap,
  const Properties extends EventProperties = readonly [],
>(
  rows: Iterable<unknown>,
  options: ParseEventsOptions<Columns, Properties> = {},
): ParsedEvents<EventRow<Columns, Properties>> {
  const asked = checkEventOptions('parseEvents', options);
  const list = listOf('parseEvents', rows);
  const paths = pathsOf(asked);
  const fields = fieldNames('parseEvents', list, paths);
  const { preset, parts, amount, hasAmount } = eventReaders(asked, fields);
  const readers = { ...parts, ...(hasAmount ? { amount } : {}), ...asked.properties };
  const named = new Set(Object.values(readers).flatMap(({ names }) => names));
  const lifted = liftFields(
    'parseEvents',
    list,
    paths.filter((path) => named.has(path) && fields.has(path)),
  );
  // Where a name was guessed, nobody has said yet which column is meant.
  const chosen = chooseColumns('parseEvents', lifted, readers, (name) =>
    Object.hasOwn(parts, name) && !Object.hasOwn(asked.own, name) && asked.preset === null
      ? `; tell which with columns: { ${name}: '…' }`
      : '',
  );
  // Without an amount there is no such field either, and what is not there is read as null.
  const all = hasAmount
    ? chosen
    : [...chosen.slice(0, 3), { name: 'amount', field: 'amount', reader: amount }, ...chosen.slice(3)];
  // Each reader makes the type that EventRow has for its name.
  const parsed = readColumns('parseEvents', lifted, all) as ParsedRows<EventRow<Columns, Properties>>;
  if (parsed.rows.length === 0) refuseWithoutZone('parseEvents', lifted, chosen);
  return { ...parsed, columns: Object.fromEntries(chosen.map(({ name, field }) => [name, field])), preset };
}
