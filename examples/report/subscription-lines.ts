import { calendar, type RevenueLedger, subscriptionLedger } from 'kizuna';
import { type ParsedSubscriptions, type SubscriptionLine, subscriptionRoles } from 'kizuna/schema';
import type { Options } from './options.js';
import { type FileTable, recordOf } from './read-table.js';
import { UsageError } from './usage.js';

/** A line with the place of its row in the table. */
export type PlacedLine = SubscriptionLine & { readonly place: number | null };

/** The lines of a file without its copies, and what was found among them; records are numbered as in the file. */
export interface JudgedLines {
  readonly lines: readonly PlacedLine[];
  /** Records that are exact copies of one before. */
  readonly copies: readonly number[];
  /** Whether copies were left out: without ids two alike may be two subscriptions. */
  readonly leavesCopiesOut: boolean;
  /** How many subscriptions have lines that overlap, and the records of these lines, each a subscription of its own from here on. */
  readonly overlapping: { readonly subscriptions: number; readonly records: readonly number[] };
}

/** Leaves out exact copies where there are ids, and takes lines of one subscription that overlap for several. */
export function judgedLines(lines: readonly PlacedLine[], table: FileTable, hasIds: boolean): JudgedLines {
  const seen = new Set<string>();
  const copies = lines.filter(({ place }) => {
    const cells = JSON.stringify(Object.values(table.rows[place ?? 0] ?? {}));
    return seen.size === seen.add(cells).size;
  });
  const isCopy = new Set(hasIds ? copies : []);
  const kept = lines.filter((line) => !isCopy.has(line));
  const overlapping = hasIds ? overlappingIds(kept) : new Set<string>();
  const own = kept.filter((line) => overlapping.has(keyOf(line)));
  const record = ({ place }: PlacedLine) => (recordOf(table, place ?? 0) ?? 0) + 1; // there is one for every place, counted from 1
  return {
    lines: own.length === 0 ? kept : kept.map((line) => (overlapping.has(keyOf(line)) ? alone(line) : line)),
    copies: copies.map(record),
    leavesCopiesOut: hasIds,
    overlapping: { subscriptions: overlapping.size, records: own.map(record) },
  };
}

/** The ledger of the lines, as of the export, or of the last that the file can know of. */
export function ledgerOf(
  lines: readonly PlacedLine[],
  { hasAmounts, decimals, lastOver }: { hasAmounts: boolean; decimals: number; lastOver: number | null },
  { zone, subscriptions: { asOf } }: Options,
): RevenueLedger {
  const { currency: _, ...roles } = subscriptionRoles; // the lines are of one, or some have none
  const make = (day: string | null) =>
    subscriptionLedger(lines, {
      ...roles,
      ...{ amount: hasAmounts ? 'amount' : () => 1, timeZone: zone ?? 'UTC', decimals, invalid: 'exclude' },
      ...(day === null ? {} : { asOf: day }),
    } as const);
  const days = calendar({ unit: 'day', timeZone: zone ?? 'UTC' });
  const dayOf = (instant: number) => days.labelOf(days.indexOf(instant));
  const first = dayOf(lines.reduce((least, { start }) => Math.min(least, start), Infinity));
  if (asOf !== null && asOf < first) {
    throw new UsageError(`--as-of ${asOf} is before the first start in the file, ${first}: nothing had begun.`);
  }
  const ledger = make(asOf);
  if (asOf !== null || lastOver === null || ledger.asOf === null || lastOver < ledger.asOf) return ledger;
  return make(dayOf(lastOver));
}

/** A slip of the pen may lie years ahead; the export does not. */
const FARTHEST = 400 * 86_400_000;

/** The last end of a line whose status says that it is over: the file was written then or later. */
export function lastEndOfThoseOver(
  lines: readonly PlacedLine[],
  table: FileTable,
  { columns, statuses }: ParsedSubscriptions<SubscriptionLine>,
): number | null {
  const heading = columns.status;
  if (heading === undefined) return null;
  const over = new Set(statuses.filter(({ takenAs }) => takenAs === 'ended').map(({ status }) => status));
  let [lastStart, last] = [-Infinity, -Infinity];
  for (const { start } of lines) lastStart = Math.max(lastStart, start);
  for (const { end, place } of lines) {
    const isOver = over.has((table.rows[place ?? 0]?.[heading] ?? '').trim());
    if (isOver && end !== null && end > last && end <= lastStart + FARTHEST) last = end;
  }
  return last === -Infinity ? null : last;
}

function overlappingIds(lines: readonly PlacedLine[]): ReadonlySet<string> {
  const until = new Map<string, number>();
  const found = new Set<string>();
  for (const line of [...lines].sort((a, b) => a.start - b.start)) {
    if (line.subscription === null || line.end === line.start) continue;
    const key = keyOf(line);
    const before = until.get(key) ?? -Infinity;
    if (line.start < before) found.add(key);
    until.set(key, Math.max(before, line.end ?? Infinity));
  }
  return found;
}

function keyOf({ customer, subscription }: PlacedLine): string {
  return JSON.stringify([customer, subscription]);
}

function alone(line: PlacedLine): PlacedLine {
  return { ...line, subscription: null };
}
