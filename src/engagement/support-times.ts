import type { Accessor, AnyRow, Data, LooseAccessor } from '../core/data.js';
import type { Rate } from '../core/estimate.js';
import { ruleOf } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkConfidence, checkOptions } from '../core/options.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { rowMetric } from '../core/row-metric.js';
import { checkAccessor } from '../core/row-values.js';
import { rate } from '../stats/rate.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { readTicket, TICKET_FIELDS, type TicketField, type TicketFields } from './ticket.js';
import { mergeSorted, sortedNumbers, type TicketTimes, ticketTimes } from './ticket-times.js';

/** Where the facts of a ticket stand. What is not given is not read, and what rests on it is `null`. */
export interface SupportTimesOptions<Row> extends RowPolicy {
  /** When the ticket was opened. */
  readonly opened: Accessor<Row, Instant>;
  /** The first answer of a person; nothing (`null`) where there is none yet. */
  readonly firstResponse?: Accessor<Row, Instant> | undefined;
  /** The last time it was resolved; nothing (`null`) while it is open. */
  readonly resolved?: Accessor<Row, Instant> | undefined;
  /** Whether, or how often, it was opened again. Nothing counts as never. */
  readonly reopened?: Accessor<Row, number | boolean> | undefined;
  /** How often the customer got in touch about it, the first time included. */
  readonly contacts?: Accessor<Row, number> | undefined;
  /** What happened later is not counted; default: the last instant in the data. Text without an offset is in UTC, and a date the whole of it. */
  readonly asOf?: Instant | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** How fast and how well tickets were dealt with. */
export interface SupportTimes {
  /** Tickets opened by `asOf`. */
  readonly n: number;
  /** From opened to first response; tickets resolved without one do not wait. */
  readonly firstResponse: TicketTimes | null;
  /** From opened to resolved. */
  readonly resolution: TicketTimes | null;
  /** Tickets not resolved by `asOf`. */
  readonly open: number | null;
  /** Tickets resolved without a response. */
  readonly unanswered: number | null;
  /** Resolved with one contact and not opened again ÷ resolved. */
  readonly firstContactResolution: Rate | null;
  /** Opened again ÷ ever resolved. */
  readonly reopenRate: Rate | null;
  /** In epoch milliseconds; `null` without tickets. */
  readonly asOf: number | null;
  readonly excluded: Excluded;
}

/** The state of support times: durations in milliseconds, and the beginnings of those that are not over, in order. */
export interface SupportTimesState {
  readonly n: number;
  readonly last: number | null;
  readonly responses: readonly number[];
  readonly awaitingResponse: readonly number[];
  readonly resolutions: readonly number[];
  readonly open: readonly number[];
  readonly unanswered: number;
  readonly firstContact: number;
  readonly everResolved: number;
  readonly reopened: number;
  readonly excluded: Excluded;
}

/**
 * Support times as a metric: for groups of tickets, streams and stored states. See `supportTimes`.
 *
 * @param options - where the times are; see `SupportTimesOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, measure, supportTimesMetric } from 'kizuna';
 *
 * const tickets = [
 *   { channel: 'chat', at: '2025-04-01T09:00:00Z', done: '2025-04-01T09:20:00Z' },
 *   { channel: 'mail', at: '2025-04-01T09:00:00Z', done: '2025-04-01T15:00:00Z' },
 *   { channel: 'mail', at: '2025-04-01T10:00:00Z', done: null },
 * ];
 * const rows = measure(tickets, by('channel', supportTimesMetric({ opened: 'at', resolved: 'done' })));
 * rows.map(({ channel, resolution, open }) => [channel, resolution?.median, open]);
 * // => [['chat', 1200000, 0], ['mail', 21600000, 1]]
 * ```
 */
export function supportTimesMetric<Row = AnyRow>(
  options: SupportTimesOptions<Row>,
): RowMetric<Row, SupportTimesState, SupportTimes> {
  const { fields, reads, asOf, confidence } = planOf(options);
  return rowMetric<Row, Running, SupportTimesState, SupportTimes>({
    name: OWNER,
    reads,
    policy: options,
    plan: fields.map(({ name }) => name),
    start: () => ({ ...NOTHING, responses: [], awaitingResponse: [], resolutions: [], open: [] }),
    add: (running, columns, i) => {
      const ticket = readTicket(fields, columns, i, asOf ?? Infinity);
      if (ticket === null || 'code' in ticket) return ticket;
      const { opened, firstResponse, resolved, reopened, contacts, last } = ticket;
      running.n += 1;
      running.last = Math.max(running.last ?? last, last);
      if (firstResponse !== null) running.responses.push(firstResponse - opened);
      else if (resolved === null) running.awaitingResponse.push(opened);
      else running.unanswered += 1;
      if (resolved === null) running.open.push(opened);
      else running.resolutions.push(resolved - opened);
      if (resolved !== null && contacts <= 1 && !reopened) running.firstContact += 1;
      if (resolved !== null || reopened) running.everResolved += 1;
      if (reopened) running.reopened += 1;
      return null;
    },
    state: (running, excluded) => ({
      ...running,
      responses: sortedNumbers(running.responses),
      awaitingResponse: sortedNumbers(running.awaitingResponse),
      resolutions: sortedNumbers(running.resolutions),
      open: sortedNumbers(running.open),
      excluded,
    }),
    merge: (a, b) => ({
      n: a.n + b.n,
      last: a.last === null || b.last === null ? (a.last ?? b.last) : Math.max(a.last, b.last),
      responses: mergeSorted(a.responses, b.responses),
      awaitingResponse: mergeSorted(a.awaitingResponse, b.awaitingResponse),
      resolutions: mergeSorted(a.resolutions, b.resolutions),
      open: mergeSorted(a.open, b.open),
      unanswered: a.unanswered + b.unanswered,
      firstContact: a.firstContact + b.firstContact,
      everResolved: a.everResolved + b.everResolved,
      reopened: a.reopened + b.reopened,
    }),
    finish: (state) => timesOf(fields, state, asOf, confidence),
  });
}

/**
 * How fast support answers and resolves: first response and resolution times, first contact resolution, reopened tickets.
 *
 * Tickets that still wait have no time yet: they are counted apart (`waiting`, `open`), and medians and means are of the others
 * only; `medianWithWaiting` counts how long they have waited so far. First contact resolution is of the tickets that are resolved (as Freshservice has it; some divide by all). Times are those
 * of the clock on the wall; business hours are not taken into account.
 *
 * @param tickets - rows or columns, one ticket each
 * @param options - `opened`, then what is known of `firstResponse`, `resolved`, `reopened`, `contacts`; `asOf`, `confidence`,
 *   `missing`, `invalid`
 * @returns the times in milliseconds, with interpolated median and 90th percentile, and the rates
 * @throws {InvalidDataError} when a time is no instant or before the ticket was opened, or a count is not a whole number
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { supportTimes } from 'kizuna';
 *
 * const tickets = [
 *   { at: '2025-04-01T09:00:00Z', answered: '2025-04-01T09:10:00Z', done: '2025-04-01T09:30:00Z', contacts: 1 },
 *   { at: '2025-04-01T09:30:00Z', answered: '2025-04-01T10:30:00Z', done: '2025-04-01T12:30:00Z', contacts: 3 },
 *   { at: '2025-04-01T10:00:00Z', answered: '2025-04-01T10:20:00Z', done: null, contacts: 2 },
 *   { at: '2025-04-01T12:00:00Z', answered: null, done: null, contacts: 1 },
 * ];
 * const { firstResponse, resolution, open, firstContactResolution } = supportTimes(tickets, {
 *   opened: 'at',
 *   firstResponse: 'answered',
 *   resolved: 'done',
 *   contacts: 'contacts',
 *   asOf: '2025-04-01T13:00:00Z',
 * });
 * const minute = 60_000;
 * [firstResponse?.n, (firstResponse?.median ?? 0) / minute, firstResponse?.waiting]; // => [3, 20, 1]
 * [resolution?.n, (resolution?.median ?? 0) / minute, open]; // => [2, 105, 2]
 * (resolution?.longestWait ?? 0) / minute; // => 180
 * (resolution?.medianWithWaiting ?? 0) / minute; // => 180
 * firstContactResolution?.value; // => 0.5
 * ```
 */
export function supportTimes<Row>(tickets: Data<Row>, options: SupportTimesOptions<NoInfer<Row>>): SupportTimes {
  return measure(tickets, supportTimesMetric<Row>(options));
}

const OWNER = 'supportTimes';
const NOTHING = { n: 0, last: null, unanswered: 0, firstContact: 0, everResolved: 0, reopened: 0 } as const;

interface Running {
  n: number;
  last: number | null;
  readonly responses: number[];
  readonly awaitingResponse: number[];
  readonly resolutions: number[];
  readonly open: number[];
  unanswered: number;
  firstContact: number;
  everResolved: number;
  reopened: number;
}

function planOf<Row>(options: SupportTimesOptions<Row>): {
  readonly fields: TicketFields;
  readonly reads: readonly LooseAccessor[];
  readonly asOf: number | null;
  readonly confidence: number;
} {
  checkOptions(OWNER, options, [...TICKET_FIELDS, 'asOf', 'confidence', 'missing', 'invalid']);
  const given = TICKET_FIELDS.filter((name) => name === 'opened' || options[name] !== undefined);
  const reads = given.map((name) => checkAccessor(OWNER, name, options[name]));
  const fields = given.map((name, place) => {
    const rule = ruleOf<Row>(name, { from: options[name], integer: true, min: 0 });
    return { name, place, rule };
  });
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const asOf = options.asOf === undefined ? null : lastInstantIn(OWNER, 'asOf', options.asOf, 'UTC');
  return { fields, reads, asOf, confidence };
}

function timesOf(
  fields: TicketFields,
  state: SupportTimesState,
  givenAsOf: number | null,
  confidence: number,
): SupportTimes {
  const has = (name: TicketField): boolean => fields.some((field) => field.name === name);
  const asOf = givenAsOf ?? state.last;
  const resolved = state.resolutions.length;
  return {
    n: state.n,
    firstResponse: has('firstResponse') ? ticketTimes(state.responses, state.awaitingResponse, asOf) : null,
    resolution: has('resolved') ? ticketTimes(state.resolutions, state.open, asOf) : null,
    open: has('resolved') ? state.open.length : null,
    unanswered: has('resolved') && has('firstResponse') ? state.unanswered : null,
    firstContactResolution:
      has('resolved') && has('contacts') ? rate(state.firstContact, resolved, { confidence }) : null,
    reopenRate: has('resolved') && has('reopened') ? rate(state.reopened, state.everResolved, { confidence }) : null,
    asOf,
    excluded: state.excluded,
  };
}
