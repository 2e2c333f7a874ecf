import { type Calendar, calendar, type RetentionOptions } from 'kizuna';

/** An event as the definitions speak of it. */
export interface PlainEvent {
  readonly customer: string;
  readonly at: number;
  readonly name: string;
  readonly plan: string | null;
  readonly amount: number;
}

export type PlainOptions = RetentionOptions<string, { readonly plan: string }> & {
  readonly asOf: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

interface Rule {
  readonly name?: string | undefined;
  readonly plan?: string | undefined;
  readonly occurrence: 'any' | 'firstEver' | 'firstMatching';
}

/** A customer of a cohort. */
interface Member {
  readonly customer: string;
  readonly cohort: number;
  readonly start: number;
}

// No more than two hours are set back at a time in the zones of the tests, and on whole half minutes.
const HALF_MINUTE = 30_000;
const NEAR = 241;
const HOURS = { hour: 1, day: 24, week: 168, month: 720, quarter: 2160, year: 8760 };

/** Retention by its definitions, with sets and without any regard to time: cells are [returned, of, is complete]. */
export function naiveRetention(events: readonly PlainEvent[], options: PlainOptions) {
  const { unit, asOf, mode = 'on', horizon = null, minimumOccurrences = 1, from = -Infinity, to = Infinity } = options;
  const isRolling = options.window === 'rolling';
  const length = HOURS[unit] * 3_600_000;
  const periods = calendar({ ...calendarOptions(options), unit });
  const known = events.filter(({ at }) => at <= asOf);
  const starts = matching(events, ruleOf(options.start)).filter(({ at }) => at <= asOf);
  const returns = matching(events, ruleOf(options.return)).filter(({ at }) => at <= asOf);
  const customers = [...new Set(known.map(({ customer }) => customer))];

  const members: Member[] = [];
  for (const customer of customers) {
    const own = starts.filter((event) => event.customer === customer).sort((a, b) => a.at - b.at);
    const counted = (options.cohort === 'recurring' ? own : own.slice(0, 1)).filter(({ at }) => at >= from && at < to);
    const cohorts = new Set(counted.map(({ at }) => periods.indexOf(at)));
    for (const cohort of cohorts) {
      const start = Math.min(...counted.filter(({ at }) => periods.indexOf(at) === cohort).map(({ at }) => at));
      members.push({ customer, cohort, start });
    }
  }

  const brackets = options.brackets ?? [];
  const bracketed = brackets.reduce((sum, size) => sum + size, 0);
  const lastAge = (column: number) =>
    column <= brackets.length
      ? brackets.slice(0, column).reduce((sum, size) => sum + size, 0)
      : bracketed + column - brackets.length;
  const firstAge = (column: number) => (column === 0 ? 0 : lastAge(column - 1) + 1);
  const columnOf = (age: number) => {
    let column = 0;
    while (lastAge(column) < age) column += 1;
    return column;
  };

  const [begun, ended] = edges(periods, asOf);
  const lastStart = (cohort: number) => Math.min(endOf(periods, cohort), to) - 1;
  const firstStart = (cohort: number) => Math.max(periods.startOf(cohort), from);
  const isOver = (start: number, column: number) => start + ((horizon ?? lastAge(column)) + 1) * length - 1 <= asOf;
  const isObserved = (cohort: number, column: number) =>
    isRolling ? isOver(firstStart(cohort), column) : cohort + firstAge(column) <= begun;
  const isComplete = (cohort: number, column: number) =>
    isRolling ? isOver(lastStart(cohort), column) : cohort + (horizon ?? lastAge(column)) <= ended;

  /** The columns in which a member came back often enough. */
  const columnsBack = ({ customer, cohort, start }: Member) => {
    const counts = new Map<number, number>();
    for (const event of returns) {
      if (event.customer !== customer || event.at < start) continue;
      const age = isRolling ? Math.floor((event.at - start) / length) : periods.indexOf(event.at) - cohort;
      if (age < 0 || age > (horizon ?? Infinity)) continue;
      counts.set(columnOf(age), (counts.get(columnOf(age)) ?? 0) + 1);
    }
    return new Set([...counts].filter(([, count]) => count >= minimumOccurrences).map(([column]) => column));
  };
  const backOf = new Map(members.map((member) => [member, columnsBack(member)]));
  const isBack = (member: Member, column: number) => {
    const back = [...(backOf.get(member) ?? [])];
    if (mode === 'onOrAfter') return back.some((other) => other >= column);
    if (mode === 'onOrBefore' && column > 0) return back.some((other) => other >= 1 && other <= column);
    return back.includes(column);
  };

  const withMembers = members.map(({ cohort }) => cohort);
  const first = Math.min(from === -Infinity ? Infinity : periods.indexOf(from), ...withMembers);
  const last = Math.max(to === Infinity ? -Infinity : Math.min(periods.indexOf(to - 1), begun), ...withMembers);
  const hasRows = first <= last && last < Infinity && first > -Infinity;
  const asked = options.brackets ? brackets.length + 1 : (options.periods ?? horizon ?? -1) + 1;
  let width = asked;
  if (width === 0 && hasRows) {
    while (isObserved(first, width)) width += 1;
    width = Math.max(1, width);
  }

  const rows = Array.from({ length: hasRows ? last - first + 1 : 0 }, (_, i) => first + i);
  const cohorts = rows.map((cohort) => {
    const own = members.filter((member) => member.cohort === cohort);
    const cells = Array.from({ length: width }, (_, column) => {
      const eligible = isRolling ? own.filter(({ start }) => isOver(start, column)) : own;
      const complete = isComplete(cohort, column);
      if (!isObserved(cohort, column) || (eligible.length === 0 && own.length > 0 && !complete)) return null;
      return [eligible.filter((member) => isBack(member, column)).length, eligible.length, complete];
    });
    return { cohort: periods.labelOf(cohort), size: own.length, cells };
  });

  const overall = Array.from({ length: width }, (_, column) => {
    const mature = members.filter(({ cohort }) => isComplete(cohort, column));
    const people = [...new Set(mature.map(({ customer }) => customer))].map((customer) => {
      const own = mature.filter((member) => member.customer === customer);
      return { x: own.length, y: own.filter((member) => isBack(member, column)).length };
    });
    const parts = [...new Set(mature.map(({ cohort }) => cohort))].map((cohort) => {
      const own = mature.filter((member) => member.cohort === cohort);
      return { n: own.length, returned: own.filter((member) => isBack(member, column)).length };
    });
    return { age: firstAge(column), lastAge: lastAge(column), people, parts };
  });
  return { cohorts, overall, n: new Set(members.map(({ customer }) => customer)).size };
}

/** The events that are a step, of everybody. */
function matching(events: readonly PlainEvent[], rule: Rule): readonly PlainEvent[] {
  const named = events.filter(({ name }) => rule.name === undefined || name === rule.name);
  const meets = ({ plan }: PlainEvent) => rule.plan === undefined || plan === rule.plan;
  if (rule.occurrence === 'any') return named.filter(meets);
  const candidates = rule.occurrence === 'firstEver' ? named : named.filter(meets);
  return [...new Set(candidates.map(({ customer }) => customer))].flatMap((customer) => {
    const first = candidates.filter((event) => event.customer === customer).sort(inLogOrder)[0];
    return first !== undefined && meets(first) ? [first] : [];
  });
}

function inLogOrder(a: PlainEvent, b: PlainEvent): number {
  const text = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return a.at - b.at || text(a.name, b.name) || a.amount - b.amount || text(a.plan ?? '', b.plan ?? '');
}

function ruleOf(step: PlainOptions['start']): Rule {
  if (step === undefined) return { occurrence: 'any' };
  if (typeof step === 'string') return { name: step, occurrence: 'any' };
  const { name, where, occurrence = 'any' } = step;
  return { name, plan: where?.plan as string | undefined, occurrence }; // the tests filter by one plan
}

function calendarOptions({ timeZone, weekStartsOn, fiscalYearStartsOn }: PlainOptions) {
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(weekStartsOn === undefined ? {} : { weekStartsOn }),
    ...(fiscalYearStartsOn === undefined ? {} : { fiscalYearStartsOn }),
  };
}

/** The last period that has begun, and the last that does not come any more. */
function edges(periods: Calendar, asOf: number): readonly [number, number] {
  const near = Array.from({ length: NEAR }, (_, i) => i * HALF_MINUTE);
  return [
    Math.max(...near.map((gap) => periods.indexOf(asOf - gap))),
    Math.min(...near.map((gap) => periods.indexOf(asOf + 1 + gap))) - 1,
  ];
}

/** The first instant after which a period does not come any more. */
function endOf(periods: Calendar, period: number): number {
  const start = periods.startOf(period + 1);
  for (let instant = start + NEAR * HALF_MINUTE; instant > start; instant -= HALF_MINUTE)
    if (periods.indexOf(instant - 1) <= period) return instant;
  return start;
}
