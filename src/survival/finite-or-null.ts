/** A number, or `null` where it is none or without end. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
