import { hypergeometricOneSlopes } from '../../stats/hypergeometric-one.js';
import { type HypergeometricSlopes, hypergeometricSlopes } from '../../stats/hypergeometric-slopes.js';
import { climbFrom } from './climb.js';
import type { Ladders } from './ladders.js';

/** Outside these z the continued fraction takes longer than a step in time. */
const STEEP = -4;
const CLOSE = 0.9;
/** The longest step in ln(α + t) and ln(β + t), and in the logarithm of the integrand: 8 points are then exact to the last digits. */
const LONGEST_STEP = 0.35;
const MOST_DECAY = 1.5;
/** More rungs than this take longer than a new start. */
const MOST_RUNGS = 100;

/** Nodes and weights of the 8-point Gauss–Legendre rule on 0…1: Abramowitz & Stegun table 25.4. */
const NODES = /* @__PURE__ */ Float64Array.of(
  ...[0.019855071751231884, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751],
  ...[0.5917173212478249, 0.7627662049581645, 0.8983332387068134, 0.9801449282487681],
);
const WEIGHTS = /* @__PURE__ */ Float64Array.of(
  ...[0.05061426814518813, 0.1111905172266872, 0.15685332293894363, 0.181341891689181],
  ...[0.181341891689181, 0.15685332293894363, 0.1111905172266872, 0.05061426814518813],
);

/** ₂F₁(1, b; c; z) of one number of purchases at one time, from which the next earlier time is reached. */
export interface Foothold extends HypergeometricSlopes {
  ladder: number;
  time: number;
  frequency: number;
}

/** No foothold yet. */
export function noFoothold(): Foothold {
  return { ...hypergeometricSlopes(), ladder: -1, time: 0, frequency: 0 };
}

/**
 * Fills in a ladder from the one of the next later time, where α and β are so far apart that the continued fraction is slow; `false` where that
 * is not so, or cannot be done. `b` and `c` are those of no purchase, `alpha` and `beta` those at the time of the ladder.
 *
 * F = (c − 1)/(β + t) ∫ ((α + t)/(α + τ))^b ((β + t)/(β + τ))^(c−b) dτ over τ > t: what lies between the times by Gauss and Legendre's rule,
 * and the rest is known. From there up the ladder where β is the larger, if (b + x)/(c + x)·|z| ≥ 1 keeps the digits, else down.
 */
export function climbFromLater(
  ladders: Ladders,
  ladder: number,
  foothold: Foothold,
  b: number,
  c: number,
  alpha: number,
  beta: number,
): boolean {
  const z = (alpha - beta) / alpha;
  if (z > STEEP && z < CLOSE) return false;
  const { lowest, highest, pattern, frequency, from } = ladders;
  const at = pattern[ladder] as number;
  const x = (z < 0 ? lowest[at] : highest[at]) as number;
  const nearest = (z < 0 ? frequency[from[ladder] as number] : frequency[(from[ladder + 1] as number) - 1]) as number;
  const rungs = z < 0 ? nearest - x : x - nearest;
  if (!(rungs >= 0 && rungs <= MOST_RUNGS) || (z < 0 && (b + x) * -z < c + x)) return false;
  const time = ladders.time[ladder] as number;
  const isNext = foothold.ladder === ladder + 1 && pattern[ladder + 1] === at && foothold.frequency === x;
  if (!isNext || !step(foothold, foothold.time - time, b + x, c + x, alpha, beta)) {
    hypergeometricOneSlopes(b + x, c + x, z, beta / alpha, foothold);
  }
  foothold.ladder = ladder;
  foothold.time = time;
  foothold.frequency = x;
  climbFrom(ladders, ladder, foothold, x, b, c, z);
  return true;
}

/** Moves the foothold back by `length`; `false` where that is too far for the rule. */
function step(foothold: Foothold, length: number, b: number, c: number, alpha: number, beta: number): boolean {
  const wholeA = Math.log1p(length / alpha);
  const wholeB = Math.log1p(length / beta);
  if (!(Math.max(wholeA, wholeB) < LONGEST_STEP && b * wholeA + (c - b) * wholeB < MOST_DECAY)) return false;
  let sum = 0;
  let sumA = 0;
  let sumB = 0;
  let sumShare = 0;
  for (let k = 0; k < NODES.length; k += 1) {
    const distance = length * (NODES[k] as number);
    const logA = Math.log1p(distance / alpha);
    const logB = Math.log1p(distance / beta);
    const weight = (WEIGHTS[k] as number) * Math.exp(-b * logA - (c - b) * logB);
    sum += weight;
    sumA += weight * logA;
    sumB += weight * logB;
    sumShare += (weight * distance) / (alpha + distance);
  }
  const scale = ((c - 1) / beta) * length;
  const rest = Math.exp(-b * wholeA - (c - b - 1) * wholeB) * foothold.value;
  const value = scale * sum + rest;
  foothold.byB = (scale * (sumB - sumA) + rest * (foothold.byB - wholeA + wholeB)) / value;
  foothold.byC = (scale * (sum / (c - 1) - sumB) + rest * (foothold.byC - wholeB)) / value;
  // The slope by z is b (α + t)/(β + t) times the mean of (τ − t)/(α + τ).
  const later = (foothold.byZ * (beta + length)) / (alpha + length) / b;
  const share = later + (length / (alpha + length)) * (1 - later);
  foothold.byZ = (b * (alpha / beta) * (scale * sumShare + rest * share)) / value;
  foothold.value = value;
  return true;
}
