import { STIRLING_FROM, stirlingErrorChange } from './stirling.js';

/**
 * ln B(a, b + step) − ln B(a, b) for step ≥ 0, at full relative precision for every size of the three: its terms hardly cancel.
 * `a` may be negative too, above −b.
 *
 * It is ln [Γ(b + a) Γ(b + step) / (Γ(b) Γ(b + a + step))]: recurrence up to b = 10, then Stirling's formula, whose linear parts cancel exactly.
 */
export function logBetaChange(a: number, b: number, step: number): number {
  let change = 0;
  let low = b;
  for (; low < STIRLING_FROM; low += 1) change -= Math.log1p((a / low) * (step / (low + a + step)));
  const remainder = stirlingErrorChange(low, a) - stirlingErrorChange(low + step, a);
  return (
    change +
    (low - 0.5) * Math.log1p((a / low) * (step / (low + a + step))) -
    a * Math.log1p(step / (low + a)) -
    step * Math.log1p(a / (low + step)) +
    remainder
  );
}
