import type { LogLikelihood } from '../stats/fit/problem.js';
import { dot } from './dot.js';
import type { LifetimeRows, WeightedTimes } from './lifetime-rows.js';
import { addTerms, emptySums, type LifetimeSums, type LifetimeTerms, type TermKind } from './lifetime-terms.js';

/** A distribution whose logarithm of time is a place and a spread times a standard variable. */
export type LifetimeKind = 'exponential' | 'weibull' | 'log-normal' | 'log-logistic';

/** How a parameter tells the place η₀, or ln σ: as itself, or by its logarithm, which goes up or down with it. */
export interface LifetimeRole {
  readonly of: 'place' | 'spread' | 'coefficient';
  readonly by: 'itself' | 'logarithm';
  readonly sign: 1 | -1;
}

/** The rows as sums of a likelihood: of terms, and of what is linear in z for those that ended. */
export interface LifetimeSet {
  readonly kind: LifetimeKind;
  /** Taken off all logarithms of time. */
  readonly centre: number;
  /** The logarithms of the rows. */
  readonly y: Float64Array;
  readonly terms: readonly LifetimeTerms[];
  /** Σ over those that ended, of 1 and the covariates; `null` where their terms are densities. */
  readonly ended: Float64Array | null;
  readonly endedY: number;
  readonly endedLogTime: number;
  readonly events: number;
  readonly covariates: number;
}

/** Makes the terms of the likelihood of a distribution, with logarithms taken once. */
export function lifetimeSet(kind: LifetimeKind, rows: LifetimeRows): LifetimeSet {
  const { time, weight, ended, events, covariates } = rows;
  const y = logarithms(time, 0);
  const endedLogTime = dot(ended, y);
  const centre = endedLogTime / events;
  for (let i = 0; i < y.length; i += 1) y[i]! -= centre;
  const tail = TAILS[kind];
  const termsOf = (as: TermKind, count: Float64Array) => withCounts({ kind: as, y, count, covariates });
  const terms =
    kind === 'log-normal'
      ? [
          termsOf(
            tail,
            weight.map((w, i) => w - (ended[i] as number)),
          ),
          termsOf('normal-density', ended),
        ]
      : [termsOf(tail, kind === 'log-logistic' ? weight.map((w, i) => w + (ended[i] as number)) : weight)];
  const facts = { kind, centre, y, endedLogTime, events, covariates: covariates.length };
  const all = [...terms, entryTerms(tail, rows.entries, centre)].filter((one) => one.y.length > 0);
  if (kind === 'log-normal') return { ...facts, terms: all, ended: null, endedY: 0 };
  const isTotal = kind === 'exponential' && covariates.length === 0;
  return {
    ...facts,
    // With σ = 1, Σ c e^y is all that counts.
    terms: isTotal ? [total(Math.log(rows.timeAtRisk) - centre)] : all,
    ended: Float64Array.of(events, ...covariates.map((column) => dot(ended, column))),
    endedY: dot(ended, y),
  };
}

