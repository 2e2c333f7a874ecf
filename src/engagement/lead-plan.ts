import type { Accessor, FieldOf, LooseAccessor } from '../core/data.js';
import { type Rule, ruleOf } from '../core/input.js';
import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy, type RowPolicy } from '../core/policy.js';
import type { RowFault } from '../core/row-metric.js';
import { checkAccessor, ruleFault } from '../core/row-values.js';
import { lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';
import { type DecayFactor, decayFactor, type LeadDecay } from './lead-decay.js';
import { readTime } from './read-time.js';

/** The points of a signal for each unit of its value (true is 1): bare, or with the most that it may give. */
export type SignalPoints = number | { readonly points: number; readonly maximum: number };

/** Signals that belong together, such as fit or behaviour. */
export interface SignalGroup<Row> {
  /** The points of each signal, by field. Negative ones take points away. A missing value gives none. */
  readonly signals: { readonly [Field in NoInfer<FieldOf<Row, number | boolean>>]?: SignalPoints };
  /** The most that the group may give. Maxima that add up to 100 make a score of 0 to 100. */
  readonly maximum?: number | undefined;
  /** How the group's points fade while the lead is idle; needs `lastActive`. */
  readonly decay?: LeadDecay | undefined;
}

/** What makes a lead a good one, and when it is good enough. */
export interface LeadScoreOptions<Row, Group extends string> extends RowPolicy {
  /** The id of the lead that a row is about. */
  readonly lead: Accessor<Row, string | number>;
  /** The signals, in groups that are added up; a result has the points of each by its name. */
  readonly groups: { readonly [Name in Group]: SignalGroup<Row> };
  /** When the lead last did something. Without a time, what decays is gone. */
  readonly lastActive?: Accessor<Row, Instant> | undefined;
  /** Idle time is counted up to here; default: the last time in the data. Text without an offset is in UTC, and a date the whole of it. */
  readonly asOf?: Instant | undefined;
  /** From this score on a lead is qualified; `leadThreshold` finds it in the past. */
  readonly threshold?: number | undefined;
}

/** A signal made ready: its place among all signals, and its points. */
export interface PlannedSignal {
  readonly signal: string;
  readonly place: number;
  readonly points: number;
  readonly maximum: number | null;
}

/** The options made ready. */
export interface LeadPlan {
  readonly owner: string;
  /** The lead, the last activity (the lead again where it is not given), then every signal. */
  readonly reads: readonly LooseAccessor[];
  readonly timeField: string | null;
  /** What every signal must be. */
  readonly rules: readonly Rule[];
  readonly groups: readonly {
    readonly group: string;
    readonly maximum: number | null;
    readonly decays: boolean;
    readonly factor: DecayFactor;
    readonly signals: readonly PlannedSignal[];
  }[];
  readonly asOf: number | null;
  readonly threshold: number | null;
  readonly policy: RowPolicy;
}

/** A row of a lead: the values of its signals, by place. */
export interface ReadLead {
  readonly lead: string | number;
  readonly lastActive: number | null;
  readonly values: readonly number[];
}

/** Reads the options of a lead score. */
export function leadPlan<Row, Group extends string>(options: LeadScoreOptions<Row, Group>): LeadPlan {
  const owner = 'leadScore';
  checkOptions(owner, options, ['lead', 'groups', 'lastActive', 'asOf', 'threshold', 'missing', 'invalid']);
  checkPolicy(owner, options);
  const lead = checkAccessor(owner, 'lead', options.lead);
  const time = options.lastActive === undefined ? null : checkAccessor(owner, 'lastActive', options.lastActive);
  const rules: Rule[] = [];
  const given = Object.entries<SignalGroup<Row>>(options.groups ?? {});
  if (given.length === 0) refuseOption(owner, 'groups', 'to be groups of signals', options.groups);
  const groups = given.map(([group, each]) => {
    checkOptions(owner, each, ['signals', 'maximum', 'decay']);
    const { signals, maximum, decay } = each;
    const option = `groups.${group}`;
    if (decay !== undefined && time === null) refuseOption(owner, `${option}.decay`, 'to come with lastActive', decay);
    const planned = Object.entries<SignalPoints | undefined>(signals ?? {}).map(([signal, worth]) => {
      const place = rules.push(ruleOf<Record<string, unknown>>(signal, { from: signal, min: 0 })) - 1;
      return { signal, place, ...pointsOf(owner, `${option}.signals.${signal}`, worth) };
    });
    if (planned.length === 0) refuseOption(owner, `${option}.signals`, 'to be fields with points', signals);
    return {
      group,
      maximum: maximum === undefined ? null : checkNumber(owner, `${option}.maximum`, maximum, { min: 0 }),
      decays: decay !== undefined,
      factor: decayFactor(owner, `${option}.decay`, decay),
      signals: planned,
    };
  });
  const { asOf, threshold } = options;
  return {
    owner,
    reads: [lead, time ?? lead, ...rules.map(({ from }) => from)],
    rules,
    timeField: time === null ? null : typeof time === 'string' ? time : 'lastActive',
    groups,
    asOf: asOf === undefined ? null : lastInstantIn(owner, 'asOf', asOf, 'UTC'),
    threshold: threshold === undefined ? null : checkNumber(owner, 'threshold', threshold, {}),
    policy: options,
  };
}

/** Reads row i; or says what is wrong with it. */
export function readLead(plan: LeadPlan, columns: readonly ArrayLike<unknown>[], i: number): ReadLead | RowFault {
  const [leads, times] = columns;
  const lead = leads?.[i] ?? null;
  if (typeof lead !== 'string' && !Number.isFinite(lead)) {
    const [field, code] = [fieldOf(plan.reads[0], 'lead'), lead === null ? 'E_FIELD_MISSING' : 'E_FIELD_TYPE'] as const;
    return { code, field, expected: 'text or a finite number', value: lead };
  }
  const time = times?.[i] ?? null;
  const lastActive = plan.timeField === null || time === null ? null : readTime(plan.timeField, time);
  if (lastActive !== null && typeof lastActive !== 'number') return lastActive;
  const values: number[] = [];
  for (const [place, rule] of plan.rules.entries()) {
    const value = columns[place + 2]?.[i] ?? false; // nothing gives no points
    const fault = typeof value === 'boolean' ? null : ruleFault(rule, value);
    if (fault !== null) return { ...fault, expected: `${fault.expected}, true or false` };
    values.push(Number(value));
  }
  return { lead: lead as string | number, lastActive, values }; // as was asked above
}

function pointsOf(owner: string, option: string, worth: unknown): Pick<PlannedSignal, 'points' | 'maximum'> {
  if (typeof worth === 'number') return { points: checkNumber(owner, option, worth, {}), maximum: null };
  checkOptions(owner, worth, ['points', 'maximum']);
  const { points, maximum } = worth as { points?: unknown; maximum?: unknown }; // an object, as was checked
  return {
    points: checkNumber(owner, `${option}.points`, points, {}),
    maximum: checkNumber(owner, `${option}.maximum`, maximum, { min: 0 }),
  };
}

function fieldOf(accessor: LooseAccessor, option: string): string {
  return typeof accessor === 'string' ? accessor : option;
}
