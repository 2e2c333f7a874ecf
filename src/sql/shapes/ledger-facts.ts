import { EARLIEST_BEGUN, type LedgerRules } from '../../log/ledger-shape.js';
import type { LedgerTable } from '../ledger-source.js';
import type { QueryText } from '../query-text.js';
import { levelsSql, runningSql, stepsOfStretches, totalsSql } from './ledger-levels.js';
import { ledgerOf, ledgerRows } from './ledger-rows.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from './shape-columns.js';
import { neighbour } from './spelling.js';

/**
 * The rows of the table as one row, and for each kind of rows that cannot be in the ledger another: `total`, what the amounts come to in
 * parts of minor units; how many `overlaps`, `ties` and `deficits` of several rows there are, and `currencies` beyond the first; how often
 * rules leave somebody `below` 0; of changes `begun`, when revenue begins; and the `decimals` of the ledger.
 */
export function factsSql(query: QueryText, rules: LedgerRules): QueryText {
  const { dialect } = query;
  const ledger = ledgerOf(query);
  const rows = ledgerRows(query);
  const facts = {
    total: dialect.integerSum(dialect.as('integer', 'abs(parts)')),
    overlaps: ledger.form === 'lines' && ledger.columns.subscription !== undefined ? overlapsSql(query, rows) : '0',
    ties: ledger.form === 'changes' ? tiesSql(ledger, rows) : '0',
    deficits: ledger.form === 'lines' ? deficitsSql(query, rows) : '0',
    currencies: ledger.columns.currency === undefined ? '0' : currenciesSql(rows),
    below: isPlain(rules) || ledger.form === 'changes' ? '0' : belowSql(query, rules),
    begun: ledger.form === 'changes' ? begunSql(query, rules) : '0',
    decimals: query.integer(ledger.decimals),
  };
  const list = Object.entries(facts).map(([name, sql]) => `${sql} AS ${name}`);
  const select = `SELECT fault AS ${SHAPE_FAULT}, count(*) AS ${SHAPE_EVENTS}, ${list.join(', ')} FROM ${rows} GROUP BY fault`;
  const columns = Object.fromEntries(Object.keys(facts).map((name) => [name, 'integer' as const]));
  return query.over(query.expression('facts', select), columns, true);
}

/** Under these rules nobody of a ledger without deficits is below 0. */
function isPlain({ count, churnDate, refunds }: LedgerRules): boolean {
  return count === 'customers' && churnDate === 'end' && refunds === 'ignore';
}

/** Lines that start while another of their subscription goes on. */
function overlapsSql(query: QueryText, rows: string): string {
  const { dialect } = query;
  const over = 'PARTITION BY customer, subscription ORDER BY begun';
  const [start, end] = ['begun', 'ended'].map((column) => neighbour(dialect, 'lag', column, over));
  const lines = `SELECT begun, ${start} AS last_begun, ${end} AS last_ended FROM ${rows} WHERE fault = 0 AND subscription IS NOT NULL AND (ended IS NULL OR ended <> begun)`;
  return `(SELECT count(*) FROM (${lines}) AS lines WHERE last_begun IS NOT NULL AND (last_ended IS NULL OR last_ended > begun))`;
}

/** Rows that say something else of the same at the same instant. */
function tiesSql({ columns }: LedgerTable, rows: string): string {
  const units = columns.subscription === undefined ? 'customer' : 'customer, subscription';
  const groups = `SELECT 1 AS one FROM ${rows} WHERE fault = 0 GROUP BY ${units}, ms HAVING min(parts) <> max(parts)`;
  return `(SELECT count(*) FROM (${groups}) AS ties)`;
}

/** Instants at which the lines of a customer with discounts come to less than 0. */
function deficitsSql(query: QueryText, rows: string): string {
  const owing = `customer IN (SELECT customer FROM ${rows} WHERE fault = 0 AND parts < 0)`;
  const lines = `SELECT customer, ms, ended AS until, parts FROM ${rows} WHERE fault = 0 AND (ended IS NULL OR ended <> ms) AND ${owing}`;
  const totals = runningSql(query, 'customer', stepsOfStretches('customer', lines));
  return `(SELECT count(*) FROM (${totals}) AS owed WHERE total < 0)`;
}

function currenciesSql(rows: string): string {
  return `(SELECT count(*) - 1 FROM (SELECT DISTINCT currency FROM ${rows} WHERE currency <> '') AS currencies)`;
}

/** When somebody first pays, in milliseconds after `EARLIEST_BEGUN`; 0 where nobody does. Lines tell by their movements. */
function begunSql(query: QueryText, rules: LedgerRules): string {
  const first = `min(ms) - ${query.integer(EARLIEST_BEGUN)}`;
  return `(SELECT coalesce(${first}, 0) FROM ${levelsSql(query, rules).from} WHERE level > 0)`;
}

function belowSql(query: QueryText, rules: LedgerRules): string {
  return `(SELECT count(*) FROM ${totalsSql(query, rules).from} WHERE total < 0)`;
}
