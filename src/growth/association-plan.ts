import type { Scalar } from '../core/expression.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { BasketRule } from '../log/basket-numbers.js';
import type { BasketPlan } from '../log/baskets.js';
import type { AnyProperties } from '../log/layout.js';
import type { Step } from '../log/step.js';
import { ANY_EVENT, stepFacts } from '../log/step-facts.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { zoneOf } from '../time/zone.js';

/** What is in a basket, which baskets count, and which rules are told. */
export interface AssociationRulesOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Item extends string = string,
> {
  /** What is bought: a property of the events, or `'name'`. An event without it is counted apart. */
  readonly item: Item;
  /** The events that are purchases; default every event. */
  readonly purchase?: Step<Name, Properties> | undefined;
  /**
   * What is one basket of a customer: `'instant'` (default), the lines of one instant; `'day'`, those of one local day; `'customer'`, all of
   * them; or `{ property }`, those with one value of it, such as the number of the order. Without a value, an event is a basket by itself.
   */
  readonly per?: BasketRule<Properties> | undefined;
  /** Events with a negative amount: `'reject'` (default) refuses them, `'exclude'` leaves them out of the baskets. */
  readonly refunds?: 'reject' | 'exclude' | undefined;
  /** Baskets that begin before this instant or local date do not count; with `per: 'customer'`, events. */
  readonly from?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. Default: all are. */
  readonly asOf?: Instant | undefined;
  /** The zone of days and local dates; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** Only items and pairs that are in at least this share of the baskets, from 0 to 1. */
  readonly minSupport: number;
  /** Only rules with at least this confidence, from 0 to 1; default 0. */
  readonly minConfidence?: number | undefined;
  /** Only rules with at least this lift; default 0. */
  readonly minLift?: number | undefined;
  /** Only pairs of these items are counted, up to 10,000; default of all. Every basket counts all the same. */
  readonly items?: readonly Scalar[] | undefined;
  /** What rules are sorted by, the highest first; default `'lift'`. */
  readonly order?: RuleOrder | undefined;
  /** So many of the list, from its start; default all. */
  readonly limit?: number | undefined;
  /** More different pairs are refused; default 5,000,000. */
  readonly maxPairs?: number | undefined;
  /** That of the intervals; default 0.95. */
  readonly confidence?: number | undefined;
}

/** A measure that rules are sorted by. */
export type RuleOrder = 'lift' | 'confidence' | 'support' | 'leverage';

/** The options, checked, with nothing left out. */
export interface AssociationPlan {
  readonly baskets: BasketPlan;
  readonly refunds: 'reject' | 'exclude';
  readonly among: readonly Scalar[] | null;
  readonly maxPairs: number;
  readonly minSupport: number;
  readonly minConfidence: number;
  readonly minLift: number;
  readonly order: RuleOrder;
  readonly limit: number;
  readonly confidence: number;
}

/** The name of the metric. */
export const ASSOCIATION = 'associationRules';

/** Reads and checks the options. */
export function associationPlan<Name extends string, Properties extends object>(
  options: AssociationRulesOptions<Name, Properties>,
): AssociationPlan {
  checkOptions(ASSOCIATION, options, OPTIONS);
  const { minSupport, minConfidence = 0, minLift = 0, items, limit, maxPairs = 5_000_000 } = options;
  const share = (option: string, value: number) => checkNumber(ASSOCIATION, option, value, { min: 0, max: 1 });
  return {
    baskets: basketPlan(options),
    refunds: checkChoice(ASSOCIATION, 'refunds', options.refunds ?? 'reject', ['reject', 'exclude']),
    among: items === undefined ? null : checkItems(items),
    maxPairs: checkNumber(ASSOCIATION, 'maxPairs', maxPairs, { min: 1, max: 100_000_000, integer: true }),
    minSupport: share('minSupport', minSupport),
    minConfidence: share('minConfidence', minConfidence),
    minLift: checkNumber(ASSOCIATION, 'minLift', minLift, { min: 0 }),
    order: checkChoice(ASSOCIATION, 'order', options.order ?? 'lift', ['lift', 'confidence', 'support', 'leverage']),
    limit: limit === undefined ? Infinity : checkNumber(ASSOCIATION, 'limit', limit, { min: 1, integer: true }),
    confidence: checkConfidence(ASSOCIATION, options.confidence ?? 0.95),
  };
}

function basketPlan<Name extends string, Properties extends object>({
  item,
  purchase,
  per = 'instant',
  from,
  asOf,
  timeZone = 'UTC',
}: AssociationRulesOptions<Name, Properties>): BasketPlan {
  zoneOf(ASSOCIATION, timeZone);
  if (typeof item !== 'string')
    refuseOption(ASSOCIATION, 'item', "to be the name of a property, or 'name'", item, 'E_OPT_TYPE');
  const plan = {
    owner: ASSOCIATION,
    item,
    purchase: purchase === undefined ? ANY_EVENT : stepFacts(ASSOCIATION, 'purchase', purchase),
    per: checkRule(per),
    timeZone,
    from: from === undefined ? null : instantIn(ASSOCIATION, 'from', from, timeZone),
    asOf: asOf === undefined ? null : lastInstantIn(ASSOCIATION, 'asOf', asOf, timeZone),
  };
  if (plan.from !== null && plan.asOf !== null && plan.from > plan.asOf)
    refuseOption(ASSOCIATION, 'from', 'to be no later than asOf', from);
  return plan;
}

function checkRule(rule: unknown): BasketRule {
  if (rule === 'instant' || rule === 'day' || rule === 'customer') return rule;
  const expected = "to be 'instant', 'day', 'customer' or { property }";
  if (typeof rule === 'string') refuseOption(ASSOCIATION, 'per', expected, rule);
  if (typeof rule !== 'object' || rule === null) refuseOption(ASSOCIATION, 'per', expected, rule, 'E_OPT_TYPE');
  checkOptions(ASSOCIATION, rule, ['property']);
  const { property } = rule as { readonly property?: unknown };
  if (typeof property !== 'string') refuseOption(ASSOCIATION, 'per', expected, rule, 'E_OPT_TYPE');
  return { property };
}

function checkItems(items: unknown): readonly Scalar[] {
  const expected = 'to be a list of texts, numbers, true or false';
  if (!Array.isArray(items)) return refuseOption(ASSOCIATION, 'items', expected, items, 'E_OPT_TYPE');
  if (items.length > MOST_ITEMS)
    refuseOption(ASSOCIATION, 'items', `to be at most ${MOST_ITEMS}`, items.length, 'E_OPT_RANGE');
  for (const item of items) {
    const isItem = typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item);
    if (!isItem) refuseOption(ASSOCIATION, 'items', expected, item, 'E_OPT_TYPE');
  }
  return items;
}

const MOST_ITEMS = 10_000;

const OPTIONS = [
  ...['item', 'purchase', 'per', 'refunds', 'from', 'asOf', 'timeZone', 'minSupport', 'minConfidence', 'minLift'],
  ...['items', 'order', 'limit', 'maxPairs', 'confidence'],
] as const;
