import type { Data, LooseAccessor } from '../core/data.js';
import { typeName } from '../core/errors.js';
import { type Rule, ruleOf } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import { checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy, DEFAULT_POLICY, leaveOut, type RowPolicy } from '../core/policy.js';
import type { RowFault } from '../core/row-metric.js';
import { ruleFault } from '../core/row-values.js';
import { tableOf } from '../core/table.js';
import type { CustomerId } from '../log/layout.js';
import { customerFault, type EventFault, eventInstant } from '../log/reading/event-fault.js';
import { fieldOf } from '../log/reading/read-events.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { zoneOf } from '../time/zone.js';
import { areDistinct } from './are-distinct.js';
import { checkRoles } from './check-roles.js';
import { daysSince } from './days-since.js';
import { RFM_RULES } from './rfm-rules.js';
import type { Quantity } from './scored.js';
import type { CustomersBought } from './scored-customers.js';

/** The options of rows of customers, without the row's type. */
export interface LooseCustomers extends RowPolicy {
  readonly customer: LooseAccessor;
  readonly recencyDays?: LooseAccessor;
  readonly lastTime?: LooseAccessor;
  readonly frequency: LooseAccessor;
  readonly amount: LooseAccessor;
  readonly asOf?: Instant;
  readonly timeZone?: string;
}

/** What rows of customers say that they bought, in the order of the rows. */
export function boughtByCustomers(owner: string, data: Data<unknown>, options: LooseCustomers): CustomersBought {
  checkOptions(owner, options, OPTIONS);
  checkPolicy(owner, options);
  const { customer, recencyDays, lastTime, frequency, amount, timeZone = 'UTC' } = options;
  const recency = recencyDays ?? lastTime;
  const ofRecency = lastTime === undefined ? 'recencyDays, or lastTime,' : 'lastTime';
  checkRoles(owner, 'customers', { customer, [ofRecency]: recency, frequency, amount });
  if (recencyDays !== undefined && lastTime !== undefined)
    refuseOption(owner, 'lastTime', 'to be left out where recencyDays is given', lastTime);
  if (recencyDays !== undefined && options.asOf !== undefined)
    refuseOption(owner, 'asOf', 'to be left out where recencyDays is given', options.asOf);
  zoneOf(owner, timeZone);
  const given = options.asOf === undefined ? null : lastInstantIn(owner, 'asOf', options.asOf, timeZone);
  const rules: Rules = [
    recencyDays === undefined ? null : ruleOf<never>('recencyDays', { from: recencyDays as never, min: 0, max: MOST }),
    ruleOf<never>('frequency', { from: frequency as never, integer: true, min: 0, max: MOST }), // the accessors were checked, here and above
    ruleOf<never>('amount', { from: amount as never }),
  ];
  const table = tableOf(owner, data, true);
  const columns = [customer, recency, frequency, amount].map((accessor) =>
    table.column(accessor),
  ) as unknown as Columns; // four
  const read = areTyped(columns, rules) ? asTheyAre(columns) : readRows(owner, options, columns, rules);
  if (recencyDays !== undefined) return { ...read, recencyDays: read.recency, asOf: null };
  let latest = given ?? -Infinity;
  if (given === null) for (const last of read.recency) if (last > latest) latest = last;
  const asOf = latest === -Infinity ? null : latest;
  const kept = notAfter(read, asOf);
  return { ...kept, recencyDays: daysSince(kept.recency, asOf, timeZone), asOf };
}

const OPTIONS = [
  ...['customer', 'recencyDays', 'lastTime', 'frequency', 'amount', 'asOf', 'timeZone', 'missing', 'invalid'],
  ...RFM_RULES,
];

// Longer than people have had money, and more orders than any customer's: a field that is none of the two is found out.
const MOST = 1e9;

type Rules = readonly [recency: Rule | null, orders: Rule, amount: Rule];
type Columns = readonly [customer: Column, recency: Column, orders: Column, amount: Column];
type Column = ArrayLike<unknown>;

interface ReadCustomers {
  readonly customer: ArrayLike<CustomerId>;
  /** Days, or instants of last orders. */
  readonly recency: Quantity;
  readonly orders: Quantity;
  readonly amount: Float64Array;
  readonly excluded: CustomersBought['excluded'];
}

const NOTHING = { missing: 0, invalid: 0, repeated: 0, outside: 0, refunds: 0, withoutAmount: 0 };

