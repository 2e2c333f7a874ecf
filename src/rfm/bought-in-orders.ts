import type { Data, LooseAccessor } from '../core/data.js';
import { checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy, type RowPolicy } from '../core/policy.js';
import type { AnyProperties } from '../log/layout.js';
import {
  type CustomerTotals,
  type TotalsPlan,
  totalsByCode,
  totalsOfSums,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { addedUp, NO_PURCHASE, ORDER } from '../log/purchases/totals-walk.js';
import { assemble } from '../log/reading/assemble.js';
import type { EventParts } from '../log/reading/parts.js';
import { fieldOf, type ReadEvents, readEvents } from '../log/reading/read-events.js';
import { typedAmount, typedCustomers, typedTime } from '../log/reading/typed-columns.js';
import type { CodedColumn } from '../log/roles.js';
import { checkRoles } from './check-roles.js';
import { refuseRefundRows } from './refuse-refund-rows.js';
import { RFM_RULES } from './rfm-rules.js';

/** The options of rows of orders, without the row's type. */
export interface LooseOrders extends RowPolicy {
  readonly customer: LooseAccessor;
  readonly time: LooseAccessor;
  readonly amount: LooseAccessor;
  readonly order?: string;
  readonly per?: 'event' | 'instant' | 'day';
}

/** What customers bought in rows of orders. Where each row is an order, no log is made of them: rows need not be sorted. */
export function boughtInOrders(owner: string, data: Data<unknown>, options: LooseOrders): [TotalsPlan, CustomerTotals] {
  checkOptions(owner, options, OPTIONS);
  checkPolicy(owner, options);
  const { customer, time, amount, order, per = 'event', missing, invalid } = options;
  checkRoles(owner, 'orders', { customer, time, amount });
  if (order !== undefined && typeof order !== 'string')
    refuseOption(owner, 'order', 'to be the name of a field', order, 'E_OPT_TYPE');
  if (order !== undefined && options.per !== undefined)
    refuseOption(owner, 'per', 'to be left out where order is given', per);
  const plan = totalsPlan<string, AnyProperties>(owner, {
    ...options,
    per: order === undefined ? per : { property: order },
  });
  const typed = order === undefined ? typedOrders(data, options) : null;
  const properties = order === undefined ? [] : [order];
  const roles = { customer, time, amount, properties, missing, invalid };
  const read = typed ?? readEvents(owner, data, roles);
  const field = fieldOf(amount, 'amount');
  if (plan.per === 'event') {
    const totals = totalsOfRows(plan, read);
    if (totals.refunds > 0) refuseRefundRows(plan, read, field);
    return [plan, totals];
  }
  refuseRefundRows(plan, read, field); // of rows that the log will sort
  const log = assemble(read.parts, {
    excluded: read.excluded,
    duplicates: 'keep',
    renumber: true,
    isOwn: typed === null,
  });
  return [plan, totalsByCode(plan, log)];
}

const OPTIONS = [
  ...['customer', 'time', 'amount', 'order', 'missing', 'invalid'],
  ...['per', 'refunds', 'from', 'asOf', 'timeZone'],
  ...RFM_RULES,
];

/** Columns that are typed already, where all three are. */
function typedOrders(data: Data<unknown>, { customer, time, amount }: LooseOrders): ReadEvents | null {
  if (Object(data) !== data || Symbol.iterator in data) return null;
  const columnOf = (field: LooseAccessor): unknown =>
    typeof field === 'string' && Object.hasOwn(data, field) ? (data as Record<string, unknown>)[field] : undefined;
  const [ids, instants, amounts] = [columnOf(customer), columnOf(time), columnOf(amount)];
  if (!isTyped(ids) || !isTyped(instants) || !isTyped(amounts)) return null;
  const [customers, times, paid] = [typedCustomers(ids), typedTime(instants), typedAmount(amounts)];
  if (customers === null || times === null || paid === null) return null;
  if (customers.codes.length !== times.length || paid.length !== times.length) return null;
  const { codes, values } = customers;
  const parts = {
    time: times,
    customer: codes,
    customers: values,
    amount: paid,
    name: null,
    names: [],
    properties: [],
  };
  return { parts, leftOut: [], excluded: { missing: 0, invalid: 0, repeated: 0 } };
}

function isTyped(column: unknown): boolean {
  return ArrayBuffer.isView(column) || ArrayBuffer.isView((Object(column) as Partial<CodedColumn<unknown>>).codes);
}

/** Adds up rows in any order. */
function totalsOfRows(plan: TotalsPlan, { parts, excluded }: ReadEvents): CustomerTotals {
  const { time, customer, customers, amount } = parts;
  let latest = -Infinity;
  for (let i = 0; i < time.length; i += 1) if (time[i]! > latest) latest = time[i]!;
  const asOf = plan.asOf ?? (time.length === 0 ? null : latest);
  const { kinds, outside } = inRange(plan, parts, asOf);
  const sums = addedUp({ customer, time, amount }, customers.length, kinds, [0, time.length], plan.refunds === 'net');
  return totalsOfSums(plan, { customers, amount }, sums, { asOf, outside, ...excluded });
}

function inRange({ from, asOf: given }: TotalsPlan, { time }: EventParts, asOf: number | null) {
  if ((from === null && given === null) || asOf === null) return { kinds: null, outside: 0 };
  const kinds = new Uint8Array(time.length);
  const start = from ?? -Infinity;
  let outside = 0;
  for (let i = 0; i < kinds.length; i += 1) {
    const counts = time[i]! >= start && time[i]! <= asOf;
    kinds[i] = counts ? ORDER : NO_PURCHASE;
    outside += Number(!counts);
  }
  return { kinds, outside };
}
