import type { Issue } from '../core/errors.js';
import type { ChosenColumn } from './choose-columns.js';
import { refuseWithoutZone } from './event-zone.js';
import { fieldNames, liftFields } from './nested-fields.js';
import { checkOrderOptions, chooseOrderColumns, orderPaths } from './order-columns.js';
import { joinLines, type OrderRow } from './order-lines.js';
import type { OrderLines, OrderPreset, ParseOrdersOptions } from './order-options.js';
import { ORDER_PRESETS, type OrderPart } from './order-presets.js';
import { type LeftOutReason, statusReader } from './order-status.js';
import { listOf, type ParsedRows, readColumns } from './parse-rows.js';
import { isEmpty } from './plain-text.js';
import { ownField } from './validate.js';
import { MONEY, numberOf } from './written-number.js';

/** Orders in the order of the input, what was left out and why, and which columns were read. */
export interface ParsedOrders extends ParsedRows<OrderRow> {
  /** The column that each part was read from, of those that are there. */
  readonly columns: Readonly<Partial<Record<OrderPart, string>>>;
  /** The system whose columns these are, as it was told or as they show; `null` for others. */
  readonly preset: OrderPreset | null;
  /** What the amounts of several rows of one order were taken for; `null` where no two rows are of one order. */
  readonly lines: OrderLines | null;
  /**
   * Rows that are no orders of their own, by reason: `'line'`, a further row of an order, `'cancelled'`, `'unpaid'` and
   * `'refunded'` by their status, or `'excluded'` by one of `exclude`.
   */
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
}

/**
 * Turns rows of unknown shape, such as those of a shop's CSV file, into orders that `eventLog` takes as they are. Columns
 * are found by the names of your own (`columns: { customer: '得意先' }`), else by those of Shopify, Stripe (payments),
 * EC-CUBE and BASE, else by common names in English and Japanese; `columns` of the result tells which were taken. Several
 * rows of one order at one time become one. Where the customer's cell is empty, as of guests, the e-mail address (in
 * small letters) is the customer. What was refunded is taken off the amount; an order that was cancelled, never paid or
 * refunded whole is left out and counted. A row without a customer or a time, or with anything wrong in it, is left out
 * and listed by row, column and type, never with the value.
 *
 * @param rows - objects, in any iterable
 * @param options - where the parts of orders stand if not where they are looked for, what the amounts of several rows of
 * one order are, which statuses are no orders, and how times are written: those without an offset need `timeZone`
 * @returns the orders and what was left out: `rows.length + rejectedCount` and the counts of `leftOut` are together the
 * length of the input
 * @throws {InvalidDataError} E_FIELD_MISSING when no row has a column for the time, for the customer or the e-mail address,
 * or for what else was named; E_ROW_TYPE when `rows` is no iterable; E_ACCESSOR when a field cannot be read
 * @throws {InvalidOptionError} when an option is unknown or wrong, or `timeZone` is not given and no time has an offset
 * @example
 * ```ts
 * import { customerSummary, eventLog } from 'kizuna';
 * import { parseOrders } from 'kizuna/schema';
 *
 * const file = [
 *   { 注文番号: '1', 注文日時: '2025/04/01 10:33', 会員ID: '17', メールアドレス: 'a@example.com', 合計: '1,200', ステータス: '発送済み' },
 *   { 注文番号: '1', 注文日時: '2025/04/01 10:33', 会員ID: '17', メールアドレス: 'a@example.com', 合計: '1,200', ステータス: '発送済み' },
 *   { 注文番号: '2', 注文日時: '2025/04/03 9:00', 会員ID: '', メールアドレス: 'B@example.com', 合計: '800', ステータス: '新規受付' },
 *   { 注文番号: '3', 注文日時: '2025/04/08 21:05', 会員ID: '17', メールアドレス: 'a@example.com', 合計: '500', ステータス: 'キャンセル' },
 * ];
 * const { rows, leftOut, lines } = parseOrders(file, { timeZone: 'Asia/Tokyo' });
 * rows[0]; // => { order: '1', customer: '17', time: 1743471180000, amount: 1200 }
 * rows[1]?.customer; // => 'b@example.com'
 * leftOut; // => [{ reason: 'line', count: 1 }, { reason: 'cancelled', count: 1 }]
 * lines; // => 'total'
 *
 * const log = eventLog(rows, { customer: 'customer', time: 'time', amount: 'amount', properties: ['order'] });
 * customerSummary(log, { unit: 'week' }).length; // => 2
 * ```
 */
