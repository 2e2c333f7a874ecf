import type { LooseAccessor } from '../core/data.js';
import type { CustomerId, PropertyColumn } from '../log/layout.js';
import { fieldOf } from '../log/reading/read-events.js';
import { untyped } from '../log/untyped.js';
import { readCurrencies } from './currencies.js';
import { GREATEST_TOTAL, greatestAmount } from './greatest-total.js';
import { intervalRates } from './interval-rates.js';
import { readIds, readInstants, readNumbers, readOptionalIds, readProperty, type TypedIds } from './ledger-columns.js';
import type { PolicyFacts } from './ledger-policy.js';
import type { SubscriptionRoles } from './ledger-roles.js';
import type { LedgerTable } from './ledger-table.js';
import { type ReadPauses, readPauses } from './pauses.js';
import type { Refusals } from './refusals.js';
import { subscriptionKeys } from './subscription-keys.js';

/** The columns of lines as they were given, row by row. */
export interface Lines {
  readonly customer: TypedIds;
  /** The start that was given; `start` is that of revenue, after the trial. */
  readonly begun: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly amount: Float64Array;
  readonly scale: number;
  readonly currency: string | null;
  readonly subscription: TypedIds<CustomerId | null> | null;
  readonly properties: readonly PropertyColumn[];
  readonly cancelled: Float64Array | null;
  readonly refunded: Uint8Array | null;
  readonly pauses: ReadPauses | null;
}

/** Reads lines role by role; rows that cannot be lines are refused. */
export function readLines(
  owner: string,
  table: LedgerTable,
  roles: SubscriptionRoles,
  facts: PolicyFacts,
  refusals: Refusals,
): Lines {
  const { zone } = facts;
  const at = (role: string): readonly [unknown, string] => {
    const accessor = (roles as unknown as Readonly<Record<string, LooseAccessor>>)[role]; // an accessor: checkRoles
    return [table.column(accessor), fieldOf(accessor, role)];
  };
  const customer = readIds(...at('customer'), refusals);
  const begun = readInstants(...at('start'), zone, refusals, null);
  const end = roles.end === undefined ? openEnds(table.length) : readInstants(...at('end'), zone, refusals, Infinity);
  refuseBackward(begun, end, fieldOf(roles.end as LooseAccessor, 'end'), refusals);
  const given = readNumbers(...at('amount'), refusals);
  const quantity = roles.quantity === undefined ? null : readNumbers(...at('quantity'), refusals);
  const converted = readCurrencies(owner, table, roles, given, (row) => begun[row]!, refusals);
  const rates = intervalRates(
    owner,
    table,
    roles.interval,
    fieldOf(roles.interval as LooseAccessor, 'interval'),
    refusals,
  );
  const amount = parts(converted.amount, quantity, 10 ** facts.decimals, rates.factorOf);
  refuseAmounts(amount, fieldOf(roles.amount as LooseAccessor, 'amount'), given, refusals);
  const trialEnd = roles.trialEnd === undefined ? null : readInstants(...at('trialEnd'), zone, refusals, -Infinity);
  return {
    ...{ customer, begun, end, amount, scale: rates.scale, currency: converted.currency },
    start: trialEnd === null ? begun : afterTrial(begun, end, trialEnd),
    subscription:
      roles.subscription === undefined
        ? null
        : subscriptionKeys(readOptionalIds(...at('subscription'), refusals), customer.codes),
    properties: readProperties(table, roles, refusals),
    cancelled: roles.cancelled === undefined ? null : readInstants(...at('cancelled'), zone, refusals, Number.NaN),
    refunded: roles.refunded === undefined ? null : readFlags(...at('refunded'), refusals),
    pauses: roles.paused === undefined ? null : readPauses(...at('paused'), zone, refusals),
  };
}

/** The plan and the attributes, by name. */
export function readProperties(
  table: LedgerTable,
  roles: { readonly plan?: unknown; readonly attributes?: readonly string[] | undefined },
  refusals: Refusals,
): readonly PropertyColumn[] {
  const plan = roles.plan as LooseAccessor; // an accessor: checkRoles
  return [
    ...(plan === undefined
      ? []
      : [{ property: 'plan', ...readProperty(table.column(plan), fieldOf(plan, 'plan'), refusals) }]),
    ...(roles.attributes ?? []).map((field) => ({
      property: field,
      ...readProperty(table.column(field), field, refusals),
    })),
  ];
}

/** Refuses amounts that are missing, or too large to be added up in whole parts. */
function refuseAmounts(amount: Float64Array, field: string, given: Float64Array, refusals: Refusals): void {
  let total = 0;
  for (let i = 0; i < amount.length; i += 1) {
    if (Number.isNaN(given[i])) refusals.add(i, field, null, { code: 'E_FIELD_MISSING', expected: 'a number' });
    else total += Math.abs(amount[i]!);
  }
  if (total <= GREATEST_TOTAL) return;
  const most = greatestAmount(amount.map((own, i) => (refusals.has(i) ? 0 : Math.abs(own))));
  if (most === Infinity) return;
  for (let i = 0; i < amount.length; i += 1) {
    if (Math.abs(amount[i]!) <= most) continue;
    refusals.add(i, field, given[i], { code: 'E_OVERFLOW', expected: 'small enough to be added up exactly' });
  }
}

function parts(
  amount: Float64Array,
  quantity: Float64Array | null,
  minor: number,
  factorOf: (row: number) => number,
): Float64Array {
  const whole = new Float64Array(amount.length);
  for (let i = 0; i < whole.length; i += 1) {
    const times = quantity === null || Number.isNaN(quantity[i]) ? 1 : quantity[i]!;
    whole[i] = Math.round(amount[i]! * times * minor * factorOf(i)) + 0; // -0 is 0
  }
  return whole;
}

function refuseBackward(start: Float64Array, end: Float64Array, field: string, refusals: Refusals): void {
  for (let i = 0; i < start.length; i += 1) {
    if (end[i]! < start[i]!) refusals.add(i, field, end[i], { code: 'E_FIELD_VALUE', expected: 'the start or later' });
  }
}

function afterTrial(start: Float64Array, end: Float64Array, trialEnd: Float64Array): Float64Array {
  return start.map((instant, i) => Math.min(Math.max(instant, trialEnd[i]!), end[i]!));
}

function readFlags(column: unknown, field: string, refusals: Refusals): Uint8Array {
  const list = untyped(column);
  const flags = new Uint8Array(list.length);
  for (let i = 0; i < flags.length; i += 1) {
    const value = list[i] ?? false;
    if (value === true || value === 1) flags[i] = 1;
    else if (value !== false && value !== 0)
      refusals.add(i, field, value, { code: 'E_FIELD_TYPE', expected: 'true or false' });
  }
  return flags;
}

function openEnds(length: number): Float64Array {
  return new Float64Array(length).fill(Infinity);
}
