import type { Rate } from '../core/estimate.js';
import type { Scalar } from '../core/expression.js';
import { wilsonRates } from '../stats/wilson.js';
import { type AssociationMeasures, associationMeasures, liftOf, type PairInBaskets } from './association-measures.js';
import type { AssociationPlan } from './association-plan.js';
import type { PairCounts } from './pair-counts.js';

/** An item and how many baskets it is in. */
export interface ItemSupport {
  readonly item: Scalar;
  /** Baskets with it ÷ all baskets. */
  readonly support: Rate;
}

/** Who buys the antecedent buys the consequent: how often, and how much more often than others. */
export interface AssociationRule extends AssociationMeasures {
  readonly antecedent: Scalar;
  readonly consequent: Scalar;
  /** Baskets with both ÷ all baskets. */
  readonly support: Rate;
  /** Baskets with both ÷ baskets with the antecedent. */
  readonly confidence: Rate;
}

/** What was counted, by the places of the items in the order of keys. */
export interface CountedItems extends PairCounts {
  readonly baskets: number;
  readonly values: ArrayLike<Scalar | null>;
  /** Baskets with each item. */
  readonly own: ArrayLike<number>;
}

/** Whether so many baskets are enough of a share. */
export function isFrequent(count: number, baskets: number, { minSupport }: AssociationPlan): boolean {
  return count > 0 && count / baskets >= minSupport;
}

/** The items in enough baskets, the most frequent first. */
export function frequentItems(plan: AssociationPlan, { baskets, values, own }: CountedItems): readonly ItemSupport[] {
  const rate = wilsonRates(plan.confidence);
  const places = Array.from(own, (_, place) => place).filter((place) => isFrequent(own[place]!, baskets, plan));
  places.sort((a, b) => own[b]! - own[a]! || a - b);
  return places.map((place) => ({ item: values[place]!, support: rate(own[place]!, baskets) }));
}

/** The rules, in order; `found` is how many there are beyond the limit, too. */
export function ruleList(
  plan: AssociationPlan,
  counted: CountedItems,
): { readonly rules: readonly AssociationRule[]; readonly found: number } {
  const { baskets, values, own, first, second, both } = counted;
  // Pair i is 2i in the order of keys and 2i + 1 the other way round.
  const pairOf = (direction: number): PairInBaskets => {
    const pair = direction >> 1;
    const [a, b] = [own[first[pair]!]!, own[second[pair]!]!];
    const isTurned = direction % 2 === 1;
    return { baskets, antecedent: isTurned ? b : a, consequent: isTurned ? a : b, both: both[pair]! };
  };
  const places = (direction: number): readonly [antecedent: number, consequent: number] => {
    const ends = [first[direction >> 1]!, second[direction >> 1]!] as const;
    return direction % 2 === 1 ? [ends[1], ends[0]] : ends;
  };
  const told: Told[] = [];
  for (let direction = 0; direction < both.length * 2; direction += 1) {
    if (!isFrequent(both[direction >> 1]!, baskets, plan)) continue;
    const pair = pairOf(direction);
    const confidence = pair.both / pair.antecedent;
    if (confidence < plan.minConfidence || liftOf(pair) < plan.minLift) continue;
    told.push({ pair, confidence, by: MEASURES[plan.order](pair), places: places(direction) });
  }
  const rate = wilsonRates(plan.confidence);
  const rules = told
    .sort(inOrder)
    .slice(0, plan.limit)
    .map(({ pair, places: [antecedent, consequent] }) => ({
      antecedent: values[antecedent]!,
      consequent: values[consequent]!,
      support: rate(pair.both, baskets),
      confidence: rate(pair.both, pair.antecedent),
      ...associationMeasures(pair),
    }));
  return { rules, found: told.length };
}

interface Told {
  readonly pair: PairInBaskets;
  readonly confidence: number;
  /** What rules are sorted by. */
  readonly by: number;
  readonly places: readonly [antecedent: number, consequent: number];
}

const MEASURES: Readonly<Record<AssociationPlan['order'], (pair: PairInBaskets) => number>> = {
  lift: liftOf,
  confidence: ({ both, antecedent }) => both / antecedent,
  support: ({ both }) => both,
  leverage: (pair) => associationMeasures(pair).leverage,
};

/** Those in more baskets first where they are equal, then the more confident, then by the items. */
function inOrder(a: Told, b: Told): number {
  return (
    b.by - a.by ||
    b.pair.both - a.pair.both ||
    b.confidence - a.confidence ||
    a.places[0] - b.places[0] ||
    a.places[1] - b.places[1]
  );
}
