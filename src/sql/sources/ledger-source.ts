import type { BillingInterval } from '../../churn/ledger-roles.js';
import { checkChoice } from '../../core/options.js';
import { checkPolicy } from '../../core/policy.js';
import type { DialectName } from '../dialects/dialect.js';
import type { ColumnKind } from '../dialects/kinds.js';
import { columnOfRole, IDS, INSTANTS, NUMBERS } from './role-column.js';
import {
  type SourceColumn,
  TABLE_OPTIONS,
  type TableColumn,
  type TableOptions,
  type TableSource,
  table,
  tableOptions,
} from './table.js';
import type { RowsOf } from './table-rows.js';

/** What tables of ledgers are told beside their roles. */
export interface LedgerTableOptions<
  Name extends DialectName = DialectName,
  Fields extends Readonly<Record<string, TableColumn>> = Readonly<Record<string, TableColumn>>,
> extends TableOptions<Name, Fields> {
  /** The digits of the currency's minor unit, 0 to 6; default 2. */
  readonly decimals?: number | undefined;
  /** Rows without what they need: `'exclude'` (default) or `'throw'`. */
  readonly missing?: 'exclude' | 'throw' | undefined;
  /** Rows that cannot be right: `'throw'` (default), or `'exclude'`. */
  readonly invalid?: 'throw' | 'exclude' | undefined;
}

/** A table of who pays how much from when on, that metrics of ledgers can be written for, as plain data. */
export interface LedgerTable<Name extends DialectName = DialectName> {
  readonly kind: 'ledger';
  /** What a row is: a line that holds until its end, or a change that holds until the next. */
  readonly form: 'lines' | 'changes';
  readonly dialect: Name;
  readonly table: TableSource<unknown, Name>;
  readonly columns: LedgerTableColumns;
  /** What amounts are for, where it is one for all; `null` where a column says so. */
  readonly interval: BillingInterval | null;
  readonly decimals: number;
  readonly missing: 'exclude' | 'throw';
  readonly invalid: 'throw' | 'exclude';
}

/** The columns of a ledger's rows by their roles; those of changes have their time as `start`. */
export interface LedgerTableColumns {
  readonly customer: SourceColumn;
  readonly start: SourceColumn;
  readonly amount: SourceColumn;
  readonly end?: SourceColumn | undefined;
  readonly interval?: SourceColumn | undefined;
  readonly quantity?: SourceColumn | undefined;
  readonly subscription?: SourceColumn | undefined;
  readonly currency?: SourceColumn | undefined;
  readonly trialEnd?: SourceColumn | undefined;
  readonly cancelled?: SourceColumn | undefined;
  readonly refunded?: SourceColumn | undefined;
}

/** The options that all tables of ledgers have. */
export const LEDGER_TABLE_OPTIONS = [...TABLE_OPTIONS, 'decimals', 'missing', 'invalid'];

/** The table of a ledger whose options were checked, without its roles. */
export function ledgerSource<Name extends DialectName>(
  owner: string,
  name: RowsOf<Name>,
  options: LedgerTableOptions<Name>,
): Pick<LedgerTable<Name>, 'kind' | 'dialect' | 'table' | 'missing' | 'invalid'> {
  checkPolicy(owner, options);
  const source = table(name, tableOptions(options));
  return {
    kind: 'ledger',
    dialect: options.dialect,
    table: source,
    missing: checkChoice(owner, 'missing', options.missing ?? 'exclude', ['exclude', 'throw']),
    invalid: checkChoice(owner, 'invalid', options.invalid ?? 'throw', ['throw', 'exclude']),
  };
}

/** The column of a role; refused where the table does not declare it, or holds something else. */
export function roleColumn(
  owner: string,
  table: TableSource<unknown>,
  role: keyof typeof KINDS_OF,
  field: unknown,
): SourceColumn {
  return columnOfRole(owner, table, role, field, KINDS_OF[role]);
}

const KINDS_OF = {
  customer: IDS,
  start: INSTANTS,
  time: INSTANTS,
  end: INSTANTS,
  amount: NUMBERS,
  interval: ['text'],
  quantity: NUMBERS,
  subscription: IDS,
  currency: ['text'],
  trialEnd: INSTANTS,
  cancelled: INSTANTS,
  refunded: ['boolean', 'integer'],
} as const satisfies Readonly<Record<string, readonly ColumnKind[]>>;
