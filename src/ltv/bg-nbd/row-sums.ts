import type { CustomerRows } from '../covariates.js';

/**
 * Sums over rows of one frequency, each row by its weight. With u = −A ln(alpha + T) for the customer who is alive and
 * v = c − A ln(alpha + recency) for the one who has left: the share `gone` = e^v/(e^u + e^v), `both` = gone (1 − gone).
 */
export interface RowSums {
  readonly weight: number;
  /** ln(e^u + e^v). */
  readonly value: number;
  readonly gone: number;
  /** The means by those shares of ln(alpha + time), 1/(alpha + time), and its square. */
  readonly log: number;
  readonly inverse: number;
  readonly inverseSquare: number;
  /** `both` times 1, the difference of those logarithms, that of the inverses, and their products. */
  readonly both: number;
  readonly bothLog: number;
  readonly bothInverse: number;
  readonly bothLogLog: number;
  readonly bothLogInverse: number;
  readonly bothInverseInverse: number;
}

/** The sums over the rows from `from` to below `to`, whose frequency makes A and c; c is −∞ where nobody can have left. */
export function sumRows(
  { recency, T, weight }: CustomerRows,
  from: number,
  to: number,
  A: number,
  alpha: number,
  c: number,
): RowSums {
  let [sumWeight, value, gone, log, inverse, inverseSquare] = [0, 0, 0, 0, 0, 0];
  let [both, bothLog, bothInverse, bothLogLog, bothLogInverse, bothInverseInverse] = [0, 0, 0, 0, 0, 0];
  let known = Number.NaN;
  let [logLast, inverseLast] = [0, 0];
  for (let i = from; i < to; i += 1) {
    const w = weight[i] as number;
    const last = recency[i] as number;
    const age = alpha + (T[i] as number);
    const logAge = Math.log(age);
    const inverseAge = 1 / age;
    if (last !== known) {
      known = last; // in ascending order too, so that it changes seldom
      logLast = Math.log(alpha + last);
      inverseLast = 1 / (alpha + last);
    }
    const apart = logAge - logLast;
    const d = c + A * apart; // v − u
    const e = Math.exp(d > 0 ? -d : d);
    const share = 1 / (1 + e);
    const isGone = d > 0 ? share : e * share;
    const isAlive = d > 0 ? e * share : share;
    const wBoth = w * isGone * isAlive;
    const inversesApart = inverseAge - inverseLast;
    sumWeight += w;
    value += w * ((d > 0 ? d : 0) + Math.log1p(e) - A * logAge);
    gone += w * isGone;
    log += w * (logAge - isGone * apart);
    inverse += w * (inverseAge - isGone * inversesApart);
    inverseSquare += w * (isAlive * inverseAge * inverseAge + isGone * inverseLast * inverseLast);
    both += wBoth;
    bothLog += wBoth * apart;
    bothInverse += wBoth * inversesApart;
    bothLogLog += wBoth * apart * apart;
    bothLogInverse += wBoth * apart * inversesApart;
    bothInverseInverse += wBoth * inversesApart * inversesApart;
  }
  return {
    weight: sumWeight,
    value,
    gone,
    log,
    inverse,
    inverseSquare,
    both,
    bothLog,
    bothInverse,
    bothLogLog,
    bothLogInverse,
    bothInverseInverse,
  };
}
