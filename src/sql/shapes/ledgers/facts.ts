import { EARLIEST_BEGUN, type LedgerFacts, type LedgerRules } from '../../../log/shapes/ledger-shape.js';
import type { QueryText } from '../../query-text.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from '../../shape-columns.js';
import { differentValues } from '../../spelling.js';
import { runningSql, stepsOfStretches, totalsSql } from './levels.js';
import { tellsTies } from './lists.js';
import { isWhole, ledgerOf, ledgerRows } from './rows.js';

/**
 * The rows of the table as one row, and for each kind of rows that cannot be in the ledger another: `total`, what the amounts come to in
 * parts of minor units; how many `overlaps`, `ties` and `deficits` of several rows there are, and `currencies` beyond the first; how often
 * rules leave somebody `below` 0; of changes `begun`, when revenue begins; and the `decimals` of the ledger.
 */
export function factsSql(query: QueryText, shape: LedgerFacts): QueryText {
  const rows = ledgerRows(query);
  const facts = ledgerOf(query).form === 'lines' ? factsOfLines(query, shape.rules) : factsOfChanges(query, shape);
  const { columns: roles, invalid } = ledgerOf(query);
  // Of rows that are all left out there is no row of sums: where memory compares their currencies as well, they are a row of their own.
  const areApart = roles.currency !== undefined && invalid === 'throw';
  const more = {
    currencies: roles.currency === undefined || areApart ? '0' : `(SELECT count(*) - 1 FROM ${currenciesSql(rows)})`,
    decimals: query.integer(ledgerOf(query).decimals),
  };
  const sums = Object.entries({ ...facts.sums, ...more });
  const list = sums.map(([name, sql]) => `${sql} AS ${name}`);
  const counted = (fault: string): string =>
    `SELECT ${fault} AS ${SHAPE_FAULT}, ${facts.rows} AS ${SHAPE_EVENTS}, ${list.join(', ')} FROM ${facts.from}`;
  const none = sums.map(([name]) => `0 AS ${name}`);
  const others = `SELECT fault AS ${SHAPE_FAULT}, count(*) AS ${SHAPE_EVENTS}, ${none.join(', ')} FROM ${rows} WHERE fault <> 0 GROUP BY fault`;
  const select = facts.areValid
    ? `${counted('0')} HAVING count(*) > 0 UNION ALL ${others}`
    : `${counted('fault')} GROUP BY fault`;
  const columns = Object.fromEntries(sums.map(([name]) => [name, 'integer' as const]));
  const compared = sums.map(([name]) => `${name === 'currencies' ? 'count(*) - 1' : '0'} AS ${name}`);
  const several = `SELECT 0 AS ${SHAPE_FAULT}, 0 AS ${SHAPE_EVENTS}, ${compared.join(', ')} FROM ${currenciesSql(rows)} HAVING count(*) > 1`;
  return query.over(query.expression('facts', areApart ? `${select} UNION ALL ${several}` : select), columns, true);
}

/** Where facts are counted, whether of rows that count alone, how many there are, and the sums. */
interface Facts {
  readonly from: string;
  readonly areValid: boolean;
  readonly rows: string;
  readonly sums: Readonly<Record<string, string>>;
}

/** To group costs DuckDB as much as all the sums, and where no row can be wrong it need not look for those that are. */
function validRows(query: QueryText, rows: string): Pick<Facts, 'from' | 'areValid'> {
  const areValid = query.dialect.findsWrongRows;
  return { from: areValid ? `${rows} WHERE fault = 0` : rows, areValid };
}

function factsOfLines(query: QueryText, rules: LedgerRules): Facts {
  const { dialect } = query;
  const rows = ledgerRows(query);
  return {
    ...validRows(query, rows),
    rows: 'count(*)',
    sums: {
      total: dialect.integerSum(dialect.wholeOf('abs(parts)')),
      overlaps: ledgerOf(query).columns.subscription === undefined ? '0' : overlapsSql(query, rows),
      ties: '0',
      deficits: deficitsSql(query, rows),
      below: isPlain(rules) ? '0' : belowSql(query, rules),
      begun: '0',
    },
  };
}

