import { InvalidDataError } from 'kizuna';
import { number, type ParsedSubscriptions, parseSubscriptions, type SubscriptionPart } from 'kizuna/schema';
import { headingOf } from './columns.js';
import { count, counted } from './format.js';
import { clockNote, offsetNote } from './guessed-time.js';
import type { Options } from './options.js';
import { type FileTable, readTable, recordOf } from './read-table.js';
import { MOST_LEFT_OUT } from './refusals.js';
import { judgedLines, lastEndOfThoseOver, ledgerOf, type PlacedLine } from './subscription-lines.js';
import { guessedColumns, lineNotes, warningsOf } from './subscription-notes.js';
import type { Subscriptions } from './subscriptions.js';
import { listOf, UsageError } from './usage.js';

type Parsed = ParsedSubscriptions<PlacedLine>;

/** Reads the bytes of a CSV file of subscriptions. */
export async function readSubscriptions(bytes: Uint8Array, file: string, options: Options): Promise<Subscriptions> {
  const { zone, unit, minimum } = options;
  const table = await readTable(bytes, options.encoding);
  const parsed = parsedSubscriptions(table, options);
  refuseSubscriptions(parsed, table);
  const { columns } = parsed;
  const { lines: own, currency } = ofOneCurrency(parsed.rows, options.subscriptions.currency);
  const judged = judgedLines(own, table, columns.subscription !== undefined);
  const { lines } = judged;
  const hasAmounts = lines.some(({ amount }) => amount !== null);
  const decimals = decimalsOf(lines, currency);
  const lastOver = lastEndOfThoseOver(lines, table, parsed);
  const ledger = ledgerOf(lines, { hasAmounts, decimals, lastOver }, options);
  if (ledger.length === 0) {
    throw new UsageError('No line of a subscription is left: all are of no amount, or cannot be right together.');
  }
  const start = columns.start ?? '';
  const isUtc = start.endsWith('(UTC)');
  return {
    ledger,
    hasAmounts,
    lines,
    columns: {
      customer: columns.customer ?? columns.email ?? '',
      start,
      end: columns.end ?? columns.cancelled ?? null,
      amount: columns.amount ?? null,
      plan: columns.plan ?? null,
      reason: columns.reason ?? null,
    },
    hasEnds: (columns.end ?? columns.cancelled) !== undefined,
    warnings: warningsOf(parsed, ledger, lines, table, options),
    currency,
    places: lines.every(({ amount }) => amount === null || Number.isInteger(amount)) ? 0 : decimals,
    fiscal: options.subscriptions.fiscalYearStartsOn,
    preset: options.subscriptions.preset,
    zone: zone ?? 'UTC',
    unit,
    minimum,
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
      statuses: parsed.statuses,
      otherCurrencies: parsed.rows.length - own.length,
      copies: own.length - lines.length,
      withoutAmount: ledger.excluded.missing,
      conflicting: ledger.excluded.invalid,
      guesses: [
        ...guessedColumns(parsed, options, table),
        ...lineNotes(judged),
        ...(hasAmounts ? [] : ['No line has an amount: there is no revenue, and customers are counted.']),
        ...(columns.interval === undefined && hasAmounts
          ? [
              `Every amount in ${columns.amount} is taken for one of a month. Else name the column --subscription-interval.`,
            ]
          : []),
        ...(isUtc ? [] : [...offsetNote(start, table.rows, zone), ...clockNote(start, table.rows, zone)]),
      ],
    },
  };
}

/** The options that name columns, by the part of a line. */
const NAMED = {
  subscription: 'subscription-id',
  customer: 'subscription-customer',
  email: 'subscription-email',
  start: 'subscription-start',
  end: 'subscription-end',
  cancelled: 'subscription-cancelled',
  trialEnd: 'subscription-trial-end',
  amount: 'subscription-amount',
  quantity: 'subscription-quantity',
  interval: 'subscription-interval',
  plan: 'subscription-plan',
  status: 'subscription-status',
  reason: 'subscription-reason',
  currency: 'subscription-currency',
} as const satisfies Partial<Record<SubscriptionPart, string>>;

/** A heading that no file has: which record a line is from. */
const PLACE = '\u0000place';

