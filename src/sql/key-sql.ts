import type { KeyValue } from '../core/pairs.js';
import type { PeriodsPlan } from '../log/shape-plan.js';
import { calendarFor } from '../time/calendar.js';
import { refuseSql } from './compile-error.js';
import type { SqlType } from './dialect.js';
import { periodNumber } from './period-number.js';
import type { QueryText } from './query-text.js';
import { type Cell, readCell, readCount, refuseResult } from './read-cells.js';

/** A key that rows are grouped by: an expression of the row, and the key that its cell stands for. */
export interface KeySql {
  readonly sql: string;
  readonly type: SqlType;
  read(cell: Cell): KeyValue;
}

/** The key of `by` as SQL: a field, or a period of an instant. */
export function keySql(query: QueryText, plan: unknown): KeySql {
  const key = plan as { readonly kind: string; readonly field?: unknown } | undefined; // as `by` made it
  if (key?.kind === 'period') return periodSql(query, key as unknown as PeriodPlan);
  if (key?.kind !== 'field') return refuseSql('the key of by', 'a field or a period', 'a function');
  const field = key.field as string; // a field key has one
  const column = query.columnOf('the key of by', field, ['number', 'integer', 'text', 'boolean']);
  const type = column.kind as SqlType; // one of the four
  return {
    sql: query.read(column),
    type,
    read: (cell) => readCell(query.dialect, type, cell, field),
  };
}

interface PeriodPlan extends PeriodsPlan {
  readonly kind: 'period';
  readonly field: string;
}

/** No period has this number: it marks instants that the calendar does not hold. */
const OUTSIDE = -2_000_000_000;

/** The number of the period, from the wall time; its label is the calendar's own, as in memory. */
function periodSql(query: QueryText, { field, unit, timeZone, weekStartsOn, fiscalYearStartsOn }: PeriodPlan): KeySql {
  const { dialect } = query;
  const column = query.columnOf('the time of period', field, ['instant', 'utcTimestamp', 'epochMilliseconds']);
  const kind = column.kind as 'instant'; // one of the three
  const read = query.read(column);
  const inside = periodNumber(query, read, kind, { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const labels = calendarFor('toSql', { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  return {
    sql: `CASE WHEN ${read} IS NULL THEN NULL WHEN ${dialect.isInRange(read, kind)} THEN ${inside} ELSE ${OUTSIDE} END`,
    type: 'integer',
    read(cell) {
      if (cell === null) return null;
      const number = readCount(cell, field);
      if (number === OUTSIDE) refuseResult(field, dialect.range, 'another', 'E_TIME_INVALID');
      return labels.labelOf(number);
    },
  };
}
