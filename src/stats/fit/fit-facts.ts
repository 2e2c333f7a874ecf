import type { Interval } from '../../core/estimate.js';
import { standardNormalQuantile } from '../normal-quantile.js';
import { inverseOf } from './curvature.js';
import type { FitStart, FitStatus } from './model.js';
import { type FitParameter, type LikelihoodProblem, type Maximum, type Search, valuesOf } from './problem.js';
import { reportedInverse, reportedOf } from './reported.js';

/** Where a direction of logarithms has a larger standard error, the data say next to nothing of it: a factor of 150. */
const WIDE = 5;

/** Beyond this share of its bound, for most a factor of 1,000, a parameter may be on its way to infinity. */
const AWAY = 0.6;
/** A gradient above this, for each unit of the log-likelihood, is not that of a maximum. */
const STEEP = 1e-6;
/** What the slopes may be off by where parameters are very large; a step that follows them gains less than 1e-6. */
const ROUNDING = 1e-3;
/** A log-likelihood so near to its limit is there. */
const NEAR = 0.05;

/** What a fitted model says beside its parameters. */
export function fitFacts<Parameter extends string>(
  problem: LikelihoodProblem<Parameter>,
  search: Search,
  bound: Float64Array,
  starts: readonly FitStart[],
): Maximum<Parameter> {
  const { parameters, penalty = 0, confidence = 0.95, n } = problem;
  const names = parameters.map(({ name }) => name);
  const numbers = reportedOf(
    problem.owner,
    parameters,
    valuesOf(parameters, search.at, new Float64Array(names.length)),
  );
  const prices = search.at.reduce((sum, x) => sum + x * x, 0);
  const logLikelihood = search.value + penalty * prices;
  const { isDefinite, values, held } = search.curvature;
  const gradient = search.gradient.reduce((most, g, j) => (held[j] ? most : Math.max(most, Math.abs(g))), 0);
  const isDetermined = search.converged && isDefinite && values.every((value) => value > 1 / WIDE ** 2);
  const boundary = names.filter((_, j) => isAway(parameters, search, bound, j, isDetermined));
  // Where one has run away, sums of large terms leave some rounding in the slopes of all.
  const allowed = Math.max(STEEP * (1 + Math.abs(logLikelihood)), boundary.length > 0 ? ROUNDING : 0);
  // What a parameter that runs away has still to gain is about its slope.
  const isSteep = search.gradient.some(
    (g, j) => !held[j] && Math.abs(g) > (boundary.includes(names[j] as Parameter) ? Math.max(allowed, NEAR) : allowed),
  );
  const atMaximum: FitStatus = isDetermined ? 'converged' : 'ridge';
  const status: FitStatus = isSteep ? 'stoppedEarly' : boundary.length > 0 ? 'boundary' : atMaximum;
  // By the parameters as they are: a derivative of exp(x) for each.
  const sizes = parameters.map(({ isFree, scale = 1 }, j) => (isFree ? scale : (numbers[j] as number)));
  const inverse =
    isDefinite && status !== 'stoppedEarly' ? reportedInverse(parameters, inverseOf(search.curvature)) : null;
  const errors = names.map((name, j) => {
    const variance = inverse?.[j]?.[j] ?? Infinity;
    const isLost = boundary.includes(name) || isMovedBy(parameters, j, boundary);
    return isLost || !(variance < WIDE ** 2) || variance <= 0 ? null : Math.sqrt(variance);
  });
  const covariance =
    status === 'converged' && inverse !== null
      ? inverse.map((row, i) => row.map((value, j) => value * ((sizes[i] as number) * (sizes[j] as number))))
      : null;
  const z = standardNormalQuantile((1 + confidence) / 2);
  return {
    values: recordOf(names, (j) => numbers[j] as number),
    facts: {
      logLikelihood,
      aic: 2 * names.length - 2 * logLikelihood,
      n,
      parameters: names,
      standardErrors: recordOf(names, (j) => {
        const error = errors[j] ?? null;
        return error === null ? null : error * (sizes[j] as number);
      }),
      covariance,
      intervals: recordOf(names, (j) => waldOf(parameters[j], numbers[j], errors[j], z, confidence)),
      diagnostics: {
        ...{ status, boundary, starts, penalty },
        gradient,
        condition: conditionOf(search, status),
        iterations: search.iterations,
        warnings: warningsOf(status, boundary, search, parameters, starts),
      },
      excluded: problem.excluded ?? { missing: 0, invalid: 0, repeated: 0 },
    },
  };
}

