import { isInterval } from '../../churn/interval-ratio.js';
import type { BillingInterval } from '../../churn/ledger-roles.js';
import { checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import type { DialectName } from '../dialects/dialect.js';
import {
  LEDGER_TABLE_OPTIONS,
  type LedgerTable,
  type LedgerTableColumns,
  type LedgerTableOptions,
  ledgerSource,
  roleColumn,
} from './ledger-source.js';
import type { TableColumn, TableSource } from './table.js';
import type { RowsOf } from './table-rows.js';

/** A table of subscriptions: its columns, and which of them are the parts of a line, as the roles of `subscriptionLedger`. */
export interface SubscriptionTableOptions<
  Name extends DialectName = DialectName,
  Fields extends Readonly<Record<string, TableColumn>> = Readonly<Record<string, TableColumn>>,
> extends LedgerTableOptions<Name, Fields> {
  /** A column of text or numbers; integers of 64 bits are told apart exactly. */
  readonly customer: keyof Fields & string;
  /** The first instant with revenue. */
  readonly start: keyof Fields & string;
  /** The first instant without it; `NULL` where the line is open. */
  readonly end?: (keyof Fields & string) | undefined;
  /** Money for one interval, in major units. A line below zero is a discount. */
  readonly amount: keyof Fields & string;
  /** What the amount is for: one for all, or a column of text that says so; default `'month'`. */
  readonly interval?: BillingInterval | (keyof Fields & string) | undefined;
  /** How many times the amount is paid, such as seats; 1 where it is `NULL`. */
  readonly quantity?: (keyof Fields & string) | undefined;
  /** The subscription's id among those of its customer: lines of one customer with the same one follow each other. */
  readonly subscription?: (keyof Fields & string) | undefined;
  /** A column of text; several currencies are refused. */
  readonly currency?: (keyof Fields & string) | undefined;
  /** The end of a trial: no revenue before. */
  readonly trialEnd?: (keyof Fields & string) | undefined;
  /** When the customer cancelled. */
  readonly cancelled?: (keyof Fields & string) | undefined;
  /** Whether the line was paid back: a boolean, or 0 and 1. */
  readonly refunded?: (keyof Fields & string) | undefined;
}

/**
 * Names a table of subscriptions for metrics of ledgers, such as `recurringRevenueMetric`: a row is a line, as in `subscriptionLedger`.
 *
 * What `subscriptionLedger` checks of rows is checked in the query: rows without a customer, a start or an amount are left out, those with
 * what cannot be right are refused, unless `invalid: 'exclude'`. What several rows together get wrong is refused in any case: lines of one
 * subscription that overlap, discounts below what they are taken off, several currencies, and amounts that come to more than 2^52 parts of
 * a minor unit.
 *
 * @param name - the table or view, as it is
 * @param options - as those of `table`, and which columns are `customer`, `start` and `amount`, and if they are wanted `end`, `interval`,
 * `quantity`, `subscription`, `currency`, `trialEnd`, `cancelled` and `refunded`; `decimals`, `missing`, `invalid`
 * @throws {SqlCompileError} when a name is one that the engine would read otherwise, or a column is not declared or of another kind
 * @throws {InvalidOptionError} when an option, a dialect or a kind is unknown
 * @example
 * ```ts
 * import { DuckDBInstance } from '@duckdb/node-api';
 * import { recurringRevenueMetric } from 'kizuna';
 * import { measureIn, subscriptionTable } from 'kizuna/duckdb';
 *
 * const connection = await (await DuckDBInstance.create(':memory:')).connect();
 * await connection.run(`
 *   CREATE TABLE subscriptions AS SELECT * FROM (VALUES
 *     ('a', TIMESTAMPTZ '2025-01-01 00:00:00+00', TIMESTAMPTZ '2025-02-10 00:00:00+00', 20, 'month'),
 *     ('b', TIMESTAMPTZ '2025-01-15 00:00:00+00', NULL, 240, 'year')) AS t (customer, "from", "to", price, per)
 * `);
 * const subscriptions = subscriptionTable('subscriptions', {
 *   ...{ dialect: 'duckdb', columns: { customer: 'text', from: 'instant', to: 'instant', price: 'integer', per: 'text' } },
 *   ...{ customer: 'customer', start: 'from', end: 'to', amount: 'price', interval: 'per' },
 * });
 * const monthly = await measureIn(connection, subscriptions, recurringRevenueMetric({ unit: 'month', asOf: '2025-02-28' }));
 * monthly.map(({ period, start, churned, end }) => [period, start, churned, end]);
 * // => [['2025-01', 0, 0, 40], ['2025-02', 40, 20, 20]]
 * ```
 */
export function subscriptionTable<
  const Name extends DialectName,
  const Fields extends Readonly<Record<string, TableColumn>>,
>(name: RowsOf<Name>, options: SubscriptionTableOptions<Name, Fields>): LedgerTable<Name> {
  checkOptions(OWNER, options, [...LEDGER_TABLE_OPTIONS, ...NEEDED, ...OTHERS, 'interval']);
  const source = ledgerSource(OWNER, name, options);
  return { ...source, ...linesOf(OWNER, source.table, options) };
}

/** The columns of lines by their roles, and what their amounts are. */
export function linesOf(
  owner: string,
  table: TableSource<unknown>,
  options: LineRoles,
): Pick<LedgerTable, 'form' | 'columns' | 'interval' | 'decimals'> {
  const { interval = 'month' } = options;
  const isConstant = isInterval(interval);
  if (!isConstant && typeof interval === 'object')
    refuseOption(owner, 'interval', 'to be an interval or a column', interval, 'E_OPT_TYPE');
  const roles = [...NEEDED, ...OTHERS.filter((role) => options[role] !== undefined)];
  return {
    form: 'lines',
    columns: {
      ...Object.fromEntries(roles.map((role) => [role, roleColumn(owner, table, role, options[role])])),
      ...(isConstant ? {} : { interval: roleColumn(owner, table, 'interval', interval) }),
    } as unknown as LedgerTableColumns, // those that are needed are among them
    interval: isConstant ? interval : null,
    decimals: checkNumber(owner, 'decimals', options.decimals ?? 2, { min: 0, max: 6, integer: true }),
  };
}

/** The options that say where the parts of a line stand. */
type LineRoles = { readonly [Part in Role]?: string | undefined } & {
  readonly interval?: BillingInterval | string | undefined;
  readonly decimals?: number | undefined;
};

const OWNER = 'subscriptionTable';
const NEEDED = ['customer', 'start', 'amount'] as const;
const OTHERS = ['end', 'quantity', 'subscription', 'currency', 'trialEnd', 'cancelled', 'refunded'] as const;
type Role = (typeof NEEDED)[number] | (typeof OTHERS)[number];
