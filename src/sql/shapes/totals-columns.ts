import { daysPlan } from '../../log/shapes/periods-plan.js';
import type { ScoreCuts, TotalsShape } from '../../log/shapes/totals-shape.js';
import { calendar } from '../../time/calendar.js';
import { DAY } from '../../time/day.js';
import { periodIndex } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import type { ShapeKind } from '../shape-columns.js';
import { firstOf } from '../spelling.js';

/** Local days from `last` to the day of an instant, never below 0. */
export function daysSince(query: QueryText, asOf: number | null, timeZone: string): string {
  if (asOf === null) return '0';
  const { dialect } = query;
  const days = daysPlan(timeZone);
  const today = calendar(days).indexOf(asOf);
  // Back from the end of the day, in fewer functions for it to plan.
  if (dialect.name === 'clickhouse' && timeZone === 'UTC')
    return dialect.divided(`greatest(${query.integer((today + 1) * DAY - 1)} - last, 0)`, DAY);
  const day = dialect.whole(periodIndex(query, 'last', 'epochMilliseconds', days));
  return `greatest(${query.integer(today)} - ${day}, 0)`;
}

/** The monetary value of a total of `bought` orders, in whole steps where there is one. */
export function moneySql(query: QueryText, { monetary, step }: TotalsShape, total: string): string {
  const orders = monetary === 'sum' ? null : query.dialect.double('bought');
  return inSteps(query, total, orders, step);
}

/** A total, or its mean over so many, in whole steps where there is one. */
export function inSteps(query: QueryText, total: string, over: string | null, step: number | null): string {
  const mean = over === null ? total : `${total} / ${over}`;
  if (step === null) return mean;
  const steps = `floor(${mean} / ${query.value(step).sql} + ${query.value(0.5).sql})`;
  if (query.dialect.name !== 'postgres') return steps;
  // Postgres stumbles over what is so small that it would be 0 in steps.
  const quarter = `${query.value(step / 4).sql}${over === null ? '' : ` * ${over}`}`;
  return `CASE WHEN abs(${total}) < ${quarter} THEN ${query.value(0).sql} ELSE ${steps} END`;
}

/** How many cuts a value is past, and 1: the highest is asked first. */
export function scoreSql(query: QueryText, value: string, { cuts, isReached }: ScoreCuts, isWhole: boolean): string {
  const operator = isReached ? '>=' : '>';
  const own = isWhole || query.dialect.name !== 'clickhouse' ? query.dialect.double(value) : value; // which is one there
  const whens = cuts.map((cut, place) => {
    const [of, than] = isWhole && Number.isSafeInteger(cut) ? [value, query.integer(cut)] : [own, query.value(cut).sql];
    return [`${of} ${operator} ${than}`, `${place + 2}`] as const;
  });
  return firstOf(whens.reverse(), '1');
}

/** A row for each row of `from` and each of the values: `place`, which of them, `value` and the other columns. */
export function valueRows(
  query: QueryText,
  from: string,
  values: readonly string[],
  { value: kind, ...own }: Readonly<Record<string, ShapeKind>> & { readonly value: ShapeKind },
): QueryText {
  const rows = query.dialect.valuesOf(values, from);
  const columns = { ...own, place: 'whole', value: kind } as const;
  if (rows.value === 'value') return query.overRows(rows.from, columns); // planned in less time without a select of their own
  const select = `SELECT ${Object.keys(own).join(', ')}, place, ${rows.value} AS value FROM ${rows.from}`;
  return query.over(query.expression('total_values', select, true), columns);
}
