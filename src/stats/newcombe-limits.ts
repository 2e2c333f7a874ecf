import type { Proportion } from './score-difference.js';

/** The limits of p₂ − p₁ from the two Wilson intervals (Newcombe 1998, Statistics in Medicine 17: 873–890, method 10). */
export function newcombeLimits(
  first: Proportion,
  second: Proportion,
  difference: number,
  z: number,
): { low: number; high: number } {
  const a = wilsonReach(first, z);
  const b = wilsonReach(second, z);
  return {
    low: Math.max(-1, difference - Math.hypot(b.below, a.above)),
    high: Math.min(1, difference + Math.hypot(b.above, a.below)),
  };
}

/** How far Wilson's interval reaches below and above the share p, without taking near numbers from one another. */
function wilsonReach({ successes, n }: Proportion, z: number): { below: number; above: number } {
  const [share, other] = [successes / n, (n - successes) / n];
  const square = z * z;
  const spread = z * Math.sqrt(successes * other + square / 4);
  const towards = (near: number, far: number): number => {
    const pull = square * ((near - far) / 2);
    // (spread + pull)(spread − pull) = z²p(1 − p)(n + z²), of which the quotient is the sum that does not cancel.
    return pull >= 0 ? (spread + pull) / (n + square) : (square * near * far) / (spread - pull);
  };
  return { below: towards(share, other), above: towards(other, share) };
}
