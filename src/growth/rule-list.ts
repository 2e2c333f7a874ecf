import type { Rate } from '../core/estimate.js';
import type { Scalar } from '../core/expression.js';
import { wilsonRates } from '../stats/wilson.js';
import { type AssociationMeasures, associationMeasures, liftOf, type PairInBaskets } from './association-measures.js';
import type { AssociationPlan } from './association-plan.js';
import type { PairCounts } from './pair-counts.js';

/** An item and how many baskets it is in. */
export interface ItemSupport<Item extends Scalar = Scalar> {
  readonly item: Item;
  /** Baskets with it ÷ all baskets. */
  readonly support: Rate;
}

/** Who buys the antecedent buys the consequent: how often, and how much more often than others. */
export interface AssociationRule<Item extends Scalar = Scalar> extends AssociationMeasures {
  readonly antecedent: Item;
  readonly consequent: Item;
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
  const { baskets, values } = counted;
  const directions: number[] = [];
  const measures: number[] = [];
  for (let direction = 0; direction < counted.both.length * 2; direction += 1) {
    if (!isFrequent(counted.both[direction >> 1]!, baskets, plan)) continue;
    const rule = directed(counted, direction);
    if (rule.both / rule.antecedent < plan.minConfidence || liftOf(rule) < plan.minLift) continue;
    directions.push(direction);
    measures.push(MEASURES[plan.order](rule));
  }
  const least = leastOf(measures, plan.limit);
  const rate = wilsonRates(plan.confidence);
  const places: number[] = [];
  for (let place = 0; place < measures.length; place += 1) if (measures[place]! >= least) places.push(place);
  const rules = places
    .sort((a, b) => measures[b]! - measures[a]! || inOrder(counted, directions[a]!, directions[b]!))
    .slice(0, plan.limit)
    .map((place) => {
      const { from, to, ...pair } = directed(counted, directions[place]!);
      return {
        antecedent: values[from]!,
        consequent: values[to]!,
        support: rate(pair.both, baskets),
        confidence: rate(pair.both, pair.antecedent),
        ...associationMeasures(pair),
      };
    });
  return { rules, found: directions.length };
}

/** A pair in one of its directions, with the places of its items. */
interface DirectedPair extends PairInBaskets {
  readonly from: number;
  readonly to: number;
}

/** Pair i is 2i in the order of keys and 2i + 1 the other way round. */
function directed({ baskets, own, first, second, both }: CountedItems, direction: number): DirectedPair {
  const pair = direction >> 1;
  const [from, to] = direction % 2 === 0 ? [first[pair]!, second[pair]!] : [second[pair]!, first[pair]!];
  return { from, to, baskets, antecedent: own[from]!, consequent: own[to]!, both: both[pair]! };
}

/** The least measure of those that a limit leaves: sorting numbers costs a tenth of sorting rules. */
function leastOf(measures: readonly number[], limit: number): number {
  return limit < measures.length ? Float64Array.from(measures).sort()[measures.length - limit]! : -Infinity;
}

const MEASURES: Readonly<Record<AssociationPlan['order'], (pair: PairInBaskets) => number>> = {
  lift: liftOf,
  confidence: ({ both, antecedent }) => both / antecedent,
  support: ({ both }) => both,
  leverage: (pair) => associationMeasures(pair).leverage,
};

/** Of rules that measure the same, those in more baskets first, then the more confident, then by the items. */
function inOrder(counted: CountedItems, a: number, b: number): number {
  const { own, first, second, both } = counted;
  const [left, right] = [a >> 1, b >> 1];
  const items = (direction: number, pair: number): readonly [number, number] =>
    direction % 2 === 0 ? [first[pair]!, second[pair]!] : [second[pair]!, first[pair]!];
  if (both[left] !== both[right]) return both[right]! - both[left]!;
  const [[fromA, toA], [fromB, toB]] = [items(a, left), items(b, right)];
  return own[fromA]! - own[fromB]! || fromA - fromB || toA - toB;
}
