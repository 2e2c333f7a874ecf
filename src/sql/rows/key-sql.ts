import type { KeyValue } from '../../core/pairs.js';
import type { PeriodsPlan } from '../../log/shapes/shape-plan.js';
import { calendarFor } from '../../time/calendar.js';
import { refuseSql } from '../compile-error.js';
import type { SqlType } from '../dialects/dialect.js';
import { isTimeKind } from '../dialects/kinds.js';
import { periodIndex } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { asItIs, asKey, instantSql } from '../spelling.js';
import { type Cell, readCell, readCount, readDouble, refuseResult } from './read-cells.js';

/** A key that rows are grouped by: an expression of the row, and the key that its cell stands for. */
export interface KeySql {
  readonly sql: string;
  readonly type: SqlType;
  read(cell: Cell): KeyValue;
}

/** The key of `by` as SQL: a field, or a period of an instant. */
export function keySql(query: QueryText, plan: unknown): KeySql {
  // As `by`, or the plan of a metric, made it.
  const key = plan as { readonly kind: string; readonly field?: unknown; readonly option?: string } | undefined;
  if (key?.kind === 'period') return periodSql(query, key as unknown as PeriodPlan);
  if (key?.kind === 'value') return valueSql(query, key.option ?? 'a value', key.field);
  if (key?.kind !== 'field') return refuseSql('the key of by', 'a field or a period', 'a function');
  const field = key.field as string; // a field key has one
  const column = query.columnOf(key.option ?? 'the key of by', field, ['number', 'integer', 'text', 'boolean']);
  const type = column.kind as SqlType; // one of the four
  return {
    sql: asKey(query, column),
    type,
    read: (cell) => readCell(query.dialect, type, cell, field, query.shape !== null),
  };
}

/** Any value of a column, for a plan that judges it itself: instants are ISO 8601 text, and what no key can be is NaN. */
function valueSql(query: QueryText, option: string, field: unknown): KeySql {
  const { dialect } = query;
  const column = query.column(option, field);
  const read = asItIs(query, column);
  if (isTimeKind(column.kind)) {
    const ms = dialect.milliseconds(instantSql(query, column), column.kind);
    const isNumber = column.kind === 'epochMilliseconds';
    return {
      sql: dialect.as(
        'integer',
        `CASE WHEN NOT ${dialect.isInRange(read, column.kind)} THEN ${NO_TIME} ELSE ${ms} END`, // of no instant, no milliseconds
      ),
      type: 'integer',
      read(cell) {
        if (cell === null) return null;
        const time = Number(cell);
        if (time === NO_TIME) return Number.NaN;
        return isNumber ? time : new Date(time).toISOString();
      },
    };
  }
  const type = column.kind as SqlType; // one of the others
  return { sql: read, type, read: (cell) => readKey(dialect, type, cell) };
}

/** No instant of the calendar. */
const NO_TIME = 9_000_000_000_000_000;

function readKey(dialect: QueryText['dialect'], type: SqlType, cell: Cell): KeyValue {
  const isNumber = type === 'integer' || type === 'number';
  if (cell === null || !isNumber) return readCell(dialect, type, cell, 'a value');
  const value = type === 'integer' ? Number(cell) : readDouble(dialect, cell);
  const isKey =
    type === 'number' ? Number.isFinite(value) : Math.abs(value) <= 2 ** 53 && BigInt(cell) === BigInt(value);
  return isKey ? value + 0 : Number.NaN; // -0 is 0
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
  const read = asItIs(query, column);
  const inside = periodIndex(query, instantSql(query, column), kind, {
    unit,
    timeZone,
    weekStartsOn,
    fiscalYearStartsOn,
  });
  const labels = calendarFor('toSql', { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  return {
    // Of no instant, no period: a NULL of its own would make ClickHouse group by what may be absent, a tenth slower.
    sql: `CASE WHEN NOT ${dialect.isInRange(read, kind)} THEN ${OUTSIDE} ELSE ${inside} END`,
    type: 'integer',
    read(cell) {
      if (cell === null) return null;
      const number = readCount(cell, field);
      if (number === OUTSIDE) refuseResult(field, dialect.range, 'another', 'E_TIME_INVALID');
      return labels.labelOf(number);
    },
  };
}
