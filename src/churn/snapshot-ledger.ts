import type { LooseAccessor } from '../core/data.js';
import { errorOf, InvalidDataError } from '../core/errors.js';
import { fieldOf } from '../log/reading/read-events.js';
import { untyped } from '../log/untyped.js';
import { type Calendar, calendarFor } from '../time/calendar.js';
import type { Zone } from '../time/zone.js';
import { changeAmounts } from './change-amounts.js';
import { readCurrencies } from './currencies.js';
import type { RevenueLedger, SnapshotPeriods } from './ledger.js';
import { ledgerInstant, readIds, readNumbers } from './ledger-columns.js';
import { checkRoles, policyOf } from './ledger-policy.js';
import type { LedgerData, SnapshotRoles } from './ledger-roles.js';
import { ledgerTable } from './ledger-table.js';
import { readProperties } from './read-lines.js';
import { Refusals } from './refusals.js';
import { snapshotChanges } from './snapshot-changes.js';
import { taken } from './taken.js';

/**
 * A ledger of snapshots: one row says what a customer paid in a month (or another period), as spreadsheets of recurring revenue do.
 *
 * Rows of one customer and period add up. Who has no row in a period that is known paid nothing in it. Known are the periods from the
 * first to the last with rows, and one between them that nobody has a row in is refused; with `asOf` all that were over by then, with or
 * without rows. Give it (the last instant of the last sheet) wherever the rows are those of some customers: of a segment, or of a shard
 * for a metric, which refuses a ledger without it. Of the time after nothing is known, so that nobody has churned then. In the first
 * period everybody is new: begin with the second by `from`.
 *
 * Periods that are asked for have to be of the same zone, and of the same start of weeks and years where these matter. Converted
 * amounts have the rate of the first instant of their period, so that a change of rates is expansion or contraction.
 *
 * @param data - rows, or columns (lists, typed arrays, `{ codes, values }`, Arrow vectors)
 * @param roles - `customer`, `period`, `amount`, and where they are wanted `plan`, `attributes`, `currency`,
 * `convert`; `unit` (default `'month'`), `timeZone`, `weekStartsOn`, `fiscalYearStartsOn`, `decimals`, `asOf`, `invalid`, `missing`
 * @returns plain data in a layout that is public (`RevenueLedger`)
 * @throws {InvalidDataError} when an amount is below 0, a period is no label, date or instant, currencies differ without `convert`, or a
 * value is not of its kind; `invalid: 'exclude'` leaves these rows out. Also when, without `asOf`, a period between others has no row
 * @throws {InvalidOptionError} for an unknown role or option
 * @example
 * ```ts
 * import { recurringRevenue, snapshotLedger } from 'kizuna';
 *
 * const ledger = snapshotLedger(
 *   [
 *     { customer: 'a', month: '2025-01', revenue: 20 },
 *     { customer: 'b', month: '2025-01', revenue: 30 },
 *     { customer: 'b', month: '2025-02', revenue: 45 },
 *   ],
 *   { customer: 'customer', period: 'month', amount: 'revenue' },
 * );
 * const [february] = recurringRevenue(ledger, { unit: 'month', from: '2025-02-01' });
 * [february?.start, february?.expansion, february?.churned, february?.end]; // => [50, 15, 20, 45]
 * ```
 */
