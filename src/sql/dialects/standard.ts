import { FIRST_INSTANT, LAST_INSTANT } from '../../time/day.js';
import type { TimeKind } from './kinds.js';

/** What stands after an aggregate of some rows. */
export function filtered(where: string | null): string {
  return where === null ? '' : ` FILTER (WHERE ${where})`;
}

/** Whether a double is neither NaN nor infinite, where no function tells it as soon. */
export function finite(sql: string): string {
  return `${sql} BETWEEN CAST('-${Number.MAX_VALUE}' AS float8) AND CAST('${Number.MAX_VALUE}' AS float8)`;
}

/** `valuesOf` where rows cannot be made of a list. */
export function valuesOf(values: readonly string[], from: string): { readonly from: string; readonly value: string } {
  const cases = values.map((value, place) => `WHEN ${place} THEN ${value}`);
  const places = values.map((_, place) => `(${place})`);
  return {
    from: `${from} CROSS JOIN (VALUES ${places.join(', ')}) AS places (place)`,
    value: `CASE place ${cases.join(' ')} END`,
  };
}

/** `isInRange` of the years 1 to 9999. */
export function isOfFourDigits(column: string, kind: TimeKind): string {
  if (kind === 'epochMilliseconds') return `(${column} BETWEEN ${FIRST_INSTANT} AND ${LAST_INSTANT})`;
  const [type, offset] = kind === 'instant' ? ['TIMESTAMPTZ', '+00'] : ['TIMESTAMP', ''];
  const at = (time: string): string => `${type} '${time}${offset}'`;
  return `(${column} BETWEEN ${at('0001-01-01 00:00:00')} AND ${at('9999-12-31 23:59:59.999999')})`;
}
