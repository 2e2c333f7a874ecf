import { FitError } from '../../core/errors.js';
import { minimize } from '../minimize.js';
import { type CurvedObjective, inverseAt, inverseOf } from './curvature.js';
import { fitFacts } from './fit-facts.js';
import type { FitStart } from './model.js';
import { objectiveOf } from './objective.js';
import { gainAt, polished, tinyAt } from './polish.js';
import { type LikelihoodProblem, type Maximum, type Search, WIDEST } from './problem.js';

/** Beyond this a search has run far away: a factor of 1,000. */
const FAR = Math.log(1e3);
/** Far away, where the likelihood is all but flat, this near to a known value is the same place. */
const SAME = 1e-3;
/**
 * The highest maximum of a log-likelihood that can be found from several starts: BFGS in the logarithms of the positive parameters,
 * then Newton's steps with the matrix of second derivatives, which also gives the standard errors.
 */
export function maximize<Parameter extends string>(problem: LikelihoodProblem<Parameter>): Maximum<Parameter> {
  const { parameters, penalty = 0, maxIterations = 500 } = problem;
  const bound = Float64Array.from(parameters, ({ isFree, widest }) => widest ?? (isFree ? 1e6 : WIDEST));
  const rules = { bound, maxIterations, runsAll: problem.runsAll === true };
  const objective = objectiveOf(parameters, problem.logLikelihood, penalty);
  const classes = problem.coarse
    ? searchedOn('classes', objectiveOf(parameters, problem.coarse, penalty), problem, rules)
    : null;
  const before = classes?.ends ?? [];
  const near = classes !== null && isNeighbourhood(classes, bound) ? nearby(objective, classes.best, rules) : null;
  // Every search of the classes ended in one place, and the search of all began there.
  if (near?.converged) return fitFacts(problem, near, bound, [...before, endOf(near, 'customers')]);
  const ends = near === null ? before : [...before, endOf(near, 'customers')];
  const found = searchedOn('customers', objective, problem, rules);
  if (found === null) {
    const issue = {
      code: 'E_FIT_CONVERGE',
      index: null,
      field: null,
      expected: 'finite',
      received: 'no number',
    } as const;
    throw new FitError(`${problem.owner} requires a likelihood that is finite; it is at none of its starts`, [issue]);
  }
  return fitFacts(problem, found.best, bound, [...ends, ...found.ends]);
}

interface Rules {
  readonly bound: Float64Array;
  readonly maxIterations: number;
  readonly runsAll: boolean;
}

interface Searches {
  readonly best: Search;
  readonly ends: readonly FitStart[];
}

/** Whether all searches found the same, well within the bounds. */
function isNeighbourhood({ best, ends }: Searches, bound: Float64Array): boolean {
  const isInside = best.converged && best.at.every((x, j) => Math.abs(x) < (bound[j] as number) - 4);
  return isInside && ends.every(({ logLikelihood }) => best.value - logLikelihood < 1e-3);
}

/** The maximum of all from that of their classes: it is only a few steps, and the curvature is known well enough. */
function nearby(objective: CurvedObjective, { at, value, curvature }: Search, { bound, maxIterations }: Rules): Search {
  const inverseHessian = Float64Array.from(inverseOf(curvature).flat());
  const end = minimize(objective, at, { bound, maxIterations, tolerance: gainAt(value), inverseHessian });
  return polished(objective, end, bound, maxIterations);
}

/** Searches from the starts, one after the other; `null` where the likelihood is finite at none of them. */
function searchedOn(
  on: FitStart['on'],
  objective: CurvedObjective,
  problem: LikelihoodProblem<string>,
  rules: Rules,
): Searches | null {
  const { bound, maxIterations } = rules;
  const { handover = 0 } = problem;
  const starts = ranked(problem, objective);
  const ends: FitStart[] = [];
  let best: Search | null = null;
  for (const start of rules.runsAll ? starts : chosen(starts)) {
    const known = best;
    const found = minimize(objective, start.at, {
      ...{ bound, maxIterations, tolerance: Math.max(handover, gainAt(start.value)) },
      inverseHessian: inverseAt(objective, start.at, bound),
      isKnown: known === null ? undefined : (at, value) => isAt(known, at, -value),
    });
    if (known !== null && found.end === 'known') {
      ends.push(endOf(known, on));
      continue;
    }
    if (found.value === Infinity) continue;
    const search = polished(objective, found, bound, maxIterations);
    ends.push(endOf(search, on));
    if (best === null || isBetter(search, best)) best = search;
  }
  if (best === null) return null;
  for (const place of otherPlaces(best)) {
    const known: Search = best;
    const isKnown = (at: Float64Array, value: number) => isFar(at) && Math.abs(known.value + value) < SAME;
    const tolerance = Math.max(handover, gainAt(known.value));
    const found = minimize(objective, place, { bound, maxIterations, tolerance, isKnown });
    if (found.value === Infinity) continue;
    const search = found.end === 'known' ? known : polished(objective, found, bound, maxIterations);
    ends.push(endOf(search, on));
    if (isBetter(search, best)) best = search;
  }
  return { best, ends };
}

