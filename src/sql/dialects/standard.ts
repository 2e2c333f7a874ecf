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
