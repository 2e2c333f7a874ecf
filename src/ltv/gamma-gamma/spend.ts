import type { GammaGammaParameters } from './gamma-gamma-model.js';

/** E(M | x, m̄) = p(γ + x m̄)/(px + q − 1); of a new customer pγ/(q − 1). `null` where that mean is infinite. Fader & Hardie 2013, eq. 5. */
export function gammaGammaSpend(
  { p, q, gamma }: GammaGammaParameters,
  frequency: number,
  monetary: number,
): number | null {
  const a = p * frequency;
  const rest = a + (q - 1);
  if (!(rest > 0)) return null;
  // p(γ + x m̄) by shares, so that neither part overflows.
  const mean = (p / rest) * gamma + (a / rest) * (frequency === 0 ? 0 : monetary);
  return Number.isFinite(mean) ? mean : null;
}
