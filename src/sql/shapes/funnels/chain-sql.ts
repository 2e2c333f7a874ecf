import { firstOf, itemOf, list } from '../../spelling.js';
import { type FunnelSql, instantsSql, noList, startsWithin } from './events-sql.js';
import { runColumns, withEarly } from './runs-sql.js';

/**
 * Each start with the instants of its steps, whatever stands between them. A depth is how many required steps an attempt has. Back in
 * time: for each instant, each depth `o` with which an attempt may come there and each depth `d`, the best way to go on to `d`, as a list
 * of the instants of its steps from the last back: the least of these lists ends first, and has each step as early as can be.
 */
export function chainStarts(funnel: FunnelSql): string {
  const { query, shape, required, keys } = funnel;
  const count = required.length;
  const depths = required.map((_, i) => i + 1);
  const barred = depths.slice(0, -1).map((depth) => {
    const conditions = [
      ...(shape.order === 'strict' ? [`harmed_${depth} > 0`] : []),
      ...spansAt(funnel, depth).map(({ i }) => `excluded_${i} > 0`),
    ];
    return conditions.length === 0 ? null : `CASE WHEN ${conditions.join(' OR ')} THEN 1 ELSE 0 END AS barred_${depth}`;
  });
  const excluded = endingSpans(funnel).map(({ i }) => `excluded_${i}`);
  const own = [...keys, 'ms', 'coalesce(ms, 0) AS place', ...excluded];
  const runs = [...runColumns(funnel), ...barred.filter((column) => column !== null)];
  let from = `(SELECT ${[...own, ...runs].join(', ')} FROM ${withEarly(funnel, instantsSql(funnel))}) AS runs`;
  const kept = [...keys, 'ms', 'place', ...excluded, ...depths.map((_, o) => `run_${o}`)];
  for (let origin = count - 1; origin > 0; origin -= 1) {
    const bars = depths.slice(0, origin).filter((depth) => barred[depth - 1] !== null && depth < count);
    const before = [...kept, ...bars.map((depth) => `barred_${depth}`), ...leavingNames(origin + 1, count)];
    const ways = depths.slice(origin).map((depth) => `${bestWay(funnel, origin, depth)} AS way_${origin}_${depth}`);
    const counted =
      barred[origin - 1] === null
        ? []
        : [
            `count(CASE WHEN barred_${origin} = 1 THEN 1 END) OVER (PARTITION BY ${keys.join(', ')} ORDER BY ms ASC ROWS UNBOUNDED PRECEDING) AS bars`,
          ];
    const level = `SELECT ${[...before, ...counted, ...ways].join(', ')} FROM ${from}`;
    from = `(${leaving(funnel, level, before, origin, barred[origin - 1] !== null)}) AS level_${origin}`;
  }
  const ways = depths.map((depth) => `${bestWay(funnel, 0, depth)} AS way_0_${depth}`);
  const starts = ['run_0 > 0', ...startsWithin(funnel, 'ms')].join(' AND ');
  const begun = `SELECT ${[...keys, 'ms', ...ways].join(', ')} FROM ${from} WHERE ${starts}`;
  const isReached = (depth: number): string =>
    shape.within === null
      ? `${itemOf(`way_0_${depth}`, 1)} < ${funnel.none}`
      : `${itemOf(`way_0_${depth}`, 1)} <= ms + ${query.integer(shape.within)}`;
  const chosen = (value: (depth: number) => string): string =>
    firstOf(
      depths
        .slice(1)
        .map((depth) => [isReached(depth), value(depth)] as const)
        .reverse(),
      value(1),
    );
  const best = `SELECT ${keys.join(', ')}, ms, ${chosen((depth) => `way_0_${depth}`)} AS way, ${chosen(String)} AS depth FROM (${begun}) AS begun`;
  const reached = depths.slice(1).map((_, i) => {
    return `CASE WHEN depth > ${i + 1} THEN ${itemOf('way', `depth - ${i + 1}`)} ELSE ${funnel.none} END AS t_${i + 1}`;
  });
  return `SELECT ${[...keys, 'ms AS t_0', ...reached].join(', ')} FROM (${best}) AS best_ways`;
}

interface Span {
  readonly i: number;
  /** The depths at which an attempt may not pass an event of the exclusion. */
  readonly first: number;
  readonly last: number;
}

