import { type FunnelSql, instantsSql } from './events-sql.js';
import { withEarly } from './runs-sql.js';

/** Attempts as a table expression: its columns, those of the keys first. */
export interface AttemptsSql {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Attempts of which no excluded event is to be kept away; after the last step that was done, until the window ends. */
export function withoutDropped(funnel: FunnelSql, attempts: AttemptsSql): AttemptsSql {
  const { shape, required } = funnel;
  if (shape.exclusionEffect !== 'dropCustomer' || shape.exclusions.length === 0) return attempts;
  const isIn = shape.exclusions.map(({ fromStep, toStep }, i) => {
    const [from, to] = [required.indexOf(fromStep), required.indexOf(toStep)];
    return `(i.excluded_${i} > 0 AND i.ms > a.t_${from} AND i.ms < a.t_${to}${windowOf(funnel)})`;
  });
  return withFirst(funnel, attempts, 'dropped', isIn.join(' OR '), 'dropped');
}

/** Attempts with `ending`: the first excluded event that ends one which did not come to the last step. */
export function withEnding(funnel: FunnelSql, attempts: AttemptsSql, isOfOptional: boolean): AttemptsSql {
  const { shape, required, none } = funnel;
  const isEnding = shape.exclusionEffect === 'endAttempt';
  const excluded = (isEnding ? shape.exclusions : []).map(({ fromStep, toStep }, i) => {
    const [from, to] = [required.indexOf(fromStep), required.indexOf(toStep)];
    return `(i.excluded_${i} > 0 AND i.ms > a.t_${from} AND a.t_${to} = ${none}${windowOf(funnel)})`;
  });
  const harmed = required.map((_, k) => {
    const isLast = k === required.length - 1 ? '' : ` AND a.t_${k + 1} = ${none}`;
    return `(i.harmed_${k + 1} > 0 AND i.ms > a.t_${k}${isLast})`;
  });
  const ends = [...excluded, ...(isOfOptional && shape.order === 'strict' ? harmed : [])];
  return ends.length === 0 ? attempts : withFirst(funnel, attempts, 'ending', ends.join(' OR '));
}

/** Attempts with the first instant, from their start on, of which a condition holds; or only those without one. */
export function withFirst(
  funnel: FunnelSql,
  { name, columns }: AttemptsSql,
  alias: string,
  condition: string,
  only: 'dropped' | null = null,
): AttemptsSql {
  const { query, keys, none } = funnel;
  const instants = withEarly(funnel, instantsSql(funnel));
  const first = `min(CASE WHEN ${condition} THEN i.ms END)`;
  const own = columns.map((column) => `a.${column} AS ${column}`);
  const found = only === null ? [`coalesce(${first}, ${none}) AS ${alias}`] : [];
  const same = keys.map((key) => `a.${key} = i.${key}`).join(' AND ');
  const having = only === null ? '' : ` HAVING ${first} IS NULL`;
  const select =
    `SELECT ${[...own, ...found].join(', ')} FROM ${name} AS a INNER JOIN ${instants} AS i ON ${same} ` +
    `WHERE i.ms >= a.t_0 GROUP BY ${columns.map((column) => `a.${column}`).join(', ')}${having}`;
  return { name: query.expression(alias, select), columns: only === null ? [...columns, alias] : columns };
}

function windowOf({ query, shape }: FunnelSql): string {
  return shape.within === null ? '' : ` AND i.ms <= a.t_0 + ${query.integer(shape.within)}`;
}
