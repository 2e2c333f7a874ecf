/** Funnels straight from their definitions: every chain of events is tried. */

export interface NaiveEvent {
  readonly customer: string;
  readonly time: number;
  readonly name: string;
  readonly plan: string | null;
}

export interface NaiveStep {
  /** `null`: any event. */
  readonly name: string | null;
  readonly plan: string | null;
  readonly optional: boolean;
  readonly gap: number;
}

export interface NaiveOptions {
  readonly steps: readonly NaiveStep[];
  readonly within: number;
  readonly order: 'ordered' | 'strict' | 'unordered';
  readonly reentry: 'any' | 'first';
  readonly timing: 'latestStart' | 'firstStart';
  readonly ties: 'favorable' | 'later' | { readonly graceMs: number };
  readonly counting: 'customers' | 'attempts';
  readonly exclusions: readonly { readonly name: string; readonly fromStep: number; readonly toStep: number }[];
  readonly exclusionEffect: 'endAttempt' | 'dropCustomer';
  readonly holdConstant: boolean;
  readonly from: number;
  readonly to: number;
  /** The last instant whose events count. */
  readonly limit: number;
}

/** An attempt: the instants of its required steps. */
type Instants = readonly number[];

/** The instants of all steps of the attempts that count, `null` for a step not done. */
export interface NaiveFound {
  readonly customer: string;
  readonly instants: readonly (number | null)[];
}

export function naiveFunnel(
  events: readonly NaiveEvent[],
  options: NaiveOptions,
): { readonly found: readonly NaiveFound[]; readonly mature: readonly NaiveFound[] } {
  const upTo = (to: number): readonly NaiveFound[] =>
    actors(events, options).flatMap((own) =>
      attemptsThatCount(own, { ...options, to }).map((instants) => ({ customer: own[0]?.customer ?? '', instants })),
    );
  const lastMature = options.within === Infinity ? -Infinity : options.limit - options.within;
  return { found: upTo(options.to), mature: upTo(Math.min(options.to, lastMature + 1)) };
}

function actors(events: readonly NaiveEvent[], { holdConstant, limit }: NaiveOptions): readonly NaiveEvent[][] {
  const byActor = new Map<string, NaiveEvent[]>();
  for (const event of events) {
    if (event.time > limit || (holdConstant && event.plan === null)) continue;
    const actor = `${event.customer} ${holdConstant ? event.plan : ''}`;
    byActor.set(actor, [...(byActor.get(actor) ?? []), event]);
  }
  return [...byActor.values()].map((own) => own.sort((a, b) => a.time - b.time));
}

function attemptsThatCount(own: readonly NaiveEvent[], options: NaiveOptions): (number | null)[][] {
  const { from, to, reentry, counting, within } = options;
  const isStart = (event: NaiveEvent): boolean =>
    options.order === 'unordered' ? stepsOf(event, options).length > 0 : stepsOf(event, options).includes(0);
  const starts = [...new Set(own.filter(isStart).map(({ time }) => time))].filter((time) => time >= from && time < to);
  const judged = (attempt: Instants): (number | null)[][] =>
    options.exclusionEffect === 'dropCustomer' && hasExcluded(own, attempt, options)
      ? []
      : [withOptional(own, attempt, options)];

  if (counting === 'attempts') {
    const all: (number | null)[][] = [];
    let after = -Infinity;
    for (const start of starts) {
      if (start <= after) continue;
      const attempt = attemptFrom(own, start, options);
      all.push(...judged(attempt));
      const isComplete = attempt.length === required(options).length;
      after = isComplete ? last(attempt) : Math.min(start + within, firstEnding(own, attempt, options));
      if (reentry === 'first') break;
    }
    return all;
  }
  const attempts = (reentry === 'first' ? starts.slice(0, 1) : starts).map((start) => attemptFrom(own, start, options));
  const byTiming = options.timing === 'latestStart' ? -1 : 1;
  const [best] = attempts.sort(
    (a, b) => b.length - a.length || last(a) - last(b) || byTiming * ((a[0] ?? 0) - (b[0] ?? 0)),
  );
  return best === undefined ? [] : judged(best);
}

