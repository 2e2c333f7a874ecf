import type { Block } from '../block.js';
import type { QueryText, Sql } from '../query-text.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from '../shape-columns.js';
import type { SourceColumn } from '../sources/table.js';
import type { KeySql } from './key-sql.js';
import { type MeasureSql, NO_ROWS } from './measure-sql.js';

/**
 * A select of the rows of a shape in which nobody has to judge them, straight from the shape: an engine that need not take selects apart plans
 * in less time. Rows that are no events stand apart, and what is measured of them is not
 * read. `null` where something is to be named first, as it is grouped by or told in several cells.
 */
export function directBlock(
  query: QueryText,
  keys: readonly KeySql[],
  filters: readonly string[],
  value: Sql | null,
  measures: readonly MeasureSql[],
): Block | null {
  const { dialect } = query;
  const known: readonly SourceColumn[] = Object.values(query.source.columns); // fields of shapes are columns
  const columns = new Set(known.map((column) => query.bare(column)));
  const groups: readonly string[] = [...keys, ...(value === null ? [] : [value])].map(({ sql }) => sql);
  const isNamed = groups.every((sql) => columns.has(sql)) && measures.every((measure) => isDirect(measure, columns));
  const hasFaults = query.shape?.hasFaults === true;
  if (!isNamed || (hasFaults && value !== null)) return null;
  const [fault, events] = [query.bare({ name: SHAPE_FAULT }), query.bare({ name: SHAPE_EVENTS })];
  const own = hasFaults ? [...groups, fault] : groups;
  const where = filters.length === 0 ? '' : ` WHERE ${filters.join(' AND ')}`;
  const isBare = !hasFaults && value === null;
  const judged = [
    hasFaults ? query.numberCell('integer', fault) : NO_ROWS,
    hasFaults ? dialect.cell('integer', dialect.integerSum(events)) : NO_ROWS,
    value === null ? null : dialect.cell(value.type, value.sql),
  ];
  const numbers = new Set(known.filter(({ isWhole }) => isWhole).map((column) => query.bare(column)));
  return {
    cells: [
      ...keys.map(({ type, sql }) => (numbers.has(sql) ? query.numberCell(type, sql) : dialect.cell(type, sql))),
      ...(isBare ? [] : judged),
      ...measures.flatMap((measure) => measure.cells(measure.takes, null)),
    ],
    from: `FROM ${query.from()}${where}${own.length === 0 ? '' : ` GROUP BY ${own.join(', ')}`}`,
    value,
    measures,
    faults: isBare ? 'none' : hasFaults ? 'grouped' : 'beside',
  };
}

/** Whether what a measure takes stands in one cell, or costs nothing to repeat. */
function isDirect({ takes, cells }: MeasureSql, columns: ReadonlySet<string>): boolean {
  return takes.every((sql) => columns.has(sql)) || cells(takes, null).length === takes.length;
}
