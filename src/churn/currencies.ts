import type { LooseAccessor } from '../core/data.js';
import { refuseOption } from '../core/options.js';
import { formError } from '../core/table.js';
import { fieldOf } from '../log/reading/read-events.js';
import { untyped } from '../log/untyped.js';
import type { CurrencyConverter } from './ledger-roles.js';
import type { LedgerTable } from './ledger-table.js';
import type { Refusals } from './refusals.js';

/** Amounts in one currency. */
export interface Converted {
  readonly amount: Float64Array;
  /** Its name, where all rows had it; `null` where none was read, or several were converted. */
  readonly currency: string | null;
}

/** Refuses rows of another currency than most (of several, the first by text), or converts all rows by the rates of their instants. */
export function readCurrencies(
  owner: string,
  table: LedgerTable,
  roles: { readonly currency?: unknown; readonly convert?: CurrencyConverter | undefined },
  amount: Float64Array,
  instantOf: (row: number) => number,
  refusals: Refusals,
): Converted {
  const accessor = roles.currency as LooseAccessor; // an accessor: checkRoles
  const { convert } = roles;
  if (convert !== undefined && (typeof convert !== 'function' || accessor === undefined)) {
    refuseOption(owner, 'convert', 'to be a function, beside currency', convert, 'E_OPT_TYPE');
  }
  if (accessor === undefined) return { amount, currency: null };
  const field = fieldOf(accessor, 'currency');
  const list = untyped(table.column(accessor));
  if (convert === undefined && !hasAny(list)) return { amount, currency: null }; // no two that could be added up
  refuseNoText(list, amount.length, field, refusals);
  if (convert !== undefined) {
    const converted = amount.map((own, i) =>
      refusals.has(i) ? 0 : conversionOf(owner, i, convert, [own, list[i] as string, instantOf(i)]),
    );
    return { amount: converted, currency: null };
  }
  const currency = mostFrequent(list, amount.length, refusals);
  const expected = 'one for all rows, or convert to be given';
  for (let i = 0; i < amount.length; i += 1) {
    if (list[i] !== currency) refusals.add(i, field, list[i], { code: 'E_FIELD_VALUE', expected });
  }
  return { amount, currency };
}

function hasAny(list: ArrayLike<unknown>): boolean {
  for (let i = 0; i < list.length; i += 1) if ((list[i] ?? '') !== '') return true;
  return false;
}

function refuseNoText(list: ArrayLike<unknown>, length: number, field: string, refusals: Refusals): void {
  for (let i = 0; i < length; i += 1) {
    const currency = list[i] ?? null;
    if (typeof currency === 'string' && currency !== '') continue;
    const code = currency === null || currency === '' ? 'E_FIELD_MISSING' : 'E_FIELD_TYPE';
    refusals.add(i, field, currency || null, { code, expected: 'text' });
  }
}

function mostFrequent(list: ArrayLike<unknown>, length: number, refusals: Refusals): string | null {
  const counts = new Map<string, number>();
  for (let i = 0; i < length; i += 1) {
    if (!refusals.has(i)) counts.set(list[i] as string, (counts.get(list[i] as string) ?? 0) + 1); // all others are text
  }
  let [most, count]: [string | null, number] = [null, 0];
  for (const [currency, own] of counts) {
    if (own > count || (own === count && most !== null && currency < most)) [most, count] = [currency, own];
  }
  return most;
}

function conversionOf(
  owner: string,
  row: number,
  convert: CurrencyConverter,
  given: readonly [number, string, number],
): number {
  if (Number.isNaN(given[0])) return Number.NaN; // missing: refused by its own name
  let amount: unknown;
  try {
    amount = convert(...given);
  } catch (cause) {
    throw formError(owner, row, 'convert', 'to take every currency', undefined, 'E_ACCESSOR', cause);
  }
  if (typeof amount === 'number' && Number.isFinite(amount)) return amount;
  throw formError(owner, row, 'convert', 'to return a finite number', amount, 'E_ACCESSOR');
}
