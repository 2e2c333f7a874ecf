import { type ChosenColumn, chooseColumns } from './choose-columns.js';
import type { EventProperties } from './event-options.js';
import { refuseWithoutZone } from './event-zone.js';
import { fieldNames, liftFields } from './nested-fields.js';
import { listOf, type ParsedRows, readColumns } from './parse-rows.js';
import { isEmpty } from './plain-text.js';
import { checkSubscriptionOptions, chooseSubscriptionColumns, subscriptionPaths } from './subscription-columns.js';
import { type LineFacts, lineFault, lineOf, type SubscriptionCells } from './subscription-line.js';
import type { ParseSubscriptionsOptions, SubscriptionPreset } from './subscription-options.js';
import { SUBSCRIPTION_PRESETS, type SubscriptionPart } from './subscription-presets.js';
import type { SubscriptionRow } from './subscription-row.js';
import { type SubscriptionState, subscriptionStates } from './subscription-status.js';
import { ownField } from './validate.js';

/** Lines of subscriptions in the order of the input, what was left out and why, and which columns were read. */
export interface ParsedSubscriptions<Row> extends ParsedRows<Row> {
  /** The column that each part was read from, of those that are there. */
  readonly columns: Readonly<Partial<Record<SubscriptionPart, string>>>;
  /** The system whose columns these are, as it was told or as they show; `null` for others. */
  readonly preset: SubscriptionPreset | null;
  /**
   * Rows that are no subscriptions, by reason: `'notBegun'`, never paid for by their status, `'trial'`, on a trial of which nobody
   * says when it ends, or `'excluded'` by one of `exclude`.
   */
  readonly leftOut: readonly { readonly reason: SubscriptionLeftOut; readonly count: number }[];
  /** The words in the column of statuses, the most frequent first, with what they were taken for; empty where there is no column. */
  readonly statuses: readonly SubscriptionStatus[];
}

/** A word in the column of statuses. */
export interface SubscriptionStatus {
  readonly status: string;
  /** Rows that have it, whatever else is wrong with them. */
  readonly count: number;
  /**
   * What it was taken for: `'running'` until it has an end (active, past due, paused, 休会, 解約申請中), `'ended'`, `'notBegun'`,
   * `'trial'`, `'excluded'`; `'unknown'` words count as running, so look at them.
   */
  readonly takenAs: SubscriptionState | 'unknown';
}

/** Why a row is no subscription. */
export type SubscriptionLeftOut = 'notBegun' | 'trial' | 'excluded';

/**
 * Turns rows of unknown shape, such as those of a billing system's CSV file, into lines that `subscriptionLedger` takes as they
 * are. Columns are found by the names of your own (`columns: { customer: '得意先' }`), else by those of Stripe (file and API),
 * WooCommerce Subscriptions, Chargebee and Baremetrics, else by common names in English and Japanese; `columns` of the result
 * tells which were taken. A line is a price from `start` until `end`; the `amount` is for one `interval`, times the `quantity`, and
 * in units of the currency where the system gives cents. What is paid every n weeks or days becomes an amount for one.
 *
 * A status alone ends nothing: active, past_due, unpaid and paused lines run until they have an end, and so do those whose word is
 * not known (`statuses` tells them). A subscription that never
 * began (incomplete, pending), or is on a trial without an end, is left out and counted. One that is over (canceled, expired) must
 * say when, by its end or else by when it was cancelled. Rows with anything wrong in them are left out and listed by row, column
 * and type, never with the value.
 *
 * @param rows - objects, in any iterable
 * @param options - where the parts stand if not where they are looked for, attributes to break down by, what amounts count, which
 * statuses are left out, and how times are written: those without an offset need `timeZone`
 * @returns the lines and what was left out: `rows.length + rejectedCount` and the counts of `leftOut` are together the length of
 * the input
 * @throws {InvalidDataError} E_FIELD_MISSING when no row has a column for the start, for the customer or the e-mail address, or for
 * what else was named; E_ROW_TYPE when `rows` is no iterable; E_ACCESSOR when a field cannot be read
 * @throws {InvalidOptionError} when an option is unknown or wrong, or `timeZone` is not given and no start has an offset
 * @example
 * ```ts
 * import { subscriptionLedger } from 'kizuna';
 * import { parseSubscriptions, subscriptionRoles } from 'kizuna/schema';
 *
 * const file = [
 *   { 契約ID: '1', 会員ID: '17', プラン: 'basic', 料金: '¥2,980', 請求周期: '毎月', 開始日: '2025/01/10', 解約日: '2025/03/10' },
 *   { 契約ID: '2', 会員ID: '18', プラン: 'team', 料金: '¥98,000', 請求周期: '年額', 開始日: '2025/02/01', 解約日: '' },
 *   { 契約ID: '3', 会員ID: '19', プラン: 'team', 料金: '応相談', 請求周期: '毎月', 開始日: '2025/02/03', 解約日: '' },
 * ];
 * const { rows, rejected } = parseSubscriptions(file, { timeZone: 'Asia/Tokyo' });
 * rows.map(({ customer, amount, interval, end }) => [customer, amount, interval, end === null]);
 * // => [['17', 2980, 'month', false], ['18', 98000, 'year', true]]
 * rejected.map(({ index, field, code }) => [index, field, code]); // => [[2, '料金', 'E_FIELD_TYPE']]
 *
 * const ledger = subscriptionLedger(rows, { ...subscriptionRoles, decimals: 0, timeZone: 'Asia/Tokyo', asOf: '2025-03-31' });
 * ledger.length; // => 2
 * ```
 */
