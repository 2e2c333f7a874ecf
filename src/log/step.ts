import type { Filter } from '../core/filter.js';
import type { AnyProperties } from './layout.js';

/** Which events count: those of a name, or those that a name, a filter and an occurrence describe. */
export type Step<Name extends string = string, Properties extends object = AnyProperties> =
  | NoInfer<Name>
  | StepRule<Name, Properties>;

/** The description of the events that count. */
export interface StepRule<Name extends string = string, Properties extends object = AnyProperties> {
  /** Without it, events of any name. */
  readonly name?: NoInfer<Name> | undefined;
  /** Conditions on the properties, or on `amount`, that must all hold. */
  readonly where?: EventFilter<Properties> | undefined;
  /**
   * `'any'` (default); `'firstMatching'`: only a customer's first event of this name that meets the filter; `'firstEver'`: only the
   * first event of this name, and only if it meets the filter.
   */
  readonly occurrence?: 'any' | 'firstEver' | 'firstMatching' | undefined;
}

/** Conditions on the properties of an event, and on its amount, as data. */
export type EventFilter<Properties extends object = AnyProperties> = NoInfer<
  Filter<Properties & { readonly amount: number }>
>;
