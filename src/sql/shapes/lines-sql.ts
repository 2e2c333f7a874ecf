import type { LinesShape } from '../../log/shapes/lines-shape.js';
import { daysPlan } from '../../log/shapes/shape-plan.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import type { SourceColumn } from '../sources/table.js';
import { type EventMark, eventsSql, nameOf } from './events-sql.js';
import { stepSql } from './step-sql.js';

/** The purchases, with the orders that they are of. */
export function linesSql(query: QueryText, shape: LinesShape, owner: string): QueryText {
  const events = query.events as EventTable<never, object>; // as shapeSql has looked
  if (shape.needsAmount) requireAmount(query, owner);
  const counts = countsSql(query, shape) ?? 'TRUE';
  const flag = (condition: string): string => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;
  const isLine = `${counts} AND NOT is_refund`;
  const hasAmount = events.amount !== null;
  const columns = {
    range: rangeOf(query, shape.edges, 'ms'),
    counts: flag(counts),
    started: flag('is_first'),
    refund: flag('is_refund'),
    ordered: `CASE WHEN ${isLine} THEN ms END`,
    unpaid: hasAmount ? `CASE WHEN ${isLine} THEN ${flag('amount IS NULL')} END` : 'NULL',
  };
  const paid = hasAmount ? `CASE WHEN ${shape.isNet ? counts : isLine} THEN amount END` : '0';
  const list = Object.entries(columns).map(([name, sql]) => `${query.dialect.as('integer', sql)} AS ${name}`);
  const lines = linesTable(query, shape, owner);
  const inside = insideSql(query, shape, 'ms');
  const where = inside === 'TRUE' ? '' : ` WHERE ${inside}`;
  const select = `SELECT customer, ${[...list, `${paid} AS paid`].join(', ')} FROM ${lines}${where}`;
  const own = Object.keys(columns).map((column) => [column, 'whole' as const]);
  return query.over(query.expression('purchase_lines', select, true), {
    ...Object.fromEntries(own),
    customer: events.customer.kind,
    paid: hasAmount ? amountKind(query) : 'integer',
  });
}

/** The amounts, which there must be. */
export function requireAmount({ events }: QueryText, owner: string): SourceColumn {
  const found = 'an eventTable without';
  return events?.amount ?? refuseSql('the source', `an eventTable with an amount, which ${owner} adds up`, found);
}

/** Whether an instant is in the only range whose rows there are. */
export function insideSql(query: QueryText, { edges, only }: LinesShape, ms: string): string {
  if (only === null) return 'TRUE';
  const [from, to] = [edges[only - 1], edges[only]];
  const bounds = [
    ...(from === undefined ? [] : [`${ms} >= ${query.integer(from)}`]),
    ...(to === undefined ? [] : [`${ms} < ${query.integer(to)}`]),
  ];
  return bounds.join(' AND ') || 'TRUE';
}

/** Whether a line counts: refunds do, and others with the order that they are of; `null` where all do. */
export function countsSql(query: QueryText, { per, edges }: LinesShape): string | null {
  if (per === 'event' || per === 'instant' || edges.length === 0) return null;
  return `(is_refund OR ${rangeOf(query, edges, 'order_ms')} = ${rangeOf(query, edges, 'ms')})`;
}

/** The kind of the amounts. */
export function amountKind({ events }: QueryText): 'integer' | 'number' {
  return events?.amount?.kind === 'integer' ? 'integer' : 'number'; // as eventTable checked
}

/** The number of the range that an instant is in. */
function rangeOf(query: QueryText, edges: readonly number[], ms: string): string {
  if (edges.length === 0) return '0';
  const cases = edges.map((edge, k) => `WHEN ${ms} < ${query.integer(edge)} THEN ${k}`);
  return `CASE ${cases.join(' ')} ELSE ${edges.length} END`;
}

/** Which events are purchases, and which of them are one order. */
type PurchaseLines = Pick<LinesShape, 'purchase' | 'per' | 'timeZone'>;

/** Each purchase with `ms`, `amount`, `is_refund`, `order_ms`, when its order began, and whether it is the first line of it, as a table expression. */
export function linesTable(query: QueryText, shape: PurchaseLines, owner: string): string {
  const isApart = query.dialect.name === 'duckdb' && shape.per === 'event';
  return query.expression('lines', linesOf(query, shape, owner), isApart && 'always');
}

function linesOf(query: QueryText, shape: PurchaseLines, owner: string): string {
  const events = query.events as EventTable<never, object>; // as shapeSql has looked
  const { per, purchase, timeZone } = shape;
  const step = stepSql(query, owner, purchase);
  const marks: readonly EventMark[] = step === null ? [] : [{ alias: 'is_purchase', ...step }];
  const column = (alias: string, sql: string): EventMark => ({ alias, sql, isFirstOnly: false });
  const columns = [
    ...(events.amount === null ? [] : [column('amount', query.read(events.amount))]),
    ...(typeof per === 'object' ? [column('order_key', propertySql(query, events, per.property))] : []),
  ];
  const periods = per === 'day' ? daysPlan(timeZone) : null;
  const from = eventsSql(query, periods, [...marks, ...columns], null);
  // The same, of which DuckDB makes a filter of its scan.
  const isBelow =
    query.dialect.name === 'duckdb' ? '(amount IS NOT NULL AND amount < 0)' : 'coalesce(amount < 0, FALSE)';
  const isRefund = events.amount === null ? 'FALSE' : isBelow;
  const names = ['customer', 'ms', ...columns.map(({ alias }) => alias)].join(', ');
  const where = ['fault = 0', ...marks.map(nameOf)].join(' AND ');
  const period = per === 'day' ? ', period' : '';
  const rows = `SELECT ${names}${period}, ${isRefund} AS is_refund FROM ${from} WHERE ${where}`;
  if (per === 'event') return `SELECT *, ms AS order_ms, NOT is_refund AS is_first FROM (${rows}) AS purchases`;
  const key = typeof per === 'object' ? 'order_key' : per === 'day' ? 'period' : 'ms';
  const over = `OVER (PARTITION BY customer, ${key}, is_refund ORDER BY ms ASC)`;
  const numbered = `SELECT *, min(ms) ${over} AS first_ms, row_number() ${over} AS line FROM (${rows}) AS purchases`;
  // A purchase without a value is an order by itself.
  const isAlone = typeof per === 'object' ? 'order_key IS NULL' : 'FALSE';
  return (
    `SELECT *, CASE WHEN ${isAlone} THEN ms ELSE first_ms END AS order_ms, ` +
    `NOT is_refund AND (line = 1 OR ${isAlone}) AS is_first FROM (${numbered}) AS numbered`
  );
}

/** A property as what it is; 0 and -0 are one. */
function propertySql(query: QueryText, { properties }: EventTable<never, object>, property: string): string {
  const known: Readonly<Record<string, EventTable<never, object>['customer'] | undefined>> = properties;
  const column =
    known[property] ??
    refuseSql('per', `one of the properties ${Object.keys(properties).join(', ') || '(none)'}`, property);
  return column.kind === 'number' ? `(${query.read(column)} + 0)` : query.read(column);
}
