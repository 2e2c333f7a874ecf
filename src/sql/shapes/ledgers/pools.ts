import type { CohortsShape, PaidShape, PoolsShape } from '../../../log/shapes/ledger-shape.js';
import type { QueryText } from '../../query-text.js';
import { ledgerPeriod, levelsSql, type UnitRows } from './levels.js';
import { integers } from './moves.js';

/** What customers who paid at one instant pay at another. */
export function paidSql(query: QueryText, { rules, at, until }: PaidShape): QueryText {
  const { dialect } = query;
  const { from, units } = levelsSql(query, rules);
  const paid = (instant: number) =>
    `coalesce(${dialect.valueAt('last', 'level', 'ms', `ms <= ${query.integer(instant)}`)}, 0)`;
  const ends = `SELECT ${paid(at)} AS x, ${paid(until)} AS y FROM ${from} GROUP BY ${units}`;
  const sums = { x: 'x', xx: product(query, 'x', 'x'), ...productsOf(query, 'y') };
  const list = Object.entries(sums).map(([name, sql]) => `${sql} AS sum_${name}`);
  const select = `SELECT ${list.join(', ')} FROM (${ends}) AS paid WHERE x > 0`;
  return query.over(query.expression('paid', select), integers(prefixed(sums)));
}

/** What changes of the sums over pools, from period to period. */
export function poolsSql(query: QueryText, { rules, periods, after, last }: PoolsShape): QueryText {
  const { dialect } = query;
  const { from, units } = endsOfPeriods(query, { rules, periods });
  const before = dialect.neighbour('lag', 'after', `PARTITION BY ${units} ORDER BY period ASC`);
  const moves = query.expression(
    'pool_moves',
    `SELECT ${units}, period, after - coalesce(${before}, 0) AS moved FROM ${from}`,
  );
  const sides = '(SELECT 0 AS side UNION ALL SELECT 1) AS sides';
  const shifted = `period + side * ${query.integer(after)} AS period`;
  const moved = (side: 0 | 1, name: string): string => `CASE WHEN side = ${side} THEN moved ELSE 0 END AS ${name}`;
  const both = `(SELECT ${units}, period AS period, moved FROM ${moves}) AS moves CROSS JOIN ${sides}`;
  const spread = `SELECT ${units}, ${shifted}, ${moved(0, 'now_moved')}, ${moved(1, 'then_moved')} FROM ${both}`;
  const known = `SELECT * FROM (${spread}) AS all_moves WHERE period <= ${query.integer(last)}`;
  const total = (column: string): string => dialect.as('integer', dialect.integerSum(column));
  const steps = `${total('now_moved')} AS dy, ${total('then_moved')} AS dx`;
  const added = `SELECT ${units}, period, ${steps} FROM (${known}) AS known GROUP BY ${units}, period`;
  const over = `PARTITION BY ${units} ORDER BY period ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`;
  const sum = (column: string) => dialect.as('integer', `${dialect.integerSum(column)} OVER (${over})`);
  const running = `SELECT period, dx, dy, ${sum('dx')} AS x, ${sum('dy')} AS y FROM (${added}) AS added`;
  const pairs = `SELECT period, x, y, x - dx AS x0, y - dy AS y0 FROM (${running}) AS running WHERE dx <> 0 OR dy <> 0`;
  const list = differences(query, ['x', 'y'], ['x0', 'y0']);
  const select = `SELECT period, ${list.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM (${pairs}) AS pairs WHERE x > 0 OR x0 > 0`;
  return query.over(query.expression('pools', select), integers({ period: 0, ...Object.fromEntries(list) }));
}

