import type { Expression } from '../core/expression.js';
import type { TallyPlan } from '../core/tally.js';
import { expressionSql, type InputsSql } from './expression-sql.js';
import { FILTERED, tallyInputs, VALID } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import { type MeasureSql, measureSql } from './measure-sql.js';
import { onceSql } from './once-sql.js';
import type { QueryText, Sql } from './query-text.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from './shapes/shape-columns.js';

/** What stands above a tally: keys, filters above all keys, and filters below some of them. */
export interface Above {
  readonly keys: readonly KeySql[];
  readonly filters: readonly string[];
  /** `level` is the number of keys above the filter: groups of those keys exist whatever it says. */
  readonly inner: readonly { readonly level: number; readonly sql: string }[];
}

/** One grouped select of a tally. Its cells: the keys, the fault, the value, then those of its measures. */
export interface Block {
  readonly cells: readonly string[];
  readonly from: string;
  readonly value: Sql | null;
  readonly measures: readonly MeasureSql[];
  /** Whether rows that do not count are counted here. */
  readonly countsFaults: boolean;
}

/** A tally as SQL: a select for each thing that its measures group by. */
export interface Leaf {
  readonly keys: readonly KeySql[];
  readonly measures: readonly MeasureSql[];
  readonly blocks: readonly Block[];
}

/** Writes the selects of a tally. */
export function leafSql(query: QueryText, plan: TallyPlan, above: Above): Leaf {
  const { inputs, columns, faults } = tallyInputs(query, plan);
  const measures = Object.entries(plan.measures).map(([name, measure]) => measureSql(query, inputs, name, measure));
  const rows = judgedRows(query, plan, above, columns, faults, inputs);
  const groups = groupsOf(measures);
  const blocks = groups.map(({ by, measures }, place) =>
    block(
      query,
      above.keys,
      rows,
      by === null ? null : expressionSql(query, inputs, 'measure', by),
      measures,
      place === 0,
    ),
  );
  return { keys: above.keys, measures, blocks };
}

/** Measures that can be counted in one grouping. The first also counts what needs none, unless its values are those of customers. */
function groupsOf(
  measures: readonly MeasureSql[],
): readonly { by: Expression | null; measures: readonly MeasureSql[] }[] {
  const byValue = new Map<string, { by: Expression; measures: MeasureSql[] }>();
  for (const measure of measures) {
    if (measure.by === null) continue;
    const key = JSON.stringify(measure.by);
    const group = byValue.get(key) ?? { by: measure.by, measures: [] };
    group.measures.push(measure);
    byValue.set(key, group);
  }
  const plain = measures.filter(({ by }) => by === null);
  const groups = [...byValue.values()];
  const first = groups.findIndex((group) => group.measures.some((measure) => measure.cells(measure.takes).length > 0));
  const host = groups[first];
  if (host === undefined) return [{ by: null, measures: plain }, ...groups];
  return [{ by: host.by, measures: [...plain, ...host.measures] }, ...groups.filter((group) => group !== host)];
}

/** The rows with their keys, inputs, and why they do not count. */
function judgedRows(
  query: QueryText,
  plan: TallyPlan,
  above: Above,
  columns: readonly (readonly [string, string])[],
  faults: readonly string[],
  inputs: InputsSql,
): string {
  const name = (alias: string): string => query.dialect.identifier(alias);
  const keys = above.keys.map(({ sql }, place) => {
    const tests = above.inner.filter(({ level }) => level <= place).map((filter) => filter.sql);
    return [name(`k${place}`), tests.length === 0 ? sql : `CASE WHEN ${tests.join(' AND ')} THEN ${sql} END`] as const;
  });
  const levels = [...above.inner].sort((a, b) => a.level - b.level);
  const reach = levels.map(({ level, sql }) => `WHEN NOT ${sql} THEN ${FILTERED + level}`);
  const once = onceSql(
    query,
    plan,
    keys.map(([alias]) => alias),
    inputs,
  );
  const shape =
    query.shape?.hasFaults === true ? [SHAPE_FAULT, SHAPE_EVENTS].map((each) => [name(each), name(each)] as const) : [];
  const read = [
    ...keys,
    ...columns,
    ...shape,
    ...once.columns,
    ...(reach.length === 0 ? [] : [[name('filtered'), `CASE ${reach.join(' ')} ELSE ${VALID} END`] as const]),
  ];
  const filters = above.filters.length === 0 ? '' : ` WHERE ${above.filters.join(' AND ')}`;
  // A select without columns is none: rows of a tally that reads nothing are counted by a constant.
  const list = read.length === 0 ? `1 AS ${name('one')}` : read.map(([alias, sql]) => `${sql} AS ${alias}`).join(', ');
  const inner = `SELECT ${list} FROM ${query.from()}${filters}`;
  const aliases = read.map(([alias]) => alias).filter((alias) => alias !== name('filtered'));
  const filtered = reach.length === 0 ? [] : [`WHEN ${name('filtered')} > ${VALID} THEN ${name('filtered')}`];
  if (query.shape?.hasFaults === true) filtered.push(`WHEN ${name(SHAPE_FAULT)} < ${VALID} THEN ${name(SHAPE_FAULT)}`);
  const judged = [...filtered, ...faults, ...once.faults];
  const code = judged.length === 0 ? String(VALID) : `CASE ${judged.join(' ')} ELSE ${VALID} END`;
  const outer = `SELECT ${[...aliases, `${code} AS ${name('fault')}`].join(', ')} FROM (${inner}) AS judged`;
  return once.choose(outer, aliases);
}

function block(
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
      value === null ? dialect.noText : dialect.cell(value.type, name('v')),
      ...measures.flatMap((measure, place) => measure.cells((takes[place] ?? []).map(([alias]) => alias))),
    ],
    from: `FROM (SELECT ${list.join(', ')} FROM (${rows}) AS counted${only}) AS grouped GROUP BY ${grouped.join(', ')}`,
    value,
    measures,
    countsFaults,
  };
}
