const MOST_STEPS = 200;
// A step's length in ln(value), beyond which the curve is not trusted.
const LONGEST_STEP = 20;

/** How far ln(tail) is from ln(target) at a place, and its first two derivatives by the logarithm of that place. */
export interface TailGap {
  readonly gap: number;
  readonly slope: number;
  readonly bend: number;
}

/**
 * The place where a tail has its target, by Halley's steps on the logarithm of the tail over the logarithm of the place.
 *
 * The densities of ln X for a gamma X and of ln(X/(1 − X)) for a beta X are log-concave, hence so are both tails: after one step
 * of Newton the rest approach from one side, from any start. A place beyond the doubles comes back as 0 or Infinity.
 */
export function tailRoot(start: number, gapAt: (place: number) => TailGap): number {
  let place = start;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (place === 0 || place === Number.POSITIVE_INFINITY) return place;
    const { gap, slope, bend } = gapAt(place);
    if (gap === 0) return place;
    const newton = -gap / slope;
    const correction = 1 + (newton * bend) / (2 * slope);
    // Between half and twice the step of Newton; NaN, where the slope has underflowed, leaves that step alone.
    const halley = newton / (correction > 0.5 ? Math.min(correction, 2) : correction <= 0.5 ? 0.5 : 1);
    const move = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, halley));
    place *= Math.exp(move);
    if (Math.abs(move) < 1e-9) return place;
  }
  return place;
}
