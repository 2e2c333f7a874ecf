import type { Block } from '../block.js';
import type { QueryText, Sql } from '../query-text.js';
import { SHAPE_EVENTS } from '../shape-columns.js';
import { VALID } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import type { MeasureSql } from './measure-sql.js';

/** A select of judged rows, one row a group of keys, fault and value. */
export function groupedBlock(
  query: QueryText,
  keys: readonly KeySql[],
  rows: string,
  value: Sql | null,
  measures: readonly MeasureSql[],
  countsFaults: boolean,
): Block {
  const { dialect } = query;
  const name = (alias: string): string => dialect.identifier(alias);
  const fault = name('fault');
  const keyNames = keys.map((_, place) => name(`k${place}`));
  const guarded = (sql: string): string => `CASE WHEN ${fault} = ${VALID} THEN ${sql} END`;
  let taken = 0;
  const takes = measures.map((measure) => measure.takes.map((sql) => [name(`a${taken++}`), guarded(sql)] as const));
  const valueSql = value === null ? [] : [`${guarded(value.sql)} AS ${name('v')}`];
  const events = name(SHAPE_EVENTS);
  const count = query.shape?.hasFaults === true ? dialect.integerSum(events) : 'count(*)';
  const list = [
    ...keyNames,
    fault,
    ...(query.shape?.hasFaults === true ? [events] : []),
    ...valueSql,
    ...takes.flat().map(([alias, sql]) => `${sql} AS ${alias}`),
  ];
  const only = countsFaults ? '' : ` WHERE ${fault} = ${VALID}`;
  const grouped = [...keyNames, fault, ...(value === null ? [] : [name('v')])];
  return {
    cells: [
      ...keys.map(({ type }, place) => dialect.cell(type, keyNames[place] as string)), // one name a key
      dialect.cell('integer', fault),
      dialect.cell('integer', count),
      value === null ? null : dialect.cell(value.type, name('v')),
      ...measures.flatMap((measure, place) =>
        measure.cells(
          (takes[place] ?? []).map(([alias]) => alias),
          null,
        ),
      ),
    ],
    from: `FROM (SELECT ${list.join(', ')} FROM (${rows}) AS counted${only}) AS grouped GROUP BY ${grouped.join(', ')}`,
    value,
    measures,
    faults: countsFaults ? 'grouped' : 'left out',
  };
}