/** The deepest chain that begins at an instant; of those the one whose last step, then the step before, and so on, is earliest. */
function attemptFrom(own: readonly NaiveEvent[], start: number, options: NaiveOptions): Instants {
  const chains = options.order === 'unordered' ? sets(own, start, options) : chainsFrom(own, start, options);
  const depth = Math.max(...chains.map(({ length }) => length));
  const [best = []] = chains
    .filter(({ length }) => length === depth)
    .sort((a, b) => {
      for (let k = depth - 1; k >= 0; k -= 1) if (a[k] !== b[k]) return (a[k] ?? 0) - (b[k] ?? 0);
      return 0;
    });
  return best;
}

function chainsFrom(own: readonly NaiveEvent[], start: number, options: NaiveOptions): Instants[] {
  const { steps, within, ties, order } = options;
  const found: Instants[] = [];
  const grow = (chain: Instants, used: readonly NaiveEvent[]): void => {
    if (chain.length > 0) {
      if (isExcluded(own, chain, options)) return;
      found.push(chain);
    }
    const step = required(options)[chain.length];
    if (step === undefined) return;
    const previous = chain.length === 0 ? start : last(chain);
    for (const event of own) {
      if (used.includes(event) || !stepsOf(event, options).includes(step)) continue;
      let at = event.time;
      if (chain.length === 0) {
        if (at !== start) continue;
      } else if (at < previous) {
        const isEarly = typeof ties === 'object' && stepsOf(event, options).length === 1;
        if (!isEarly || previous - at > ties.graceMs) continue;
        at = previous;
      } else if (at === previous && ties === 'later') continue;
      if (at - start > within || at - previous > (steps[step]?.gap ?? Infinity)) continue;
      if (order === 'strict' && chain.length > 0) {
        const harmless = harmlessAfter(chain.length, options);
        const between = own.filter(({ time }) => time > previous && time < at);
        if (between.some((other) => !stepsOf(other, options).some((k) => harmless.includes(k)))) continue;
      }
      grow([...chain, at], [...used, event]);
    }
  };
  grow([], []);
  return found;
}

/** Of steps in any order: for the largest set of steps that different events can be, when there were one, two, … of them. */
function sets(own: readonly NaiveEvent[], start: number, options: NaiveOptions): Instants[] {
  const earliest: number[] = [];
  const grow = (index: number, taken: readonly number[], instants: readonly number[]): void => {
    if (instants.includes(start)) {
      const end = Math.max(...instants);
      const isClean = options.exclusionEffect !== 'endAttempt' || !isAnyBetween(own, start, end, options);
      const n = instants.length - 1;
      if (isClean && end < (earliest[n] ?? Infinity)) earliest[n] = end;
    }
    for (let i = index; i < own.length; i += 1) {
      const event = own[i] as NaiveEvent;
      if (event.time < start || event.time - start > options.within) continue;
      if (options.ties === 'later' && instants.includes(event.time)) continue;
      for (const step of stepsOf(event, options)) {
        if (!taken.includes(step)) grow(i + 1, [...taken, step], [...instants, event.time]);
      }
    }
  };
  grow(0, [], []);
  return [earliest];
}

/** The optional steps between the required ones: each, in order, at the first instant where an event is left for it. */
function withOptional(own: readonly NaiveEvent[], attempt: Instants, options: NaiveOptions): (number | null)[] {
  const { steps, within, limit, order } = options;
  const done: (number | null)[] = steps.map(() => null);
  if (order === 'unordered') return done.map((_, k) => attempt[k] ?? null);
  for (const [i, step] of required(options).entries()) done[step] = attempt[i] ?? null;
  for (let i = 0; i < attempt.length; i += 1) {
    const begin = attempt[i] as number;
    let until = attempt[i + 1] ?? Math.min(limit, (attempt[0] as number) + within);
    if (attempt[i + 1] === undefined) {
      until = Math.min(until, options.exclusionEffect === 'endAttempt' ? firstEnding(own, attempt, options) : Infinity);
      if (order === 'strict') {
        const harmless = harmlessAfter(i + 1, options);
        const harm = own
          .filter(({ time }) => time > begin)
          .find((e) => !stepsOf(e, options).some((k) => harmless.includes(k)));
        until = Math.min(until, harm?.time ?? Infinity);
      }
    }
    let cursor = begin;
    for (let step = (required(options)[i] as number) + 1; steps[step]?.optional === true; step += 1) {
      const at = own
        .map(({ time }) => time)
        .filter((time) => time >= cursor && time <= until && time - begin <= (steps[step]?.gap ?? Infinity))
        .find((time) => canAlsoBe(own, time, done, step, options));
      if (at === undefined) continue;
      done[step] = at;
      cursor = at;
    }
  }
  return done;
}

