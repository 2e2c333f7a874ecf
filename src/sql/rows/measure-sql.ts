import type { Expression } from '../../core/expression.js';
import type { Measure } from '../../core/measures.js';
import type { KeyValue } from '../../core/pairs.js';
import type { Dialect } from '../dialects/dialect.js';
import { filtered } from '../dialects/standard.js';
import type { QueryText, Sql } from '../query-text.js';
import { splitDouble } from '../split-double.js';
import { arithmeticIn, asNumber, expressionSql, type InputsSql, testSql } from './expression-sql.js';
import { type Cell, readCount, readDouble, readInteger, readIntegerSum, refuseResult, sumState } from './read-cells.js';
import { totalState } from './total-state.js';

/** How one measure is counted: what is taken of each valid row, what of each group of rows, and the state of such a group. */
export interface MeasureSql {
  readonly name: string;
  /** What the rows are grouped by for it; `null` where groups of any size do. */
  readonly by: Expression | null;
  /** Expressions of a row. */
  readonly takes: readonly string[];
  /** Texts of a group, of what was taken of those of its rows of which a condition holds; `null` where all count. */
  cells(taken: readonly string[], where: string | null): readonly string[];
  /** The same of a group of rows of which all take the same; where that is known. */
  alike?(taken: readonly string[]): readonly string[];
  /** The measure's state in a group, of its cells from that at `at` on; `value` is the group's, where it has one. */
  state(cells: ArrayLike<Cell>, at: number, value: KeyValue): unknown;
  /** The states of several groups as one; that of no rows, where there are none. */
  total(states: readonly unknown[]): unknown;
}

/** The cell of a count that is known not to count anything. */
export const NO_ROWS = "'0'";

/** That a column is there, by its name. */
const PRESENT = /^("\w+") IS NOT NULL$/;

/** How many rows there are of which all of these conditions hold. */
export function counted(dialect: Dialect, conditions: readonly string[]): string {
  if (conditions.length === 0) return 'count(*)';
  const present = conditions.length === 1 ? PRESENT.exec(conditions[0] ?? '')?.[1] : undefined;
  return present === undefined ? dialect.countIf(conditions.join(' AND ')) : `count(${present})`; // costs less
}

/** A measure as SQL. */
export function measureSql(query: QueryText, inputs: InputsSql, name: string, measure: Measure): MeasureSql {
  const option = `measure "${name}"`;
  const expression = (of: Expression): Sql => expressionSql(query, inputs, option, of);
  const total = (states: readonly unknown[]): unknown => totalState(measure, states);
  switch (measure.kind) {
    case 'countIf': {
      const { test } = measure;
      const overflows = test === true ? [] : arithmeticIn(test).map((of) => overflowing(query, expression(of)));
      return {
        name,
        by: null,
        takes: test === true ? [] : [testSql(query, inputs, option, test), ...overflows],
        cells: (taken, where) =>
          (test === true ? [[]] : taken.map((each) => [each])).map((tests) =>
            query.numberCell('integer', counted(query.dialect, where === null ? tests : [where, ...tests])),
          ),
        alike: (taken) =>
          (test === true ? ['count(*)'] : taken.map((each) => `CASE WHEN ${each} THEN count(*) ELSE 0 END`)).map(
            (count) => query.numberCell('integer', count),
          ),
        state(cells, at) {
          for (let i = 1; i <= overflows.length; i += 1)
            if (readCount(cellAt(cells, at + i), option) > 0) refuseOverflow(option);
          return readCount(cellAt(cells, at), option);
        },
        total,
      };
    }
    case 'sum':
      return { name, by: null, ...summed(query, option, expression(measure.of)), total };
    case 'min':
    case 'max': {
      const { sql, type } = expression(measure.of); // integers are made doubles where they are read
      return {
        name,
        by: null,
        takes: [sql],
        cells: ([taken = ''], where) => [
          query.dialect.cell(type, query.dialect.extreme(measure.kind, taken) + filtered(where)),
        ],
        alike: (taken) => taken.map((each) => query.dialect.cell(type, query.dialect.extreme(measure.kind, each))),
        state(cells, at) {
          const cell = cellAt(cells, at);
          if (cell === null) return null;
          return type === 'integer' ? Number(cell) : readNumber(query, option, cell);
        },
        total,
      };
    }
    case 'countDistinct':
      return {
        name,
        by: measure.of,
        takes: [],
        cells: () => [],
        alike: () => [],
        state: (_, __, value) => [value],
        total,
      };
    case 'histogram':
      return {
        name,
        by: measure.of,
        takes: [],
        cells: (_, where) => [query.numberCell('integer', counted(query.dialect, where === null ? [] : [where]))],
        alike: () => [query.numberCell('integer', counted(query.dialect, []))],
        state: (cells, at, value) => [[value, readCount(cellAt(cells, at), option)]],
        total,
      };
    case 'weightedHistogram': {
      const sum = summed(query, option, expression(measure.weight));
      return {
        name,
        by: measure.of,
        ...sum,
        state: (cells, at, value) => [[value, sum.state(cells, at)]],
        total,
      };
    }
  }
}

