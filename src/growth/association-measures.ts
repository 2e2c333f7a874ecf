import { productDifference } from '../stats/exact-product.js';

/** Baskets in all, with the one item, with the other, and with both; none of them 0. */
export interface PairInBaskets {
  readonly baskets: number;
  readonly antecedent: number;
  readonly consequent: number;
  readonly both: number;
}

/** How much two items belong together. */
export interface AssociationMeasures {
  /** P(both) ÷ (P(antecedent) P(consequent)): 1 where the one says nothing of the other. The same in both directions. */
  readonly lift: number;
  /** P(both) − P(antecedent) P(consequent): the share of baskets beyond what chance would bring. The same in both directions. */
  readonly leverage: number;
  /** (1 − P(consequent)) ÷ (1 − confidence); `null` where no basket has the antecedent without the consequent. */
  readonly conviction: number | null;
  /** From −1, never together, to 1, never without it; `null` where every basket has the antecedent, as there is nothing to compare with. */
  readonly zhang: number | null;
  /** Baskets with both ÷ baskets with at least one. The same in both directions. */
  readonly jaccard: number;
  /** The mean of the confidences of both directions. */
  readonly kulczynski: number;
}

/** The ratio that `lift` is. Equal in both directions to the last bit. */
export function liftOf({ baskets, antecedent, consequent, both }: PairInBaskets): number {
  return (both * baskets) / (antecedent * consequent);
}

/** The measures of a pair, from whole numbers: what is left of a difference of products is not lost to rounding. */
export function associationMeasures(pair: PairInBaskets): AssociationMeasures {
  const { baskets, antecedent, consequent, both } = pair;
  const beyond = productDifference(both, baskets, antecedent, consequent);
  // Zhang 2000, leverage ÷ the most that it could be in its direction; both in baskets squared.
  const most = Math.max(both * (baskets - antecedent), antecedent * (consequent - both));
  return {
    lift: liftOf(pair),
    leverage: beyond / baskets / baskets,
    conviction: both === antecedent ? null : (antecedent * (baskets - consequent)) / (baskets * (antecedent - both)),
    zhang: most === 0 ? null : beyond / most,
    jaccard: both / (antecedent + consequent - both),
    kulczynski: (both / antecedent + both / consequent) / 2,
  };
}
