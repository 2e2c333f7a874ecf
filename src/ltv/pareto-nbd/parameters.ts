/**
 * The parameters of a Pareto/NBD model: a customer buys at a rate from a gamma distribution (r, alpha) until a lifetime has passed whose
 * rate comes from another (s, beta). `alpha` and `beta` are in the time units of the data.
 */
export interface ParetoNbdParameters {
  readonly model: 'pareto/nbd';
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

/** The coefficient of a covariate: on the rate of purchases, or on that of leaving. */
export type ParetoNbdCoefficient = `purchase.${string}` | `dropout.${string}`;
