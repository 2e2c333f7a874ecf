import { digammaChange } from '../../stats/digamma-change.js';
import { stirlingError } from '../../stats/stirling.js';
import type { Spenders } from './spenders.js';

/**
 * The log-likelihood of gamma–gamma and its gradient by p, q and gamma (Fader & Hardie 2013, note 025, eq. 1a):
 * of a mean m of x purchases, ln Γ(px + q) − ln Γ(px) − ln Γ(q) + q ln γ + (px − 1) ln m + px ln x − (px + q) ln(γ + xm).
 *
 * Those terms cancel where p or q is large. With a = px, n = a + q and r = m q/(pγ) − 1, the same is
 * −ln m + [½ ln(aq/2πn) − δ(a) − δ(q) + δ(n)] + a ln(1 + r) − n ln(1 + r a/n), δ being what Stirling's formula leaves out.
 */
export function gammaGammaLogLikelihood(data: Spenders, parameters: Float64Array, gradient: Float64Array): number {
  const [p, q, gamma] = parameters as unknown as [number, number, number]; // there are three
  const { monetary, weight, groups } = data;
  const scale = q / (p * gamma);
  const logScale = Math.log(q / p) - Math.log(gamma);
  const remainder = stirlingError(q);
  let logLikelihood = 0;
  gradient.fill(0);
  for (const { frequency: x, from, to, customers, logs } of groups) {
    const a = p * x;
    const n = a + q;
    const share = a / n;
    let bent = 0;
    let slope = 0;
    for (let i = from; i < to; i += 1) {
      const r = monetary[i]! * scale - 1;
      bent += weight[i]! * Math.log1p(share * r);
      slope += (weight[i]! * r) / (1 + share * r);
    }
    const straight = logs + customers * logScale;
    const peak = 0.5 * Math.log(((a / n) * q) / (2 * Math.PI)) - stirlingError(a) - remainder + stirlingError(n);
    logLikelihood += customers * peak + (a * straight - n * bent) - logs;
    gradient[0]! += x * (customers * (digammaChange(a, q) - Math.log1p(q / a)) + straight - bent);
    gradient[1]! += customers * (digammaChange(q, a) - Math.log1p(a / q)) - bent;
    gradient[2]! += (q / gamma) * share * slope;
  }
  return logLikelihood;
}
