import type { Block } from './block.js';
import { MISSING, type TallyInputs } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import { counted, type MeasureSql } from './measure-sql.js';
import type { QueryText, Sql } from './query-text.js';

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
  const [v, own] = [name('v'), new Set(inputs.columns.map(([alias]) => alias))];
  let taken = 0;
  const takes = measures.map((measure) =>
    measure.takes.map((sql) => (own.has(sql) ? { alias: sql, sql: null } : { alias: name(`a${taken++}`), sql })),
  );
  const isWhole = isValid === null || !countsFaults;
  const values =
    value === null ? [] : [`${isWhole ? value.sql : `CASE WHEN ${isValid} THEN ${value.sql} END`} AS ${v}`];
  const list = [
    ...keyNames,
    ...own,
    ...values,
    ...takes.flat().flatMap(({ alias, sql }) => (sql === null ? [] : [`${sql} AS ${alias}`])),
  ];
  const read = `SELECT ${list.length === 0 ? `1 AS ${name('one')}` : list.join(', ')} FROM (${rows}) AS counted`;
  const only = isValid === null || countsFaults ? '' : ` WHERE ${isValid}`;
  const groups = [...keyNames, ...(value === null ? [] : [v])];
  const { missing, faulty } = isWhole ? NONE : faultsOf(inputs, isValid, value === null ? null : v);
  const where = isWhole || value !== null ? null : isValid;
  return {
    cells: [
      ...keys.map(({ type }, place) => dialect.cell(type, keyNames[place] as string)), // one name a key
      dialect.cell('integer', missing),
      dialect.cell('integer', faulty),
      value === null ? dialect.noText : dialect.cell(value.type, v),
      ...measures.flatMap((measure, place) =>
        measure.cells(
          (takes[place] ?? []).map(({ alias }) => alias),
          where,
        ),
      ),
    ],
    from: `FROM (${read}${only}) AS grouped${groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`}`,
    value,
    measures,
    faults: value === null || isWhole ? 'beside' : 'apart',
  };
}

const NONE = { missing: '0', faulty: '0' };

/** How many rows of a group are missing, and how many do not count; of a group with a value, none. What is wrong with a row is only asked of those that do not count. */
function faultsOf({ faults, only }: TallyInputs, isValid: string, value: string | null): typeof NONE {
  const counts = value === null ? isValid : `${value} IS NOT NULL`;
  return {
    missing:
      only === null
        ? `count(CASE WHEN ${counts} THEN NULL WHEN CASE ${faults.join(' ')} END = ${MISSING} THEN 1 END)`
        : `count(*) - count(${only})`,
    faulty: value === null ? `count(*) - ${counted([isValid])}` : `CASE WHEN ${value} IS NULL THEN count(*) ELSE 0 END`,
  };
}
