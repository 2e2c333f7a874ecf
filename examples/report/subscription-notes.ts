import type { RevenueLedger } from 'kizuna';
import { type ParsedSubscriptions, parseSubscriptions, type SubscriptionLine } from 'kizuna/schema';
import { count, counted, percent } from './format.js';
import type { Options } from './options.js';
import type { FileTable } from './read-table.js';
import type { JudgedLines } from './subscription-lines.js';

type Parsed = ParsedSubscriptions<SubscriptionLine>;

/** Which columns were taken for parts that no option named, and which others could have been. */
export function guessedColumns(
  { columns, preset }: Parsed,
  { subscriptions }: Options,
  table: FileTable,
): readonly string[] {
  const told: Readonly<Partial<Record<string, unknown>>> = { ...subscriptions, currency: subscriptions.currencyColumn };
  const guessed = Object.entries(columns).filter(([part]) => (told[part] ?? null) === null);
  if (guessed.length === 0) return [];
  const like = preset === null ? '' : ` The columns are those of ${SYSTEMS[preset]}.`;
  const taken = new Set(Object.values(columns));
  const others = guessed.flatMap(([part, heading]) => {
    const other = PARTS_WITH_RIVALS.includes(part) ? withoutColumn(table, heading)[part] : undefined;
    return other === undefined || taken.has(other)
      ? []
      : [`${other} is called like it, too, and was not taken: --subscription-${part} ${other} takes it.`];
  });
  const found = guessed.map(([part, heading]) => `${part} from ${heading}`);
  return [`Found by their names: ${found.join(', ')}.${like}`, ...others];
}

const PARTS_WITH_RIVALS: readonly string[] = ['customer', 'start', 'end', 'amount', 'plan', 'status'];

/** The columns that would be taken if there were none of this heading. */
function withoutColumn({ rows }: FileTable, heading: string): Readonly<Partial<Record<string, string>>> {
  const few = rows.slice(0, 3).map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== heading)));
  try {
    return parseSubscriptions(few, { timeZone: 'UTC' }).columns;
  } catch {
    return {}; // nothing is left that could be it
  }
}

const SYSTEMS = {
  stripe: 'Stripe',
  'stripe-api': 'Stripe',
  woocommerce: 'WooCommerce Subscriptions',
  chargebee: 'Chargebee',
  baremetrics: 'Baremetrics',
} as const;

/** What must be known before any number is believed: who is taken to leave, and when. */
export function warningsOf(
  { columns, statuses }: Parsed,
  ledger: RevenueLedger,
  lines: readonly SubscriptionLine[],
  table: FileTable,
  { subscriptions }: Options,
): readonly string[] {
  const unknown = statuses.filter(({ takenAs }) => takenAs === 'unknown');
  const rows = unknown.reduce((total, status) => total + status.count, 0);
  return [
    ...endWarning(columns, lines, table),
    ...(subscriptions.asOf === null ? laterEnds(ledger, lines) : []),
    ...(rows === 0
      ? []
      : [
          `${counted(rows, 'record')} (${percent(rows / table.rows.length, 0)}) have a status that is not known, and count as running until they have an end: ${named(unknown.map(({ status, count: n }) => `${status} (${count(n)})`))}.`,
        ]),
  ];
}

/** Headings that may be those of an end. */
const LIKE_AN_END = /終|解約|停止|満了|退会|期限|\bend|_end|end_|expir|cancel|churn|terminat/i;

function endWarning(
  { end, cancelled }: Parsed['columns'],
  lines: readonly SubscriptionLine[],
  { rows, columns }: FileTable,
): readonly string[] {
  const heading = end ?? cancelled;
  if (heading !== undefined) {
    const isOpen = lines.every((line) => line.end === null);
    return isOpen ? [`No line has an end in ${heading}: as far as the file tells, nobody has left.`] : [];
  }
  const alike = columns.find(
    (name) => LIKE_AN_END.test(name) && rows.some((row) => /\d{4}\s*[-/.年]\s*\d|^\d{8}$/.test(row[name] ?? '')),
  );
  const hint =
    alike === undefined ? 'Name it with --subscription-end.' : `Is it ${alike}? Say --subscription-end ${alike}.`;
  return [
    `No column tells when lines end, so that nobody could be seen to leave: churn, retention, cohorts and survival are left out. ${hint}`,
  ];
}

/** What to say where ends are later than the last that the file can know of. */
function laterEnds({ asOf }: RevenueLedger, lines: readonly SubscriptionLine[]): readonly string[] {
  if (asOf === null) return [];
  const later = lines.filter(({ end }) => end !== null && end >= asOf).length;
  if (later === 0) return [];
  const [verb, are] =
    later === 1
      ? ['ends', 'it is taken for one that will be renewed']
      : ['end', 'they are taken for such that will be renewed'];
  return [
    `${counted(later, 'line')} ${verb} with the last start or cancellation in the file, or after it (${percent(later / lines.length, 0)} of all): ${are}. Say when the file was exported, such as --as-of 2025-12-21, if that is not so.`,
  ];
}

/** What was made of copies and of lines that cannot be of one subscription. */
export function lineNotes({ copies, leavesCopiesOut, overlapping }: JudgedLines): readonly string[] {
  const { subscriptions, records } = overlapping;
  return [
    ...(copies.length === 0
      ? []
      : [
          `${counted(copies.length, 'record')} ${copies.length === 1 ? 'is an exact copy of one before' : 'are exact copies of others before them'} (${recordsText(copies)}): ${
            leavesCopiesOut
              ? 'left out.'
              : 'without a column of ids each counts, since a customer may have two subscriptions alike.'
          }`,
        ]),
    ...(subscriptions === 0
      ? []
      : [
          `Lines of ${counted(subscriptions, 'subscription')} overlap (${recordsText(records)}): there each line is taken for a subscription of its own.`,
        ]),
  ];
}

const MOST_NAMED = 8;

function recordsText(records: readonly number[]): string {
  return `${records.length === 1 ? 'record' : 'records'} ${named(records.map(String))}`;
}

function named(texts: readonly string[]): string {
  return texts.length <= MOST_NAMED ? texts.join(', ') : `${texts.slice(0, MOST_NAMED).join(', ')}, …`;
}
