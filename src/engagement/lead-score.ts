import type { Data } from '../core/data.js';
import { typeName } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { compareKeys } from '../core/pairs.js';
import { type Excluded, leaveOut } from '../core/policy.js';
import { tableOf } from '../core/table.js';
import { DAY } from '../time/day.js';
import { type LeadPlan, type LeadScoreOptions, leadPlan, type ReadLead, readLead } from './lead-plan.js';

/** A lead with its score and what that is made of. */
export interface ScoredLead<Group extends string = string> {
  readonly lead: string | number;
  /** The sum of the groups' points, at least 0. */
  readonly score: number;
  readonly groups: readonly {
    readonly group: Group;
    /** After maximum and decay. */
    readonly points: number;
    /** Before the group's maximum and decay. */
    readonly signals: readonly { readonly signal: string; readonly points: number }[];
  }[];
  /** Days of 24 hours since it last did something; `null` where that is not known. */
  readonly idleDays: number | null;
  /** `null` without a threshold. */
  readonly qualified: boolean | null;
}

/** Scored leads, best first. */
export interface LeadScore<Group extends string = string> {
  readonly leads: readonly ScoredLead<Group>[];
  /** The highest score there can be; `null` where a group has no maximum. */
  readonly maximum: number | null;
  /** In epoch milliseconds; `null` without any time. */
  readonly asOf: number | null;
  readonly excluded: Excluded;
}

/**
 * Scores leads by who they are and what they do: score = Σ over groups of decay · min(maximum, Σ points · value), at least 0.
 *
 * Signals stand in groups, each with a maximum of its own (as in HubSpot's score groups) and a decay of its own: fit stays,
 * behaviour fades. `leadThreshold` says from which score on leads were won in the past.
 *
 * @param leads - rows or columns, one lead each
 * @param options - `lead`, `groups`; `lastActive` and `asOf` for decay, `threshold`, `missing`, `invalid`
 * @returns the leads, highest score first, equal ones by name, with the points of every group and signal
 * @throws {InvalidDataError} when a signal is neither a finite number from 0 nor a boolean, or a time is no instant
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a decay comes without `lastActive`
 * @example
 * ```ts
 * import { leadScore } from 'kizuna';
 *
 * const leads = [
 *   { email: 'a@example.jp', decides: true, staff: 200, visits: 12, trial: false, seen: '2025-04-01T00:00:00Z' },
 *   { email: 'b@example.jp', decides: false, staff: 900, visits: 40, trial: true, seen: '2025-03-02T00:00:00Z' },
 * ];
 * const { leads: scored, maximum } = leadScore(leads, {
 *   lead: 'email',
 *   groups: {
 *     fit: { signals: { decides: 20, staff: { points: 0.1, maximum: 20 } }, maximum: 40 },
 *     behaviour: { signals: { visits: 2, trial: 20 }, maximum: 60, decay: { halfLife: { days: 30 } } },
 *   },
 *   lastActive: 'seen',
 *   threshold: 50,
 * });
 * scored.map(({ lead, score, qualified }) => [lead, score, qualified]);
 * // => [['a@example.jp', 64, true], ['b@example.jp', 50, true]]
 * scored[1]?.groups.map(({ group, points }) => [group, points]); // => [['fit', 20], ['behaviour', 30]]
 * [scored[1]?.idleDays, maximum]; // => [30, 100]
 * ```
 */
export function leadScore<Row, const Group extends string>(
  leads: Data<Row>,
  options: LeadScoreOptions<NoInfer<Row>, Group>,
): LeadScore<Group> {
  const plan = leadPlan(options);
  const { read, excluded } = readLeads(plan, leads);
  const asOf = plan.asOf ?? latest(read);
  const scored = read.map((lead) => scoredLead(plan, lead, asOf));
  return {
    // The groups are those of the options.
    leads: scored.sort((a, b) => b.score - a.score || compareKeys(a.lead, b.lead)) as ScoredLead<Group>[],
    maximum: plan.groups.reduce<number | null>(
      (total, { maximum }) => (total === null || maximum === null ? null : total + maximum),
      0,
    ),
    asOf,
    excluded,
  };
}

function readLeads(
  plan: LeadPlan,
  leads: Data<unknown>,
): { readonly read: readonly ReadLead[]; readonly excluded: Excluded } {
  const table = tableOf(plan.owner, leads, true);
  const issues = new IssueLog(plan.owner);
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  const columns = plan.reads.map((accessor) => table.column(accessor));
  const read: ReadLead[] = [];
  for (let i = 0; i < table.length; i += 1) {
    const lead = readLead(plan, columns, i);
    if (!('code' in lead)) {
      read.push(lead);
      continue;
    }
    const { value, ...facts } = lead;
    leaveOut(plan.policy, excluded, issues, { ...facts, index: i, received: typeName(value) }, value);
  }
  issues.throwIfAny();
  return { read, excluded };
}

function latest(leads: readonly ReadLead[]): number | null {
  let last: number | null = null;
  for (const { lastActive } of leads) if (lastActive !== null && lastActive > (last ?? -Infinity)) last = lastActive;
  return last;
}

function scoredLead(plan: LeadPlan, read: ReadLead, asOf: number | null): ScoredLead {
  const idle = read.lastActive === null || asOf === null ? null : Math.max(0, asOf - read.lastActive);
  const groups = plan.groups.map(({ group, maximum, factor, decays, signals }) => {
    const parts = signals.map(({ signal, points, maximum: most, place }) => {
      const given = (read.values[place] ?? 0) * points;
      return { signal, points: Math.min(given, most ?? given) + 0 };
    });
    const total = parts.reduce((sum, part) => sum + part.points, 0);
    const left = !decays ? 1 : idle === null ? 0 : factor(idle);
    return { group, points: Math.min(total, maximum ?? total) * left + 0, signals: parts };
  });
  const score = Math.max(
    0,
    groups.reduce((sum, { points }) => sum + points, 0),
  );
  return {
    lead: read.lead,
    score,
    groups,
    idleDays: idle === null ? null : idle / DAY,
    qualified: plan.threshold === null ? null : score >= plan.threshold,
  };
}
