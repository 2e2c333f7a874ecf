/** Customers and amounts by the scores of RFM; `day` is the day of the last event. */
export function byScores(day: string): string {
  const score = (value: string, operator: string, cuts: readonly number[]): string =>
    ['1', ...cuts.map((cut) => `CASE WHEN ${value} ${operator} ${cut} THEN 1 ELSE 0 END`)].join(' + ');
  const scores = `${score('d', '<=', [30, 90, 180])} AS r, ${score('n', '>=', [2, 5, 10, 20])} AS f, ${score('s', '>=', [5_000, 20_000, 50_000, 100_000])} AS m`;
  return `SELECT r, f, m, count(*), sum(s) FROM (SELECT ${scores}, s FROM ${bought(day)}) AS scored GROUP BY r, f, m`;
}

/** The cuts between fifths of days, orders and amounts. */
export function fifths(day: string, quantile: (value: string, part: number) => string): string {
  const cuts = ['d', 'n', 's'].flatMap((value) => [0.2, 0.4, 0.6, 0.8].map((part) => quantile(value, part)));
  return `SELECT ${cuts.join(', ')} FROM ${bought(day)}`;
}

/** How many customers have each number of days, of orders, and each amount. */
export function valueCounts(day: string): string {
  const each = ['d', 'n', 's'].map((value, kind) => `SELECT ${kind}, ${value}, count(*) FROM c GROUP BY ${value}`);
  return `WITH c AS MATERIALIZED (SELECT * FROM ${bought(day)}) ${each.join(' UNION ALL ')}`;
}

/** Days since the last event (the day of `asOf` is 20087 days after 1970), events and amounts by customer. */
export function bought(day: string): string {
  return `(SELECT 20087 - ${day} AS d, count(*) AS n, sum(amount) AS s FROM ev GROUP BY uid) AS bought`;
}

/** The last start so far of a chain of steps: `column` where this event is the step and in time, else what it was. */
export function latestDuckDb(condition: string, column: string): string {
  return `max(CASE WHEN ${condition} THEN ${column} ELSE 0 END) OVER (PARTITION BY uid ORDER BY tm ROWS UNBOUNDED PRECEDING)`;
}

/** The same in the words of ClickHouse. */
export function latestClickHouse(condition: string, column: string): string {
  return `max(if(${condition}, ${column}, 0)) OVER (PARTITION BY uid ORDER BY tm ROWS UNBOUNDED PRECEDING)`;
}
