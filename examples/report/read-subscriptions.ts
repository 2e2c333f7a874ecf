import { InvalidDataError, type RevenueLedger, subscriptionLedger } from 'kizuna';
import {
  type ParsedSubscriptions,
  type ParseSubscriptionsOptions,
  parseSubscriptions,
  type SubscriptionLine,
  type SubscriptionPart,
} from 'kizuna/schema';
import { headingOf } from './columns.js';
import { count, counted } from './format.js';
import { clockNote, offsetNote } from './guessed-time.js';
import type { Options } from './options.js';
import { type FileTable, readTable, recordOf } from './read-table.js';
import { MOST_LEFT_OUT } from './refusals.js';
import type { Subscriptions } from './subscriptions.js';
import { listOf, UsageError } from './usage.js';

type Parsed = ParsedSubscriptions<SubscriptionLine>;

/** Reads the bytes of a CSV file of subscriptions. */
export async function readSubscriptions(bytes: Uint8Array, file: string, options: Options): Promise<Subscriptions> {
  const { zone, unit, minimum } = options;
  const table = await readTable(bytes, options.encoding);
  const parsed = parsedSubscriptions(table, options);
  refuseSubscriptions(parsed, table);
  const { columns } = parsed;
  const lines = ofOneCurrency(parsed.rows, options.subscriptions.currency);
  const hasAmounts = lines.some(({ amount }) => amount !== null);
  const { ledger, overlaps } = ledgerOf(lines, hasAmounts, options, columns.subscription !== undefined);
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
    places: lines.every(({ amount }) => amount === null || Number.isInteger(amount)) ? 0 : 2,
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
      otherCurrencies: parsed.rows.length - lines.length,
      withoutAmount: ledger.excluded.missing,
      conflicting: ledger.excluded.invalid,
      guesses: [
        ...guessedColumns(parsed, options),
        ...guessedEnds(ledger, lines, options),
        ...(overlaps ? ['Lines of one subscription overlap: each line is taken for a subscription of its own.'] : []),
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
} as const satisfies Partial<Record<SubscriptionPart, string>>;

function parsedSubscriptions(table: FileTable, { zone, dates, subscriptions, events }: Options): Parsed {
  const columns = Object.fromEntries(
    Object.entries(NAMED).flatMap(([part, option]) => {
      const heading = subscriptions[part as keyof typeof NAMED]; // the parts are those of the object just above
      return heading === null ? [] : [[part, headingOf(option, heading, table.columns)]];
    }),
  );
  const options: ParseSubscriptionsOptions<readonly []> = {
    columns,
    timeZone: zone ?? 'UTC',
    dateOrder: dates,
    ...(subscriptions.isInCents ? { amounts: 'minor' } : {}),
    ...(events.epoch === null ? {} : { epoch: events.epoch }),
  };
  try {
    return parseSubscriptions(table.rows, options);
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
function refuseSubscriptions(
  { rows, rejected, rejectedCount, columns, leftOut }: Parsed,
  { rows: records }: FileTable,
): void {
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
      `"${first?.field?.replace(/\s+/g, ' ')}" must be ${first?.expected}. Options: --subscription-customer, --subscription-start, --subscription-end, --subscription-amount, --subscription-interval, --dates, --epoch.`,
  );
}

function ofOneCurrency(lines: readonly SubscriptionLine[], wanted: string | null): readonly SubscriptionLine[] {
  const counts = new Map<string, number>();
  for (const { currency } of lines) if (currency !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const found = [...counts].sort((a, b) => b[1] - a[1]).map(([currency, n]) => `${currency} (${count(n)})`);
  if (wanted === null && found.length > 1) {
    throw new UsageError(
      `The amounts are of several currencies: ${found.join(', ')}. Say --currency EUR for the lines of one of them.`,
    );
  }
  if (wanted === null) return lines;
  const kept = lines.filter(({ currency }) => currency === wanted);
  if (kept.length > 0) return kept;
  throw new UsageError(`No line is of the currency ${wanted} (--currency). There are ${found.join(', ') || 'none'}.`);
}

/** The ledger of the lines; where those of one subscription overlap, each is a subscription of its own. */
function ledgerOf(
  lines: readonly SubscriptionLine[],
  hasAmounts: boolean,
  { zone, subscriptions: { asOf } }: Options,
  hasIds: boolean,
): { readonly ledger: RevenueLedger; readonly overlaps: boolean } {
  const roles = {
    ...({ customer: 'customer', start: 'start', end: 'end', plan: 'plan', trialEnd: 'trialEnd' } as const),
    ...({ cancelled: 'cancelled', interval: 'interval' } as const),
    amount: hasAmounts ? 'amount' : () => 1,
    timeZone: zone ?? 'UTC',
    ...(asOf === null ? {} : { asOf }),
  } as const;
  const alone = () => subscriptionLedger(lines, { ...roles, invalid: 'exclude' });
  if (!hasIds) return { ledger: alone(), overlaps: false };
  const ledger = subscriptionLedger(lines, { ...roles, subscription: 'subscription', invalid: 'exclude' });
  if (ledger.excluded.invalid === 0) return { ledger, overlaps: false };
  const other = alone();
  const isBetter = other.excluded.invalid < ledger.excluded.invalid;
  return { ledger: isBetter ? other : ledger, overlaps: isBetter };
}

/** Which columns were taken for parts that no option named. */
function guessedColumns({ columns, preset }: Parsed, { subscriptions }: Options): readonly string[] {
  const told: Readonly<Partial<Record<string, unknown>>> = { ...subscriptions };
  const guessed = Object.entries(columns).flatMap(([part, heading]) =>
    (told[part] ?? null) === null || part === 'currency' ? [`${part} from ${heading}`] : [],
  );
  if (guessed.length === 0) return [];
  const like = preset === null ? '' : ` The columns are those of ${SYSTEMS[preset]}.`;
  return [`Found by their names: ${guessed.join(', ')}.${like}`];
}

const SYSTEMS = {
  stripe: 'Stripe',
  'stripe-api': 'Stripe',
  woocommerce: 'WooCommerce Subscriptions',
  chargebee: 'Chargebee',
  baremetrics: 'Baremetrics',
} as const;

/** What to say where ends are later than the last that the file can know of. */
function guessedEnds(
  { asOf }: RevenueLedger,
  lines: readonly SubscriptionLine[],
  { subscriptions }: Options,
): readonly string[] {
  if (subscriptions.asOf !== null || asOf === null) return [];
  const later = lines.filter(({ end }) => end !== null && end >= asOf).length;
  if (later === 0) return [];
  return [
    `${counted(later, 'line')} end with the last start or cancellation in the file, or after it: they are taken for such that will be renewed. Say when the file was exported, such as --as-of 2025-12-21, if they are not.`,
  ];
}