/** Exclusions that end attempts, by depths. */
function endingSpans({ shape, required }: FunnelSql): readonly Span[] {
  if (shape.exclusionEffect !== 'endAttempt') return [];
  return shape.exclusions.map(({ fromStep, toStep }, i) => {
    return { i, first: required.indexOf(fromStep) + 1, last: required.indexOf(toStep) };
  });
}

function spansAt(funnel: FunnelSql, depth: number): readonly Span[] {
  return endingSpans(funnel).filter(({ first, last }) => first <= depth && depth <= last);
}

/** The columns of the best ways on from an instant that attempts leave with a depth from `origin` on. */
function leavingNames(origin: number, count: number): readonly string[] {
  const names: string[] = [];
  for (let from = origin; from < count; from += 1)
    for (let depth = from + 1; depth <= count; depth += 1) names.push(`on_${from}_${depth}`);
  return names;
}

/** Of an attempt that comes to an instant with `origin` steps: the steps from the one with number `depth` back to the first done there. */
function bestWay(funnel: FunnelSql, origin: number, depth: number): string {
  const { dialect } = funnel.query;
  const here = (steps: number): string =>
    list(
      dialect,
      Array.from({ length: steps }, () => 'ms'),
    );
  const most = funnel.shape.isLater ? Math.min(origin + 1, depth - 1) : depth - 1;
  const others = Array.from({ length: most - origin }, (_, i) => origin + 1 + i).map((left) => {
    // An attempt that came from before an excluded event's exclusion began may go on; one that was within it may not.
    const bars = spansAt(funnel, left).filter(({ first }) => origin >= first);
    const conditions = [`run_${origin} >= ${left - origin}`, ...bars.map(({ i }) => `excluded_${i} = 0`)];
    const way = dialect.joined(`on_${left}_${depth}`, here(left - origin));
    return `CASE WHEN ${conditions.join(' AND ')} THEN ${way} ELSE ${noList(funnel)} END`;
  });
  const least = others.length > 1 ? `least(${others.join(', ')})` : (others[0] ?? noList(funnel));
  return `CASE WHEN run_${origin} >= ${depth - origin} THEN ${here(depth - origin)} ELSE ${least} END`;
}

/** The rows with the best ways that attempts have which leave with `origin` steps: the least of those of the instants that they may come to. */
function leaving(
  funnel: FunnelSql,
  level: string,
  columns: readonly string[],
  origin: number,
  isBarred: boolean,
): string {
  const { query, shape, required, keys } = funnel;
  const depths = required.map((_, i) => i + 1).slice(origin);
  const none = noList(funnel);
  const gap = shape.steps[required[origin] as number]?.withinPrevious ?? null;
  const until = gap === null ? 'UNBOUNDED' : query.integer(Math.max(gap, 1));
  const on = (depth: number, way: string, over: string): string =>
    gap === 0
      ? `${none} AS on_${origin}_${depth}`
      : `${query.dialect.listOr(`min(${way}) OVER (${over})`, none)} AS on_${origin}_${depth}`;
  if (!isBarred) {
    const by = `PARTITION BY ${keys.join(', ')} ORDER BY place`;
    const over =
      gap === null
        ? `${by} DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING`
        : `${by} ASC RANGE BETWEEN 1 FOLLOWING AND ${until} FOLLOWING`;
    const ways = depths.map((depth) => on(depth, `way_${origin}_${depth}`, over));
    return `SELECT ${[...columns, ...ways].join(', ')} FROM (${level}) AS ways`;
  }
  // Attempts leave behind the bars of their instant, and come to one before its own.
  const roles = `(SELECT 0 AS role UNION ALL SELECT 1 AS role) AS both_roles`;
  const stretch = `bars - CASE WHEN role = 1 THEN barred_${origin} ELSE 0 END AS stretch`;
  const doubled = `SELECT ${[...columns, ...depths.map((depth) => `way_${origin}_${depth}`), 'role', stretch].join(', ')} FROM (${level}) AS ways CROSS JOIN ${roles}`;
  const over = `PARTITION BY ${keys.join(', ')}, stretch ORDER BY place ASC RANGE BETWEEN 1 FOLLOWING AND ${until} FOLLOWING`;
  const ways = depths.map((depth) =>
    on(depth, `CASE WHEN role = 1 THEN way_${origin}_${depth} ELSE ${none} END`, over),
  );
  const both = `SELECT ${[...columns, 'role', ...ways].join(', ')} FROM (${doubled}) AS doubled`;
  return `SELECT ${[...columns, ...depths.map((depth) => `on_${origin}_${depth}`)].join(', ')} FROM (${both}) AS gone_on WHERE role = 0`;
}
