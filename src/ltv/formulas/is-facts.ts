/**
 * Whether the numbers of one case were given, not rows or columns of many: an object without a list in it, which has the first part,
 * or with options that do not say where parts stand.
 */
export function isFacts<Facts extends object>(
  data: Facts | object,
  options: object,
  parts: readonly (keyof Facts & string)[],
): data is Facts {
  if (typeof data !== 'object' || data === null || Symbol.iterator in data) return false;
  if (Object.values(data).some(isList)) return false;
  return (parts[0] ?? '') in data || !parts.some((part) => part in Object(options));
}

function isList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'length' in value;
}