/** Whether a coefficient without a maximum of its own moves the parameter from the mean of its covariate to 0. */
function isMovedBy(parameters: readonly FitParameter[], j: number, boundary: readonly string[]): boolean {
  return (parameters[j]?.origins ?? []).some(
    ({ of, times }) => times !== 0 && boundary.includes(parameters[of]?.name ?? ''),
  );
}

/** At the bound, or beyond a factor of 1,000 where another is at the bound or nothing determines it: they run away together. */
function isAway(
  parameters: readonly FitParameter[],
  { at }: Search,
  bound: Float64Array,
  j: number,
  isDetermined: boolean,
): boolean {
  const isAtBound = (k: number) => Math.abs(at[k] as number) >= (bound[k] as number);
  if (isAtBound(j)) return true;
  return (
    Math.abs(at[j] as number) > AWAY * (bound[j] as number) &&
    (!isDetermined || parameters.some((_, k) => isAtBound(k)))
  );
}

function conditionOf({ curvature }: Search, status: FitStatus): number | null {
  if (!curvature.isDefinite || status === 'stoppedEarly') return null;
  return Math.max(...curvature.values) / Math.min(...curvature.values);
}

function waldOf(
  parameter: FitParameter | undefined,
  value: number | undefined,
  error: number | null | undefined,
  z: number,
  confidence: number,
): Interval | null {
  if (parameter === undefined || value === undefined || (error ?? null) === null) return null;
  const reach = z * (error as number); // not null, by the line above
  if (parameter.isFree) {
    const { scale = 1 } = parameter;
    return { low: value - reach * scale, high: value + reach * scale, confidence, method: 'wald' };
  }
  return { low: value * Math.exp(-reach), high: value * Math.exp(reach), confidence, method: 'wald-log' };
}

function warningsOf(
  status: FitStatus,
  boundary: readonly string[],
  search: Search,
  parameters: readonly FitParameter[],
  starts: readonly FitStart[],
): readonly string[] {
  const warnings: string[] = [];
  if (status === 'boundary') {
    const away = parameters
      .map(({ name }, j) => ({ name, isUp: (search.at[j] as number) > 0 }))
      .filter(({ name }) => boundary.includes(name));
    const runs = [true, false].flatMap((isUp) => {
      const names = away.filter((one) => one.isUp === isUp).map(({ name }) => name);
      const verb = names.length === 1 ? 'runs' : 'run';
      return names.length === 0 ? [] : [`${listed(names)} ${verb} to ${isUp ? 'infinity' : '0'}`];
    });
    warnings.push(
      `The likelihood rises as ${listed(runs)}: the values of ${listed(boundary)} are where the search was held and have no standard errors; a penalty, or a model with fewer parameters, gives values that can be told apart.`,
    );
  }
  if (status === 'ridge') {
    warnings.push(
      'The maximum is on a ridge: very different parameters fit these data as well, so compare predictions rather than parameters; more customers, a longer time of observation or a penalty would tell them apart.',
    );
  }
  if (status === 'stoppedEarly') {
    warnings.push(
      'The search stopped before it reached a maximum: the parameters are not the most likely ones, and have no standard errors; give more iterations (maxIterations) or other starts.',
    );
  }
  return [...warnings, ...lowerWarnings(starts)];
}

/** What to say of searches of the same likelihood that ended lower than the best of them. */
export function lowerWarnings(starts: readonly FitStart[]): readonly string[] {
  const heights = starts.filter(({ on }) => on === 'customers').map(({ logLikelihood }) => logLikelihood);
  const lower = heights.filter((height) => Math.max(...heights) - height > 1e-3).length;
  if (lower === 0) return [];
  return [
    `${lower} of ${heights.length} searches ended lower than the best: the likelihood has more than one maximum or a search stopped short, so try more starts.`,
  ];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function recordOf<Parameter extends string, Value>(
  names: readonly Parameter[],
  valueAt: (j: number) => Value,
): Readonly<Record<Parameter, Value>> {
  // One entry for each name.
  return Object.fromEntries(names.map((name, j) => [name, valueAt(j)])) as Record<Parameter, Value>;
}
