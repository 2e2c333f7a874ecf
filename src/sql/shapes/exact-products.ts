import type { Dialect } from '../dialects/dialect.js';
import type { QueryText } from '../query-text.js';

/** The product of two columns of whole numbers below 2⁵³, as columns of such: 2⁵⁴ times the first, 2²⁷ times the next, and the last. */
export function exactProducts(dialect: Dialect, name: string, [a, b]: readonly [string, string]): readonly string[] {
  // The high part is a double divided by a power of 2, which is exact, and rounded down; the low one lies from -2^26 to 2^26.
  const high = (of: string): string =>
    dialect.as('integer', `floor(${dialect.as('number', `(${of} + 67108864)`)} / 134217728)`);
  const low = (of: string): string => `(${of} - ${high(of)} * 134217728)`;
  return [
    `${high(a)} * ${high(b)} AS ${name}_high`,
    `${high(a)} * ${low(b)} + ${low(a)} * ${high(b)} AS ${name}_middle`,
    `${low(a)} * ${low(b)} AS ${name}_low`,
  ];
}

/** The square of a column of doubles in the same columns: the last is what it is rounded to, the one before it what that leaves out. */
export function exactSquare(query: QueryText, name: string, a: string): readonly string[] {
  // Veltkamp's splitting and Dekker's product, 1971.
  const scaled = `(${a} * ${query.value(134217729).sql})`;
  const high = `(${scaled} - (${scaled} - ${a}))`;
  const low = `(${a} - ${high})`;
  const rest = `((${high} * ${high} - ${a} * ${a}) + ${high} * ${low} + ${high} * ${low}) + ${low} * ${low}`;
  const none = query.value(0).sql;
  return [`${none} AS ${name}_high`, `(${rest}) / 134217728 AS ${name}_middle`, `${a} * ${a} AS ${name}_low`];
}

/** The names and kinds of these columns. */
export function productColumns<Kind extends 'integer' | 'number' = 'integer'>(
  names: readonly string[],
  kind: Kind,
): Readonly<Record<string, Kind>> {
  return Object.fromEntries(
    names.flatMap((name) => ['high', 'middle', 'low'].map((part) => [`${name}_${part}`, kind] as const)),
  );
}
