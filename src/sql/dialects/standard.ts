/** What stands after an aggregate of some rows. */
export function filtered(where: string | null): string {
  return where === null ? '' : ` FILTER (WHERE ${where})`;
}

/** `valuesOf` where rows cannot be made of a list. */
export function valuesOf(columns: string, values: readonly string[], from: string): string {
  const cases = values.map((value, place) => `WHEN ${place} THEN ${value}`);
  const places = values.map((_, place) => `(${place})`);
  return `SELECT ${columns}, place, CASE place ${cases.join(' ')} END AS value FROM ${from} CROSS JOIN (VALUES ${places.join(', ')}) AS places (place)`;
}
