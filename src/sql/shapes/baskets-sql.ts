import { isCutByTime } from '../../log/basket-numbers.js';
import type { BasketPairsShape, BasketsShape } from '../../log/shapes/baskets-shape.js';
import { daysPlan } from '../../log/shapes/periods-plan.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import { filterSql } from '../rows/filter-sql.js';
import type { EventTable } from '../sources/event-table.js';
import type { SourceColumn, TableSource } from '../sources/table.js';
import { differentValues } from '../spelling.js';
import { eventsOf } from './event-checks.js';
import { type EventMark, eventsSql, nameOf } from './events-sql.js';
import { markSql } from './mark-sql.js';

/** Baskets, purchases without an item, and refunds. */
export function basketsSql(query: QueryText, shape: BasketsShape, owner: string): QueryText {
  const { dialect } = query;
  const { lines, refunds, keys, isAlone } = purchasesSql(query, shape, null, owner);
  const some = 'CASE WHEN count(basket_item) > 0 THEN 1 ELSE 0 END';
  const facts = {
    baskets: isAlone === null ? some : `CASE WHEN ${isAlone} THEN count(basket_item) ELSE ${some} END`,
    bare: 'count(*) - count(basket_item)',
    refunds: '0',
  };
  const names = ['baskets', 'bare', 'refunds'] as const;
  const list = names.map((name) => `${dialect.as('integer', facts[name])} AS ${name}`).join(', ');
  const zero = dialect.as('integer', '0');
  const left = `SELECT ${zero} AS baskets, ${zero} AS bare, ${dialect.as('integer', 'count(*)')} AS refunds FROM ${refunds}`;
  const own = `SELECT ${list} FROM ${lines} GROUP BY ${keys.join(', ')}`;
  const select = refunds === null ? own : `${own} UNION ALL ${left}`;
  return query.over(query.expression('baskets', select), { baskets: 'whole', bare: 'whole', refunds: 'whole' });
}

/** Baskets with the pairs of their items. */
export function basketPairsSql(query: QueryText, shape: BasketPairsShape, owner: string): QueryText {
  const { kind } = itemColumn(query, shape);
  const { lines, keys, isAlone } = purchasesSql(query, shape, shape.among, owner);
  const inKey = ['basket_item IS NOT NULL', ...(isAlone === null ? [] : [`NOT (${isAlone})`])].join(' AND ');
  const rows = query.dialect.sortsLists ? pairsOfLists : joinedPairs;
  const together = rows(query, `${lines} WHERE ${inKey}`, keys, shape.among !== null);
  const alone = `SELECT basket_item AS item, basket_item AS other FROM ${lines} WHERE basket_item IS NOT NULL AND ${isAlone}`;
  const select = isAlone === null ? together : `${together} UNION ALL ${alone}`;
  return query.over(query.expression('basket_pairs', select), { item: kind, other: kind });
}

function joinedPairs(query: QueryText, from: string, keys: readonly string[], hasAmong: boolean): string {
  const list = [...keys, 'basket_item', ...(hasAmong ? ['is_among'] : [])].join(', ');
  const items = query.expression('basket_items', `SELECT ${list} FROM ${from} GROUP BY ${list}`);
  const pairs = query.dialect.name === 'postgres' ? pairsOfArrays : pairsOfJoin;
  return (
    `SELECT basket_item AS item, basket_item AS other FROM ${items} UNION ALL ` +
    `SELECT a.item AS item, b.item AS other FROM ${pairs(items, keys, hasAmong)}`
  );
}

function pairsOfJoin(items: string, keys: readonly string[], hasAmong: boolean): string {
  const rows = `(SELECT ${keys.join(', ')}, basket_item AS item FROM ${items}${hasAmong ? ' WHERE is_among' : ''})`;
  const on = [...keys.map((key) => `a.${key} = b.${key}`), 'a.item < b.item'].join(' AND ');
  return `${rows} AS a JOIN ${rows} AS b ON ${on}`;
}

/** Postgres knows not how many rows a table expression has, and may join one with itself row by row. */
function pairsOfArrays(items: string, keys: readonly string[], hasAmong: boolean): string {
  const own = `array_agg(basket_item)${hasAmong ? ' FILTER (WHERE is_among)' : ''}`;
  const lists = `(SELECT ${own} AS items FROM ${items} GROUP BY ${keys.join(', ')}) AS baskets`;
  return `${lists} CROSS JOIN unnest(items) AS a (item) CROSS JOIN unnest(items) AS b (item) WHERE a.item < b.item`;
}

