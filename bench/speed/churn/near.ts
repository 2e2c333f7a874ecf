/** Throws where numbers of a peer are not those of kizuna, up to a share of them. */
export function requireNear(
  what: string,
  ours: readonly (number | null)[],
  theirs: readonly (number | null)[],
  within: number,
): void {
  if (ours.length !== theirs.length) throw new Error(`${what}: ${theirs.length} numbers, kizuna has ${ours.length}`);
  const far = ours.findIndex((value, i) => !isNear(value, theirs[i] ?? null, within));
  if (far >= 0) throw new Error(`${what}: ${theirs[far]} at place ${far}, kizuna ${ours[far]}`);
}

function isNear(a: number | null, b: number | null, within: number): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= within * Math.max(Math.abs(a), Math.abs(b));
}
