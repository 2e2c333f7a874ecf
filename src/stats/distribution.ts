/** The functions of a distribution of one number. `Parameters` are what follows the number in every call. */
export interface Distribution<Parameters extends readonly (number | undefined)[]> {
  /** The density at x. */
  readonly pdf: (x: number, ...parameters: Parameters) => number;
  /** The probability of at most x. */
  readonly cdf: (x: number, ...parameters: Parameters) => number;
  /** The probability of more than x, computed as itself: small ones keep their digits. */
  readonly survival: (x: number, ...parameters: Parameters) => number;
  /** The x whose cdf is p. */
  readonly quantile: (p: number, ...parameters: Parameters) => number;
  /** The x whose survival is q: for upper tails so small that 1 − q would round. */
  readonly survivalQuantile: (q: number, ...parameters: Parameters) => number;
}