export function snapshotLedger<Row>(data: LedgerData<Row>, roles: SnapshotRoles<Row>): RevenueLedger {
  checkRoles(OWNER, roles, ['customer', 'period', 'amount', 'plan', 'currency'], OTHERS, NEEDED);
  const { zone, timeZone, decimals, asOf } = policyOf(OWNER, roles);
  const { unit = 'month', weekStartsOn, fiscalYearStartsOn } = roles;
  const periods = calendarFor(OWNER, { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const table = ledgerTable(OWNER, data);
  const refusals = new Refusals(OWNER);
  const at = (role: 'customer' | 'period' | 'amount'): readonly [unknown, string] => {
    const accessor = roles[role] as LooseAccessor; // the row type was checked where the roles were given
    return [table.column(accessor), fieldOf(accessor, role)];
  };
  const customer = readIds(...at('customer'), refusals);
  const period = readPeriods(...at('period'), periods, zone, refusals);
  const given = readNumbers(...at('amount'), refusals);
  const converted = readCurrencies(OWNER, table, roles, given, (row) => periods.startOf(period[row]!), refusals);
  const amount = changeAmounts(converted.amount, 10 ** decimals, at('amount')[1], refusals);
  const properties = readProperties(table, roles as { readonly plan?: unknown }, refusals);
  const excluded = refusals.judge(roles);
  const kept = refusals.kept(table.length, null);
  if (asOf === null) refuseGap(taken(period, kept), at('period')[1], periods);
  const known = asOf === null ? null : periods.indexOf(asOf + 1) - 1;
  const changes = snapshotChanges({ customer: customer.codes, period, amount, properties, kept, known });
  const start = Float64Array.from(changes.period, (index) => periods.startOf(index));
  return {
    ...{ kind: 'kizuna/revenue-ledger', version: 1, form: 'changes', length: start.length, start, end: null },
    ...{ amount: changes.amount, customer: changes.customer, customers: customer.values },
    ...{ scale: 1, decimals, currency: converted.currency, timeZone },
    subscription: changes.unit,
    properties: changes.properties,
    ...{ cancelled: null, refunded: null, pauses: null, snapshots: snapshotsOf(periods, asOf !== null) },
    asOf: asOf ?? (changes.last === null ? null : periods.startOf(changes.last + 1) - 1),
    excluded,
  };
}

const OWNER = 'snapshotLedger';
const NEEDED = ['customer', 'period', 'amount'];
const OTHERS = ['unit', 'weekStartsOn', 'fiscalYearStartsOn', 'convert'];

function snapshotsOf({ unit, weekStartsOn, fiscalYearStartsOn }: Calendar, hasAsOf: boolean): SnapshotPeriods {
  return { unit, weekStartsOn, fiscalYearStartsOn, hasAsOf };
}

/** Refuses a period without any row between those that have some: all would leave and be back. */
function refuseGap(period: Float64Array, field: string, periods: Calendar): void {
  const there = new Set(period);
  let [first, last] = [Infinity, -Infinity];
  for (const index of there) [first, last] = [Math.min(first, index), Math.max(last, index)];
  if (there.size === 0 || last - first + 1 === there.size) return;
  let gap = first;
  while (there.has(gap)) gap += 1;
  const expected = 'to have rows of every period from the first to the last, unless asOf is given';
  const received = `none of ${periods.labelOf(gap)}`;
  throw errorOf(InvalidDataError, OWNER, [{ code: 'E_FIELD_MISSING', index: null, field, expected, received }]);
}

function readPeriods(column: unknown, field: string, periods: Calendar, zone: Zone, refusals: Refusals): Float64Array {
  const list = untyped(column);
  const indexes = new Float64Array(list.length);
  const known = new Map<unknown, number | null>();
  for (let i = 0; i < indexes.length; i += 1) {
    const value = list[i] ?? null;
    const key = value instanceof Date ? value.getTime() : value;
    let index = known.get(key);
    if (index === undefined) {
      index = value === null ? null : periodOf(value, periods, zone);
      known.set(key, index);
    }
    const code = value === null ? 'E_FIELD_MISSING' : 'E_TIME_INVALID';
    if (index === null)
      refusals.add(i, field, value, { code, expected: 'the label of a period, a date or an instant' });
    else indexes[i] = index;
  }
  return indexes;
}

/** The period that a value is in, or is the label of; null where it is neither. */
function periodOf(value: unknown, periods: Calendar, zone: Zone): number | null {
  const instant = ledgerInstant(value, zone);
  if (typeof instant === 'number') return periods.indexOf(instant);
  try {
    return typeof value === 'string' ? periods.parse(value) : null;
  } catch {
    return null; // no label: refused with the place of its row
  }
}