/** Of changes: those of one instant that differ, and when somebody first pays. */
function factsOfChanges(query: QueryText, { rules: { asOf }, ends }: LedgerFacts): Facts {
  const { dialect } = query;
  const units = ledgerOf(query).columns.subscription === undefined ? 'customer' : 'customer, subscription';
  const rows = ledgerRows(query);
  const isApart = dialect.name !== 'postgres';
  const amount = isApart ? 'parts' : 'most_parts';
  const all = isApart ? amount : `${amount} * rows_at`; // all rows of an instant say the same, or are refused
  const tiesOf = (): string => {
    if (ends !== null && tellsTies(query, ends)) return '0';
    return isApart ? tiesSql(query, units, rows) : `count(CASE WHEN ${DIFFER} THEN 1 END)`;
  };
  const first = `min(CASE WHEN ${amount} > 0 THEN ms END)`;
  return {
    ...(isApart
      ? validRows(query, rows)
      : { from: `(${instantsOf(`fault, ${units}`, rows)}) AS instants`, areValid: false }),
    rows: isApart ? 'count(*)' : dialect.integerSum('rows_at'),
    sums: {
      ...{ overlaps: '0', deficits: '0', below: '0' },
      total: dialect.integerSum(isWhole(ledgerOf(query)) ? all : dialect.wholeOf(all)),
      ties: tiesOf(),
      begun: `CASE WHEN ${first} <= ${query.integer(asOf)} THEN ${first} - ${query.integer(EARLIEST_BEGUN)} ELSE 0 END`,
    },
  };
}

/** What the rows of an instant say. */
function instantsOf(units: string, rows: string): string {
  return `SELECT ${units}, ms, count(*) AS rows_at, min(parts) AS least_parts, max(parts) AS most_parts FROM ${rows} GROUP BY ${units}, ms`;
}

const DIFFER = 'least_parts <> most_parts';

/** Instants whose rows differ. To group all by instant costs more than all the rest, so only what may differ is. */
function tiesSql(query: QueryText, units: string, rows: string): string {
  const valid = `SELECT * FROM ${rows} WHERE fault = 0`;
  const suspects = `${valid} AND ${query.dialect.name === 'duckdb' ? isLater(query, rows) : isOfSeveral(query, units, rows)}`;
  return `(SELECT count(*) FROM (${instantsOf(units, `(${suspects}) AS suspects`)}) AS instants WHERE ${DIFFER})`;
}

/** Of rows that come in the order of time, as changes are mostly written down: of the instant of the row before. Of others (a step is `NULL`) all, each at 0. */
function isLater(query: QueryText, rows: string): string {
  const follow = `SELECT ms, lag(ms) OVER () AS last_ms FROM ${rows} WHERE fault = 0`;
  const step = 'CASE WHEN ms = last_ms THEN ms END AS step';
  const steps = query.expression('steps', `SELECT DISTINCT ${step} FROM (${follow}) AS following WHERE ms <= last_ms`);
  const all = `(SELECT count(*) > count(step) FROM ${steps})`;
  return `CASE WHEN ${all} THEN 0 ELSE ms END IN (SELECT coalesce(step, 0) FROM ${steps})`;
}

/** Of those who have several rows of an instant: of lists, ClickHouse tells them in a third of the time that it takes to count the rows of each. */
function isOfSeveral({ dialect }: QueryText, units: string, rows: string): string {
  const unit = units
    .split(', ')
    .map((each) => dialect.present(each))
    .join(', ');
  const several = `HAVING length(${differentValues(dialect.present('ms'))}) < count(*)`;
  return `(${unit}) IN (SELECT ${unit} FROM ${rows} WHERE fault = 0 GROUP BY ${unit} ${several})`;
}

/** Under these rules nobody of a ledger without deficits is below 0. */
function isPlain({ count, churnDate, refunds }: LedgerRules): boolean {
  return count === 'customers' && churnDate === 'end' && refunds === 'ignore';
}

/** Lines that start while another of their subscription goes on. */
function overlapsSql(query: QueryText, rows: string): string {
  const { dialect } = query;
  const over = 'PARTITION BY customer, subscription ORDER BY begun ASC';
  const [start, end] = ['begun', 'ended'].map((column) => dialect.neighbour('lag', column, over));
  const lines = `SELECT begun, ${start} AS last_begun, ${end} AS last_ended FROM ${rows} WHERE fault = 0 AND subscription IS NOT NULL AND (ended IS NULL OR ended <> begun)`;
  return `(SELECT count(*) FROM (${lines}) AS lines WHERE last_begun IS NOT NULL AND (last_ended IS NULL OR last_ended > begun))`;
}

/** Instants at which the lines of a customer with discounts come to less than 0. */
function deficitsSql(query: QueryText, rows: string): string {
  const owing = `customer IN (SELECT customer FROM ${rows} WHERE fault = 0 AND parts < 0)`;
  const lines = `SELECT customer, ms, ended AS until, parts FROM ${rows} WHERE fault = 0 AND (ended IS NULL OR ended <> ms) AND ${owing}`;
  const totals = runningSql(query, 'customer', stepsOfStretches('customer', lines));
  return `(SELECT count(*) FROM (${totals}) AS owed WHERE total < 0)`;
}

function currenciesSql(rows: string): string {
  return `(SELECT DISTINCT currency FROM ${rows} WHERE currency <> '') AS currencies`;
}

function belowSql(query: QueryText, rules: LedgerRules): string {
  return `(SELECT count(*) FROM ${totalsSql(query, rules).from} WHERE total < 0)`;
}