/** The quick proof, for typed columns: every row is a customer, and another one. */
function areTyped([customer, recency, orders, amount]: Columns, [ofRecency]: Rules): boolean {
  if (ofRecency === null || !(customer instanceof Int32Array)) return false;
  const { length } = customer;
  if (recency.length !== length || orders.length !== length || amount.length !== length) return false;
  if (!isNumeric(recency, 0, MOST) || !isNumeric(orders, 0, MOST) || !isWhole(orders)) return false;
  return isNumeric(amount, -Number.MAX_VALUE, Number.MAX_VALUE) && areDistinct(customer);
}

function isNumeric(column: Column, least: number, most: number): boolean {
  if (column instanceof Int32Array) return areIntegers(column, least, most);
  return column instanceof Float64Array && areNumbers(column, least, most);
}

function areIntegers(column: Int32Array, least: number, most: number): boolean {
  for (let i = 0; i < column.length; i += 1) if (column[i]! < least || column[i]! > most) return false;
  return true;
}

function areNumbers(column: Float64Array, least: number, most: number): boolean {
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i]!;
    if (!(value >= least && value <= most) || (value === 0 && 1 / value < 0)) return false; // out of range, NaN, or -0
  }
  return true;
}

function isWhole(column: Column): boolean {
  if (column instanceof Int32Array) return true;
  for (let i = 0; i < column.length; i += 1) if (column[i] !== Math.floor(column[i] as number)) return false;
  return true;
}

/** Columns that were proven to be numbers. */
function asTheyAre([customer, recency, orders, amount]: Columns): ReadCustomers {
  return {
    customer: customer as Int32Array,
    recency: recency as Quantity,
    orders: orders as Quantity,
    amount: amount instanceof Float64Array ? amount : Float64Array.from(amount as Int32Array),
    excluded: NOTHING,
  };
}

/** Rows one by one: those that are no customer's are left out by the policy. */
function readRows(owner: string, options: LooseCustomers, columns: Columns, rules: Rules): ReadCustomers {
  const issues = new IssueLog(owner);
  const excluded = { ...NOTHING };
  const [ids, recency, orders, amount] = columns;
  const kept: CustomerId[] = [];
  const known = new Set<unknown>();
  const ofCustomer = fieldOf(options.customer, 'customer');
  const ofTime = fieldOf(options.lastTime, 'lastTime');
  const numbers = [recency, orders, amount].map(() => new Float64Array(ids.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]; // of three
  for (let i = 0; i < ids.length; i += 1) {
    const last = rules[0] === null ? eventInstant(recency[i]) : recency[i];
    const fault =
      faultIn(ofCustomer, customerFault(ids[i]), ids[i]) ??
      (rules[0] !== null
        ? ruleFault(rules[0], last)
        : typeof last === 'number'
          ? null
          : faultIn(ofTime, last as EventFault, recency[i])) ?? // no instant, so a fault
      ruleFault(rules[1], orders[i]) ??
      ruleFault(rules[2], amount[i]);
    if (fault !== null) {
      const { value, ...issue } = fault;
      leaveOut(options, excluded, issues, { ...issue, index: i, received: typeName(value) }, value);
      continue;
    }
    if (known.size === known.add(ids[i]).size) {
      excluded.repeated += 1;
      if ((options.invalid ?? DEFAULT_POLICY.invalid) === 'throw')
        issues.add({ code: 'E_FIELD_VALUE', index: i, field: ofCustomer, ...ONCE });
      continue;
    }
    const at = kept.push(ids[i] === 0 ? 0 : (ids[i] as CustomerId)) - 1; // no fault; -0 is 0
    numbers[0][at] = (last as number) + 0;
    numbers[1][at] = (orders[i] as number) + 0;
    numbers[2][at] = (amount[i] as number) + 0;
  }
  issues.throwIfAny();
  const [a, b, c] = numbers;
  const size = kept.length;
  return {
    customer: kept,
    recency: a.subarray(0, size),
    orders: b.subarray(0, size),
    amount: c.subarray(0, size),
    excluded,
  };
}

const ONCE = { expected: 'there once, in one row for each customer', received: 'a second row' };

function faultIn(field: string, fault: EventFault | null, value: unknown): RowFault | null {
  return fault && { code: fault.code, field, expected: fault.expected, value: value === '' ? null : value };
}

/** Those whose last order is not after a date. */
function notAfter(read: ReadCustomers, asOf: number | null): ReadCustomers {
  const kept: number[] = [];
  for (let i = 0; i < read.recency.length; i += 1) if (asOf === null || read.recency[i]! <= asOf) kept.push(i);
  const outside = read.recency.length - kept.length;
  if (outside === 0) return read;
  const some = (values: Quantity) => Float64Array.from(kept, (i) => values[i]!);
  return {
    customer: kept.map((i) => read.customer[i]!),
    recency: some(read.recency),
    orders: some(read.orders),
    amount: some(read.amount),
    excluded: { ...read.excluded, outside },
  };
}
