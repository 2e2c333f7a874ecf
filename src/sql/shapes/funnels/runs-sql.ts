import type { FunnelSql } from './events-sql.js';
import { metName } from './events-sql.js';
import { subsets } from './kinds.js';

/**
 * How many steps in a row, from each required step on, the events of an instant can be, each event one of them: the columns `run_0` and
 * so on. Steps can all have events of their own where no set of kinds has more steps than events (Hall 1935).
 */
export function runColumns(funnel: FunnelSql): readonly string[] {
  const { shape, required } = funnel;
  const count = required.length;
  return required.map((_, from) => {
    if (shape.isLater) return `CASE WHEN ${canDo(funnel, [from])} THEN 1 ELSE 0 END AS run_${from}`;
    const ends = Array.from({ length: count - from }, (_, i) => count - i);
    const whens = ends.map((to) => {
      const steps = Array.from({ length: to - from }, (_, i) => from + i);
      return `WHEN ${canDo(funnel, steps)} THEN ${to - from}`;
    });
    return `CASE ${whens.join(' ')} ELSE 0 END AS run_${from}`;
  });
}

/** Whether the instant's events can be all of these required steps, of which all but the first may have come early, within the grace. */
function canDo(funnel: FunnelSql, steps: readonly number[]): string {
  const { kinds, required } = funnel;
  const kindOf = (i: number): number => kinds.of[required[i] as number] as number; // each is a step
  const own = new Set(steps.map(kindOf));
  const tests = kinds.sets
    .flatMap((set) => subsets(set.filter((kind) => own.has(kind))))
    .map((set) => {
      const needed = steps.filter((i) => set.includes(kindOf(i)));
      const counts = needed.map((i) => (i === steps[0] ? '1' : neededOf(funnel, kindOf(i))));
      return `${metName(set)} >= ${counts.join(' + ')}`;
    });
  return tests.join(' AND ');
}

/** 0 where an event that is the step alone came early, else 1. */
function neededOf({ shape }: FunnelSql, kind: number): string {
  return shape.graceMs === 0 ? '1' : `CASE WHEN is_early_${kind} THEN 0 ELSE 1 END`;
}

/** Instants with `is_early_…`, by kind: whether an event that is such a step alone came at most the grace before. */
export function withEarly({ query, shape, kinds, keys }: FunnelSql, instants: string): string {
  if (shape.graceMs === 0) return instants;
  const over = `OVER (PARTITION BY ${keys.join(', ')} ORDER BY ms ASC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const early = kinds.facts.map((_, kind) => {
    const last = `max(CASE WHEN alone_${kind} > 0 THEN ms END) ${over}`;
    return `coalesce(${last} >= ms - ${query.integer(shape.graceMs)}, FALSE) AS is_early_${kind}`;
  });
  return query.expression('early', `SELECT *, ${early.join(', ')} FROM ${instants}`);
}
