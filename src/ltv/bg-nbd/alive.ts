import { type BetaGeometricNbd, chancesAfter } from './parameters.js';

/**
 * P(alive) at T: Fader, Hardie & Lee (2008), "Computing P(alive) using the BG/NBD model", with one chance to leave more under MBG/NBD
 * (Batislam, Denizel & Filiztekin 2007). Under BG/NBD it is 1 without a repeat purchase.
 */
export function bgNbdAlive(p: BetaGeometricNbd, frequency: number, recency: number, T: number): number {
  const chances = chancesAfter(p.model, frequency);
  if (chances === 0) return 1;
  const oddsOfLeaving = p.a / (p.b + (chances - 1));
  return 1 / (1 + oddsOfLeaving * Math.exp((p.r + frequency) * Math.log1p((T - recency) / (p.alpha + recency))));
}
