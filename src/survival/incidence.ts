/** The incidence of one reason at each time, and its variance. */
export interface Incidence {
  readonly incidence: Float64Array;
  readonly variance: Float64Array;
}

/** What was at risk and ended at each time, of all reasons, and the product-limit curve. */
export interface AllReasons {
  readonly atRisk: Float64Array;
  readonly ended: Float64Array;
  readonly survival: Float64Array;
}

/**
 * The Aalen–Johansen estimate of one reason, F(t) = Σ S(s−)·dₖ/n, with the variance of the delta method on multinomial counts
 * (Marubini & Valsecchi 1995, eq. 10.13): Σ over s of q + G²·v − 2·G·c, with G = F(t) − F(s), v = d/(n(n − d)), c = S(s−)·dₖ/n² and
 * q = S(s−)²·dₖ(n − dₖ)/n³. Without left truncation it is the infinitesimal jackknife's.
 *
 * While F rises by δ, each G does: the sum of G²·v rises by 2δ·ΣG·v + δ²·Σv, and so on. So it takes one pass, and no large sums are subtracted.
 */
export function incidenceOf({ atRisk, ended, survival }: AllReasons, endedSo: Float64Array): Incidence {
  const size = atRisk.length;
  const [incidence, variance] = [new Float64Array(size), new Float64Array(size)];
  let [share, spread, slope, steps, before] = [0, 0, 0, 0, 1];
  for (let i = 0; i < size; i += 1) {
    const [risk, all, so] = [atRisk[i] as number, ended[i] as number, endedSo[i] as number];
    if (all > 0 && before > 0) {
      const rise = (before * so) / risk;
      spread += rise * (rise * steps + 2 * slope) + ((rise * before) / risk) * ((risk - so) / risk);
      slope += rise * steps - rise / risk;
      // After a time that leaves nobody, nothing rises.
      if (risk > all) steps += all / risk / (risk - all);
      share += rise;
    }
    before = survival[i] as number;
    incidence[i] = Math.min(share, 1);
    variance[i] = Math.max(spread, 0);
  }
  return { incidence, variance };
}
