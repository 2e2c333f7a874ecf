import { digammaChange } from '../../stats/digamma-change.js';
import { logGammaChange } from '../../stats/log-gamma.js';
import type { Customers } from '../customers.js';
import { climbFromLater, noFoothold } from './back-in-time.js';
import { climb } from './climb.js';
import { type Ladders, laddersOf, type Stretch } from './ladders.js';

/** Customers made ready for a likelihood that is asked for again and again. */
export interface PreparedCustomers {
  readonly weight: Float64Array;
  /** Of those who left after their last purchase, and of those who may be alive at T: two parts of the likelihood. */
  readonly last: Ladders;
  readonly age: Ladders;
  /** Numbers of purchases, each once, and the weight of the customers who have it. */
  readonly frequency: Float64Array;
  readonly frequencyWeight: Float64Array;
  /** The weight of the customers of each pattern. */
  readonly patternWeight: Float64Array;
}

/** Prepares rows of customers, those of each pattern in ascending order of frequency. */
export function prepared(
  rows: Pick<Customers, 'frequency' | 'recency' | 'T' | 'weight'>,
  patterns: readonly Stretch[],
): PreparedCustomers {
  const { frequency, recency, T, weight } = rows;
  const byFrequency = new Map<number, number>();
  for (let i = 0; i < frequency.length; i += 1) {
    const x = frequency[i] as number;
    byFrequency.set(x, (byFrequency.get(x) ?? 0) + (weight[i] as number));
  }
  return {
    weight,
    last: laddersOf(recency, frequency, patterns),
    age: laddersOf(T, frequency, patterns),
    frequency: Float64Array.from(byFrequency.keys()),
    frequencyWeight: Float64Array.from(byFrequency.values()),
    patternWeight: Float64Array.from(patterns, ({ from, to }) =>
      weight.subarray(from, to).reduce((sum, each) => sum + each, 0),
    ),
  };
}

/** The slopes of the log-likelihood by r and s, and by the alpha and the beta of each pattern. */
export interface ParetoNbdSlopes {
  r: number;
  s: number;
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
}

/**
 * The log-likelihood of the Pareto/NBD model (Schmittlein, Morrison & Colombo 1987, Management Science 33: 1–24), and its slopes, with an
 * alpha and a beta for each pattern. Constants of the data alone, such as ln x!, are left out.
 *
 * L = Γ(A)/Γ(r)·α^r β^s/(A + s)·(s G(A; t_x)/((α + t_x)^A (β + t_x)^s) + A G(A + 1; T)/((α + T)^(A+1) (β + T)^(s−1))), A = r + x, where
 * G(b; t) = ₂F₁(1, b; A + s + 1; (α − β)/(α + t)): a sum of positive terms, unlike the difference in the paper, for any α and β.
 */
export function paretoNbdLogLikelihood(
  customers: PreparedCustomers,
  r: number,
  s: number,
  alpha: Float64Array,
  beta: Float64Array,
  slopes: ParetoNbdSlopes,
): number {
  const { last, age, weight, patternWeight } = customers;
  slopes.r = 0;
  slopes.s = 0;
  let value = addFrequencies(customers, r, s, slopes);
  for (let pattern = 0; pattern < alpha.length; pattern += 1) {
    const each = patternWeight[pattern] as number;
    const a = alpha[pattern] as number;
    const b = beta[pattern] as number;
    value += each * (r * Math.log(a) + s * Math.log(b));
    slopes.r += each * Math.log(a);
    slopes.s += each * Math.log(b);
    slopes.alpha[pattern] = (each * r) / a;
    slopes.beta[pattern] = (each * s) / b;
  }
  fill(last, r, s, alpha, beta, 0);
  fill(age, r, s, alpha, beta, 1);
  value += addRows(last, age, weight);
  addSlopes(last, r, s, alpha, beta, 0, slopes);
  addSlopes(age, r, s, alpha, beta, 1, slopes);
  return value;
}