/** A cell of a row that has it. */
function cellAt(cells: ArrayLike<Cell>, place: number): Cell {
  return cells[place] as Cell;
}

/** The part of a sum that is a double; 0 where there is none. */
function readRest(query: QueryText, option: string, cell: Cell): number {
  return cell === null ? 0 : readNumber(query, option, cell);
}

/** A finite number of an aggregate. */
function readNumber(query: QueryText, option: string, cell: string): number {
  const value = readDouble(query.dialect, cell);
  return Number.isFinite(value) ? value + 0 : refuseOverflow(option);
}

function refuseOverflow(option: string): never {
  return refuseResult(option, 'within the range of doubles', 'a larger number', 'E_OVERFLOW');
}

function overflowing(query: QueryText, of: Sql): string {
  return `NOT (abs(${asNumber(query, of)}) <= ${query.value(Number.MAX_VALUE).sql})`; // true for NaN as well
}

interface Summed extends Pick<MeasureSql, 'takes' | 'cells' | 'alike'> {
  state(cells: ArrayLike<Cell>, at: number): readonly number[];
}

/** A sum: of integers exact, of doubles as the source asks. */
function summed(query: QueryText, option: string, of: Sql): Summed {
  const { dialect, source } = query;
  if (of.type === 'integer') {
    return {
      takes: [of.sql],
      cells: ([taken = ''], where) => [dialect.sumCell(taken, where, of.isSafe === true)],
      alike: ([taken = '']) => [dialect.cell('integer', `${dialect.wide(taken)} * count(*)`)],
      state: (cells, at) => readIntegerSum(cellAt(cells, at), option),
    };
  }
  if (source.sums === 'compensated') {
    return {
      takes: [of.sql],
      cells: ([taken = ''], where) => [dialect.cell('number', dialect.sum(taken) + filtered(where))],
      state: (cells, at) => sumState([], readRest(query, option, cellAt(cells, at))),
    };
  }
  return {
    takes: [of.sql],
    cells: ([taken = ''], where) => {
      const { whole, part, rest } = splitDouble(dialect, taken);
      return [
        dialect.cell('integer', dialect.integerSum(whole) + filtered(where)),
        dialect.cell('integer', dialect.integerSum(part) + filtered(where)),
        dialect.cell('number', dialect.sum(rest) + filtered(where)),
      ];
    },
    state: (cells, at) =>
      sumState(
        [
          { integer: readInteger(cellAt(cells, at), option), scale: 1 },
          { integer: readInteger(cellAt(cells, at + 1), option), scale: 2 ** -62 },
        ],
        readRest(query, option, cellAt(cells, at + 2)),
      ),
  };
}
