import { daysPlan } from '../../log/shapes/periods-plan.js';
import type { SignalsShape } from '../../log/shapes/signals-shape.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import type { SourceColumn } from '../sources/table.js';
import { type EventMark, eventsSql, nameOf } from './events-sql.js';
import { logOrder } from './log-order.js';
import { markSql } from './mark-sql.js';

/** Events with the signals that they are, and the accounts of their customers. */
export function signalsSql(query: QueryText, shape: SignalsShape, owner: string): QueryText {
  const { dialect } = query;
  const events = query.events as EventTable<never, object>; // as shapeSql has looked
  const { signals, halfLife, asOf, accounts } = shape;
  const marks = signals.flatMap((name, k) =>
    markSql(query, owner, { name, where: null, occurrence: 'any' }, `signal_${k}`),
  );
  const account = accounts === null ? null : accountColumn(events, accounts.property);
  const active = markSql(query, owner, accounts?.event ?? null, 'is_active');
  const order = account === null ? { columns: [], list: '' } : logOrder(query, events, 'last');
  const read: readonly EventMark[] =
    account === null ? [] : [{ alias: 'own_account', sql: query.read(account), isFirstOnly: false }];
  const from = eventsSql(query, daysPlan('UTC'), [...marks, ...active, ...read, ...order.columns], asOf);
  const cases = marks.map(({ alias }, k) => `WHEN ${alias} THEN ${k}`);
  const age = `(${dialect.as('number', `(${query.integer(asOf)} - ms)`)} / ${query.value(halfLife).sql})`;
  // Beyond, it is 0, which is an error in Postgres.
  const decayed = `CASE WHEN ${age} > 1074 THEN ${query.value(0).sql} ELSE power(${query.value(0.5).sql}, ${age}) END`;
  const list = [
    'customer',
    `${dialect.as('integer', cases.length === 0 ? 'NULL' : `CASE ${cases.join(' ')} END`)} AS signal`,
    `${decayed} AS decayed`,
    'ms',
  ];
  if (accounts !== null) {
    const isActive = [`ms > ${query.integer(asOf - accounts.within)}`, ...active.map(nameOf)].join(' AND ');
    const last = `ORDER BY CASE WHEN own_account IS NULL THEN 1 ELSE 0 END ASC, ms DESC${order.list}`;
    list.push(
      `first_value(own_account) OVER (PARTITION BY customer ${last}) AS account`,
      `${dialect.as('integer', `CASE WHEN ${isActive} THEN 1 ELSE 0 END`)} AS active`,
    );
  }
  const select = `SELECT ${list.join(', ')} FROM ${from} WHERE fault = 0`;
  return query.over(query.expression('signals', select), {
    ...{ customer: events.customer.kind, signal: 'whole', decayed: 'number', ms: 'whole' },
    ...(account === null ? {} : { account: account.kind, active: 'whole' }),
  });
}

function accountColumn({ properties }: EventTable<never, object>, property: string): SourceColumn {
  const column = Object.entries<SourceColumn>(properties).find(([each]) => each === property)?.[1];
  return column ?? refuseSql('account', `one of ${Object.keys(properties).join(', ') || '(no properties)'}`, property);
}
