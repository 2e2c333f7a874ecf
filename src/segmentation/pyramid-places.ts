import type { Accessor } from '../core/data.js';
import { type Rule, ruleOf } from '../core/input.js';
import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { RowPolicy } from '../core/policy.js';
import type { RowFault } from '../core/row-metric.js';
import { checkAccessor, ruleFault } from '../core/row-values.js';

/** Where the answers of a survey of the whole market stand. */
export interface CustomerPyramidOptions<Row> extends RowPolicy {
  /** Whether the product is known (認知). */
  readonly aware: Accessor<Row, boolean>;
  /** Whether it was ever bought (購買経験). Not needed of those who do not know it. */
  readonly bought: Accessor<Row, boolean>;
  /** How often it is bought now, 0 for no longer (購買頻度). Not needed of those who never bought. */
  readonly frequency: Accessor<Row, number>;
  /** From which frequency on a customer is loyal (ロイヤル). */
  readonly loyalFrom: number;
  /** Below which frequency a customer has lapsed (離反); by default only those who buy no longer, with a frequency of 0. */
  readonly generalFrom?: number | undefined;
  /** Whether the next purchase is intended (次回購買意向, NPI): makes nine segments of the five. Not needed of those who do not know the product. */
  readonly intends?: Accessor<Row, boolean> | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The five segments, top of the pyramid first. */
export const PYRAMID_SEGMENTS = ['loyal', 'general', 'lapsed', 'awareNotBought', 'unaware'] as const;

/** Where the answers stand and what they mean, checked. */
export interface PyramidPlan {
  readonly aware: Rule;
  readonly bought: Rule;
  readonly frequency: Rule;
  readonly intends: Rule | null;
  readonly loyalFrom: number;
  readonly generalFrom: number | null;
}

/** Reads and checks the options. */
export function pyramidPlan<Row>(owner: string, options: CustomerPyramidOptions<Row>): PyramidPlan {
  checkOptions(owner, options, OPTIONS);
  const { aware, bought, frequency, intends, loyalFrom, generalFrom } = options;
  for (const [option, accessor] of Object.entries({ aware, bought, frequency })) checkAccessor(owner, option, accessor);
  if (intends !== undefined) checkAccessor(owner, 'intends', intends);
  checkNumber(owner, 'loyalFrom', loyalFrom, { min: 0, open: true });
  if (generalFrom !== undefined) {
    checkNumber(owner, 'generalFrom', generalFrom, { min: 0, open: true });
    if (generalFrom > loyalFrom) refuseOption(owner, 'generalFrom', 'to be at most loyalFrom', generalFrom);
  }
  return {
    aware: ruleOf<Row>('aware', { from: aware, type: 'boolean' }),
    bought: ruleOf<Row>('bought', { from: bought, type: 'boolean' }),
    frequency: ruleOf<Row>('frequency', { from: frequency, min: 0 }),
    intends: intends === undefined ? null : ruleOf<Row>('intends', { from: intends, type: 'boolean' }),
    loyalFrom,
    generalFrom: generalFrom ?? null,
  };
}

const OPTIONS = [
  ...['aware', 'bought', 'frequency', 'intends', 'loyalFrom', 'generalFrom'],
  ...['confidence', 'missing', 'invalid'],
];

/**
 * The place of a row: twice the number of its segment, and 1 more where the next purchase is not intended. Questions that follow from an
 * answer need none themselves: who does not know the product is not asked whether it was bought. Answers that contradict each other are
 * a fault.
 */
export function pyramidPlace(plan: PyramidPlan, columns: readonly ArrayLike<unknown>[], i: number): number | RowFault {
  const [aware, bought, frequency, intends] = columns.map((column) => column[i]);
  const segment = segmentOf(plan, aware, bought, frequency);
  if (typeof segment === 'object' || plan.intends === null || segment === UNAWARE) {
    return typeof segment === 'object' ? segment : 2 * segment;
  }
  return ruleFault(plan.intends, intends) ?? 2 * segment + (intends === true ? 0 : 1);
}

const [LOYAL, GENERAL, LAPSED, NOT_BOUGHT, UNAWARE] = [0, 1, 2, 3, 4] as const;

function segmentOf(plan: PyramidPlan, aware: unknown, bought: unknown, frequency: unknown): number | RowFault {
  const fault =
    ruleFault(plan.aware, aware) ?? givenFault(plan.bought, bought) ?? givenFault(plan.frequency, frequency);
  if (fault !== null) return fault;
  const buys = (frequency ?? 0) !== 0;
  if (aware === false) {
    if (bought === true) return contradiction(plan.bought, 'false of those who are not aware', bought);
    return buys ? contradiction(plan.frequency, '0 of those who are not aware', frequency) : UNAWARE;
  }
  if (bought === false)
    return buys ? contradiction(plan.frequency, '0 of those who never bought', frequency) : NOT_BOUGHT;
  const missing = ruleFault(plan.bought, bought) ?? ruleFault(plan.frequency, frequency);
  if (missing !== null) return missing;
  const often = frequency as number; // by its rule, which has just been asked
  if (often >= plan.loyalFrom) return LOYAL;
  return plan.generalFrom === null ? (often > 0 ? GENERAL : LAPSED) : often >= plan.generalFrom ? GENERAL : LAPSED;
}

/** What is wrong with an answer where there is one. */
function givenFault(rule: Rule, value: unknown): RowFault | null {
  return (value ?? null) === null ? null : ruleFault(rule, value);
}

function contradiction({ field }: Rule, expected: string, value: unknown): RowFault {
  return { code: 'E_FIELD_VALUE', field, expected, value };
}
