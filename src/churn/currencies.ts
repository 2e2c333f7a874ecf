import type { LooseAccessor } from '../core/data.js';
import { refuseOption } from '../core/options.js';
import { formError } from '../core/table.js';
import { fieldOf } from '../log/read-events.js';
import { untyped } from '../log/untyped.js';
import type { LedgerTable } from './ledger-table.js';
import type { Refusals } from './refusals.js';

/** Amounts in one currency. */
export interface Converted {
  readonly amount: Float64Array;
  /** Its name, where all rows had it; `null` where none was read, or several were converted. */
  readonly currency: string | null;
}

/** Refuses rows of another currency than the first, or converts all rows. */
export function readCurrencies(
  owner: string,
  table: LedgerTable,
  roles: {
    readonly currency?: unknown;
    readonly convert?: ((amount: number, currency: string, start: number) => number) | undefined;
  },
  amount: Float64Array,
  start: Float64Array,
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
  const converted = convert === undefined ? amount : new Float64Array(amount.length);
  let first: string | null = null;
  for (let i = 0; i < amount.length; i += 1) {
    const currency = list[i] ?? null;
    if (typeof currency !== 'string' || currency === '') {
      const isMissing = currency === null || currency === '';
      refusals.add(i, field, currency || null, {
        code: isMissing ? 'E_FIELD_MISSING' : 'E_FIELD_TYPE',
        expected: 'text',
      });
      continue;
    }
    first ??= currency;
    if (convert !== undefined) converted[i] = conversionOf(owner, i, convert, [amount[i]!, currency, start[i]!]);
    else if (currency !== first)
      refusals.add(i, field, currency, { code: 'E_FIELD_VALUE', expected: 'one for all rows, or convert to be given' });
  }
  return { amount: converted, currency: convert === undefined ? first : null };
}

function conversionOf(
  owner: string,
  row: number,
  convert: (amount: number, currency: string, start: number) => number,
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
