import type { Scalar } from '../core/expression.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { compareKeys } from '../core/pairs.js';
import type { CustomerId } from '../log/layout.js';
import { DAY } from '../time/day.js';
import { type Duration, durationOf } from '../time/duration.js';
import { instantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { type Zone, zoneOf } from '../time/zone.js';
import { calendarLength, type LengthUnit } from './calendar-length.js';
import { isLedger, type RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { customerLevels, type Levels, subscriptionLevels } from './levels.js';
import { livesOf } from './lives.js';
import { revenuePlan } from './revenue-plan.js';
import type { RevenuePoolOptions } from './revenue-retention.js';
import { lineRules } from './revenue-state.js';
import { rowsAtStart } from './rows-at-start.js';
import { checkSnapshotZone } from './snapshot-calendar.js';

/** What a lifetime is, and in what it is counted. */
export interface SubscriptionLifetimesOptions<Attribute extends string = string>
  extends Omit<RevenuePoolOptions, 'confidence'> {
  /** Default `'month'`. */
  readonly unit?: LengthUnit | undefined;
  /** Whose lifetimes: of customers with all their lines (default), or of single subscriptions. */
  readonly by?: 'customer' | 'subscription' | undefined;
  /** `'exact'` (default): with fractions; `'renewals'`: whole periods as `fitSbg` takes them, begun ones where a life ended, and renewals seen where it goes on. */
  readonly durations?: 'exact' | 'renewals' | undefined;
  /** Who is back so long after leaving, or sooner, has never left; default no time at all. */
  readonly gap?: Duration | undefined;
  /** Since when customers have been watched: lives that began before come with their `entry`, and those that ended before not at all. Default from the start. */
  readonly from?: Instant | undefined;
  /** Properties of the ledger, such as `'plan'`, to come with each row, as they were when the life began. */
  readonly attributes?: readonly Attribute[] | undefined;
}

/** One life of a customer, or of a subscription. */
export interface SubscriptionLifetime {
  readonly customer: CustomerId;
  /** `null` for lives of customers. */
  readonly subscription: CustomerId | null;
  /** 1 for the first life; a customer who left and came back has another. */
  readonly life: number;
  /** Epoch milliseconds of the first revenue. */
  readonly start: number;
  /** Epoch milliseconds of the first instant without it: that of the line with which it ended. `null` while it goes on. */
  readonly end: number | null;
  /** In `unit`: until revenue ended, or for as long as it was seen to go on. */
  readonly duration: number;
  readonly ended: boolean;
  /** How old the life was when it was first watched: 0, or its age at `from`. */
  readonly entry: number;
  /** Revenue per month at first, in major units. */
  readonly amount: number;
}

/** The row of a life, with the attributes that were asked for. */
export type LifetimeRow<Attribute extends string> = SubscriptionLifetime & {
  readonly [Name in Attribute]: Scalar | null;
};

/**
 * How long customers, or subscriptions, last: one row for each life, ready for `kaplanMeier`, `coxRegression` and `fitSbg`.
 *
 * A life is a stretch of revenue without a break longer than `gap`. What goes on at `asOf` is censored there, and so is what ends then or
 * later. With a `gap` nobody knows of the last such stretch before `asOf` whether who left is back within it: all lives are then
 * watched until `asOf` − gap only. With `from` lives are left-truncated: those that ended before it are not there, and `entry` says from
 * which age on the others can be seen to end; give it to `kaplanMeier` as `entry`.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - `unit`, `by`, `durations`, `gap`, `from`, `attributes` of the ledger, `asOf`, `timeZone` (default the ledger's), and what
 *   counts: `churnDate`, `pauses`, `refunds`, `preset`, as in `recurringRevenue`
 * @returns rows in the order of their starts
 * @throws {InvalidOptionError} when an option is unknown or out of range, asks for what the ledger was built without, or leaves somebody
 *   below 0 (a discount that goes on after what it is taken off)
 * @example
 * ```ts
 * import { subscriptionLedger, subscriptionLifetimes } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', start: '2025-01-10', end: '2025-03-10', amount: 20, plan: 'basic' },
 *     { customer: 'b', start: '2025-01-31', end: null, amount: 50, plan: 'team' },
 *   ],
 *   { customer: 'customer', start: 'start', end: 'end', amount: 'amount', plan: 'plan' },
 * );
 * const rows = subscriptionLifetimes(ledger, { attributes: ['plan'], asOf: '2025-04-14' });
 * rows.map(({ customer, duration, ended, plan }) => [customer, duration, ended, plan]);
 * // => [['a', 2, true, 'basic'], ['b', 2.5, false, 'team']]
 * ```
 */
export function subscriptionLifetimes<const Attribute extends string = never>(
  data: RevenueLedger,
  options?: SubscriptionLifetimesOptions<Attribute>,
): readonly LifetimeRow<Attribute>[];
export function subscriptionLifetimes<Row, const Attribute extends string = never>(
  data: LedgerData<Row>,
  options: Omit<SubscriptionRoles<Row>, 'attributes'> & SubscriptionLifetimesOptions<Attribute>,
): readonly LifetimeRow<Attribute>[];
export function subscriptionLifetimes(
  data: RevenueLedger | LedgerData<unknown>,
  given: SubscriptionLifetimesOptions = {},
): readonly SubscriptionLifetime[] {
  const { ledger, options } = lifetimeLedger(data, given);
  checkOptions(OWNER, options, OPTIONS);
  const { unit = 'month', by = 'customer', durations = 'exact', gap, from, attributes, ...rest } = options;
  const plan = revenuePlan(OWNER, { ...rest, unit: 'day', timeZone: rest.timeZone ?? ledger.timeZone });
  checkChoice(OWNER, 'unit', unit, ['day', 'week', 'month', 'quarter', 'year']);
  checkChoice(OWNER, 'by', by, ['customer', 'subscription']);
  checkChoice(OWNER, 'durations', durations, ['exact', 'renewals']);
  const { timeZone } = plan.periods;
  checkSnapshotZone(OWNER, timeZone, ledger);
  const rules: LifetimeRules = {
    ...{ timeZone, unit, durations, gap: gap === undefined ? 0 : durationOf(OWNER, 'gap', gap) },
    from: from === undefined ? null : instantIn(OWNER, 'from', from, timeZone),
    attributes: checkAttributes(ledger, attributes ?? []),
  };
  const subscriptions = subscriptionsOf(ledger, by);
  const asOf = plan.asOf ?? ledger.asOf;
  if (asOf === null) return [];
  const lines = lineRules(plan, asOf);
  if (subscriptions === null) return rowsOf(ledger, customerLevels(ledger, lines), ledger.customer, rules, asOf, null);
  const { codes, values } = subscriptions;
  return rowsOf(ledger, subscriptionLevels(ledger, lines, 'by'), codes, rules, asOf, values);
}

const OWNER = 'subscriptionLifetimes';
const OPTIONS = [
  ...['unit', 'by', 'durations', 'gap', 'from', 'attributes'],
  ...['asOf', 'timeZone', 'churnDate', 'pauses', 'refunds', 'preset'],
];
const FIELDS = ['customer', 'subscription', 'life', 'start', 'end', 'duration', 'ended', 'entry', 'amount'];

interface LifetimeRules {
  readonly timeZone: string;
  readonly unit: LengthUnit;
  readonly durations: 'exact' | 'renewals';
  readonly gap: number;
  readonly from: number | null;
  readonly attributes: RevenueLedger['properties'];
}

/** Attributes of the rows are those that the ledger is to read, but for the plan, which has a role of its own. */
function lifetimeLedger(data: RevenueLedger | LedgerData<unknown>, given: SubscriptionLifetimesOptions) {
  const { attributes, plan } = Object(given) as SubscriptionLifetimesOptions & { readonly plan?: unknown };
  if (isLedger(data) || !Array.isArray(attributes)) return ledgerAndOptions(OWNER, data, given);
  const read = attributes.filter((name) => plan === undefined || name !== 'plan');
  const { ledger, options } = ledgerAndOptions(OWNER, data, { ...given, attributes: read });
  return { ledger, options: { ...options, attributes } };
}

function checkAttributes({ properties }: RevenueLedger, names: readonly string[]): RevenueLedger['properties'] {
  if (!Array.isArray(names)) refuseOption(OWNER, 'attributes', 'to be a list of properties', names, 'E_OPT_TYPE');
  return names.map((name) => {
    const found = properties.find(({ property }) => property === name);
    if (found === undefined) refuseOption(OWNER, 'attributes', 'to name what the ledger was built with', name);
    if (FIELDS.includes(name)) refuseOption(OWNER, 'attributes', 'to have other names than the fields of a row', name);
    return found;
  });
}

function subscriptionsOf(
  { subscription }: RevenueLedger,
  by: 'customer' | 'subscription',
): RevenueLedger['subscription'] {
  if (by === 'customer') return null;
  if (subscription === null) refuseOption(OWNER, 'by', 'to be customer, as the ledger has no subscriptions', by);
  return subscription;
}

function rowsOf(
  ledger: RevenueLedger,
  levels: Levels,
  codes: ArrayLike<number>,
  rules: LifetimeRules,
  asOf: number,
  subscriptions: ArrayLike<CustomerId | null> | null,
): readonly SubscriptionLifetime[] {
  const { gap, from, attributes } = rules;
  const lives = livesOf(levels, gap, asOf);
  const rows = rowsAtStart(ledger, codes, levels.units, lives);
  const zone = zoneOf(OWNER, rules.timeZone);
  const watched = endOfView(zone, asOf) - gap;
  const minor = 10 ** ledger.decimals;
  const lifetimes: SubscriptionLifetime[] = [];
  for (let i = 0; i < lives.length; i += 1) {
    const [start, stop, row] = [lives.start[i]!, lives.stop[i]!, rows[i]!];
    const ended = stop + gap <= asOf; // by then it would be known that somebody is back
    const until = ended ? stop : watched;
    if (start >= watched || (from !== null && until <= from)) continue;
    const exact = calendarLength(zone, rules.unit, start, until);
    const age = from === null || from <= start ? 0 : calendarLength(zone, rules.unit, start, from);
    const isExact = rules.durations === 'exact';
    const duration = isExact ? exact : ended ? Math.max(1, Math.ceil(exact)) : Math.floor(exact);
    const entry = isExact ? age : Math.floor(age);
    if (from !== null && duration <= entry) continue; // nothing could be seen of it
    lifetimes.push({
      customer: ledger.customers[ledger.customer[row]!]!,
      subscription: subscriptions === null ? null : subscriptions[lives.unit[i]!]!,
      ...{
        life: lives.number[i]!,
        start,
        end: ended ? stop : null,
        duration,
        ended,
        entry,
        amount: lives.amount[i]! / minor,
      },
      ...Object.fromEntries(attributes.map(({ property, codes, values }) => [property, values[codes[row]!] ?? null])),
    });
  }
  return lifetimes.sort(
    (a, b) => a.start - b.start || compareKeys(a.customer, b.customer) || compareKeys(a.subscription, b.subscription),
  );
}

/** Where the view ends: a date is known as a whole, so that lives of whole days have whole lengths. */
function endOfView(zone: Zone, asOf: number): number {
  const local = asOf + 1 + zone.offsetAt(asOf + 1);
  return local % DAY === 0 ? asOf + 1 : asOf;
}
