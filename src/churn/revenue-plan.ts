import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { type Calendar, calendarFor } from '../time/calendar.js';
import { durationOf } from '../time/duration.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import type { PeriodUnit } from '../time/period.js';
import type { Instant } from '../time/period-key.js';
import {
  type AnsweredRules,
  CHURN_DENOMINATORS,
  DEFAULT_RULES,
  PRESETS,
  type RevenuePreset,
  type RevenueRules,
} from './revenue-presets.js';

/** Which periods to answer for, and by whose definitions. */
export interface RecurringRevenueOptions extends RevenueRules {
  readonly unit: PeriodUnit;
  /** The first period is the one that holds this instant or local date; default the first with revenue. What was before still counts as before. */
  readonly from?: Instant | undefined;
  /** The last period is the one that holds the last instant before this one, or before this local date begins: `'2025-04-01'` ends with March. After `from`; default the period of `asOf`. */
  readonly to?: Instant | undefined;
  /** How many periods each row looks back over: 1 (default), or such as 30 with the unit `'day'`: each day compared with that 30 days before. */
  readonly trailing?: number | undefined;
  /** The last instant that is known, of a local date its last; default that of the ledger. Changes after it do not count, nor do ends from then on. */
  readonly asOf?: Instant | undefined;
  /** The IANA zone whose local dates count, such as `'Asia/Tokyo'`; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
  /** Answers of a vendor to the questions that are not answered by name. */
  readonly preset?: RevenuePreset | undefined;
  /** 0.95 unless given. */
  readonly confidence?: number | undefined;
}

/** Options that were checked. */
export interface RevenuePlan {
  readonly owner: string;
  readonly periods: Calendar;
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number | null;
  readonly confidence: number;
  readonly trailing: number;
  readonly rules: AnsweredRules;
  /** `reactivationWithin` in milliseconds. */
  readonly within: number | null;
}

/** Checks options; `more` are names of others that were checked elsewhere. */
export function revenuePlan(
  owner: string,
  options: RecurringRevenueOptions,
  more: readonly string[] = [],
): RevenuePlan {
  checkOptions(owner, options, [...NAMES, ...Object.keys(CHOICES), ...more]);
  const { unit, timeZone = 'UTC', weekStartsOn, fiscalYearStartsOn, from, to, asOf } = options;
  const periods = calendarFor(owner, { unit, timeZone, weekStartsOn, fiscalYearStartsOn });
  const rules = rulesOf(owner, options);
  const first = from === undefined ? null : instantIn(owner, 'from', from, timeZone);
  const end = to === undefined ? null : instantIn(owner, 'to', to, timeZone);
  if (first !== null && end !== null && end <= first) refuseOption(owner, 'to', 'to be after from', to);
  const isDaily = rules.churnDenominator === 'dailySum' || rules.churnDenominator === 'dailyRates';
  if (isDaily && unit === 'hour') refuseOption(owner, 'unit', 'to be a day or longer', unit);
  return {
    ...{ owner, periods, rules },
    ...{ from: first, to: end },
    asOf: asOf === undefined ? null : lastInstantIn(owner, 'asOf', asOf, timeZone),
    confidence: checkConfidence(owner, options.confidence ?? 0.95),
    trailing: checkNumber(owner, 'trailing', options.trailing ?? 1, { min: 1, max: 1000, integer: true }),
    within:
      rules.reactivationWithin === null ? null : durationOf(owner, 'reactivationWithin', rules.reactivationWithin),
  };
}

const NAMES = [
  ...['unit', 'from', 'to', 'asOf', 'timeZone', 'weekStartsOn', 'fiscalYearStartsOn'],
  ...['preset', 'confidence', 'trailing', 'reactivationWithin'],
];

const CHOICES = {
  reactivationInNetRetention: ['exclude', 'include'],
  reactivationInQuickRatio: ['include', 'exclude'],
  count: ['customers', 'subscriptions'],
  churnDate: ['end', 'cancellation'],
  movements: ['net', 'newAndChurned', 'each'],
  pauses: ['keep', 'zero'],
  refunds: ['ignore', 'exclude'],
  churnDenominator: CHURN_DENOMINATORS,
} as const;

/** The default answers, over them those of the preset, over them those that were given. */
function rulesOf(owner: string, options: RecurringRevenueOptions): AnsweredRules {
  const { preset } = options;
  const named = preset === undefined ? {} : PRESETS[checkChoice(owner, 'preset', preset, PRESET_NAMES)];
  const given = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => name in DEFAULT_RULES && value !== undefined),
  );
  const rules = { ...DEFAULT_RULES, ...named, ...given } as AnsweredRules; // nothing but answers is spread over it
  for (const [name, choices] of Object.entries(CHOICES)) {
    checkChoice<string>(owner, name, rules[name as keyof typeof CHOICES], choices);
  }
  return rules;
}

const PRESET_NAMES = ['chartmogul', 'baremetrics', 'profitwell'] as const;
