import { durationOrder } from '../stats/sort-durations.js';
import type { AllReasons } from './incidence.js';
import type { Spells } from './spells.js';

/**
 * The variance of an incidence by the infinitesimal jackknife: Σ w·D² over what was watched, with D the change of F(t) by the weight of one (Therneau & Grambsch 2000,
 * as R's `survfit` for several states). Late entries count as chance, which the delta method takes as given.
 *
 * While one is watched, D rises by dF·(V − V(entry) − 1/n), V = Σ d/(n(n − d)); at its own end by S(s−)/n where it is for the reason; and from then on by dF·B.
 * So it takes the sums of squares and products over those at risk and those gone, and one pass.
 *
 * @param code - of the reason among `spells.reasons`
 * @param endedSo - how many ended for it, at each time
 */
export function jackknifeVariance(
  spells: Spells,
  { time, atRisk, ended, survival }: AllReasons & { readonly time: Float64Array },
  endedSo: Float64Array,
  code: number,
): Float64Array {
  const { duration, entry, weight, reasons } = spells;
  const starts = entry ?? new Float64Array(duration.length);
  const [exits, entries] = [durationOrder(duration), durationOrder(starts)];
  const variance = new Float64Array(time.length);
  const entered = {
    v: new Float64Array(duration.length),
    w: new Float64Array(duration.length),
    f: new Float64Array(duration.length),
  }; // as it entered
  let [v, w, f, before] = [0, 0, 0, 1];
  // Of those at risk: sums of weights, and by weight of E = V(entry), E², D, D·E, D².
  let [sum, sumE, sumEE, sumD, sumDE, sumDD] = [0, 0, 0, 0, 0, 0];
  // Of those gone: of D², D·B and B².
  let [goneDD, goneDB, goneBB] = [0, 0, 0];
  let [nextIn, nextOut] = [0, 0];
  for (let i = 0; i < time.length; i += 1) {
    const now = time[i] as number;
    // Without entries all are at risk from the start, of an end at 0 too.
    for (; nextIn < entries.length; nextIn += 1) {
      const row = entries[nextIn] as number;
      if (entry !== null && (starts[row] as number) >= now) break;
      const each = weight === null ? 1 : (weight[row] as number);
      entered.v[row] = v;
      entered.w[row] = w;
      entered.f[row] = f;
      sum += each;
      sumE += each * v;
      sumEE += each * v * v;
    }
    const [n, all, so] = [atRisk[i] as number, ended[i] as number, endedSo[i] as number];
    const rise = (before * so) / n;
    const drift = rise * (v - 1 / n);
    sumDD += 2 * (drift * sumD - rise * sumDE) + drift * drift * sum - 2 * drift * rise * sumE + rise * rise * sumEE;
    sumDE += drift * sumE - rise * sumEE;
    sumD += drift * sum - rise * sumE;
    goneDD += rise * (2 * goneDB + rise * goneBB);
    goneDB += rise * goneBB;
    w += drift;
    f += rise;
    const isLast = n <= all; // nobody is left: nothing rises any more
    if (!isLast) v += all / n / (n - all);
    for (; nextOut < exits.length && (duration[exits[nextOut] as number] as number) <= now; nextOut += 1) {
      const row = exits[nextOut] as number;
      const each = weight === null ? 1 : (weight[row] as number);
      const why = reasons?.codes[row] as number; // they were read with reasons
      const e = entered.v[row] as number;
      const d = w - (entered.w[row] as number) - e * (f - (entered.f[row] as number));
      sum -= each;
      sumE -= each * e;
      sumEE -= each * e * e;
      sumD -= each * d;
      sumDE -= each * d * e;
      sumDD -= each * d * d;
      const own = why === code ? d + before / n : d;
      const b = isLast ? 0 : v - e - (why >= 0 ? 1 / (n - all) : 0);
      goneDD += each * own * own;
      goneDB += each * own * b;
      goneBB += each * b * b;
    }
    before = survival[i] as number;
    variance[i] = Math.max(sumDD + goneDD, 0);
  }
  return variance;
}
