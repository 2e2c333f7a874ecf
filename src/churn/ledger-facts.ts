import { errorOf, InvalidDataError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import {
  EARLIEST_BEGUN,
  type EndsShape,
  type LedgerGroup,
  type LedgerPart,
  type LedgerRules,
} from '../log/shapes/ledger-shape.js';
import { GREATEST_TOTAL } from './greatest-total.js';
import type { RevenuePlan } from './revenue-plan.js';

/** The rules of a plan as a query needs them. */
export function ledgerRules({ rules }: RevenuePlan, asOf: number): LedgerRules {
  return { asOf, count: rules.count, churnDate: rules.churnDate, refunds: rules.refunds };
}

/** The part of a plan that tells what is wrong with rows; of ties `ends`, where they are counted, may tell. */
export function factsPart(rules: LedgerRules, ends: EndsShape | null = null): LedgerPart {
  return {
    shape: { kind: 'facts', rules, ends },
    keys: [],
    sums: [...Object.keys(FAULTS), 'total', 'below', 'begun', 'decimals'],
  };
}

/** When revenue begins, where the rows tell it. */
export function begunOf(facts: readonly LedgerGroup[]): number | null {
  const begun = facts[0]?.sums.begun?.[0] ?? 0; // below 2^53, and so one term
  return begun === 0 ? null : begun + EARLIEST_BEGUN;
}

/** The digits of the minor unit; refuses what several rows together get wrong, of which a query does not know the rows. */
export function decimalsOf(
  owner: string,
  rules: LedgerRules,
  facts: readonly LedgerGroup[],
  ends: readonly LedgerGroup[] = [],
): number {
  const tied = ends.reduce((sum, { keys, sums }) => sum + (keys[1] === TIED ? (sums.amount?.[0] ?? 0) : 0), 0);
  const of = (name: string): number => (facts[0]?.sums[name]?.[0] ?? 0) + (name === 'ties' ? tied : 0);
  for (const [name, expected] of Object.entries(FAULTS)) if (of(name) > 0) refuse(owner, expected, of(name));
  if (of('total') > GREATEST_TOTAL)
    refuse(owner, 'amounts that are small enough to be added up exactly', 1, 'E_OVERFLOW');
  if (of('below') > 0) refuseBelow(owner, rules);
  return of('decimals');
}

/** The kind of ends that are none. */
const TIED = 6;

const FAULTS: Readonly<Record<string, string>> = {
  overlaps: 'lines of a subscription that follow each other',
  ties: 'one change of each at an instant',
  deficits: 'no more below zero than the other lines of a customer come to',
  currencies: 'one currency for all rows',
};

function refuse(
  owner: string,
  expected: string,
  issueCount: number,
  code: 'E_FIELD_VALUE' | 'E_OVERFLOW' = 'E_FIELD_VALUE',
): never {
  const issue = { code, index: null, field: null, expected, received: 'other rows' } as const;
  throw errorOf(InvalidDataError, owner, [issue], { issueCount });
}

/** In memory, too, somebody is below 0 by a rule alone: a ledger itself has nobody there. */
function refuseBelow(owner: string, { count, churnDate, refunds }: LedgerRules): never {
  const expected = 'to leave nobody below 0: a discount has to end with what it is taken off';
  if (churnDate !== 'end') refuseOption(owner, 'churnDate', expected, churnDate);
  if (refunds !== 'ignore') refuseOption(owner, 'refunds', expected, refunds);
  return refuseOption(owner, 'count', expected, count);
}
