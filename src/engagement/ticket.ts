import type { Rule } from '../core/input.js';
import type { RowFault } from '../core/row-metric.js';
import { ruleFault } from '../core/row-values.js';
import { readTime } from './read-time.js';

/** The facts that are read of tickets, the column that each stands in, and its name in an issue. */
export type TicketFields = readonly { readonly name: TicketField; readonly place: number; readonly rule: Rule }[];

/** What can be known of a ticket. Times come after the opening, which they are compared with. */
export const TICKET_FIELDS = ['opened', 'firstResponse', 'resolved', 'reopened', 'contacts'] as const;

/** One of the facts of a ticket. */
export type TicketField = (typeof TICKET_FIELDS)[number];

/** One ticket as of a date: what happened later is nothing yet. */
export interface Ticket {
  opened: number;
  firstResponse: number | null;
  resolved: number | null;
  reopened: boolean;
  contacts: number;
  /** The last of its instants that count. */
  last: number;
}

/** Reads a ticket from its row; or says what is wrong with it. Null for one that was opened after the date. */
export function readTicket(
  fields: TicketFields,
  columns: readonly ArrayLike<unknown>[],
  i: number,
  asOf: number,
): Ticket | RowFault | null {
  const ticket = { opened: 0, firstResponse: null, resolved: null, reopened: false, contacts: 0, last: 0 };
  for (const { name, place, rule } of fields) {
    const fault = readField(ticket, name, rule, columns[place]?.[i], asOf);
    if (fault !== null) return fault;
  }
  return ticket.opened > asOf ? null : ticket;
}

function readField(ticket: Ticket, name: TicketField, rule: Rule, value: unknown, asOf: number): RowFault | null {
  if (name === 'reopened') return readReopened(ticket, rule, value);
  if (name !== 'contacts') return readInstant(ticket, name, rule.field ?? name, value, asOf);
  const fault = ruleFault(rule, value);
  if (fault === null) ticket.contacts = value as number; // by the rule
  return fault;
}

function readReopened(ticket: Ticket, rule: Rule, value: unknown): RowFault | null {
  ticket.reopened = value === true || (value as number) > 0; // of text, refused below
  if ((value ?? null) === null || typeof value === 'boolean') return null;
  const fault = ruleFault(rule, value);
  return fault && { ...fault, expected: `true, false or ${fault.expected}` };
}

function readInstant(
  ticket: Ticket,
  name: 'opened' | 'firstResponse' | 'resolved',
  field: string,
  value: unknown,
  asOf: number,
): RowFault | null {
  if ((value ?? null) === null && name !== 'opened') return null;
  const time = readTime(field, value);
  if (typeof time !== 'number') return time;
  if (name === 'opened') {
    ticket.opened = time;
    ticket.last = time;
    return null;
  }
  const expected = 'no earlier than the ticket was opened';
  if (time < ticket.opened) return { code: 'E_NUM_RANGE', field, expected, value };
  if (time > asOf) return null;
  ticket[name] = time;
  ticket.last = Math.max(ticket.last, time);
  return null;
}
