import type { FunnelShape } from '../../../log/shapes/funnel-shape.js';
import type { ColumnKind } from '../../dialects/kinds.js';
import type { QueryText } from '../../query-text.js';
import type { EventTable } from '../../sources/event-table.js';
import { countedAttempts } from './attempts-sql.js';
import { chainStarts } from './chain-sql.js';
import { type FunnelSql, funnelEvents, propertyColumn } from './events-sql.js';
import { withoutDropped } from './judged-sql.js';
import { isListed, listedDurations } from './lists-sql.js';
import { withOptional } from './optional-sql.js';
import { isPlain, plainStarts } from './plain-sql.js';
import { unorderedStarts } from './unordered-sql.js';
import { withValue } from './values-sql.js';

/** How customers go through steps. */
export function funnelSql(query: QueryText, shape: FunnelShape, owner: string): QueryText {
  const funnel = funnelEvents(query, shape, owner);
  const group = groupOf(funnel);
  const groups = group === null ? '' : `${group.sql} AS group_value, `;
  const groupKind: Readonly<Record<string, ColumnKind>> = group === null ? {} : { group_value: group.kind };
  const columns = { ...groupKind, kind: 'whole', duration: 'whole' } as const;
  if (shape.rows === 'durations' && isPlain(funnel) && isListed(funnel)) {
    const select = `SELECT ${groups}tupleElement(pair, 1) AS kind, tupleElement(pair, 2) AS duration FROM (${listedDurations(funnel)}) AS pairs`;
    return query.over(query.expression('funnel', select), columns);
  }
  const counted = withoutDropped(funnel, countedAttempts(funnel, startsSql(funnel)));
  const attempts = withValue(funnel, withOptional(funnel, counted));
  if (shape.rows === 'customers') {
    const facts = customersOf(funnel);
    const list = Object.entries(facts).map(
      ([alias, condition]) => `count(CASE WHEN ${condition} THEN 1 END) AS ${alias}`,
    );
    const by = group === null ? '' : `, ${group.sql}`;
    const select = `SELECT ${groups}${list.join(', ')} FROM ${attempts.name} GROUP BY customer${by}`;
    const kinds = Object.fromEntries(Object.keys(facts).map((alias) => [alias, 'whole' as const]));
    return query.over(query.expression('funnel_customers', select), { ...groupKind, ...kinds });
  }
  const facts = Object.entries(durationsOf(funnel));
  const table = facts.map(([kind]) => `SELECT ${kind} AS kind`).join(' UNION ALL ');
  const duration = `CASE ${facts.map(([kind, sql]) => `WHEN kind = ${kind} ${sql}`).join(' ')} END`;
  const rows = `SELECT ${groups}kind, ${query.dialect.as('integer', duration)} AS duration FROM ${attempts.name} CROSS JOIN (${table}) AS kinds`;
  const select = `SELECT * FROM (${rows}) AS durations WHERE duration IS NOT NULL`;
  return query.over(query.expression('funnel', select), columns);
}

function startsSql(funnel: FunnelSql): string {
  if (funnel.shape.order === 'unordered') return unorderedStarts(funnel);
  return isPlain(funnel) ? plainStarts(funnel) : chainStarts(funnel);
}

interface GroupSql {
  readonly sql: string;
  readonly kind: ColumnKind;
}

function groupOf({ query, shape }: FunnelSql): GroupSql | null {
  const { group, holdConstant } = shape;
  if (group === null) return null;
  if (group.by === 'period') return { sql: 'entry_period', kind: 'integer' };
  const { kind } = propertyColumn(query.events as EventTable<never, object>, 'breakdown.property', group.property);
  return { sql: group.attribution === 'all' ? `held_${holdConstant.indexOf(group.property)}` : 'step_value', kind };
}

/** By kind of row, when there is one of an attempt, and its duration: `AND … THEN …`. */
function durationsOf(funnel: FunnelSql): Readonly<Record<number, string>> {
  const { shape, required, none } = funnel;
  const count = shape.steps.length;
  const last = required.length - 1;
  const steps = shape.steps.map((_, k) => {
    if (k === 0) return 'AND is_mature = 0 THEN 0';
    const before = Math.max(...required.filter((step) => step < k));
    const [name, earlier] = [stepName(funnel, k), stepName(funnel, before)];
    return `AND is_mature = 0 AND ${name} < ${none} THEN ${name} - ${earlier}`;
  });
  const mature = {
    [count + 1]: 'AND is_mature = 1 THEN 0',
    [count + 2]: `AND is_mature = 1 AND t_${last} < ${none} THEN 0`,
  };
  return {
    ...Object.fromEntries(steps.entries()),
    ...(last === 0 ? {} : { [count]: `AND is_mature = 0 AND t_${last} < ${none} THEN t_${last} - t_0` }),
    ...(shape.lastMature === null ? {} : mature),
  };
}

/** What is counted of each customer's attempts, as conditions. */
function customersOf(funnel: FunnelSql): Readonly<Record<string, string>> {
  const { shape, required, none } = funnel;
  const isDone = (k: number): string => `${stepName(funnel, k)} < ${none}`;
  return {
    ...Object.fromEntries(shape.steps.map((_, k) => [`count_${k}`, `is_mature = 0 AND ${isDone(k)}`])),
    entered: 'is_mature = 1',
    converted: `is_mature = 1 AND ${isDone(required[required.length - 1] as number)}`,
  };
}

/** The column of a step's instants. */
function stepName({ required }: FunnelSql, k: number): string {
  return required.includes(k) ? `t_${required.indexOf(k)}` : `optional_${k}`;
}
