import type { Dialect } from './dialects/dialect.js';

/** 2⁶², a double and a 64-bit integer. */
export const SHIFT = '4611686018427387904';

/**
 * A double in three of which sums are exact: the whole part and the next 62 bits, times 2⁶², as integers, and what is left; of one that is
 * too large, all is.
 */
export function splitDouble(dialect: Dialect, sql: string): Readonly<Record<'whole' | 'part' | 'rest', string>> {
  const isSplit = `abs(${sql}) < 4e18`;
  const part = `trunc((${sql} - trunc(${sql})) * ${SHIFT})`;
  const integer = (of: string): string => dialect.as('integer', `CASE WHEN ${isSplit} THEN ${of} ELSE 0 END`);
  return {
    whole: integer(`trunc(${sql})`),
    part: integer(part),
    rest: `CASE WHEN ${isSplit} THEN (${sql} - trunc(${sql})) - ${part} / ${SHIFT} ELSE ${sql} END`,
  };
}
