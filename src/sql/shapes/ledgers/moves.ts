import type { EachShape, EndsShape, GoneShape } from '../../../log/shapes/ledger-shape.js';
import type { Dialect } from '../../dialects/dialect.js';
import type { QueryText } from '../../query-text.js';
import { ledgerPeriod, levelsSql, type UnitRows } from './levels.js';
import { endsInLists, tellsTies, windowsInLists } from './lists.js';
import { ledgerOf } from './rows.js';

/** What customers pay at the end of a window of periods, compared with its start. */
export function endsSql(query: QueryText, shape: EndsShape): QueryText {
  const { dialect } = query;
  const late = shape.newBy === 'ends' && shape.within === null ? '' : ', rise_new';
  const hasMost = ledgerOf(query).form === 'lines';
  const compared = hasMost || late !== '' ? null : inLists(query, shape);
  const from = compared ?? comparedSql(query, shape, `${hasMost ? ', most' : ''}${late}`);
  const isNew = [
    ...(shape.newBy === 'ends' ? ['period = first_paid'] : []),
    ...(late === '' ? [] : ['rise_new = 1']),
  ].join(' OR ');
  const kind = `CASE WHEN before = after THEN 5 WHEN before = 0 THEN CASE WHEN ${isNew} THEN 0 ELSE 4 END WHEN after = 0 THEN 3 WHEN after > before THEN 1 ELSE 2 END`;
  const of = (ties: string, move: string): string =>
    tellsTies(query, shape) ? `if(before < 0, ${ties}, ${move})` : move;
  const columns = {
    period: 'period',
    kind: of('6', dialect.whole(kind)),
    amount: of('-before', 'abs(after - before)'),
    ...productsOf(dialect),
  };
  const list = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  const select = `SELECT ${list.join(', ')} FROM (${from}) AS compared WHERE before <> after${hasMost ? ' OR most > 0' : ''}`;
  return query.over(query.expression('ends', select), integers(columns));
}

/** Products of small numbers are added up as 64-bit integers, which is quicker; in ClickHouse to look costs more. */
function productsOf(dialect: Dialect): Readonly<Record<string, string>> {
  const change = dialect.wide('(after - before)');
  const [product, squares] = [`before * ${change}`, `(after + before) * ${change}`];
  if (dialect.name === 'clickhouse')
    return { product: '0', squares: '0', large_product: product, large_squares: squares };
  const isSmall = '(before BETWEEN 0 AND 1000000000 AND after BETWEEN 0 AND 1000000000)';
  return {
    product: `CASE WHEN ${isSmall} THEN before * (after - before) END`,
    squares: `CASE WHEN ${isSmall} THEN (after + before) * (after - before) END`,
    large_product: `CASE WHEN NOT ${isSmall} THEN ${product} END`,
    large_squares: `CASE WHEN NOT ${isSmall} THEN ${squares} END`,
  };
}

/** Of lists, where that is quicker. */
function inLists(query: QueryText, shape: EndsShape): string | null {
  if (!query.dialect.sortsLists) return null;
  if (shape.trailing === 1) return endsInLists(query, shape);
  const { from, units } = windowsSql(query, shape);
  return windowsInLists({ from, units: `${units}${residueOf(query, shape)}` });
}

/** Windows with what was paid at the end of the one `before`, and in which one a customer first pays at the end. */
function comparedSql(query: QueryText, shape: EndsShape, more: string): string {
  const { dialect } = query;
  const { from, units } = windowsSql(query, shape);
  const over = `PARTITION BY ${units}${residueOf(query, shape)} ORDER BY period ASC`;
  const all = `${over} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING`;
  const paid = 'CASE WHEN after > 0 THEN period END';
  // DuckDB knows what stands before the first row, and finds the first value quicker than the least.
  const [before, first] =
    dialect.name === 'duckdb'
      ? [`lag(after, 1, 0) OVER (${over})`, `first_value(${paid} IGNORE NULLS)`]
      : [`coalesce(${dialect.neighbour('lag', 'after', over)}, 0)`, `min(${paid})`];
  return `SELECT period, after${more}, ${before} AS before, ${first} OVER (${all}) AS first_paid FROM ${from}`;
}

/** What tells windows that follow each other from those that overlap. */
function residueOf(query: QueryText, { trailing }: EndsShape | GoneShape): string {
  const count = query.integer(trailing);
  return trailing === 1 ? '' : `, ((period % ${count}) + ${count}) % ${count}`;
}

/** Those who come and leave within a window. */
export function goneSql(query: QueryText, shape: GoneShape): QueryText {
  const { dialect } = query;
  const { from, units } = windowsSql(query, { ...shape, kind: 'ends', newBy: 'changes', ties: false });
  const before = dialect.neighbour(
    'lag',
    'after',
    `PARTITION BY ${units}${residueOf(query, shape)} ORDER BY period ASC`,
  );
  const compared = `SELECT period, after, last_paid, rise_new, coalesce(${before}, 0) AS before FROM ${from}`;
  const sides = '(SELECT 1 AS side UNION ALL SELECT -1) AS sides';
  const kind = dialect.as('integer', 'CASE WHEN side = -1 THEN 3 WHEN rise_new = 1 THEN 0 ELSE 4 END');
  const select = `SELECT period, ${kind} AS kind, last_paid AS amount, ${dialect.as('integer', '1')} AS counts FROM (${compared}) AS compared CROSS JOIN ${sides} WHERE before = 0 AND after = 0 AND last_paid > 0`;
  return query.over(query.expression('gone', select), integers({ period: 0, kind: 0, amount: 0, counts: 0 }));
}

