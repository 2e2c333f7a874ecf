/**
 * The parameters of a BG/NBD model: purchases come at a rate from a gamma distribution (r, alpha), and after each repeat purchase the customer
 * leaves with a chance from a beta distribution (a, b). `alpha` is in the time units of the data.
 */
export interface BgNbdParameters {
  readonly model: 'bg/nbd';
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** The parameters of an MBG/NBD model: as `BgNbdParameters`, and the customer may leave after the first purchase too. */
export interface MbgNbdParameters {
  readonly model: 'mbg/nbd';
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** The parameters of either model, which differ by one chance to leave. */
export type BetaGeometricNbd = BgNbdParameters | MbgNbdParameters;

/** A coefficient of a covariate on alpha (as e^−γz, so that more of it is more purchases), on a, or on b. */
export type BgNbdCoefficient = `purchase.${string}` | `dropoutA.${string}` | `dropoutB.${string}`;

/** How many chances to leave a customer has passed who bought again so often: those after repeat purchases, and after the first under MBG/NBD. */
export function chancesAfter(model: BetaGeometricNbd['model'], frequency: number): number {
  return model === 'bg/nbd' ? frequency : frequency + 1;
}
