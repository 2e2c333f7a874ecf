import type { Opportunities } from './opportunities.js';

/**
 * The log-likelihood of BG/BB and its gradient by alpha, beta, gamma and delta (Fader, Hardie & Shang 2010, Marketing Science 29, eq. 7, without the
 * binomial coefficient, as there).
 *
 * B(alpha + x, beta + n − x)/B(alpha, beta) and the like are products of rising factorials, so that tables of sums serve every customer. What it adds
 * that a customer may be lost is summed once for all customers with the same x and n, from n down to each recency; see `logOverAlive`.
 */
export function bgBbLogLikelihood(data: Opportunities, parameters: Float64Array, gradient: Float64Array): number {
  const [alpha, beta, gamma, delta] = parameters as unknown as [number, number, number, number]; // there are four
  const { frequency, recency, T, weight, longest } = data;
  const both = alpha + beta;
  const lost = gamma + delta;
  // Over `both` each, so that large parameters do not make large logarithms that cancel.
  const logTaken = runningSums(longest, (i) => Math.log((alpha + i) / both));
  const logPassed = runningSums(longest, (i) => Math.log((beta + i) / both));
  const logBoth = runningSums(longest, (i) => Math.log1p(i / both));
  const logStayed = runningSums(longest, (i) => -Math.log1p(gamma / (delta + i)));
  const [perAlpha, perBeta, perBoth, perDelta, perLost] = [alpha, beta, both, delta, lost].map((from) =>
    runningSums(longest, (i) => 1 / (from + i)),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

  let logLikelihood = 0;
  gradient.fill(0);
  for (let i = 0; i < weight.length; ) {
    const x = frequency[i]!;
    const n = T[i]!;
    // A customer lost before opportunity j + 1, over one who is alive: the term, its sum, and the same times the derivatives of its logarithm.
    let [term, sum, logScale] = [1, 1, 0];
    let [dAlpha, dBeta, dGamma, dDelta] = [0, 0, 0, 0];
    let [sumAlpha, sumBeta, sumGamma, sumDelta] = [0, 0, 0, 0];
    let j = n;
    for (; i < weight.length && frequency[i] === x && T[i] === n; i += 1) {
      for (const end = recency[i]!; j > end; ) {
        const isFirst = j === n;
        const going = isFirst ? gamma : lost + j;
        j -= 1;
        const passed = 1 / (beta + j - x);
        const stayed = 1 / (delta + j);
        term *= (both + j) * passed * (going * stayed);
        dAlpha += 1 / (both + j);
        dBeta += 1 / (both + j) - passed;
        dGamma += 1 / going;
        dDelta += (isFirst ? 0 : 1 / going) - stayed;
        sum += term;
        sumAlpha += term * dAlpha;
        sumBeta += term * dBeta;
        sumGamma += term * dGamma;
        sumDelta += term * dDelta;
        if (sum > LARGE) {
          [term, sum, logScale] = [term / LARGE, sum / LARGE, logScale + LOG_LARGE];
          [sumAlpha, sumBeta] = [sumAlpha / LARGE, sumBeta / LARGE];
          [sumGamma, sumDelta] = [sumGamma / LARGE, sumDelta / LARGE];
        }
      }
      const customers = weight[i]!;
      const alive = logTaken[x]! + logPassed[n - x]! - logBoth[n]! + logStayed[n]!;
      logLikelihood += customers * (alive + logScale + Math.log(sum));
      gradient[0]! += customers * (perAlpha[x]! - perBoth[n]! + sumAlpha / sum);
      gradient[1]! += customers * (perBeta[n - x]! - perBoth[n]! + sumBeta / sum);
      gradient[2]! += customers * (sumGamma / sum - perLost[n]!);
      gradient[3]! += customers * (perDelta[n]! - perLost[n]! + sumDelta / sum);
    }
  }
  return logLikelihood;
}

const LARGE = 2 ** 400;
const LOG_LARGE = 400 * Math.LN2;

/** Σ of a term over i < k, for every k up to the longest history; what rounding loses is carried along (Kahan 1965). */
function runningSums(longest: number, term: (i: number) => number): Float64Array {
  const sums = new Float64Array(longest + 1);
  let lost = 0;
  for (let i = 0; i < longest; i += 1) {
    const before = sums[i]!;
    const added = term(i) - lost;
    const sum = before + added;
    lost = sum - before - added;
    sums[i + 1] = sum;
  }
  return sums;
}
