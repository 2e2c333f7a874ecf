import type { Data } from '../core/data.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy } from '../core/policy.js';
import type { EventLog } from './layout.js';
import { assemble } from './reading/assemble.js';
import { type LooseRoles, readEvents } from './reading/read-events.js';
import type { LogPolicy, NameField, NameOf, PropertiesOf, PropertyField, RolesOf } from './roles.js';

/**
 * Turns rows into a log: events as typed columns in the order of time, read and checked once, asked many times.
 *
 * The same events in any order of rows make the same log: rows are sorted by time, then by customer, name, amount and properties,
 * and customers are numbered by their first events. Rows without a customer, a time or a name are left out and counted in
 * `excluded.missing`; an empty text is no customer. Amounts and properties may be missing. A number that would be an instant of
 * 1970 to 1973 is refused: it is nearly always seconds.
 *
 * @param data - rows, or columns, of events
 * @param roles - where customer, time, and if they are wanted name, amount and properties stand; `invalid: 'exclude'` leaves out
 * what cannot be right, `duplicates: 'exclude'` what is there twice
 * @returns plain data: typed columns with dictionaries, in a layout that is public (`EventLog`)
 * @throws {InvalidDataError} when a row's customer is no text or finite number (`E_FIELD_TYPE`) or text that no database can hold
 * (`E_ID_TEXT`), a time is no instant (`E_TIME_INVALID`, `E_TIME_AMBIGUOUS`) or looks like seconds (`E_TIME_UNIT`), an amount is
 * no finite number, or a property no plain value; a field is in no row (`E_FIELD_MISSING`)
 * @throws {InvalidOptionError} for an unknown role or policy
 * @example
 * ```ts
 * import { eventLog } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'b', at: '2025-04-02T09:00:00Z', event: 'order', plan: 'pro' },
 *     { customer: 'a', at: '2025-04-01T09:00:00Z', event: 'visit', plan: 'free' },
 *     { customer: 'a', at: '2025-04-01T09:05:00Z', event: 'order', plan: 'free' },
 *   ],
 *   { customer: 'customer', time: 'at', name: 'event', properties: ['plan'] },
 * );
 * log.length; // => 3
 * [...log.customer].map((code) => log.customers[code]); // => ['a', 'a', 'b']
 * log.names; // => ['order', 'visit']
 * ```
 */
export function eventLog<
  Row,
  const Name extends string = never,
  const Naming extends NameField<Row> = never,
  const Field extends PropertyField<Row> = never,
>(
  data: Data<Row>,
  roles: RolesOf<Row, Naming, Name, Field>,
): EventLog<NameOf<Row, Naming, Name>, PropertiesOf<Row, Field>> {
  const duplicates = checkEventRoles(roles);
  // The types of the accessors were checked where they were given.
  const { parts, excluded } = readEvents('eventLog', data, roles as unknown as LooseRoles);
  return assemble(parts, { excluded, duplicates, renumber: true, isOwn: true });
}

/** Refuses other words for a policy; what becomes of duplicates. */
export function checkLogPolicy(owner: string, policy: LogPolicy): 'keep' | 'exclude' {
  checkPolicy(owner, policy);
  return checkChoice(owner, 'duplicates', policy.duplicates ?? 'keep', ['keep', 'exclude']);
}

/** What columns of events may be for, and how they are judged. */
export const EVENT_ROLES = ['customer', 'time', 'name', 'amount', 'properties', 'missing', 'invalid', 'duplicates'];

/** Refuses unknown roles, accessors that are none, and other words for a policy; what becomes of duplicates. */
export function checkEventRoles(roles: object & LogPolicy): 'keep' | 'exclude' {
  checkOptions('eventLog', roles, EVENT_ROLES);
  const given: Readonly<Record<string, unknown>> = { ...roles };
  for (const role of ['customer', 'time', 'name', 'amount']) {
    const accessor = given[role];
    const isNeeded = role === 'customer' || role === 'time';
    if (typeof accessor === 'string' || typeof accessor === 'function' || (accessor === undefined && !isNeeded))
      continue;
    refuseOption('eventLog', role, 'to be a field or a function', accessor, 'E_OPT_TYPE');
  }
  const { properties = [] } = given;
  if (!Array.isArray(properties) || properties.some((property) => typeof property !== 'string')) {
    refuseOption('eventLog', 'properties', 'to be a list of fields', properties, 'E_OPT_TYPE');
  }
  if (new Set(properties).size !== properties.length)
    refuseOption('eventLog', 'properties', 'to be different fields', properties);
  return checkLogPolicy('eventLog', roles);
}
