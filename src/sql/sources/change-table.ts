import { checkNumber, checkOptions } from '../../core/options.js';
import type { DialectName } from '../dialects/dialect.js';
import {
  LEDGER_TABLE_OPTIONS,
  type LedgerTable,
  type LedgerTableOptions,
  ledgerSource,
  roleColumn,
} from './ledger-source.js';
import type { TableColumn } from './table.js';
import type { RowsOf } from './table-rows.js';

/** A table of changes of revenue: its columns, and which of them are the parts of a change, as the roles of `changeLedger`. */
export interface ChangeTableOptions<
  Name extends DialectName = DialectName,
  Fields extends Readonly<Record<string, TableColumn>> = Readonly<Record<string, TableColumn>>,
> extends LedgerTableOptions<Name, Fields> {
  /** A column of text or numbers; integers of 64 bits are told apart exactly. */
  readonly customer: keyof Fields & string;
  /** From when on the amount holds. */
  readonly time: keyof Fields & string;
  /** Revenue per month from then on, in major units; 0 where it ended. */
  readonly amount: keyof Fields & string;
  /** Of which of the customer's subscriptions it is the revenue, where customers have several. */
  readonly subscription?: (keyof Fields & string) | undefined;
  /** A column of text; several currencies are refused. */
  readonly currency?: (keyof Fields & string) | undefined;
}

/**
 * Names a table of changes for metrics of ledgers: one row says what a customer (or one subscription of a customer) pays per month from an
 * instant on, as in `changeLedger`. It is the quickest form to ask.
 *
 * Rows are checked as those of `subscriptionTable`; amounts below 0 are invalid. Two rows that say something else of the same at one
 * instant are refused in any case.
 *
 * @param name - the table or view, as it is
 * @param options - as those of `table`, and which columns are `customer`, `time` and `amount`, and if they are wanted `subscription` and
 * `currency`; `decimals`, `missing`, `invalid`
 * @throws {SqlCompileError} when a name is one that the engine would read otherwise, or a column is not declared or of another kind
 * @throws {InvalidOptionError} when an option, a dialect or a kind is unknown
 * @example
 * ```ts
 * import { DuckDBInstance } from '@duckdb/node-api';
 * import { customerChurnMetric } from 'kizuna';
 * import { changeTable, measureIn } from 'kizuna/duckdb';
 *
 * const connection = await (await DuckDBInstance.create(':memory:')).connect();
 * await connection.run(`
 *   CREATE TABLE changes AS SELECT * FROM (VALUES
 *     ('a', TIMESTAMPTZ '2025-01-05 00:00:00+00', 20.0),
 *     ('b', TIMESTAMPTZ '2025-01-09 00:00:00+00', 30.0),
 *     ('a', TIMESTAMPTZ '2025-02-11 00:00:00+00', 0.0)) AS t (customer, "at", monthly)
 * `);
 * const changes = changeTable('changes', {
 *   ...{ dialect: 'duckdb', columns: { customer: 'text', at: 'instant', monthly: 'number' } },
 *   ...{ customer: 'customer', time: 'at', amount: 'monthly' },
 * });
 * const churn = await measureIn(connection, changes, customerChurnMetric({ unit: 'month', asOf: '2025-02-28' }));
 * churn.map(({ period, churned, churn }) => [period, churned, churn.value]); // => [['2025-01', 0, null], ['2025-02', 1, 0.5]]
 * ```
 */
export function changeTable<const Name extends DialectName, const Fields extends Readonly<Record<string, TableColumn>>>(
  name: RowsOf<Name>,
  options: ChangeTableOptions<Name, Fields>,
): LedgerTable<Name> {
  checkOptions(OWNER, options, [
    ...LEDGER_TABLE_OPTIONS,
    ...['customer', 'time', 'amount', 'subscription', 'currency'],
  ]);
  const source = ledgerSource(OWNER, name, options);
  const column = (role: 'customer' | 'time' | 'amount' | 'subscription' | 'currency') =>
    roleColumn(OWNER, source.table, role, options[role]);
  return {
    ...source,
    form: 'changes',
    columns: {
      ...{ customer: column('customer'), start: column('time'), amount: column('amount') },
      ...(options.subscription === undefined ? {} : { subscription: column('subscription') }),
      ...(options.currency === undefined ? {} : { currency: column('currency') }),
    },
    interval: null,
    decimals: checkNumber(OWNER, 'decimals', options.decimals ?? 2, { min: 0, max: 6, integer: true }),
  };
}

const OWNER = 'changeTable';