/** The log-likelihood of lifetimes in their own units, with its derivatives by the parameters as they are. */
export function lifetimeLogLikelihood(set: LifetimeSet, roles: readonly LifetimeRole[]): LogLikelihood {
  const last = set.covariates + 1;
  let coefficients = 0;
  const places = roles.map(({ of }) => (of === 'place' ? 0 : of === 'spread' ? last : ++coefficients));
  const at = new Float64Array(last + 1);
  const sumsAt = (values: Float64Array, hasMatrix: boolean): LifetimeSums => {
    roles.forEach(({ by, sign }, j) => {
      const value = values[j] as number; // one for each role
      at[places[j] as number] = by === 'itself' ? value : sign * Math.log(value);
    });
    at[0]! -= set.centre;
    return lifetimeSums(set, at, hasMatrix);
  };
  const speeds = (values: Float64Array) => roles.map(({ by, sign }, j) => (by === 'itself' ? 1 : sign / values[j]!));
  const plain = (values: Float64Array, gradient: Float64Array): number => {
    const sums = sumsAt(values, false);
    speeds(values).forEach((speed, j) => {
      gradient[j] = speed * sums.gradient[places[j]!]!;
    });
    return sums.value;
  };
  const withMatrix = (values: Float64Array, gradient: Float64Array, matrix: Float64Array): number => {
    const sums = sumsAt(values, true);
    const speed = speeds(values);
    roles.forEach(({ by }, j) => {
      gradient[j] = speed[j]! * sums.gradient[places[j]!]!;
      roles.forEach((_, k) => {
        const bend = speed[j]! * speed[k]! * sums.matrix[places[j]! * (last + 1) + places[k]!]!;
        matrix[j * roles.length + k] = bend - (j === k && by === 'logarithm' ? gradient[j]! / values[j]! : 0);
      });
    });
    return sums.value;
  };
  return Object.assign(plain, { withMatrix });
}

/** The sums at a place (less the centre), coefficients and ln σ. */
function lifetimeSums(set: LifetimeSet, at: Float64Array, hasMatrix: boolean): LifetimeSums {
  const sums = emptySums(set.covariates);
  for (const terms of set.terms) addTerms(terms, at, sums, hasMatrix);
  const last = set.covariates + 1;
  const { gradient, matrix } = sums;
  const logSpread = at[last] as number;
  sums.value -= set.events * logSpread + set.endedLogTime;
  gradient[last]! -= set.events;
  if (set.ended === null) return sums;
  // Σ z = (Σ y − η₀ D − Σ β Σ x)/σ.
  const inverse = Math.exp(-logSpread);
  const z = inverse * (set.endedY - set.ended.reduce((sum, x, j) => sum + x * at[j]!, 0));
  sums.value += z;
  gradient[last]! -= z;
  matrix[(last + 1) ** 2 - 1]! += z;
  set.ended.forEach((x, j) => {
    gradient[j]! -= inverse * x;
    matrix[j * (last + 1) + last]! += inverse * x;
    matrix[last * (last + 1) + j]! += inverse * x;
  });
  return sums;
}

const TAILS: Readonly<Record<LifetimeKind, TermKind>> = {
  exponential: 'extreme-tail',
  weibull: 'extreme-tail',
  'log-normal': 'normal-tail',
  'log-logistic': 'logistic-tail',
};

/** Began to be watched: the chance to have lasted so long is divided out. */
function entryTerms(kind: TermKind, { time, weight, covariates }: WeightedTimes, centre: number): LifetimeTerms {
  const [y, count] = [logarithms(time, centre), weight.map((w) => -w)];
  return withCounts({ kind, y, count, covariates });
}

function logarithms(time: Float64Array, centre: number): Float64Array {
  const logs = new Float64Array(time.length);
  for (let i = 0; i < logs.length; i += 1) logs[i] = Math.log(time[i]!) - centre;
  return logs;
}

function total(y: number): LifetimeTerms {
  return { kind: 'extreme-tail', y: Float64Array.of(y), count: Float64Array.of(1), covariates: [] };
}

/** Without the terms that count nothing. */
function withCounts(terms: LifetimeTerms): LifetimeTerms {
  const { kind, y, count, covariates } = terms;
  let size = 0;
  for (let i = 0; i < count.length; i += 1) if (count[i] !== 0) size += 1;
  if (size === count.length) return terms;
  const places = new Int32Array(size);
  let next = 0;
  for (let i = 0; i < count.length; i += 1) if (count[i] !== 0) places[next++] = i;
  const picked = (values: Float64Array) => {
    const list = new Float64Array(size);
    for (let k = 0; k < size; k += 1) list[k] = values[places[k]!]!;
    return list;
  };
  return { kind, y: picked(y), count: picked(count), covariates: covariates.map(picked) };
}
