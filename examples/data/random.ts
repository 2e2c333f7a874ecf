/** One of several by its share. */
export function pick<Name extends string>(random: () => number, shares: Readonly<Record<Name, number>>): Name {
  const entries = Object.entries(shares) as [Name, number][]; // the keys are the names, and there is one at least
  let left = random() * entries.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of entries) {
    left -= share;
    if (left < 0) return name;
  }
  return (entries[0] as [Name, number])[0]; // as above
}

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough for an example. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