/** What depends on the number of purchases alone. */
function addFrequencies(
  { frequency, frequencyWeight }: PreparedCustomers,
  r: number,
  s: number,
  slopes: ParetoNbdSlopes,
): number {
  let value = 0;
  for (let k = 0; k < frequency.length; k += 1) {
    const x = frequency[k] as number;
    const each = frequencyWeight[k] as number;
    const inverse = 1 / (r + s + x);
    value += each * ((x > 0 ? logGammaChange(r, x) : 0) + Math.log(inverse));
    slopes.r += each * ((x > 0 ? digammaChange(r, x) : 0) - inverse);
    slopes.s -= each * inverse;
  }
  return value;
}

/** The parts of the likelihood: `isAge` is 1 for those at T and 0 for those at the last purchase. */
function fill(ladders: Ladders, r: number, s: number, alpha: Float64Array, beta: Float64Array, isAge: 0 | 1): void {
  const { time, pattern, from, frequency, value, part, share } = ladders;
  const foothold = noFoothold();
  for (let ladder = time.length - 1; ladder >= 0; ladder -= 1) {
    const t = time[ladder] as number;
    const a = (alpha[pattern[ladder] as number] as number) + t;
    const b = (beta[pattern[ladder] as number] as number) + t;
    if (!climbFromLater(ladders, ladder, foothold, r + isAge, r + s + 1, a, b)) {
      climb(ladders, ladder, r + isAge, r + s + 1, (a - b) / a, b / a);
    }
    const logA = Math.log(a);
    const rest = (s - isAge) * Math.log(b) + isAge * logA;
    for (let place = from[ladder] as number; place < (from[ladder + 1] as number); place += 1) {
      const A = r + (frequency[place] as number);
      part[place] = Math.log((isAge === 1 ? A : s) * (value[place] as number)) - A * logA - rest;
      share[place] = 0;
    }
  }
}

/** The sum of the logarithms of both parts' sums, and how the weight of each row is shared between them. */
function addRows(last: Ladders, age: Ladders, weight: Float64Array): number {
  let sum = 0;
  const [lastPart, lastShare, lastPlace] = [last.part, last.share, last.placeOf];
  const [agePart, ageShare, agePlace] = [age.part, age.share, age.placeOf];
  for (let i = 0; i < weight.length; i += 1) {
    const each = weight[i] as number;
    const atLast = lastPlace[i] as number;
    const atAge = agePlace[i] as number;
    const lower = lastPart[atLast] as number;
    const higher = agePart[atAge] as number;
    const difference = lower - higher;
    const small = Math.exp(difference > 0 ? -difference : difference);
    const large = each / (1 + small);
    sum += each * ((difference > 0 ? lower : higher) + Math.log1p(small));
    lastShare[atLast]! += difference > 0 ? large : large * small;
    ageShare[atAge]! += difference > 0 ? large * small : large;
  }
  return sum;
}

function addSlopes(
  { time, pattern, from, frequency, share, byB, byC, byZ }: Ladders,
  r: number,
  s: number,
  alpha: Float64Array,
  beta: Float64Array,
  isAge: 0 | 1,
  slopes: ParetoNbdSlopes,
): void {
  for (let ladder = 0; ladder < time.length; ladder += 1) {
    let sum = 0;
    let sumA = 0;
    let sumInverse = 0;
    let sumB = 0;
    let sumC = 0;
    let sumZ = 0;
    for (let place = from[ladder] as number; place < (from[ladder + 1] as number); place += 1) {
      const each = share[place] as number;
      const A = r + (frequency[place] as number);
      sum += each;
      sumA += each * A;
      sumInverse += each / A;
      sumB += each * (byB[place] as number);
      sumC += each * (byC[place] as number);
      sumZ += each * (byZ[place] as number);
    }
    const at = pattern[ladder] as number;
    const t = time[ladder] as number;
    const a = (alpha[at] as number) + t;
    const b = (beta[at] as number) + t;
    slopes.r += sumB + sumC - sum * Math.log(a) + (isAge === 1 ? sumInverse : 0);
    slopes.s += sumC - sum * Math.log(b) + (isAge === 1 ? 0 : sum / s);
    slopes.alpha[at]! += ((sumZ * b) / a - sumA - isAge * sum) / a;
    slopes.beta[at]! -= sumZ / a + (sum * (s - isAge)) / b;
  }
}