function parsedSubscriptions(table: FileTable, { zone, dates, subscriptions, events }: Options): Parsed {
  const columns = Object.fromEntries(
    Object.entries(NAMED).flatMap(([part, option]) => {
      // The parts are those of the object just above; its currency is the one that is wanted.
      const heading = part === 'currency' ? subscriptions.currencyColumn : subscriptions[part as keyof typeof NAMED];
      return heading === null ? [] : [[part, headingOf(option, heading, table.columns)]];
    }),
  );
  const options = {
    columns,
    attributes: { place: number(PLACE, { required: true }) },
    timeZone: zone ?? 'UTC',
    dateOrder: dates,
    ...(subscriptions.isInCents ? ({ amounts: 'minor' } as const) : {}),
    ...(events.epoch === null ? {} : { epoch: events.epoch }),
  };
  const placed = table.rows.map((row, place) => ({ ...row, [PLACE]: place }));
  try {
    return parseSubscriptions(placed, options);
  } catch (error) {
    if (!(error instanceof InvalidDataError && error.code === 'E_FIELD_MISSING')) throw error;
    const open = [
      (subscriptions.customer ?? subscriptions.email) ? [] : ['--subscription-customer'],
      subscriptions.start ? [] : ['--subscription-start'],
    ];
    throw new UsageError(`Which columns are ${open.flat().join(', ')}? ${error.message}.\n${listOf(table.columns)}`);
  }
}

/** Refuses a file of which hardly anything can be read: an option most likely names another column than is meant. */
function refuseSubscriptions({ rows, rejected, rejectedCount, columns, leftOut }: Parsed, table: FileTable): void {
  const { rows: records } = table;
  if (rows.length === 0 && rejectedCount === 0) {
    const reasons = leftOut.map(({ reason, count: n }) => `${count(n)} ${reason}`).join(', ');
    throw new UsageError(
      `No record is a subscription: ${reasons}, by ${columns.status}. Option: --subscription-status.`,
    );
  }
  if (rejectedCount <= MOST_LEFT_OUT * records.length && rows.length > 0) return;
  const [first] = rejected;
  throw new UsageError(
    `${count(rejectedCount)} of ${counted(records.length, 'record')} are no subscriptions: ` +
      `"${first?.field?.replace(/\s+/g, ' ')}" must be ${first?.expected}. Options: --subscription-customer, --subscription-start, --subscription-end, --subscription-amount, --subscription-interval, --dates, --epoch.\n` +
      faultLines(rejected, table),
  );
}

/** What is wrong, column by column, with the first records where it is. */
function faultLines(rejected: Parsed['rejected'], table: FileTable): string {
  const faults = new Map<string, number[]>();
  for (const { field, expected, index } of rejected) {
    const key = `"${field?.replace(/\s+/g, ' ')}" must be ${expected}`;
    const records = faults.get(key) ?? [];
    records.push((recordOf(table, index) ?? 0) + 1); // there is one for every row, counted from 1
    faults.set(key, records);
  }
  const shown = (records: readonly number[]) => `${records.slice(0, 5).join(', ')}${records.length > 5 ? ', …' : ''}`;
  return [...faults].map(([fault, records]) => `  ${fault}: records ${shown(records)}`).join('\n');
}

/** How many decimals the money has: those of its currency, or none where whole amounts look like yen. */
function decimalsOf(lines: readonly PlacedLine[], currency: string | null): number {
  if (currency !== null) {
    try {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
      return maximumFractionDigits ?? 2;
    } catch {
      return 2; // no currency that is known
    }
  }
  const isYen = lines.every(({ amount }) => {
    const size = Math.abs(amount ?? 0);
    return Number.isInteger(size) && (size === 0 || size >= LEAST_IN_YEN);
  });
  return isYen ? 0 : 2;
}

const LEAST_IN_YEN = 100;

function ofOneCurrency(
  lines: readonly PlacedLine[],
  wanted: string | null,
): { readonly lines: readonly PlacedLine[]; readonly currency: string | null } {
  const counts = new Map<string, number>();
  for (const { currency } of lines) if (currency !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const found = [...counts].sort((a, b) => b[1] - a[1]).map(([currency, n]) => `${currency} (${count(n)})`);
  if (wanted === null && found.length > 1) {
    throw new UsageError(
      `The amounts are of several currencies: ${found.join(', ')}. Say --currency EUR for the lines of one of them.`,
    );
  }
  if (wanted === null) return { lines, currency: [...counts.keys()][0] ?? null };
  const kept = lines.filter(({ currency }) => currency === wanted);
  if (kept.length > 0) return { lines: kept, currency: wanted };
  throw new UsageError(`No line is of the currency ${wanted} (--currency). There are ${found.join(', ') || 'none'}.`);
}
