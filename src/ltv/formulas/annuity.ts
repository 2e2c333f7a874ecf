/**
 * Σ qᵗ for t from `from` to `to` − 1, where q = retention / (1 + discountRate): what margins of 1 at the start of each period are
 * worth. `to` may be Infinity; `null` where the sum has no end.
 *
 * Formed from 1 − q = (i + (1 − r)) / (1 + i), so that nothing is lost where q is near 1.
 */
export function annuity(retention: number, discountRate: number, from: number, to: number): number | null {
  const gap = (discountRate + (1 - retention)) / (1 + discountRate);
  if (to <= from) return 0;
  if (gap <= 0) return to === Infinity ? null : to - from;
  const start = from === 0 ? 1 : Math.exp(from * Math.log1p(-gap));
  if (to === Infinity) return Number.isFinite(start / gap) ? start / gap : null;
  return (start * -Math.expm1((to - from) * Math.log1p(-gap))) / gap;
}
