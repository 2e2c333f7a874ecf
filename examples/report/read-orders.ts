import { eventLog, InvalidDataError } from 'kizuna';
import { type OrderPart, type OrderRow, type ParsedOrders, type ParseOrdersOptions, parseOrders } from 'kizuna/schema';
import { headingOf } from './columns.js';
import { count, counted } from './format.js';
import { clockNote, offsetNote } from './guessed-time.js';
import type { Options } from './options.js';
import { type FileTable, readTable, recordOf } from './read-table.js';
import { MOST_LEFT_OUT } from './refusals.js';
import type { Sales } from './sales.js';
import { listOf, UsageError } from './usage.js';

/** Reads the bytes of a CSV file of orders. */
export async function readOrders(bytes: Uint8Array, file: string, options: Options): Promise<Sales> {
  const { zone } = options;
  const table = await readTable(bytes, options.encoding);
  const parsed = parsedOrders(table, options);
  refuseOrders(parsed, table);
  const { rows, columns } = parsed;
  const orders = rows.filter(({ amount }) => amount === null || amount >= 0);
  const hasAmounts =
    columns.amount !== undefined && (orders.length === 0 || orders.some(({ amount }) => amount !== null));
  const time = columns.time ?? '';
  const isUtc = time.endsWith('(UTC)');
  return {
    log: logOf(hasAmounts ? rows : orders, hasAmounts),
    orders: logOf(orders, hasAmounts),
    columns: {
      customer: columns.customer ?? columns.email ?? '',
      time,
      amount: columns.amount ?? null,
      order: columns.order ?? null,
    },
    zone: zone ?? 'UTC',
    unit: options.unit,
    minimum: options.minimum,
    source: {
      file,
      remarks: table.remarks,
      encoding: table.encoding,
      records: table.rows.length + table.rejectedCount,
      ragged: table.rejectedCount,
      rejected: parsed.rejectedCount,
      issues: parsed.rejected.map((issue) => ({ ...issue, index: recordOf(table, issue.index) })),
      issueCount: parsed.issueCount,
      leftOut: parsed.leftOut,
      refunds: rows.length - orders.length,
      guesses: [
        ...guessedColumns(parsed, options),
        ...guessedLines(parsed, options),
        ...(columns.amount === undefined || hasAmounts
          ? []
          : [`No order has an amount in ${columns.amount}: there are no sales.`]),
        ...(isUtc ? [] : [...offsetNote(time, table.rows, zone), ...clockNote(time, table.rows, zone)]),
      ],
    },
  };
}

function logOf(rows: readonly OrderRow[], hasAmounts: boolean): Sales['log'] {
  const roles = { customer: 'customer', time: 'time', properties: ['order'] } as const;
  return hasAmounts ? eventLog(rows, { ...roles, amount: 'amount' }) : eventLog(rows, roles);
}

/** The options that name columns, by the part of an order. */
const NAMED = {
  order: 'order-id',
  customer: 'order-customer',
  email: 'order-email',
  time: 'order-time',
  amount: 'order-amount',
  refunded: 'order-refunded',
  status: 'order-status',
} as const satisfies Partial<Record<OrderPart, string>>;

function parsedOrders(table: FileTable, { zone, dates, orders, events }: Options): ParsedOrders {
  const columns = Object.fromEntries(
    Object.entries(NAMED).flatMap(([part, option]) => {
      const heading = orders[part as keyof typeof NAMED]; // the parts are those of the object just above
      return heading === null ? [] : [[part, headingOf(option, heading, table.columns)]];
    }),
  );
  const options: ParseOrdersOptions = {
    columns,
    timeZone: zone ?? 'UTC',
    dateOrder: dates,
    ...(orders.lines === null ? {} : { lines: orders.lines }),
    ...(events.epoch === null ? {} : { epoch: events.epoch }),
  };
  try {
    return parseOrders(table.rows, options);
  } catch (error) {
    if (!(error instanceof InvalidDataError && error.code === 'E_FIELD_MISSING')) throw error;
    const guessed = [
      (orders.customer ?? orders.email) ? [] : ['--order-customer'],
      orders.time ? [] : ['--order-time'],
    ];
    throw new UsageError(`Which columns are ${guessed.flat().join(', ')}? ${error.message}.\n${listOf(table.columns)}`);
  }
}

/** Refuses a file of which hardly anything can be read: an option most likely names another column than is meant. */
function refuseOrders({ rows, rejected, rejectedCount, columns, leftOut }: ParsedOrders, table: FileTable): void {
  if (rows.length === 0 && rejectedCount === 0) {
    const reasons = leftOut.map(({ reason, count: n }) => `${count(n)} ${reason}`).join(', ');
    throw new UsageError(
      `No record is an order: ${reasons}, by ${columns.status ?? columns.cancelledAt ?? columns.order}. Option: --order-status.`,
    );
  }
  if (rejectedCount <= MOST_LEFT_OUT * table.rows.length && rows.length > 0) return;
  const [first] = rejected;
  throw new UsageError(
    `${count(rejectedCount)} of ${counted(table.rows.length, 'record')} are no orders: ` +
      `"${first?.field?.replace(/\s+/g, ' ')}" must be ${first?.expected}. Options: --order-customer, --order-email, --order-time, --order-amount, --dates, --epoch.`,
  );
}

/** Which columns were taken for parts that no option named. */
function guessedColumns({ columns, preset }: ParsedOrders, { orders }: Options): readonly string[] {
  const told: Readonly<Partial<Record<string, string | null>>> = { ...orders };
  const guessed = Object.entries(columns).flatMap(([part, heading]) =>
    (told[part] ?? null) === null ? [`${part} from ${heading}`] : [],
  );
  if (guessed.length === 0) return [];
  const like = preset === null ? '' : ` The columns are those of ${SYSTEMS[preset]}.`;
  return [`Found by their names: ${guessed.join(', ')}.${like}`];
}

const SYSTEMS = { shopify: 'Shopify', stripe: 'Stripe', 'ec-cube': 'EC-CUBE', base: 'BASE' } as const;

/** What the amounts of several rows of one order were taken for. */
function guessedLines({ lines, preset }: ParsedOrders, { orders }: Options): readonly string[] {
  if (lines === null || orders.lines !== null || (preset !== null && preset !== 'base')) return [];
  const text =
    lines === 'total'
      ? 'Orders stand on several records with the same amount: it is taken for their total, once. Else say --order-lines line.'
      : 'Orders stand on several records with different amounts: these are added up. Else say --order-lines total.';
  return [text];
}
