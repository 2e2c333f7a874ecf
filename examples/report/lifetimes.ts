import type { Subscriptions } from './subscriptions.js';

/** How long a customer paid without a break, from the first payment on. */
export interface Lifetime {
  readonly months: number;
  readonly ended: boolean;
  /** The plan of the largest line at the start. */
  readonly plan: string;
  /** Why it ended; `null` while it goes on. */
  readonly reason: string | null;
}

/** The first time of every customer. */
export function lifetimesOf({ ledger }: Subscriptions): readonly Lifetime[] {
  const asOf = ledger.asOf ?? 0;
  const lines = new Map<number, Line[]>();
  const [plans, reasons] = ['plan', 'reason'].map((name) =>
    ledger.properties.find(({ property }) => property === name),
  );
  const textAt = (column: typeof plans, row: number) => String(column?.values[column.codes[row] ?? 0] ?? '');
  for (let row = 0; row < ledger.length; row += 1) {
    const [start = 0, end = Infinity, amount = 0] = [ledger.start[row], ledger.end?.[row], ledger.amount[row]];
    if (amount <= 0 || start > asOf || end <= start) continue;
    const line = {
      start,
      end: end >= asOf ? Infinity : end,
      amount,
      plan: textAt(plans, row),
      reason: textAt(reasons, row),
    };
    const customer = ledger.customer[row] ?? 0;
    lines.set(customer, [...(lines.get(customer) ?? []), line]);
  }
  return [...lines.values()].map((own) => lifetimeOf(own, asOf));
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly amount: number;
  readonly plan: string;
  readonly reason: string;
}

const MONTH = (365.25 / 12) * 86_400_000;

/** Lines are in the order of their starts. */
function lifetimeOf(lines: readonly Line[], asOf: number): Lifetime {
  const begun = lines[0]?.start ?? asOf;
  let [end, reason] = [begun, ''];
  for (const line of lines) {
    if (line.start > end) break;
    if (line.end >= end) [end, reason] = [line.end, line.reason];
  }
  const [main] = lines.filter(({ start }) => start === begun).sort((a, b) => b.amount - a.amount);
  const ended = end < Infinity;
  const months = ((ended ? end : asOf) - begun) / MONTH;
  return { months, ended, plan: main?.plan || 'no plan', reason: ended ? reason || 'not told' : null };
}
