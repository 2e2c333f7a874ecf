import type { Expression } from '../../core/expression.js';
import type { TallyPlan } from '../../core/tally.js';
import type { Block } from '../block.js';
import type { QueryText } from '../query-text.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from '../shape-columns.js';
import { unsigned } from '../spelling.js';
import { alikeBlock, areAlike } from './alike-block.js';
import { countedBlock } from './counted-block.js';
import { directBlock } from './direct-block.js';
import { expressionSql, type InputsSql } from './expression-sql.js';
import { groupedBlock } from './grouped-block.js';
import { FILTERED, tallyInputs, VALID } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import { type MeasureSql, measureSql } from './measure-sql.js';
import { onceSql } from './once-sql.js';

/** What stands above a tally: keys, filters above all keys, and filters below some of them. */
export interface Above {
  readonly keys: readonly KeySql[];
  readonly filters: readonly string[];
  /** `level` is the number of keys above the filter: groups of those keys exist whatever it says. */
  readonly inner: readonly { readonly level: number; readonly sql: string }[];
  /** Whether this is within a metric's own plan. */
  readonly isOwn?: boolean;
}

/** A tally as SQL: a select for each thing that its measures group by. */
export interface Leaf {
  readonly keys: readonly KeySql[];
  readonly measures: readonly MeasureSql[];
  /** The names of the measures, with nothing yet. */
  readonly blank: Readonly<Record<string, undefined>>;
  readonly blocks: readonly Block[];
}

/** Writes the selects of a tally. */
export function leafSql(query: QueryText, plan: TallyPlan, above: Above): Leaf {
  const direct = directLeaf(query, plan, above);
  if (direct !== null) return direct;
  const read = tallyInputs(query, plan);
  const { inputs, columns, faults } = read;
  const measures = measuresOf(query, plan, inputs);
  const groups = groupsOf(measures);
  // Faults beside the groups cost least; where a filter, another row or a shape decides, they are groups of their own.
  const isPlain = above.inner.length === 0 && plan.once === undefined && query.shape?.hasFaults !== true;
  const judged = (): string => judgedRows(query, plan, above, columns, faults, inputs);
  const blocks = groups.map(({ by, measures }, place) => {
    const value = by === null ? null : unsigned(query.dialect, expressionSql(query, inputs, 'measure', by));
    const rows = (): string => readRows(query, above, columns);
    if (isPlain && value !== null && groups.length === 1 && areAlike(read, plan, by, measures))
      return alikeBlock(query, above.keys, rows(), read, plan, value, measures);
    return isPlain && (value === null || read.tellsFaults)
      ? countedBlock(query, above.keys, rows(), read, value, measures, place === 0)
      : groupedBlock(query, above.keys, judged(), value, measures, place === 0);
  });
  return { keys: above.keys, measures, blank: blankOf(measures), blocks };
}

/** The same of the rows of a shape of which nothing is asked; `null` of others. */
function directLeaf(query: QueryText, plan: TallyPlan, above: Above): Leaf | null {
  if (query.shape === null || plan.once !== undefined || above.inner.length > 0) return null;
  const { inputs, columns, conditions } = tallyInputs(query, plan);
  if (conditions.length > 0) return null;
  const sqlOf = new Map(columns);
  const own = new Map([...inputs].map(([name, { sql, type }]) => [name, { sql: sqlOf.get(sql) ?? sql, type }]));
  const measures = measuresOf(query, plan, own);
  const blocks: Block[] = [];
  for (const { by, measures: grouped } of groupsOf(measures)) {
    const value = by === null ? null : unsigned(query.dialect, expressionSql(query, own, 'measure', by));
    const block = directBlock(query, above.keys, above.filters, value, grouped);
    if (block === null) return null;
    blocks.push(block);
  }
  return { keys: above.keys, measures, blank: blankOf(measures), blocks };
}

function measuresOf(query: QueryText, plan: TallyPlan, inputs: InputsSql): readonly MeasureSql[] {
  return Object.entries(plan.measures).map(([name, measure]) => measureSql(query, inputs, name, measure));
}

function blankOf(measures: readonly MeasureSql[]): Leaf['blank'] {
  return Object.fromEntries(measures.map(({ name }) => [name, undefined]));
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
  const first = groups.findIndex((group) =>
    group.measures.some((measure) => measure.cells(measure.takes, null).length > 0),
  );
  const host = groups[first];
  if (host === undefined) return [{ by: null, measures: plain }, ...groups];
  return [{ by: host.by, measures: [...plain, ...host.measures] }, ...groups.filter((group) => group !== host)];
}

/** The rows with their keys and inputs. */
function readRows(query: QueryText, above: Above, columns: readonly (readonly [string, string])[]): string {
  const keys = above.keys.map(({ sql }, place) => [query.dialect.identifier(`k${place}`), sql] as const);
  const filters = above.filters.length === 0 ? '' : ` WHERE ${above.filters.join(' AND ')}`;
  return `SELECT ${listOf(query, [...keys, ...columns])} FROM ${query.from()}${filters}`;
}

/** A select without columns is none: rows of a tally that reads nothing are counted by a constant. */
function listOf(query: QueryText, read: readonly (readonly [string, string])[]): string {
  if (read.length === 0) return `1 AS ${query.dialect.identifier('one')}`;
  return read.map(([alias, sql]) => `${sql} AS ${alias}`).join(', ');
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
  const inner = `SELECT ${listOf(query, read)} FROM ${query.from()}${filters}`;
  const aliases = read.map(([alias]) => alias).filter((alias) => alias !== name('filtered'));
  const filtered = reach.length === 0 ? [] : [`WHEN ${name('filtered')} > ${VALID} THEN ${name('filtered')}`];
  if (query.shape?.hasFaults === true) filtered.push(`WHEN ${name(SHAPE_FAULT)} < ${VALID} THEN ${name(SHAPE_FAULT)}`);
  const judged = [...filtered, ...faults, ...once.faults];
  const code = judged.length === 0 ? String(VALID) : `CASE ${judged.join(' ')} ELSE ${VALID} END`;
  const outer = `SELECT ${[...aliases, `${code} AS ${name('fault')}`].join(', ')} FROM (${inner}) AS judged`;
  return once.choose(outer, aliases);
}
