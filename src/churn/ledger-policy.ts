import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy } from '../core/policy.js';
import { lastInstantIn } from '../time/instant-in.js';
import { type Zone, zoneOf } from '../time/zone.js';
import type { LedgerPolicy } from './ledger-roles.js';

/** What a ledger is told beside its columns, checked. */
export interface PolicyFacts {
  readonly zone: Zone;
  readonly timeZone: string;
  readonly decimals: number;
  readonly asOf: number | null;
}

/** The policy of a ledger. */
export function policyOf(owner: string, policy: LedgerPolicy): PolicyFacts {
  checkPolicy(owner, policy);
  const { timeZone = 'UTC', asOf } = policy;
  const zone = zoneOf(owner, timeZone);
  const decimals = checkNumber(owner, 'decimals', policy.decimals ?? 2, { min: 0, max: 6, integer: true });
  return {
    ...{ zone, timeZone, decimals },
    asOf: asOf === undefined ? null : lastInstantIn(owner, 'asOf', asOf, timeZone),
  };
}

/** Refuses unknown roles, accessors that are none, and lists of attributes that are none. */
export function checkRoles(
  owner: string,
  roles: object,
  accessors: readonly string[],
  others: readonly string[],
  needed: readonly string[],
): void {
  checkOptions(owner, roles, [...accessors, ...others, ...POLICY]);
  const given: Readonly<Record<string, unknown>> = { ...roles };
  for (const role of accessors) {
    const accessor = given[role];
    if (typeof accessor === 'string' || typeof accessor === 'function') continue;
    if (accessor === undefined && !needed.includes(role)) continue;
    refuseOption(owner, role, 'to be a field or a function', accessor, 'E_OPT_TYPE');
  }
  const { attributes = [] } = given;
  if (!Array.isArray(attributes) || attributes.some((field) => typeof field !== 'string')) {
    refuseOption(owner, 'attributes', 'to be a list of fields', attributes, 'E_OPT_TYPE');
  }
  if (new Set(attributes).size !== attributes.length || attributes.some((field) => RESERVED.includes(field))) {
    refuseOption(
      owner,
      'attributes',
      'to be different fields, none of them named as a field of results is',
      attributes,
    );
  }
}

const POLICY = ['attributes', 'timeZone', 'decimals', 'asOf', 'missing', 'invalid'];
/** Names of the results' own fields. */
const RESERVED = [
  ...[
    'plan',
    'cohort',
    'period',
    'start',
    'end',
    'new',
    'expansion',
    'contraction',
    'churned',
    'reactivation',
    'customers',
  ],
  ...['complete', 'movedIn', 'movedOut', 'grossRetention', 'netRetention', 'grossChurn', 'churnedShare', 'netChurn'],
  ...['quickRatio', 'arpa', 'growth'],
];