export function parseSubscriptions<const Attributes extends EventProperties = readonly []>(
  rows: Iterable<unknown>,
  options: ParseSubscriptionsOptions<Attributes> = {},
): ParsedSubscriptions<SubscriptionRow<Attributes>> {
  const asked = checkSubscriptionOptions(OWNER, options);
  const list = listOf(OWNER, rows);
  const paths = subscriptionPaths(asked);
  const fields = fieldNames(OWNER, list, paths);
  const present = paths.filter((path) => fields.has(path));
  const lifted = liftFields(OWNER, list, present);
  const { preset, columns } = chooseSubscriptionColumns(OWNER, asked, lifted, fields);
  const chosen: Chosen = Object.fromEntries(columns.map((column) => [column.name, column]));
  const cells = statusCells(lifted, chosen.status);
  const stateOf = subscriptionStates(options.exclude ?? null);
  const states = statesOf(lifted, cells.map(stateOf), chosen.trialEnd);
  const attributes = chooseColumns(OWNER, lifted, asked.attributes);
  const facts: LineFacts = {
    fields: Object.fromEntries(columns.map(({ name, field }) => [name, field])),
    amounts: options.amounts ?? (preset === null ? 'major' : SUBSCRIPTION_PRESETS[preset].amounts),
  };
  const isRead = (index: number) => states[index] === null || states[index] === 'ended';
  // Each reader makes the type that SubscriptionCells has for its name.
  const parsed = readColumns(OWNER, lifted, [...columns.filter(({ name }) => name !== 'status'), ...attributes], {
    isRead,
    faultOf: (cells, index) => lineFault(cells as unknown as SubscriptionCells, states[index] ?? null, facts),
  });
  if (parsed.rows.length === 0) refuseWithoutZone(OWNER, lifted, columns, 'start');
  const rejected = new Set(parsed.rejectedIndexes);
  const kept = states.filter((_, index) => isRead(index) && !rejected.has(index));
  return {
    ...parsed,
    rows: parsed.rows.map((row, i) => {
      const cells = row as SubscriptionCells & Readonly<Record<string, unknown>>; // as above
      const own = attributes.map(({ name }) => [name, cells[name]] as const);
      // The attributes were read by the readers of their names.
      return Object.fromEntries([
        ...Object.entries(lineOf(cells, kept[i] ?? null, facts)),
        ...own,
      ]) as unknown as SubscriptionRow<Attributes>;
    }),
    columns: facts.fields,
    preset,
    leftOut: LEFT_OUT.map((reason) => ({
      reason,
      count: states.filter((each) => each === reason).length,
    })).filter(({ count }) => count > 0),
    statuses: statusesOf(cells, stateOf),
  };
}

const OWNER = 'parseSubscriptions';
const LEFT_OUT = ['notBegun', 'trial', 'excluded'] as const satisfies readonly SubscriptionLeftOut[];

type Chosen = Readonly<Partial<Record<SubscriptionPart, ChosenColumn>>>;

/** The cells of the status as they stand; rows that are no objects have none. */
function statusCells(rows: readonly unknown[], status: ChosenColumn | undefined): readonly unknown[] {
  return rows.map((row, index) => (status === undefined ? null : cellOf(row, index, status)));
}

/** What is done for each row by its status; a trial that says when it ends is read as any other line. */
function statesOf(
  rows: readonly unknown[],
  said: readonly (SubscriptionState | null)[],
  trialEnd: ChosenColumn | undefined,
): readonly (SubscriptionState | null)[] {
  return said.map((state, index) => {
    const hasEnd = state === 'trial' && trialEnd !== undefined && !isEmpty(cellOf(rows[index], index, trialEnd));
    return hasEnd || state === 'running' ? null : state;
  });
}

function statusesOf(
  cells: readonly unknown[],
  stateOf: (cell: unknown) => SubscriptionState | null,
): readonly SubscriptionStatus[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (isEmpty(cell) || (typeof cell !== 'string' && typeof cell !== 'number')) continue;
    const status = String(cell).trim();
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([status, count]) => ({ status, count, takenAs: stateOf(status) ?? 'unknown' }));
}

function cellOf(row: unknown, index: number, column: ChosenColumn): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
  // A row was just seen to be an object, and any may be asked for its fields.
  return ownField(OWNER, row as Readonly<Record<string, unknown>>, index, column.field);
}
