/** The error that a call throws; fails where it throws another, or none. */
export function thrown<Kind extends Error>(Kind: abstract new (...args: never) => Kind, act: () => unknown): Kind {
  try {
    act();
  } catch (error) {
    if (error instanceof Kind) return error;
    throw error;
  }
  throw new Error(`nothing was thrown; expected ${Kind.name}`);
}
