import { GREATEST_TOTAL } from '../../../churn/greatest-total.js';
import { RATIOS, ratioOf, scaleOf } from '../../../churn/interval-ratio.js';
import { refuseSql } from '../../compile-error.js';
import { isTimeKind, type TimeKind } from '../../dialects/kinds.js';
import type { QueryText } from '../../query-text.js';
import { EVENT_INVALID, EVENT_MISSING } from '../../shape-columns.js';
import type { LedgerTable, LedgerTableColumns } from '../../sources/ledger-source.js';
import type { SourceColumn } from '../../sources/table.js';
import { asItIs } from '../../spelling.js';

/** The ledger that a query is of; refused where it is of something else. */
export function ledgerOf(query: QueryText): LedgerTable {
  return query.ledger ?? refuseSql('the source', 'a subscriptionTable or a changeTable', 'another table');
}

/** How many parts a minor unit has: whole numbers of them are what an amount for any interval is of a month's. */
export function scaleOfLedger({ form, interval }: LedgerTable): number {
  return form === 'changes' ? 1 : scaleOf('subscriptionTable', [ratioOf(interval) ?? 1]);
}

/**
 * The rows of a ledger's table as a table expression: `customer`, of lines `begun` and `ended` (epoch milliseconds, as given), `ms`, when revenue
 * begins, `parts`, whole parts of a minor unit (a double, or of integers an integer), `fault`, and of what else is declared `subscription`, `cancelled_at`,
 * `is_refunded`, `currency` (of rows whose faults up to it are none) and `own`, a number of rows without a subscription.
 */
export function ledgerRows(query: QueryText): string {
  const ledger = ledgerOf(query);
  const { dialect } = query;
  const roles = Object.entries(ledger.columns) as [keyof LedgerTableColumns, SourceColumn | undefined][];
  const columns = new Map(roles.flatMap(([role, column]) => (column === undefined ? [] : [[role, column] as const])));
  const read = [...columns].map(([role, column]) => `${readSql(query, column, role)} AS ${aliasOf(role)}`);
  const times = [...columns].flatMap(([role, { kind }]) =>
    isTimeKind(kind) ? [`${millisecondsOf(query, role, kind)} AS ${role}_ms`] : [],
  );
  const source = `SELECT ${read.join(', ')} FROM ${query.from()}`;
  const products = isWhole(ledger) ? [] : [`${productSql(query, ledger)} AS product`];
  const timed = `SELECT ${['*', ...times, ...products].join(', ')} FROM (${source}) AS read_rows`;

  const has = (role: keyof LedgerTableColumns): boolean => columns.has(role);
  const ended = has('end') ? 'end_ms' : dialect.as('integer', 'NULL');
  const after = `CASE WHEN trialEnd_ms > start_ms THEN CASE WHEN trialEnd_ms > ${ended} THEN ${ended} ELSE trialEnd_ms END ELSE start_ms END`;
  const faults = faultsOf(query, ledger, columns);
  const early = faults.slice(0, faults.indexOf(AFTER_CURRENCY));
  const marks = faults.filter((fault) => fault !== AFTER_CURRENCY);
  const fault = `CASE ${marks.join(' ')} ELSE 0 END`;
  const judged = [
    'read_customer AS customer',
    ...(ledger.form === 'lines' ? ['start_ms AS begun', `${ended} AS ended`] : []),
    `${has('trialEnd') ? after : 'start_ms'} AS ms`,
    `${partsSql(query, ledger)} AS parts`,
    `${dialect.whole(fault)} AS fault`, // never absent
    ...(has('subscription') ? ['read_subscription AS subscription'] : []),
    ...(has('subscription') && ledger.form === 'lines'
      ? ['CASE WHEN read_subscription IS NULL THEN row_number() OVER () END AS own']
      : []),
    ...(has('cancelled') ? ['cancelled_ms AS cancelled_at'] : []),
    ...(has('refunded') ? [`${refundedSql(ledger)} AS is_refunded`] : []),
    ...(has('currency')
      ? [`CASE WHEN (CASE ${early.join(' ')} ELSE 0 END) = 0 THEN read_currency END AS currency`]
      : []),
  ];
  // Of integers DuckDB knows before it reads them which can be wrong: to read them again costs less than to keep what was read.
  const isApart = dialect.findsWrongRows && isWhole(ledger) && !has('currency') && query.source.rows === undefined;
  return query.expression('rows', `SELECT ${judged.join(', ')} FROM (${timed}) AS timed_rows`, isApart && 'always');
}

