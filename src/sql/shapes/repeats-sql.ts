import type { CompleteColumns, RepeatsShape } from '../../log/shapes/returns-shape.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import { returnsSql } from './returns-sql.js';
import { runningSql } from './running-sql.js';

/** Columns, by what customers' cohorts and returns come to more than in the one before. */
export function repeatsSql(query: QueryText, { returns, complete }: RepeatsShape, owner: string): QueryText {
  if (complete === null)
    return refuseSql('periods', 'given, at most 999, for recurring cohorts in rolling windows', 'more');
  const width = query.dialect.as('integer', widthOf(query, complete));
  const { name } = returnsSql(query, returns, owner).source;
  // A name that is not that of a column below: ClickHouse would take the column for the place in conditions.
  const rows = `SELECT customer, place AS age, zero, started, ${width} AS width FROM ${name}`;
  const from = query.expression('repeated', `SELECT * FROM (${rows}) AS widths WHERE width > 0`);
  const change = (place: string, cohorts: number, back: number, where: string): string =>
    `SELECT customer, ${query.dialect.as('integer', place)} AS place, ${cohorts} AS cohorts, ${back} AS back FROM ${from} WHERE ${where}`;
  const range = (start: string, end: string, where: string): readonly string[] => [
    change(start, 0, 1, where),
    change(end, 0, -1, where),
  ];
  const isThere = 'age IS NOT NULL';
  const backs = {
    each: range('age', 'age + 1', `${isThere} AND age < width`),
    last: range('0', 'least(age + 1, width)', isThere),
    first: [...range('0', '1', 'zero = 1'), ...range('age', 'width', `${isThere} AND age < width`)],
  }[returns.pick];
  const changes = [change('0', 1, 0, 'started = 1'), change('width', -1, 0, 'started = 1'), ...backs].join(
    ' UNION ALL ',
  );
  const columns = ['customers', 'squares', 'products', 'returned'];
  const sums = runningSql(query, changes, ['cohorts', 'back'], {
    customers: (now) => `CASE WHEN ${now('cohorts')} > 0 THEN 1 ELSE 0 END`,
    squares: (now) => `${now('cohorts')} * ${now('cohorts')}`,
    products: (now) => `${now('cohorts')} * ${now('back')}`,
    returned: (now) => `${now('back')} * ${now('back')}`,
  });
  return query.over(
    query.expression('repeats', sums),
    Object.fromEntries(['place', ...columns].map((column) => [column, 'integer' as const])),
  );
}

/** How many columns of the cohort of a row are complete. */
function widthOf(query: QueryText, complete: CompleteColumns): string {
  if ('ended' in complete) {
    const periods = `greatest(${query.integer(complete.ended)} - cohort + 1, 0)`;
    return complete.most === null ? periods : `least(${periods}, ${query.integer(complete.most)})`;
  }
  const steps = complete.steps.map(([last, columns]) => `WHEN cohort <= ${query.integer(last)} THEN ${columns}`);
  return steps.length === 0 ? '0' : `CASE ${steps.reverse().join(' ')} ELSE 0 END`;
}