/** Every change as it happens. */
export function eachSql(query: QueryText, shape: EachShape): QueryText {
  const { dialect } = query;
  const { from, units } = changesSql(query, shape);
  const rows = spreadSql(query, shape, `${units}, ms, level, before, is_new`, from);
  const kind =
    'CASE WHEN before = 0 THEN CASE WHEN is_new = 1 THEN 0 ELSE 4 END WHEN level = 0 THEN 3 WHEN level > before THEN 1 ELSE 2 END';
  const kinds = `SELECT ${units}, ms, period, ${dialect.as('integer', kind)} AS kind, abs(level - before) AS amount FROM (${rows}) AS changes`;
  const place = `row_number() OVER (PARTITION BY ${units}, period, kind ORDER BY ms ASC)`;
  const counts = `CASE WHEN place > 1 AND kind IN (1, 2) THEN 0 ELSE 1 END`;
  const select = `SELECT period, kind, amount, ${dialect.as('integer', counts)} AS counts FROM (SELECT period, kind, amount, ${place} AS place FROM (${kinds}) AS moves) AS placed`;
  return query.over(query.expression('each', select), integers({ period: 0, kind: 0, amount: 0, counts: 0 }));
}

/** All columns as integers. */
export function integers(columns: object): Readonly<Record<string, 'integer'>> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, 'integer' as const]));
}

/**
 * What customers pay at the end of each window in which that changes: `period`, `after`, of lines `most`, the greatest in it, and where changes tell who is new
 * `rise_new`, 1 or 0 for the first time in it that they begin to pay, and `last_paid`, what they paid last.
 */
function windowsSql(query: QueryText, shape: EndsShape): UnitRows {
  const { dialect } = query;
  const isPlain = shape.newBy === 'ends' && shape.within === null;
  const { from, units } = isPlain ? levelsSql(query, shape.rules) : changesSql(query, shape);
  const more = isPlain ? '' : ', before, is_new';
  const rows = spreadSql(query, shape, `${units}, ms, level${more}`, from);
  const list = [
    `${dialect.valueAt('last', 'level', 'ms')} AS after`,
    ...(ledgerOf(query).form === 'lines' ? ['max(level) AS most'] : []),
    ...(isPlain ? [] : [`${dialect.valueAt('first', 'is_new', 'ms', 'before = 0')} AS rise_new`]),
    ...(isPlain ? [] : [`${dialect.valueAt('last', 'level', 'ms', 'level > 0')} AS last_paid`]),
  ];
  const select = `SELECT ${units}, period, ${list.join(', ')} FROM (${rows}) AS spread GROUP BY ${units}, period`;
  return { from: query.expression('windows', select), units };
}

/** Rows with the `period` of each window that they lie in. */
function spreadSql(query: QueryText, shape: EndsShape | EachShape, columns: string, from: string): string {
  const period = query.dialect.present(ledgerPeriod(query, 'ms', shape.periods, shape.rules.asOf));
  const isNarrow = ['month', 'quarter', 'year'].includes(shape.periods.unit) && shape.last < 2 ** 15; // months since the year 1 are
  // DuckDB groups by a quarter as wide a number in five sixths of the time of all; casts of rows that do not count are none.
  const key = isNarrow && query.dialect.name === 'duckdb' ? `TRY_CAST(${period} AS SMALLINT)` : period;
  const rows = `SELECT ${columns}, ${key} AS period FROM ${from}`;
  if (shape.trailing === 1) return rows;
  const all = `SELECT ${columns}, period + place AS period FROM (SELECT ${columns}, period AS period FROM (${rows}) AS dated) AS dated_rows CROSS JOIN ${query.dialect.numbers(query.integer(shape.trailing))}`;
  return `SELECT * FROM (${all}) AS windows WHERE period <= ${query.integer(shape.last)}`;
}

/** Levels that differ from the one before, `before`, and `is_new`, 1 or 0, whether who pays again has never, or left longer ago than `within`. */
function changesSql(query: QueryText, { rules, within }: EndsShape | EachShape): UnitRows {
  const { dialect } = query;
  const { from, units } = levelsSql(query, rules);
  const over = `PARTITION BY ${units} ORDER BY ms ASC`;
  const before = `coalesce(${dialect.neighbour('lag', 'level', over)}, 0) AS before`;
  const differing = `SELECT * FROM (SELECT ${units}, ms, level, ${before} FROM ${from}) AS levels WHERE level <> before`;
  const since = `${dialect.neighbour('lag', 'ms', over)} AS last_ms`;
  const late = within === null ? '' : ` OR ms - last_ms > ${query.integer(within)}`;
  const isNew = dialect.as('integer', `CASE WHEN last_ms IS NULL${late} THEN 1 ELSE 0 END`);
  const select = `SELECT ${units}, ms, level, before, ${isNew} AS is_new FROM (SELECT ${units}, ms, level, before, ${since} FROM (${differing}) AS differing) AS since`;
  return { from: query.expression('changes', select), units };
}
