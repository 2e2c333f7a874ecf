import { refuseOption } from '../core/options.js';
import type { LineRules } from './line-stretches.js';

/**
 * Refuses a question under which somebody would pay less than 0, by the name of what makes it so. A ledger has nobody below 0 by itself:
 * a rule can take away what a discount is taken off, and so can looking at single subscriptions, which `single` is the option for.
 */
export function refuseBelowZero(
  rules: LineRules,
  single: 'count' | 'by' | null,
  isBelow: (rules: LineRules) => boolean,
): never {
  const plain: LineRules = { ...rules, ...PLAIN };
  if (single !== null && isBelow(plain)) {
    refuseOption(
      rules.owner,
      single,
      'to be of customers where a subscription alone comes to less than 0: a discount has to have the id of what it is taken off',
      single === 'count' ? 'subscriptions' : 'subscription',
    );
  }
  const asked = NAMES.filter((name) => rules[name] !== PLAIN[name]);
  const blamed =
    asked.find((name) => isBelow({ ...plain, [name]: rules[name] })) ?? (asked[0] as (typeof NAMES)[number]); // or two together
  const expected = 'to leave nobody below 0: a discount has to end with what it is taken off';
  refuseOption(rules.owner, blamed, expected, rules[blamed]);
}

const PLAIN = { churnDate: 'end', pauses: 'keep', refunds: 'ignore' } as const;
const NAMES = ['churnDate', 'pauses', 'refunds'] as const;
