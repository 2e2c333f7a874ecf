import type { Issue } from '../core/errors.js';
import { writtenInterval } from './billing-interval.js';
import { minorUnits } from './minor-units.js';
import type { SubscriptionPart } from './subscription-presets.js';
import type { SubscriptionLine } from './subscription-row.js';
import type { SubscriptionState } from './subscription-status.js';

/** The cells of a line as they were read; a column that is not there has none. */
export interface SubscriptionCells {
  readonly subscription?: string | null;
  readonly customer?: string | null;
  readonly email?: string | null;
  readonly start: number;
  readonly end?: number | null;
  readonly cancelled?: number | null;
  readonly trialEnd?: number | null;
  readonly amount?: number | null;
  readonly quantity?: number | null;
  readonly interval?: string | null;
  readonly intervalCount?: number | null;
  readonly plan?: string | null;
  readonly currency?: string | null;
  readonly reason?: string | null;
}

/** Where the parts of the rows stand, and what their amounts count. */
export interface LineFacts {
  readonly fields: Readonly<Partial<Record<SubscriptionPart, string>>>;
  readonly amounts: 'major' | 'minor';
}

/** What is wrong with a row whose cells are sound. */
export function lineFault(
  cells: SubscriptionCells,
  state: SubscriptionState | null,
  { fields }: LineFacts,
): Omit<Issue, 'index'> | null {
  const { customer, email, start, interval, intervalCount } = cells;
  if ((customer ?? email ?? null) === null) {
    const field = fields.customer ?? fields.email ?? null;
    return missing(field, 'an identifier of the customer, or an e-mail address');
  }
  if (fields.interval !== undefined && writtenInterval(interval, intervalCount ?? null) === null) {
    const expected = 'an interval such as month, year, 3 months, 毎月 or 年額';
    if (interval === null) return missing(fields.interval, expected);
    return { code: 'E_FIELD_VALUE', field: fields.interval, expected, received: 'string' };
  }
  const end = endOf(cells, state, fields);
  const field = fields.end ?? fields.cancelled ?? fields.status ?? null;
  if (end === null && state === 'ended') return missing(field, 'when it ended, since its status says that it has');
  if (end === null || end >= start) return null;
  return { code: 'E_FIELD_VALUE', field, expected: 'a time not before the start', received: 'number' };
}

/** The line of a row in which nothing is wrong. */
export function lineOf(
  cells: SubscriptionCells,
  state: SubscriptionState | null,
  { fields, amounts }: LineFacts,
): SubscriptionLine {
  const { customer, email, start, amount, quantity } = cells;
  const currency = cells.currency?.toUpperCase() ?? null;
  const { interval, parts } = writtenInterval(cells.interval, cells.intervalCount ?? null) ?? MONTHLY;
  const units = amounts === 'minor' ? minorUnits(currency) : 1;
  return {
    subscription: cells.subscription ?? null,
    customer: customer ?? email?.toLowerCase() ?? '', // a row without either was left out
    start,
    end: endOf(cells, state, fields),
    amount: typeof amount === 'number' ? (amount * (quantity ?? 1)) / (units * parts) + 0 : null,
    interval,
    plan: cells.plan ?? null,
    currency,
    trialEnd: cells.trialEnd ?? null,
    cancelled: cells.cancelled ?? null,
    reason: cells.reason ?? null,
  };
}

const MONTHLY = { interval: 'month', parts: 1 } as const;

/** When the line ends: at its end, or when it was cancelled, if nothing else says when, or that it is not over. */
function endOf(
  { end, cancelled }: SubscriptionCells,
  state: SubscriptionState | null,
  fields: LineFacts['fields'],
): number | null {
  return end ?? (fields.end === undefined || state === 'ended' ? (cancelled ?? null) : null);
}

function missing(field: string | null, expected: string): Omit<Issue, 'index'> {
  return { code: 'E_FIELD_MISSING', field, expected, received: 'null' };
}
