import type { ShapePlan } from '../../log/shapes/shape-plan.js';
import { refuseSql } from '../compile-error.js';
import { DIALECTS } from '../dialects/dialects.js';
import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import { activitySql, daysSql } from './activity-sql.js';
import { awaySql } from './away-sql.js';
import { basketPairsSql, basketsSql } from './baskets-sql.js';
import { balanceSql, deliveriesSql } from './continuing-sql.js';
import { dwellsSql } from './dwells-sql.js';
import { logSql } from './events-sql.js';
import { exceptionsSql } from './exceptions-sql.js';
import { funnelSql } from './funnels/funnel-sql.js';
import { historiesSql } from './histories-sql.js';
import { judgeLeftOut, type LeftOut } from './left-out.js';
import { linesSql } from './lines-sql.js';
import { buyersSql, gapsSql } from './purchases-sql.js';
import { repeatsSql } from './repeats-sql.js';
import { returnsSql } from './returns-sql.js';
import { patronsSql, salesSql } from './sales-sql.js';
import { sessionsSql, visitorsSql } from './sessions-sql.js';
import { signalsSql } from './signals-sql.js';
import { stretchesSql } from './stretches-sql.js';
import { totalsSql, totalValuesSql } from './totals-sql.js';
import { startersSql, valuesSql } from './values-sql.js';
import { clustersSql, slidingSql, windowsSql } from './windows-sql.js';

/** The rows of a shape: a query over a table expression, and what becomes of rows that are no events. */
export interface ShapeSql {
  readonly rows: QueryText;
  judge(leftOut: LeftOut | undefined): void;
}

/** Writes a shape; `owner` is the metric whose shape it is. */
export function shapeSql(query: QueryText, shape: ShapePlan, owner: string): ShapeSql {
  const { events } = query;
  if (events === null) return refuseSql('the source', 'an eventTable, as the metric is one of events', 'a table');
  const rows = rowsOf(query, shape, owner);
  return { rows, judge: (leftOut) => judge(events, leftOut) };
}

function rowsOf(query: QueryText, shape: ShapePlan, owner: string): QueryText {
  switch (shape.kind) {
    case 'log':
      return logSql(query, shape);
    case 'activity':
      return activitySql(query, shape, owner);
    case 'days':
      return daysSql(query, shape, owner);
    case 'windows':
      return windowsSql(query, shape, owner);
    case 'sliding':
      return slidingSql(query, shape, owner);
    case 'clusters':
      return clustersSql(query, shape, owner);
    case 'returns':
      return returnsSql(query, shape, owner);
    case 'repeats':
      return repeatsSql(query, shape, owner);
    case 'buyers':
      return buyersSql(query, shape, owner);
    case 'gaps':
      return gapsSql(query, shape, owner);
    case 'totals':
      return totalsSql(query, shape, owner);
    case 'totalValues':
      return totalValuesSql(query, shape, owner);
    case 'exceptions':
      return exceptionsSql(query, shape, owner);
    case 'histories':
      return historiesSql(query, shape, owner);
    case 'lines':
      return linesSql(query, shape, owner);
    case 'stretches':
      return stretchesSql(query, shape, owner);
    case 'sessions':
      return sessionsSql(query, shape, owner);
    case 'visitors':
      return visitorsSql(query, shape, owner);
    case 'dwells':
      return dwellsSql(query, shape, owner);
    case 'deliveries':
      return deliveriesSql(query, shape, owner);
    case 'balance':
      return balanceSql(query, shape, owner);
    case 'funnel':
      return funnelSql(query, shape, owner);
    case 'away':
      return awaySql(query, shape, owner);
    case 'sales':
      return salesSql(query, shape, owner);
    case 'patrons':
      return patronsSql(query, shape, owner);
    case 'starters':
      return startersSql(query, shape, owner);
    case 'values':
      return valuesSql(query, shape, owner);
    case 'baskets':
      return basketsSql(query, shape, owner);
    case 'basketPairs':
      return basketPairsSql(query, shape, owner);
    case 'signals':
      return signalsSql(query, shape, owner);
    default:
      return refuseSql('the metric', 'one that can be written in SQL', owner);
  }
}

/** As the log would, though without the places of the rows. */
function judge(events: EventTable<never, object>, leftOut: LeftOut | undefined): void {
  const named = events.name === null ? '' : ', a name';
  const unit = events.time.kind === 'epochMilliseconds' ? ' in milliseconds' : '';
  judgeLeftOut(events, leftOut, {
    expected: `events with a customer${named}, a time${unit} that is ${DIALECTS[events.dialect].range}, finite numbers, integers within 2^53 and texts without NUL`,
    needed: `a customer${named} or a time`,
    memory: 'eventLog',
  });
}
