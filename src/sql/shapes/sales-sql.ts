import type { PatronsShape, SalesShape } from '../../log/shapes/value-shape.js';
import { refuseSql } from '../compile-error.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import { linesTable } from './lines-sql.js';

/** Purchases with the periods of their orders. */
export function salesSql(query: QueryText, shape: SalesShape, owner: string): QueryText {
  const { dialect } = query;
  const kind = amountOf(query, owner);
  const home = homeSql(query, shape, 'CASE WHEN is_refund THEN ms ELSE order_ms END');
  const flag = (condition: string): string => dialect.as('integer', `CASE WHEN ${condition} THEN 1 ELSE 0 END`);
  const list = [
    `${home} AS home`,
    `${shape.isNet ? 'amount' : 'CASE WHEN NOT is_refund THEN amount END'} AS paid`,
    `${flag('is_refund')} AS refund`,
    `${flag('amount IS NULL')} AS unpaid`,
  ];
  const lines = linesTable(query, { ...shape, timeZone: shape.periods.timeZone }, owner);
  const select = `SELECT ${list.join(', ')} FROM ${lines} WHERE ms <= ${query.integer(shape.asOf)}`;
  const columns = { home: 'whole', paid: kind, refund: 'whole', unpaid: 'whole' } as const;
  return query.over(query.expression('sales', select), columns);
}

/** Customers and the periods of their orders. */
export function patronsSql(query: QueryText, shape: PatronsShape, owner: string): QueryText {
  const { dialect } = query;
  amountOf(query, owner);
  const lines = linesTable(query, { ...shape, timeZone: shape.periods.timeZone }, owner);
  const orders =
    `SELECT customer, ${homeSql(query, shape, 'ms')} AS home FROM ${lines} ` +
    `WHERE is_first AND ms <= ${query.integer(shape.asOf)}`;
  const pairs = `SELECT customer, home, count(*) AS bought FROM (${orders}) AS orders GROUP BY customer, home`;
  const fresh = 'CASE WHEN min(home) OVER (PARTITION BY customer) = home THEN 1 ELSE 0 END';
  const list = ['home', `${dialect.as('integer', 'bought')} AS orders`, `${dialect.as('integer', fresh)} AS fresh`];
  const select = `SELECT ${list.join(', ')} FROM (${pairs}) AS pairs`;
  const columns = { home: 'whole', orders: 'whole', fresh: 'whole' } as const;
  return query.over(query.expression('patrons', select), columns);
}

/** The kind of the amounts, which there must be. */
export function amountOf(query: QueryText, owner: string): 'integer' | 'number' {
  const { amount } = query.events as EventTable<never, object>; // as shapeSql has looked
  if (amount === null)
    return refuseSql('the source', `an eventTable with an amount, which ${owner} adds up`, 'an eventTable without');
  return amount.kind === 'integer' ? 'integer' : 'number'; // as eventTable checked
}

function homeSql(query: QueryText, { periods }: SalesShape | PatronsShape, ms: string): string {
  return periodNumber(query, `(${ms})`, 'epochMilliseconds', periods);
}
