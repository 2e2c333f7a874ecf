import type { Block } from './block.js';
import { INVALID, MISSING, type TallyInputs, VALID } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import { EVERY, type MeasureSql } from './measure-sql.js';
import type { QueryText } from './query-text.js';

/**
 * A select of measures that need no value, one row a group of keys: rows that do not count are counted beside them, as grouping by
 * what is wrong with rows would cost more than the sums. Its cells: the keys, how many rows are missing, how many invalid, then those of
 * its measures.
 */
export function countedBlock(
  query: QueryText,
  keys: readonly KeySql[],
  rows: string,
  inputs: TallyInputs,
  measures: readonly MeasureSql[],
): Block {
  const { dialect } = query;
  const name = (alias: string): string => dialect.identifier(alias);
  const keyNames = keys.map((_, place) => name(`k${place}`));
  const judged = judgement(query, inputs);
  let taken = 0;
  const takes = measures.map((measure) =>
    measure.takes.map((sql) => {
      const guarded = judged.guarded(sql);
      return guarded === EVERY ? (['*', null] as const) : ([name(`a${taken++}`), guarded] as const);
    }),
  );
  const list = [
    ...keyNames,
    ...judged.columns,
    ...takes.flat().flatMap(([alias, sql]) => (sql === null ? [] : [`${sql} AS ${alias}`])),
    ...(keyNames.length + judged.columns.length + taken === 0 ? [`1 AS ${name('one')}`] : []), // a select without columns is none
  ];
  const grouped = keyNames.length === 0 ? '' : ` GROUP BY ${keyNames.join(', ')}`;
  return {
    cells: [
      ...keys.map(({ type }, place) => dialect.cell(type, keyNames[place] as string)), // one name a key
      dialect.cell('integer', judged.missing),
      dialect.cell('integer', judged.invalid),
      dialect.noText,
      ...measures.flatMap((measure, place) => measure.cells((takes[place] ?? []).map(([alias]) => alias))),
    ],
    from: `FROM (SELECT ${list.join(', ')} FROM (${judged.rows(rows)}) AS counted) AS grouped${grouped}`,
    value: null,
    measures,
    faults: 'counted',
  };
}

/** How rows that count are told from others. */
interface Judgement {
  /** The rows with what is told of each. */
  rows(rows: string): string;
  /** Columns that the counts below read. */
  readonly columns: readonly string[];
  readonly missing: string;
  readonly invalid: string;
  /** An expression of a row, `NULL` where it does not count. */
  guarded(sql: string): string;
}

function judgement(query: QueryText, { faults, only }: TallyInputs): Judgement {
  const name = (alias: string): string => query.dialect.identifier(alias);
  if (faults.length === 0) {
    return { rows: (rows) => rows, columns: [], missing: '0', invalid: '0', guarded: (sql) => sql };
  }
  if (only === null) {
    const fault = name('fault');
    const counted = (code: number): string => `count(CASE WHEN ${fault} = ${code} THEN 1 END)`;
    return {
      rows: (rows) => `SELECT *, CASE ${faults.join(' ')} ELSE ${VALID} END AS ${fault} FROM (${rows}) AS judged`,
      columns: [fault],
      missing: counted(MISSING),
      invalid: counted(INVALID),
      guarded: (sql) => `CASE WHEN ${fault} = ${VALID} THEN ${sql} END`,
    };
  }
  // One input: what it is where it counts says all.
  const { alias, valid } = only;
  const value = valid === null ? alias : name('valid');
  return {
    rows: (rows) =>
      valid === null ? rows : `SELECT *, CASE WHEN ${valid} THEN ${alias} END AS ${value} FROM (${rows}) AS judged`,
    columns: valid === null ? [alias] : [alias, value],
    missing: `count(*) - count(${alias})`,
    invalid: valid === null ? '0' : `count(${alias}) - count(${value})`,
    guarded: (sql) => (sql === alias || sql === EVERY ? value : `CASE WHEN ${value} IS NOT NULL THEN ${sql} END`),
  };
}