function endOf({ value, converged }: Search, on: FitStart['on']): FitStart {
  return { logLikelihood: value, converged, on };
}

/**
 * Places to search from once more where a search ran far away: it may have leapt over a maximum onto a plain without slope, or followed the
 * wrong one of several rays. Parameters come in pairs, as the two of a gamma or a beta distribution do: far ones are brought nearer with
 * their ratios, and pairs that hold a far one are set to other spreads.
 */
function otherPlaces({ at }: Search): readonly Float64Array[] {
  const isAway = (j: number) => Math.abs(at[j] ?? 0) > FAR;
  const far = Array.from(at.keys()).filter(isAway);
  if (far.length === 0) return [];
  const most = Math.max(...far.map((j) => Math.abs(at[j] as number)));
  const nearer = [1, 4].map((target) =>
    at.map((x, j) => (isAway(j) ? Math.sign(x) * Math.max(0, Math.abs(x) - most + target) : x)),
  );
  const pairs = [0, 2].filter((j) => isAway(j) || isAway(j + 1));
  const spreads = pairs.flatMap((pair) =>
    SPREADS.map((spread) => at.map((x, j) => (j === pair || j === pair + 1 ? (spread[j - pair] as number) : x))),
  );
  return [...nearer, ...spreads];
}

/** Logarithms of a pair: of little and of large spread, and of either alone. */
const SPREADS = [
  [-3, -3],
  [0, 0],
  [3, 3],
  [-2, 1],
  [1, -2],
] as const;

interface Start {
  readonly at: Float64Array;
  readonly value: number;
}

/** The starts as points of the search, the likeliest first. */
function ranked(problem: LikelihoodProblem<string>, objective: CurvedObjective): Start[] {
  const gradient = new Float64Array(problem.parameters.length);
  const starts = problem.starts.map((start) => {
    const at = Float64Array.from(problem.parameters, ({ isFree = false, scale = 1, offset = 0 }, j) => {
      const value = start[j] as number; // a number for each parameter
      return isFree ? (value - offset) / scale : Math.min(WIDEST, Math.max(-WIDEST, Math.log(value / scale)));
    });
    const value = objective(at, gradient);
    return { at, value: Number.isFinite(value) ? value : Infinity };
  });
  return starts.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
}

/** The best start, and the one farthest from it. */
function chosen(starts: readonly Start[]): readonly Start[] {
  const [first, ...others] = starts.filter(({ value }) => value < Infinity);
  if (first === undefined) return [];
  const far = others.map((start) => ({ start, distance: distanceOf(start.at, first.at) }));
  far.sort((a, b) => b.distance - a.distance);
  return far[0] === undefined ? [first] : [first, far[0].start];
}

/** Whether a point lies in the bowl of a maximum that is known: its height is what the curvature there says, to a tenth. */
function isAt(known: Search, at: Float64Array, value: number): boolean {
  if (!known.converged || value > known.value) return false;
  const away = at.map((x, j) => x - (known.at[j] as number));
  if (away.some((distance) => Math.abs(distance) > 0.2)) return false;
  const size = at.length;
  let drop = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      drop += 0.5 * (away[i] as number) * (away[j] as number) * (known.curvature.matrix[i]?.[j] as number); // square
    }
  }
  return Math.abs(known.value - value - drop) <= 0.1 * drop + gainAt(value);
}

/** Higher, or as high and with a better end. */
function isBetter(search: Search, best: Search): boolean {
  const gap = search.value - best.value;
  // Less than this may be rounding, where parameters are large.
  if (Math.abs(gap) <= tinyAt(best.value)) return search.converged && !best.converged;
  return gap > 0;
}

function isFar(at: Float64Array): boolean {
  return at.some((x) => Math.abs(x) > FAR);
}

function distanceOf(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((x, j) => x - (b[j] as number)));
}
