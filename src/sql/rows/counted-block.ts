import type { Block } from '../block.js';
import type { QueryText, Sql } from '../query-text.js';
import { MISSING, type TallyInputs } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import { counted, type MeasureSql, NO_ROWS } from './measure-sql.js';

/**
 * A select in which rows that do not count are counted beside those that do, as grouping by what is wrong with rows would cost more than
 * all else. Its cells: the keys, how many rows are missing, how many do not count, the value, then those of its measures. Rows that do not count
 * are all in the group without a value, where there are values; where faults are not asked for, they are in none.
 */
export function countedBlock(
  query: QueryText,
  keys: readonly KeySql[],
  rows: string,
  inputs: TallyInputs,
  value: Sql | null,
  measures: readonly MeasureSql[],
  countsFaults: boolean,
): Block {
  const { dialect } = query;
  const name = (alias: string): string => dialect.identifier(alias);
  const keyNames = keys.map((_, place) => name(`k${place}`));
  const isValid = inputs.conditions.length === 0 ? null : inputs.conditions.join(' AND ');
  const own = new Set(inputs.columns.map(([alias]) => alias));
  let taken = 0;
  const takes = measures.map((measure) =>
    measure.takes.map((sql) => (own.has(sql) ? { alias: sql, sql: null } : { alias: name(`a${taken++}`), sql })),
  );
  const isWhole = isValid === null || !countsFaults;
  const only = isWhole || value !== null ? null : inputs.only;
  const isJudged = isValid !== `${only} IS NOT NULL`;
  const isUnseen = only !== null && isJudged && inputs.isRefused && takes.flat().every(({ sql }) => sql === null);
  // Without keys Postgres need not read apart what it asks twice.
  const takesOne = isUnseen || dialect.name === 'duckdb' || (dialect.name === 'postgres' && keys.length > 0);
  const input = takesOne ? only : null;
  const isThere = `${input} IS NOT NULL`;
  const raw = input === null || isUnseen || !isJudged ? null : name('raw');
  const group = value === null ? null : groupOf(query, value, isWhole ? null : isValid);
  const computed = [
    ...(group === null ? [] : [`${group.sql} AS ${name('v')}`]),
    ...takes.flat().flatMap(({ alias, sql }) => (sql === null ? [] : [`${sql} AS ${alias}`])),
  ];
  const list = [...keyNames, ...own, ...computed, ...(raw === null ? [] : [raw])];
  const from = raw === null ? rows : asValid(query, keyNames, `${input}`, `${isValid}`, raw, rows);
  const filter = isValid === null || countsFaults ? '' : ` WHERE ${isValid}`;
  // A select that only passes columns on costs engines a twentieth of their planning.
  const read =
    computed.length === 0 && filter === '' ? from : `SELECT ${list.join(', ')} FROM (${from}) AS counted${filter}`;
  const groups = [...keyNames, ...(group === null ? [] : [name('v')])];
  const { missing, faulty } = isWhole
    ? NONE
    : faultsOf(query, inputs, raw === null ? isValid : isThere, group?.isNone ?? null, raw ?? inputs.only, isUnseen);
  // Where rows are grouped by a value, those that do not count are apart. Postgres stumbles over sums of theirs beyond the range of doubles.
  const apart = dialect.name === 'postgres' && group !== null ? `NOT (${group.isNone})` : null;
  const whereOf = ({ takes }: MeasureSql): string | null => {
    if (isWhole) return null;
    if (input !== null) return takes.length > 0 && takes.every((sql) => own.has(sql)) ? null : isThere;
    return group === null ? isValid : takes.length === 0 ? null : apart;
  };
  return {
    cells: [
      ...keys.map(({ type }, place) => dialect.cell(type, keyNames[place] as string)), // one name a key
      missing,
      faulty,
      value === null || group === null ? null : dialect.cell(value.type, group.cell),
      ...measures.flatMap((measure, place) =>
        measure.cells(
          (takes[place] ?? []).map(({ alias }) => alias),
          whereOf(measure),
        ),
      ),
    ],
    from: `FROM (${read}) AS grouped${groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`}`,
    value,
    measures,
    faults: group === null || isWhole ? 'beside' : 'apart',
    isUnseen,
  };
}

/**
 * In DuckDB and Postgres, the rows with the one input that they have, where it counts, and as it is: an aggregate of what is there costs less
 * than one under a condition, which Postgres would ask once more for each unless the select is kept apart.
 */
function asValid(
  { dialect }: QueryText,
  keys: readonly string[],
  input: string,
  isValid: string,
  raw: string,
  rows: string,
): string {
  const list = [...keys, `${input} AS ${raw}`, `CASE WHEN ${isValid} THEN ${input} END AS ${input}`];
  return `SELECT ${list.join(', ')} FROM (${rows}) AS named${dialect.name === 'postgres' ? ' OFFSET 0' : ''}`;
}

/** What rows are grouped by, where those that do not count have no value: what the value of a group is, and whether it has none. */
function groupOf(
  query: QueryText,
  { sql, type }: Sql,
  isValid: string | null,
): Record<'sql' | 'cell' | 'isNone', string> {
  const v = query.dialect.identifier('v');
  if (isValid === null) return { sql, cell: v, isNone: 'FALSE' };
  if (query.dialect.name !== 'clickhouse' || type !== 'integer')
    return { sql: `CASE WHEN ${isValid} THEN ${sql} END`, cell: v, isNone: `${v} IS NULL` };
  // To group by what may be absent costs a third more there: an integer that no valid one is stands for it.
  const none = query.integer(-(2 ** 54));
  return {
    sql: `CASE WHEN ${isValid} THEN toInt64(${sql}) ELSE ${none} END`, // unsigned ones and others have no type in common
    cell: `nullIf(${v}, ${none})`,
    isNone: `${v} = ${none}`,
  };
}

const NONE = { missing: NO_ROWS, faulty: NO_ROWS };

/** How many rows of a group are missing, and how many do not count. What is wrong with a row is only asked of those that do not count. */
function faultsOf(
  query: QueryText,
  { faults }: TallyInputs,
  isValid: string,
  isNone: string | null,
  only: string | null,
  isUnseen: boolean,
): typeof NONE {
  const counts = isNone === null ? isValid : `NOT (${isNone})`;
  const missing =
    only === null
      ? `count(CASE WHEN ${counts} THEN NULL WHEN CASE ${faults.join(' ')} END = ${MISSING} THEN 1 END)`
      : `count(*) - ${counted(query.dialect, [`${only} IS NOT NULL`])}`;
  const faulty =
    isNone !== null
      ? `CASE WHEN ${isNone} THEN count(*) ELSE 0 END`
      : isUnseen && query.dialect.name === 'postgres'
        ? `${missing} + ${counted(query.dialect, [`NOT (${isValid})`])}` // to count what is rare costs it a sixth less of a sum
        : `count(*) - ${counted(query.dialect, [isValid])}`;
  return { missing: query.numberCell('integer', missing), faulty: query.numberCell('integer', faulty) };
}
