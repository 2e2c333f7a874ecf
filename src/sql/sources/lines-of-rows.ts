import type { SubscriptionRoles } from '../../churn/ledger-roles.js';
import { checkSubscriptionRoles } from '../../churn/subscription-ledger.js';
import { checkPolicy } from '../../core/policy.js';
import { refuseSql } from '../compile-error.js';
import { QueryText } from '../query-text.js';
import { partOfSource } from './part-of-source.js';
import { linesOf } from './subscription-table.js';

/** The rows of a table as lines of subscriptions, for a metric of ledgers among metrics of rows. Of the rows, those count that meet the conditions. */
export function linesOfRows(query: QueryText, roles: SubscriptionRoles, conditions: readonly string[]): QueryText {
  checkSubscriptionRoles(roles);
  checkPolicy(OWNER, roles);
  for (const role of UNREAD)
    if (roles[role] !== undefined) refuseSql(role, 'left out: queries read none', typeof roles[role]);
  const table = partOfSource(query.source, conditions);
  const { dialect } = query.source;
  const { missing = 'exclude', invalid = 'throw' } = roles;
  // Columns that are functions are refused there, by name.
  const lines = linesOf('toSql', table, roles as Parameters<typeof linesOf>[2]);
  return new QueryText(table, null, query, null, { kind: 'ledger', dialect, table, missing, invalid, ...lines });
}

const OWNER = 'onSubscriptions';
/** The metric has its own zone and `asOf`, and columns hold instants; the others are lists in a row, functions, or of no metric. */
const UNREAD = ['plan', 'attributes', 'convert', 'paused', 'timeZone', 'asOf'] as const;
