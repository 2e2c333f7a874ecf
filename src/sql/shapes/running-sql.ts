import type { QueryText } from '../query-text.js';

/**
 * What counts of each customer, which change at places, come to: for each place, by how much more all customers' sum of each of `sums` is than
 * before it. `changes` are rows of `customer`, `place` and a change of each of `counts`; sums are of a count now as `now(name)` says it.
 */
export function runningSql(
  query: QueryText,
  changes: string,
  counts: readonly string[],
  sums: Readonly<Record<string, (now: (count: string) => string) => string>>,
): string {
  const { dialect } = query;
  const whole = (sql: string): string => dialect.as('integer', sql);
  const each = (make: (count: string) => string): string => counts.map(make).join(', ');
  const steps = `SELECT customer, place, ${each((count) => `${whole(dialect.integerSum(count))} AS ${count}_step`)} FROM (${changes}) AS changes GROUP BY customer, place`;
  const over = 'OVER (PARTITION BY customer ORDER BY place ASC ROWS UNBOUNDED PRECEDING)';
  const running = each(
    (count) => `${count}_step, ${whole(`${dialect.integerSum(`${count}_step`)} ${over}`)} AS ${count}_now`,
  );
  const list = Object.entries(sums).map(([name, of]) => {
    const [now, before] = [of((count) => `${count}_now`), of((count) => `(${count}_now - ${count}_step)`)];
    return `${whole(dialect.integerSum(whole(`(${now}) - (${before})`)))} AS ${name}`;
  });
  return `SELECT place, ${list.join(', ')} FROM (SELECT customer, place, ${running} FROM (${steps}) AS steps) AS running GROUP BY place`;
}
