import type { Scalar } from '../core/expression.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { Pairs } from '../core/pairs.js';
import type { AnyProperties } from '../log/layout.js';
import type { Step } from '../log/step.js';
import { type StepFacts, stepFacts } from '../log/step-facts.js';
import { type Duration, durationOf } from '../time/duration.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { zoneOf } from '../time/zone.js';
import { type ScoreRules, type SignalPlan, signalPlan } from './signal-points.js';

/** Where accounts stand, who is active, and what an account's score is. */
export interface AccountRollupOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Account extends string = string,
> {
  /** The property of the log that holds the account. */
  readonly account: Account;
  /** A customer is active with an event in so long up to `asOf`; default 28 days. */
  readonly within?: Duration | undefined;
  /** The events that make a customer active; any event unless given. */
  readonly event?: Step<Name, Properties> | undefined;
  /** How many seats accounts have bought; for others the customers seen count. */
  readonly seats?: Pairs<string | number, number> | undefined;
  /** Points of customers, as in `engagementScore`; without it accounts have no score. */
  readonly score?: ScoreRules<Name> | undefined;
  /** What of its customers' points is an account's score; default `'sum'`. */
  readonly aggregation?: 'sum' | 'mean' | 'max' | undefined;
  /** How many of those who contribute most are listed; default 3. */
  readonly top?: number | undefined;
  /** Later events do not count; a local date is the whole of it. Default: the last instant in the log. */
  readonly asOf?: Instant | undefined;
  /** The IANA zone in which a date of `asOf` is read; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The options made ready. */
export interface AccountPlan {
  readonly owner: string;
  readonly account: string;
  readonly within: number;
  readonly event: StepFacts | null;
  readonly seats: ReadonlyMap<Scalar, number>;
  readonly score: SignalPlan | null;
  readonly aggregation: 'sum' | 'mean' | 'max';
  readonly top: number;
  readonly asOf: number | null;
  readonly confidence: number;
}

/** Options checked and read. */
export function accountPlan<Name extends string, Properties extends object, Account extends string>(
  options: AccountRollupOptions<Name, Properties, Account>,
): AccountPlan {
  checkOptions(OWNER, options, OPTIONS);
  const { account, within = { days: 28 }, event, seats = [], score, asOf, timeZone = 'UTC' } = options;
  zoneOf(OWNER, timeZone);
  if (typeof account !== 'string') refuseOption(OWNER, 'account', 'to be a property', account, 'E_OPT_TYPE');
  if (!Array.isArray(seats)) refuseOption(OWNER, 'seats', 'to be pairs of accounts and numbers', seats, 'E_OPT_TYPE');
  for (const [, count] of seats as Pairs<string | number, number>) {
    checkNumber(OWNER, 'seats', count, { min: 0, integer: true });
  }
  if (score !== undefined) checkOptions(OWNER, score, ['signals', 'halfLife']);
  return {
    owner: OWNER,
    account,
    within: durationOf(OWNER, 'within', within),
    event: event === undefined ? null : stepFacts(OWNER, 'event', event),
    seats: new Map<Scalar, number>(seats as Pairs<string | number, number>), // just checked
    score: score === undefined ? null : signalPlan(OWNER, score),
    aggregation: checkChoice(OWNER, 'aggregation', options.aggregation ?? 'sum', ['sum', 'mean', 'max']),
    top: checkNumber(OWNER, 'top', options.top ?? 3, { min: 0, integer: true }),
    asOf: asOf === undefined ? null : lastInstantIn(OWNER, 'asOf', asOf, timeZone),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

const OWNER = 'accountRollup';
const OPTIONS = [
  'account',
  'within',
  'event',
  'seats',
  'score',
  'aggregation',
  'top',
  'asOf',
  'timeZone',
  'confidence',
];
