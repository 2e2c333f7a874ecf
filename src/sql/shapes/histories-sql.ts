import type { HistoriesShape } from '../../log/shapes/histories-shape.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import { amountSum } from './amount-sum.js';
import { eventsSql, nameOf } from './events-sql.js';
import { stepSql } from './step-sql.js';
import { inSteps } from './totals-columns.js';

/** Customers with their first period of purchase, how many came after it, and what they spent in those. */
export function historiesSql(query: QueryText, shape: HistoriesShape, owner: string): QueryText {
  const { dialect } = query;
  const { amount } = query.events as EventTable<never, object>; // as shapeSql has looked
  // Whether a refund comes after the second purchase, only a log's order tells.
  if (shape.refunds === 'net') return refuseSql(`the refunds of ${owner}`, "to be 'reject' or 'exclude'", 'net');
  const step = stepSql(query, owner, shape.purchase);
  const marks = step === null ? [] : [{ alias: 'is_purchase', ...step }];
  const paid = amount === null ? [] : [{ alias: 'amount', sql: query.read(amount), isFirstOnly: false }];
  const from = eventsSql(query, shape.periods, [...marks, ...paid], shape.asOf);
  const isPurchase = ['fault = 0', ...marks.map(nameOf), ...(amount === null ? [] : ['coalesce(amount >= 0, TRUE)'])];
  const rows = `FROM ${from} WHERE ${isPurchase.join(' AND ')}`;
  const kind = amount?.kind === 'integer' ? 'integer' : 'number';
  const sum = amount === null ? null : amountSum(query, kind, 'amount');
  const columns = sum?.columns ?? [];

  const sums = columns.map(([name, sql]) => `, ${sum?.added(name, sql)} AS ${name}_sum`).join('');
  const pairs = (): string =>
    query.expression('bought_periods', `SELECT customer, period${sums} ${rows} GROUP BY customer, period`);
  // Of exact sums, what the first period has is taken off; others are added up without it.
  const isTakenOff = sum?.isExact === true;
  const firsts = (): string =>
    sum === null || isTakenOff
      ? pairs()
      : `(SELECT *, min(period) OVER (PARTITION BY customer) AS first_period FROM ${pairs()}) AS firsts`;
  const later = columns.map(([name]) => {
    const repeat = `CASE WHEN period > first_period THEN ${name}_sum ELSE 0 END`;
    const total = isTakenOff
      ? `${sum?.added(name, `${name}_sum`)} - ${dialect.valueAt('first', `${name}_sum`, 'period')}`
      : sum?.added(name, repeat);
    return `, ${total} AS ${name}_total`;
  });
  const facts = 'count(*) - 1 AS repeats, min(period) AS first_of, max(period) AS last_of';
  const inLists = dialect.sortsLists && (sum === null || kind === 'integer');
  const customers = query.expression(
    'of_customers',
    inLists
      ? listsSql(rows, columns[0]?.[1] ?? null)
      : `SELECT ${facts}${later.join('')} FROM ${firsts()} GROUP BY customer`,
  );
  const monetary =
    sum === null
      ? 'NULL'
      : `CASE WHEN repeats > 0 THEN ${inSteps(
          query,
          sum.total((name) => `${name}_total`),
          dialect.as('number', 'repeats'),
          shape.step,
        )} END`;
  const list = [
    `${dialect.as('integer', 'repeats')} AS frequency`,
    `${dialect.as('integer', 'last_of - first_of')} AS recency`,
    `${dialect.as('integer', 'first_of')} AS first`,
    `${dialect.as('number', monetary)} AS monetary`,
  ];
  const select = `SELECT ${list.join(', ')} FROM ${customers}`;
  return query.over(query.expression('histories', select), {
    frequency: 'whole',
    recency: 'whole',
    first: 'whole',
    monetary: 'number',
  });
}

/** Customers in ClickHouse, of lists of their periods and whole amounts: two fifths of the time of grouping by customer and period first. */
function listsSql(rows: string, amount: string | null): string {
  const ends =
    'assumeNotNull(min(period)) AS first_of, assumeNotNull(max(period)) AS last_of, groupArray(period) AS own';
  const amounts = amount === null ? '' : `, groupArray(assumeNotNull(${amount})) AS amounts`;
  const lists = `SELECT ${ends}${amounts} ${rows} GROUP BY customer`;
  const repeat = 'if(bought > first_of, toInt128(paid), toInt128(0))';
  const total = amount === null ? '' : `, arraySum(arrayMap((bought, paid) -> ${repeat}, own, amounts)) AS whole_total`;
  return `SELECT length(arrayCompact(arraySort(own))) - 1 AS repeats, first_of, last_of${total} FROM (${lists}) AS lists`;
}
