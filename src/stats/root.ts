const MOST_STEPS = 200;

/** The least step, as a share of the distance between the ends: roots of 1e-15 still have all their digits. */
const FINEST = 2 ** -150;

/**
 * A root of a continuous function between two ends where it has opposite signs, to two units in the last place.
 *
 * Inverse quadratic steps where they are safe, halving elsewhere (Chandrupatla 1997, Advances in Engineering Software 28: 145–149).
 * Where the signs do not differ it answers the end with the smaller |f|, so that a limit which lies beyond an end becomes that end.
 */
export function bracketedRoot(f: (x: number) => number, low: number, high: number): number {
  const smallest = Math.abs(high - low) * FINEST;
  let near = high;
  let far = low;
  let fNear = f(near);
  let fFar = f(far);
  if (fNear * fFar > 0) return Math.abs(fNear) < Math.abs(fFar) ? near : far;
  let share = 0.5;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const best = Math.abs(fNear) < Math.abs(fFar) ? near : far;
    const margin = (2 * Number.EPSILON * Math.abs(best) + smallest) / Math.abs(far - near);
    if (margin > 0.5 || fNear === 0 || fFar === 0) break;
    const x = near + Math.min(1 - margin, Math.max(margin, share)) * (far - near);
    const fx = f(x);
    let old = near;
    let fOld = fNear;
    if (fx > 0 !== fNear > 0) {
      old = far;
      fOld = fFar;
      far = near;
      fFar = fNear;
    }
    near = x;
    fNear = fx;
    const xi = (near - far) / (old - far);
    const phi = (fNear - fFar) / (fOld - fFar);
    const isSafe = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    share = isSafe
      ? (fNear / (fFar - fNear)) * (fOld / (fFar - fOld)) +
        ((old - near) / (far - near)) * (fNear / (fOld - fNear)) * (fFar / (fOld - fFar))
      : 0.5;
  }
  return Math.abs(fNear) < Math.abs(fFar) ? near : far;
}