/** In PostgreSQL, names that are not quoted are small: these are in any engine. */
function aliasOf(role: keyof LedgerTableColumns): string {
  return `read_${role}`;
}

/** The instant of a role. Of rows that do not count it may be another where that costs less: DuckDB skips what its statistics know of a bare column. */
function millisecondsOf({ dialect }: QueryText, role: keyof LedgerTableColumns, kind: TimeKind): string {
  const at = aliasOf(role);
  const ms = dialect.milliseconds(at, kind);
  const own = dialect.signed(ms);
  if (kind === 'epochMilliseconds' && dialect.name !== 'postgres') return own;
  return `CASE WHEN ${dialect.isInRange(at, kind)} THEN ${own} END`;
}

/** A column as what it is declared to be. Ids are only compared: integers stay as narrow as they are, which is quicker. */
function readSql(query: QueryText, column: SourceColumn, role: keyof LedgerTableColumns): string {
  if (query.dialect.name === 'clickhouse' && column.kind !== 'text') return asItIs(query, column);
  const isId = (role === 'customer' || role === 'subscription') && column.kind === 'integer';
  return (isId ? query.dialect.idRead(query.bare(column)) : null) ?? query.read(column);
}

/** The amount times all that it is multiplied by, in the order of memory, as a double that is not yet rounded. */
function productSql(query: QueryText, { form, columns, interval, decimals }: LedgerTable): string {
  const { dialect } = query;
  const amount = dialect.as('number', 'read_amount');
  const minor = query.value(10 ** decimals).sql;
  if (form === 'changes') return `${amount} * ${minor}`;
  const times = columns.quantity === undefined ? '' : ` * coalesce(${dialect.as('number', 'read_quantity')}, 1)`;
  const factor = (ratio: number) => query.value(Math.round(12 * ratio)).sql;
  if (interval !== null) {
    const scale = scaleOf('subscriptionTable', [ratioOf(interval) ?? 1]);
    return `${amount}${times} * ${minor} * ${query.value(Math.round(scale * (ratioOf(interval) ?? 1))).sql}`;
  }
  const cases = Object.entries(RATIOS).map(([name, ratio]) => `WHEN ${query.value(name).sql} THEN ${factor(ratio)}`);
  return `${amount}${times} * ${minor} * CASE read_interval ${cases.join(' ')} END`;
}

/** Whether all amounts are whole minor units, which no rounding changes: integers. */
export function isWhole({ form, columns }: LedgerTable): boolean {
  return form === 'changes' && columns.amount?.kind === 'integer';
}

/** Whether an integer is an amount of a change. */
function isAmount(query: QueryText, { decimals }: LedgerTable): string {
  return `read_amount BETWEEN 0 AND ${query.integer(Math.floor(GREATEST_TOTAL / 10 ** decimals))}`;
}

/** Rounded as memory does: halves up, and of lines without an error of a last place. What is too large is none. */
function partsSql(query: QueryText, ledger: LedgerTable): string {
  const { form, decimals } = ledger;
  if (isWhole(ledger)) {
    const parts = `read_amount * ${query.integer(10 ** decimals)}`;
    return query.dialect.wrapsAround ? parts : `CASE WHEN ${isAmount(query, ledger)} THEN ${parts} END`;
  }
  const rounded =
    form === 'changes'
      ? 'floor(product + 0.5)'
      : 'floor(product) + CASE WHEN product - floor(product) >= 0.5 THEN 1 ELSE 0 END';
  return `CASE WHEN abs(product) <= ${query.value(GREATEST_TOTAL).sql} THEN ${rounded} END`;
}

