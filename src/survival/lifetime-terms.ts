import { normalTailLogs } from '../stats/normal-tail.js';
import { HALF_LOG_TWO_PI } from '../stats/stirling.js';

/**
 * What a term is of the standardised logarithm of time, z: ln S of the smallest extreme value (Weibull), of the logistic (log-logistic) or of
 * the normal distribution (log-normal), or the logarithm of the normal density.
 */
export type TermKind = 'extreme-tail' | 'logistic-tail' | 'normal-tail' | 'normal-density';

/** Terms of a log-likelihood, each of z = (y − η)/σ and times its count; counts below 0 are of times at which somebody began to be watched. */
export interface LifetimeTerms {
  readonly kind: TermKind;
  /** Logarithms of time, less where they lie. */
  readonly y: Float64Array;
  readonly count: Float64Array;
  readonly covariates: readonly Float64Array[];
}

/** Sums over terms: the value, its gradient and its second derivatives (row by row) by the place η₀, the coefficients, and ln σ. */
export interface LifetimeSums {
  value: number;
  readonly gradient: Float64Array;
  readonly matrix: Float64Array;
}

/** Sums with all at 0, for so many covariates. */
export function emptySums(covariates: number): LifetimeSums {
  const size = covariates + 2;
  return { value: 0, gradient: new Float64Array(size), matrix: new Float64Array(size * size) };
}

/** Adds terms at a point (η₀, coefficients, ln σ). With z′ = −1/σ by η and −z by ln σ, all follows from three derivatives of each term. */
export function addTerms(terms: LifetimeTerms, at: Float64Array, sums: LifetimeSums, hasMatrix: boolean): void {
  if (terms.covariates.length > 0) addWithCovariates(terms, at, sums, hasMatrix);
  else addAlike(terms, at, sums);
}

const term = /* @__PURE__ */ new Float64Array(3);

function addAlike({ kind, y, count }: LifetimeTerms, at: Float64Array, sums: LifetimeSums): void {
  const [place, inverse] = [at[0] as number, Math.exp(-(at[1] as number))];
  let [value, slope, slopeZ, bend, bendZ, bendZZ] = [0, 0, 0, 0, 0, 0];
  if (kind === 'extreme-tail') {
    // All derivatives are the value: a loop of its own takes a third of the time.
    for (let i = 0; i < y.length; i += 1) {
      const z = (y[i]! - place) * inverse;
      const power = count[i]! * Math.exp(z);
      value -= power;
      bendZ -= power * z;
      bendZZ -= power * z * z;
    }
    addTo(sums, inverse, [value, value, bendZ, value, bendZ, bendZZ]);
    return;
  }
  for (let i = 0; i < y.length; i += 1) {
    const z = (y[i]! - place) * inverse;
    termAt(kind, z);
    const c = count[i]!;
    const first = c * term[1]!;
    const second = c * term[2]!;
    value += c * term[0]!;
    slope += first;
    slopeZ += first * z;
    bend += second;
    bendZ += second * z;
    bendZZ += second * z * z;
  }
  addTo(sums, inverse, [value, slope, slopeZ, bend, bendZ, bendZZ]);
}

/** Adds the sums of terms, their first and second derivatives by z, and these times z. */
function addTo(
  sums: LifetimeSums,
  inverse: number,
  [value, slope, slopeZ, bend, bendZ, bendZZ]: readonly [number, number, number, number, number, number],
): void {
  const { gradient, matrix } = sums;
  sums.value += value;
  gradient[0]! -= inverse * slope;
  gradient[1]! -= slopeZ;
  const across = inverse * (bendZ + slope);
  matrix[0]! += inverse * inverse * bend;
  matrix[1]! += across;
  matrix[2]! += across;
  matrix[3]! += bendZZ + slopeZ;
}

function addWithCovariates(terms: LifetimeTerms, at: Float64Array, sums: LifetimeSums, hasMatrix: boolean): void {
  const { kind, y, count, covariates } = terms;
  const { gradient, matrix } = sums;
  const last = covariates.length + 1;
  const size = last + 1;
  const inverse = Math.exp(-(at[last] as number));
  const x = new Float64Array(last).fill(1);
  for (let i = 0; i < y.length; i += 1) {
    let place = at[0]!;
    for (let k = 1; k < last; k += 1) {
      x[k] = covariates[k - 1]![i]!;
      place += at[k]! * x[k]!;
    }
    const z = (y[i]! - place) * inverse;
    termAt(kind, z);
    const c = count[i]!;
    const first = c * term[1]!;
    const second = c * term[2]!;
    sums.value += c * term[0]!;
    for (let j = 0; j < last; j += 1) gradient[j]! -= inverse * first * x[j]!;
    gradient[last]! -= first * z;
    if (!hasMatrix) continue;
    const across = inverse * (second * z + first);
    for (let j = 0; j < last; j += 1) {
      const row = inverse * inverse * second * x[j]!;
      for (let k = 0; k < last; k += 1) matrix[j * size + k]! += row * x[k]!;
      matrix[j * size + last]! += across * x[j]!;
      matrix[last * size + j]! += across * x[j]!;
    }
    matrix[last * size + last]! += second * z * z + first * z;
  }
}

/** The term at z with its first two derivatives. */
function termAt(kind: TermKind, z: number): void {
  if (kind === 'extreme-tail') {
    const power = -Math.exp(z);
    term[0] = power;
    term[1] = power;
    term[2] = power;
  } else if (kind === 'normal-density') {
    term[0] = -0.5 * z * z - HALF_LOG_TWO_PI;
    term[1] = -z;
    term[2] = -1;
  } else if (kind === 'normal-tail') {
    normalTailLogs(z, term);
    const hazard = term[1]!;
    term[1] = -hazard;
    term[2] = -hazard * (hazard - z);
  } else {
    const small = Math.exp(-Math.abs(z));
    const share = z > 0 ? 1 / (1 + small) : small / (1 + small);
    term[0] = -Math.max(0, z) - Math.log1p(small);
    term[1] = -share;
    term[2] = -small / (1 + small) ** 2;
  }
}
