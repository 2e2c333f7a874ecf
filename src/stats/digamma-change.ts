// B(2k)/2k from k = 8 down to k = 1: Abramowitz & Stegun 6.3.18.
const DIGAMMA_SERIES = [-3617 / 8160, 1 / 12, -691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12] as const;
const SERIES_FROM = 12;

/** ψ(x + step) − ψ(x) for step ≥ 0, at full relative precision. */
export function digammaChange(x: number, step: number): number {
  let change = 0;
  let low = x;
  for (; low < SERIES_FROM; low += 1) change += step / (low + step) / low;
  const growth = Math.log1p(step / low);
  let power = 1;
  let series = 0;
  for (let term = 1; term <= DIGAMMA_SERIES.length; term += 1) {
    power = power / low / low;
    series -= (DIGAMMA_SERIES[DIGAMMA_SERIES.length - term] as number) * power * Math.expm1(-2 * term * growth);
  }
  return change + growth + step / (low + step) / low / 2 + series;
}