function refundedSql({ columns }: LedgerTable): string {
  return columns.refunded?.kind === 'boolean' ? 'coalesce(read_refunded, FALSE)' : 'coalesce(read_refunded = 1, FALSE)';
}

/** Not a fault: those before it are known when currencies are compared. */
const AFTER_CURRENCY = 'after currency';

/** What the ledger would leave out, in the order in which it looks. */
function faultsOf(
  query: QueryText,
  ledger: LedgerTable,
  columns: ReadonlyMap<keyof LedgerTableColumns, SourceColumn>,
): readonly string[] {
  const { dialect } = query;
  const { form, columns: roles, interval } = ledger;
  const faults: string[] = [];
  const is = (condition: string, fault: number): number => faults.push(`WHEN ${condition} THEN ${fault}`);
  const largest = query.value(Number.MAX_VALUE).sql;
  const value = (role: keyof LedgerTableColumns, isNeeded: boolean): void => {
    const column = columns.get(role);
    if (column === undefined) return;
    const alias = aliasOf(role);
    if (isNeeded) is(`${alias} IS NULL`, EVENT_MISSING);
    if (column.kind === 'text') {
      is(`${alias} = ''`, EVENT_MISSING);
      // Text that every engine can hold; Postgres itself holds no other.
      if (dialect.hasNul) is(dialect.contains(alias, query.value('\0').sql), EVENT_INVALID);
    } else if (column.kind === 'number')
      is(`NOT (abs(${alias}) <= ${largest})`, EVENT_INVALID); // NaN, too
    else if (isTimeKind(column.kind)) {
      const kind: TimeKind = column.kind;
      if (kind === 'epochMilliseconds') is(`${alias} BETWEEN 100000000 AND 99999999999`, EVENT_INVALID); // seconds
      is(`NOT ${dialect.isInRange(alias, kind)}`, EVENT_INVALID);
    } else if (column.kind === 'integer' && role !== 'customer' && role !== 'subscription')
      is(`NOT (${alias} BETWEEN -9007199254740992 AND 9007199254740992)`, EVENT_INVALID);
  };
  value('customer', true);
  value('start', true);
  value('end', false);
  if (columns.has('end')) is('end_ms < start_ms', EVENT_INVALID);
  if (!isWhole(ledger) || roles.currency !== undefined) value('amount', false);
  value('quantity', false);
  if (roles.currency !== undefined) {
    faults.push(AFTER_CURRENCY);
    const any = `(SELECT count(*) FROM ${query.from()} WHERE ${query.read(roles.currency)} <> '')`;
    is(`coalesce(read_currency, '') = '' AND ${any} > 0`, EVENT_MISSING);
  } else faults.push(AFTER_CURRENCY);
  if (form === 'lines' && interval === null) {
    is('read_interval IS NULL', EVENT_MISSING);
    is(
      `NOT (read_interval IN (${Object.keys(RATIOS)
        .map((name) => query.value(name).sql)
        .join(', ')}))`,
      EVENT_INVALID,
    );
  }
  is('read_amount IS NULL', EVENT_MISSING);
  if (isWhole(ledger)) is(`NOT (${isAmount(query, ledger)})`, EVENT_INVALID);
  else {
    if (form === 'changes') is('floor(product + 0.5) < 0', EVENT_INVALID);
    is(`NOT (abs(product) <= ${query.value(GREATEST_TOTAL).sql})`, EVENT_INVALID);
  }
  value('trialEnd', false);
  value('subscription', form === 'changes');
  value('cancelled', false);
  if (roles.refunded?.kind === 'integer') is('NOT (read_refunded IN (0, 1))', EVENT_INVALID);
  return faults;
}