export function parseOrders(rows: Iterable<unknown>, options: ParseOrdersOptions = {}): ParsedOrders {
  const asked = checkOrderOptions('parseOrders', options);
  const list = listOf('parseOrders', rows);
  const paths = orderPaths(asked);
  const fields = fieldNames('parseOrders', list, paths);
  const lifted = liftFields(
    'parseOrders',
    list,
    paths.filter((path) => fields.has(path)),
  );
  const { preset, columns } = chooseOrderColumns('parseOrders', asked, lifted, fields);
  const chosen: Chosen = Object.fromEntries(columns.map((column) => [column.name, column]));
  const reasons = reasonsOf(lifted, chosen, options.exclude ?? null);
  const who = (chosen.customer ?? chosen.email)?.field ?? null;
  // Each reader makes the type that Cells has for its name.
  const parsed = readColumns(
    'parseOrders',
    lifted,
    columns.filter(({ name }) => name !== 'status' && name !== 'cancelledAt'),
    { isRead: (index) => reasons[index] === null, faultOf: (cells) => withoutCustomer(cells as unknown as Cells, who) },
  );
  const kept = parsed.rows as readonly Cells[]; // as above
  if (kept.length === 0) refuseWithoutZone('parseOrders', lifted, columns);
  const told = options.lines ?? (preset === null ? null : ORDER_PRESETS[preset].lines);
  const orders = joinLines(kept.map(orderOf), told);
  const counts = REASONS.map((reason) => ({
    reason,
    count: reasons.filter((each) => each === reason).length + (reason === 'line' ? orders.joined : 0),
  }));
  return {
    ...parsed,
    rows: orders.rows,
    columns: Object.fromEntries(columns.map(({ name, field }) => [name, field])),
    preset,
    lines: orders.lines,
    leftOut: counts.filter(({ count }) => count > 0),
  };
}

type Chosen = Readonly<Partial<Record<OrderPart, ChosenColumn>>>;

/** The cells of an order as they were read; a column that is not there has none. */
interface Cells {
  readonly order?: string | null;
  readonly customer?: string | null;
  readonly email?: string | null;
  readonly time: number;
  readonly amount?: number | null;
  readonly refunded?: number | null;
}

const REASONS = ['line', 'cancelled', 'unpaid', 'refunded', 'excluded'] as const satisfies readonly LeftOutReason[];

/**
 * Why a row is not read at all; `null` where it is. A further row of an order has neither a time nor an amount of its own
 * (Shopify leaves the order's cells empty there), or its order was left out already.
 */
function reasonsOf(
  rows: readonly unknown[],
  { order, customer, email, time, amount, status, cancelledAt }: Chosen,
  exclude: readonly string[] | null,
): readonly (LeftOutReason | null)[] {
  const reasonOf = statusReader(exclude, status?.field ?? '');
  const orders = new Map<string, 'read' | 'left out'>();
  return rows.map((row, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
    const cellOf = (column: ChosenColumn | undefined) =>
      // A row was just seen to be an object, and any may be asked for its fields.
      column && ownField('parseOrders', row as Readonly<Record<string, unknown>>, index, column.field);
    const cell = cellOf(order);
    const name = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
    const before = name === '' ? undefined : orders.get(name);
    const hasTime = !isEmpty(cellOf(time));
    const isFurther = before !== undefined && (!hasTime || (amount !== undefined && isEmpty(cellOf(amount))));
    // Without its order's name too, a row that has nobody, no time and no amount is one of the order above it.
    const isBelow = name === '' && !hasTime && [customer, email, amount].every((each) => isEmpty(cellOf(each)));
    if (isFurther || (isBelow && order !== undefined && orders.size > 0)) return 'line';
    const told = reasonOf(cellOf(status)) ?? (isEmpty(cellOf(cancelledAt)) ? null : 'cancelled');
    // A negative amount that is called returned is no order that came back, but what was paid back of another.
    const reason = told === 'refunded' && isNegative(cellOf(amount)) ? null : told;
    if (reason !== null && before === 'left out') return 'line';
    if (name !== '') orders.set(name, reason === null ? 'read' : 'left out');
    return reason;
  });
}

function isNegative(cell: unknown): boolean {
  const amount = numberOf(cell, MONEY);
  return typeof amount === 'number' && amount < 0;
}

function withoutCustomer({ customer, email }: Cells, field: string | null): Omit<Issue, 'index'> | null {
  if ((customer ?? email ?? null) !== null) return null;
  const received = 'null';
  return { code: 'E_FIELD_MISSING', field, expected: 'an identifier of the customer, or an e-mail address', received };
}

function orderOf({ order, customer, email, time, amount, refunded }: Cells): OrderRow {
  return {
    order: order ?? null,
    customer: customer ?? email?.toLowerCase() ?? '', // a row without either was left out
    time,
    amount: typeof amount === 'number' ? amount - Math.abs(refunded ?? 0) : null,
  };
}