/** In ClickHouse each basket is a list: it is grouped once, and not joined with itself. */
function pairsOfLists(query: QueryText, from: string, keys: readonly string[], hasAmong: boolean): string {
  const item = query.dialect.present('basket_item');
  const among = hasAmong ? differentValues(item, 'is_among') : 'items';
  const lists = `SELECT ${differentValues(item)} AS items, ${among} AS among FROM ${from} GROUP BY ${keys.join(', ')}`;
  const later =
    'arrayMap((x, place) -> arrayMap(y -> (x, y), arraySlice(among, place + 1)), among, arrayEnumerate(among))';
  const pairs = `arrayConcat(arrayMap(x -> (x, x), items), arrayFlatten(${later}))`;
  return `SELECT pair.1 AS item, pair.2 AS other FROM (${lists}) AS baskets ARRAY JOIN ${pairs} AS pair`;
}

interface PurchasesSql {
  /** Purchases in baskets that count: `basket_item`, which may be `NULL`, the keys, and where only some items are asked for `is_among`. */
  readonly lines: string;
  /** Those with a negative amount; `null` where there are no amounts. */
  readonly refunds: string | null;
  /** What tells baskets apart. */
  readonly keys: readonly string[];
  /** What holds of purchases that are a basket by themselves; `null` where none is. */
  readonly isAlone: string | null;
}

function purchasesSql(
  query: QueryText,
  shape: BasketsShape | BasketPairsShape,
  among: BasketPairsShape['among'],
  owner: string,
): PurchasesSql {
  const { per, from } = shape;
  const { amount, properties } = eventsOf(query);
  const item = itemColumn(query, shape);
  const steps = markSql(query, owner, shape.purchase, 'is_purchase');
  const column = (alias: string, sql: string): EventMark => ({ alias, sql, isFirstOnly: false });
  const order = typeof per === 'object' ? propertyOf(properties, 'per', per.property) : null;
  const columns = [
    column('basket_item', query.read(item)),
    ...(among === null ? [] : [column('is_among', amongSql(query, item, among))]),
    ...(order === null ? [] : [column('basket_key', query.read(order))]),
  ];
  const paid = amount === null ? [] : [column('basket_amount', query.read(amount))];
  const key = order === null ? { day: 'period', instant: 'ms', customer: null }[per as 'day'] : 'basket_key';
  const keys = ['customer', ...(key === null ? [] : [key])];
  const isAlone = order === null ? null : 'basket_key IS NULL';
  const periods = per === 'day' ? daysPlan(shape.timeZone) : null;
  const events = eventsSql(query, periods, [...steps, ...columns, ...paid], shape.asOf);
  const where = ['fault = 0', ...steps.map(nameOf)].join(' AND ');
  const isRefund = 'coalesce(basket_amount < 0, FALSE)';
  const list = [...new Set([...keys, 'ms', ...columns.map(({ alias }) => alias)])].join(', ');
  const isLine = amount === null ? where : `${where} AND NOT ${isRefund}`;
  const isLate = from === null ? '' : ` AND ms >= ${query.integer(from)}`;
  const rows = `SELECT ${list} FROM ${events} WHERE ${isLine}`;
  return {
    lines: query.expression('basket_lines', begun(query, rows, keys, isAlone, shape)),
    refunds: amount === null ? null : `${events} WHERE ${where} AND ${isRefund}${isLate}`,
    keys,
    isAlone,
  };
}

/** Purchases of baskets that begin in time: by the first of them, where a basket is not of one instant. */
function begun(
  query: QueryText,
  rows: string,
  keys: readonly string[],
  isAlone: string | null,
  { per, from }: BasketsShape | BasketPairsShape,
): string {
  if (from === null) return rows;
  const start = query.integer(from);
  if (isCutByTime(per)) return `${rows} AND ms >= ${start}`;
  const first = `min(ms) OVER (PARTITION BY ${keys.join(', ')})`;
  const begins = isAlone === null ? 'start_ms' : `CASE WHEN ${isAlone} THEN ms ELSE start_ms END`;
  return `SELECT * FROM (SELECT *, ${first} AS start_ms FROM (${rows}) AS purchases) AS begun WHERE ${begins} >= ${start}`;
}

/** A property, or the name. */
function itemColumn(query: QueryText, { item }: BasketsShape | BasketPairsShape): SourceColumn {
  const { properties, name } = eventsOf(query);
  const isProperty = Object.hasOwn(properties, item);
  return item === 'name' && !isProperty && name !== null ? name : propertyOf(properties, 'item', item);
}

function propertyOf(
  properties: EventTable<never, object>['properties'],
  option: string,
  property: string,
): SourceColumn {
  const column = Object.hasOwn(properties, property) ? properties[property] : undefined;
  const known = `one of the properties ${Object.keys(properties).join(', ') || '(none)'}`;
  return column ?? refuseSql(option, known, property);
}

/** Whether the item of a row is one of these: never `NULL`. */
function amongSql(query: QueryText, item: SourceColumn, among: NonNullable<BasketPairsShape['among']>): string {
  const columns = { item };
  return filterSql(query.seeing({ ...(eventsOf(query).table as TableSource), columns }), { item: among });
}
