export type { BasketRule } from '../log/basket-numbers.js';
export type { AssociationMeasures } from './association-measures.js';
export type { AssociationRulesOptions, RuleOrder } from './association-plan.js';
export { type AssociationRules, associationRules, associationRulesMetric } from './association-rules.js';
export type { AssociationState } from './association-state.js';
export type { AssociationRule, ItemSupport } from './rule-list.js';