/** What changes of the sums over cohorts, from age to age. */
export function cohortsSql(query: QueryText, { rules, periods }: CohortsShape): QueryText {
  const { dialect } = query;
  const { from, units } = endsOfPeriods(query, { rules, periods });
  const of = `OVER (PARTITION BY ${units})`;
  const cohort = `min(CASE WHEN first_paid > 0 THEN period END) ${of} AS cohort`;
  const before = dialect.neighbour('lag', 'after', `PARTITION BY ${units} ORDER BY period ASC`);
  const dated = `SELECT ${units}, period, after, first_paid, ${cohort}, coalesce(${before}, 0) AS y0 FROM ${from}`;
  const x = `max(CASE WHEN period = cohort THEN first_paid END) ${of} AS x`;
  const isBegun = 'cohort IS NOT NULL AND period >= cohort';
  const begun = `SELECT period, cohort, after AS y, y0, ${x} FROM (${dated}) AS dated WHERE ${isBegun}`;
  const firsts = `SELECT cohort, period - cohort AS age, y, y0, x FROM (${begun}) AS begun WHERE period = cohort OR y <> y0`;
  const sums = differences(query, ['x', 'y'], ['x', 'y0']).filter(([name]) => !OF_START.includes(name));
  const start = { customers: '1', sum_x: 'x', sum_xx: product(query, 'x', 'x') };
  const list = [
    ...sums,
    ...Object.entries(start).map(([name, sql]) => [name, `CASE WHEN age = 0 THEN ${sql} ELSE 0 END`] as const),
  ];
  const select = `SELECT cohort, age, ${list.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM (${firsts}) AS firsts`;
  return query.over(query.expression('cohorts', select), integers({ cohort: 0, age: 0, ...Object.fromEntries(list) }));
}

const OF_START = ['customers', 'sum_x', 'sum_xx'];

/** What customers pay at the end of each period in which they change: `after`, and `first_paid`, the first amount above 0 in it. */
function endsOfPeriods(query: QueryText, { rules, periods }: Pick<CohortsShape, 'rules' | 'periods'>): UnitRows {
  const { dialect } = query;
  const { from, units } = levelsSql(query, rules);
  const rows = `SELECT ${units}, ms, level, ${ledgerPeriod(query, 'ms', periods, rules.asOf)} AS period FROM ${from}`;
  const list = `${dialect.valueAt('last', 'level', 'ms')} AS after, ${dialect.valueAt('first', 'level', 'ms', 'level > 0')} AS first_paid`;
  const select = `SELECT ${units}, period, ${list} FROM (${rows}) AS dated GROUP BY ${units}, period`;
  return { from: query.expression('period_ends', select), units };
}

function product({ dialect }: QueryText, x: string, y: string): string {
  return `${x} * ${dialect.wide(y)}`;
}

/** The products of what is paid now with x and the smaller of both. */
function productsOf(query: QueryText, y: string, x = 'x'): Readonly<Record<string, string>> {
  const m = `least(${x}, ${y})`;
  return {
    kept: `CASE WHEN ${y} > 0 THEN 1 ELSE 0 END`,
    y,
    yy: product(query, y, y),
    xy: product(query, x, y),
    m,
    mm: product(query, m, m),
    mx: product(query, m, x),
  };
}

/** The sums of a pair less those of the pair before; who does not pay at first is in neither. */
function differences(
  query: QueryText,
  [x, y]: readonly [string, string],
  [x0, y0]: readonly [string, string],
): readonly (readonly [name: string, sql: string])[] {
  const all = (then: string, now: string): Readonly<Record<string, string>> => ({
    x: then,
    xx: product(query, then, then),
    ...productsOf(query, now, then),
  });
  const [own, before] = [all(x, y), all(x0, y0)];
  const difference = (name: string) =>
    `CASE WHEN ${x} > 0 THEN ${own[name]} ELSE 0 END - CASE WHEN ${x0} > 0 THEN ${before[name]} ELSE 0 END`;
  const customers = `CASE WHEN ${x} > 0 THEN 1 ELSE 0 END - CASE WHEN ${x0} > 0 THEN 1 ELSE 0 END`;
  return [['customers', customers], ...Object.keys(own).map((name) => [`sum_${name}`, difference(name)] as const)];
}

function prefixed(sums: object): object {
  return Object.fromEntries(Object.keys(sums).map((name) => [`sum_${name}`, 0]));
}
