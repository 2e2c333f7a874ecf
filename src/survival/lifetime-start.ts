import type { LifetimeSet } from './lifetime-likelihood.js';
import type { LifetimeRows } from './lifetime-rows.js';

/** Where to search from: the place η₀ (a logarithm of time) and ln σ. */
export interface LifetimeStart {
  readonly place: number;
  readonly spread: number;
}

/** The deviation of the standard variable of each: a spread of logarithms over it is about σ. */
const DEVIATIONS = {
  exponential: 1,
  weibull: Math.PI / Math.sqrt(6),
  'log-normal': 1,
  'log-logistic': Math.PI / Math.sqrt(3),
};

/** A spread like that of those that ended, and with it a place where about as many end as did. */
export function startOf(set: LifetimeSet, rows: LifetimeRows): LifetimeStart {
  const { centre, kind, events, y } = set;
  if (kind === 'exponential') return { place: Math.log(rows.timeAtRisk / events), spread: 0 };
  const spread = Math.log(deviationOf(y, rows) / DEVIATIONS[kind]);
  if (kind === 'weibull') return { place: centre + weibullPlace(set, Math.exp(spread)), spread };
  // The odds to have ended by the mean of logarithms are about events/n, as for the logistic distribution.
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) sum += rows.weight[i]! * y[i]!;
  return { place: centre + sum / rows.n - Math.exp(spread) * Math.log(events / rows.n), spread };
}

/** The place that is best with this spread: σ ln(Σ t^(1/σ)/events), without covariates. */
function weibullPlace({ terms, events }: LifetimeSet, sigma: number): number {
  let most = -Infinity;
  for (const { y } of terms) for (let i = 0; i < y.length; i += 1) most = Math.max(most, y[i]!);
  let sum = 0;
  for (const { y, count } of terms) {
    for (let i = 0; i < y.length; i += 1) sum += count[i]! * Math.exp((y[i]! - most) / sigma);
  }
  return most + sigma * Math.log(Math.max(sum, Number.EPSILON) / events);
}

/** The deviation of the logarithms of time of those that ended, or of all where they ended at once. */
function deviationOf(y: Float64Array, { ended, weight, n, events }: LifetimeRows): number {
  const deviation = Math.sqrt(squares(y, ended) / events);
  if (deviation > LEAST) return deviation;
  const ofAll = Math.sqrt(squares(y, weight) / n);
  return ofAll > LEAST ? ofAll : 1;
}

function squares(y: Float64Array, counts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) sum += counts[i]! * y[i]! * y[i]!;
  return sum;
}

const LEAST = 1e-3;