function canAlsoBe(
  own: readonly NaiveEvent[],
  time: number,
  done: readonly (number | null)[],
  step: number,
  options: NaiveOptions,
): boolean {
  const there = own.filter((event) => event.time === time);
  const at = [...done.keys()].filter((k) => done[k] === time);
  const { ties } = options;
  if (ties === 'later' && at.length > 0) return false;
  const needing = at.filter((k, i) => {
    if (i === 0 || options.steps[k]?.optional === true || typeof ties !== 'object') return true;
    const early = own.filter((event) => event.time < time && time - event.time <= ties.graceMs);
    return !early.some((event) => stepsOf(event, options).length === 1 && stepsOf(event, options)[0] === k);
  });
  return canBeAll(there, [...needing, step], options);
}

function canBeAll(events: readonly NaiveEvent[], steps: readonly number[], options: NaiveOptions): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  return events.some(
    (event, i) =>
      stepsOf(event, options).includes(step) &&
      canBeAll(
        events.filter((_, j) => j !== i),
        rest,
        options,
      ),
  );
}

function hasExcluded(own: readonly NaiveEvent[], attempt: Instants, options: NaiveOptions): boolean {
  const windowEnd = (attempt[0] as number) + options.within;
  return spans(options).some(({ name, from, to }) => {
    if (attempt.length <= from) return false;
    const events = own.filter((event) => event.name === name && event.time > (attempt[from] as number));
    const end = attempt[to];
    return events.some(({ time }) => (end === undefined ? time <= windowEnd : time < end));
  });
}

function isExcluded(own: readonly NaiveEvent[], chain: Instants, options: NaiveOptions): boolean {
  if (options.exclusionEffect !== 'endAttempt') return false;
  return spans(options).some(({ name, from, to }) => {
    const end = chain[Math.min(to, chain.length - 1)] as number;
    return own.some((event) => event.name === name && event.time > (chain[from] ?? Infinity) && event.time < end);
  });
}

function isAnyBetween(own: readonly NaiveEvent[], begin: number, end: number, { exclusions }: NaiveOptions): boolean {
  return own.some(({ name, time }) => exclusions.some((x) => x.name === name) && time > begin && time < end);
}

function firstEnding(own: readonly NaiveEvent[], attempt: Instants, options: NaiveOptions): number {
  if (options.exclusionEffect !== 'endAttempt') return Infinity;
  const times = spans(options)
    .filter(({ from, to }) => attempt.length > from && attempt.length <= to)
    .flatMap(({ name, from }) =>
      own.filter((event) => event.name === name && event.time > (attempt[from] as number)).map(({ time }) => time),
    );
  return Math.min(Infinity, ...times);
}

function spans(options: NaiveOptions): readonly { name: string; from: number; to: number }[] {
  const place = (step: number): number => required(options).indexOf(step);
  return options.exclusions.map(({ name, fromStep, toStep }) => ({ name, from: place(fromStep), to: place(toStep) }));
}

function required({ steps }: NaiveOptions): readonly number[] {
  return [...steps.keys()].filter((k) => steps[k]?.optional === false);
}

/** In strict order: the step that an attempt is at, and the optional ones before the next. */
function harmlessAfter(depth: number, options: NaiveOptions): readonly number[] {
  const from = required(options)[depth - 1] as number;
  const to = required(options)[depth] ?? options.steps.length;
  return [...options.steps.keys()].filter((k) => k >= from && k < to);
}

function stepsOf(event: NaiveEvent, { steps }: NaiveOptions): readonly number[] {
  return [...steps.keys()].filter((k) => {
    const { name, plan } = steps[k] as NaiveStep;
    return (name === null || name === event.name) && (plan === null || plan === event.plan);
  });
}

function last(list: readonly number[]): number {
  return list[list.length - 1] as number;
}
