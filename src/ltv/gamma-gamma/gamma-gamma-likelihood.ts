import { digammaChange } from '../../stats/digamma-change.js';
import { stirlingError } from '../../stats/stirling.js';
import type { Spenders } from './spenders.js';

/**
 * The log-likelihood of gamma–gamma and its gradient by p, q and gamma (Fader & Hardie 2013, note 025, eq. 1a):
 * of a mean m of x purchases, ln Γ(px + q) − ln Γ(px) − ln Γ(q) + q ln γ + (px − 1) ln m + px ln x − (px + q) ln(γ + xm).
 *
 * Those terms cancel where p or q is large. With a = px, n = a + q and ρ = m q/(pγ), the same is
 * −ln m + [½ ln(aq/2πn) − δ(a) − δ(q) + δ(n)] + a ln ρ − n ln(1 + (ρ − 1) a/n), δ being what Stirling's formula leaves out;
 * or with −q ln ρ − n ln(1 + (1/ρ − 1) q/n) at the end, which is right to more digits where q is below a.
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
    const isFlat = q < a;
    const share = isFlat ? q / n : a / n;
    let bent = 0;
    let slope = 0;
    for (let i = from; i < to; i += 1) {
      const ratio = monetary[i]! * scale;
      bent += weight[i]! * Math.log1p(share * ((isFlat ? 1 / ratio : ratio) - 1));
      slope += weight[i]! * ((ratio - 1) / (q + a * ratio));
    }
    const straight = logs + customers * logScale;
    const peak = 0.5 * Math.log(((a / n) * q) / (2 * Math.PI)) - stirlingError(a) - remainder + stirlingError(n);
    logLikelihood += customers * peak + ((isFlat ? -q : a) * straight - n * bent) - logs;
    gradient[0]! += x * (customers * (digammaChange(a, q) - Math.log1p(q / a)) + (isFlat ? -bent : straight - bent));
    gradient[1]! += customers * (digammaChange(q, a) - Math.log1p(a / q)) - (isFlat ? straight + bent : bent);
    gradient[2]! += ((q * a) / gamma) * slope;
  }
  return logLikelihood;
}
