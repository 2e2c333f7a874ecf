import { type FunnelSql, metName } from './events-sql.js';
import { type AttemptsSql, withEnding, withFirst } from './judged-sql.js';
import { subsets } from './kinds.js';

/** Attempts with the instants of their optional steps: each the first at which there is an event for it beside those of the other steps. */
export function withOptional(funnel: FunnelSql, attempts: AttemptsSql): AttemptsSql {
  const { shape, required } = funnel;
  if (required.length === shape.steps.length) return attempts;
  let filled = withEnding(funnel, attempts, true);
  const done = new Map<number, string>(required.map((step, i) => [step, `t_${i}`]));
  for (const [i, start] of required.entries()) {
    const before = [`t_${i}`];
    for (let step = start + 1; step < (required[i + 1] ?? shape.steps.length); step += 1) {
      const alias = `optional_${step}`;
      filled = withFirst(funnel, filled, alias, isFree(funnel, filled, { step, i, before, done }));
      done.set(step, alias);
      before.push(alias);
    }
  }
  return filled;
}

interface Place {
  readonly step: number;
  /** The required step before it, by its place among these. */
  readonly i: number;
  /** Columns of that and of the optional steps between. */
  readonly before: readonly string[];
  /** The columns of all steps that are known. */
  readonly done: ReadonlyMap<number, string>;
}

/** Whether the step may be done at an instant: after those before it, until the attempt goes on or ends, by an event of its own. */
function isFree(funnel: FunnelSql, { columns }: AttemptsSql, { step, i, before, done }: Place): string {
  const { query, shape, required, kinds, none } = funnel;
  const ends = [
    ...(shape.within === null ? [] : [`a.t_0 + ${query.integer(shape.within)}`]),
    ...(columns.includes('ending') ? ['a.ending'] : []),
  ];
  const end = ends.length > 1 ? `least(${ends.join(', ')})` : (ends[0] ?? none);
  const isLast = i === required.length - 1;
  const until = isLast ? end : `CASE WHEN a.t_${i + 1} < ${none} THEN a.t_${i + 1} ELSE ${end} END`;
  const gap = shape.steps[step]?.withinPrevious ?? null;
  const tests = [
    `a.t_${i} < ${none}`,
    ...before.map((column) => `(i.ms >= a.${column} OR a.${column} = ${none})`),
    `i.ms <= ${until}`,
    ...(gap === null ? [] : [`i.ms <= a.t_${i} + ${query.integer(gap)}`]),
  ];
  if (shape.isLater) tests.push(...[...done.values()].map((column) => `i.ms <> a.${column}`));
  const own = kinds.of[step] as number; // each step is of a kind
  const set = kinds.sets.find((each) => each.includes(own)) ?? [own];
  const others = [...done].filter(([other]) => set.includes(kinds.of[other] as number));
  for (const chosen of subsets(set).filter((each) => each.includes(own))) {
    const taken = others.filter(([other]) => chosen.includes(kinds.of[other] as number));
    const needed = ['0', ...taken.map(([other]) => takesOne(funnel, done, other))].join(' + ');
    tests.push(`i.${metName(chosen)} > ${needed}`);
  }
  return tests.join(' AND ');
}

/** 1 where a step that was done has its event at the instant. */
function takesOne({ shape, kinds }: FunnelSql, done: ReadonlyMap<number, string>, step: number): string {
  const here = `i.ms = a.${done.get(step)}`;
  if (shape.graceMs === 0 || shape.steps[step]?.isOptional === true) return `CASE WHEN ${here} THEN 1 ELSE 0 END`;
  // Of required steps done at one instant the first has its event there; the others' may have come early.
  const earlier = [...done].filter(([other]) => other < step).map(([, column]) => `i.ms = a.${column}`);
  const isFirst = earlier.length === 0 ? 'TRUE' : `NOT (${earlier.join(' OR ')})`;
  return `CASE WHEN ${here} AND (NOT i.is_early_${kinds.of[step]} OR ${isFirst}) THEN 1 ELSE 0 END`;
}
