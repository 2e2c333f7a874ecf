import { type FunnelSql, stepEvents } from './events-sql.js';
import { listedStarts } from './lists-sql.js';

/** Whether each event is at most one step, and nothing is asked about what stands between two. */
export function isPlain({ shape, kinds, required }: FunnelSql): boolean {
  const own = required.map((step) => kinds.of[step] as number);
  return (
    shape.order === 'ordered' &&
    shape.graceMs === 0 &&
    (shape.exclusions.length === 0 || shape.exclusionEffect === 'dropCustomer') &&
    required.every((step) => shape.steps[step]?.withinPrevious === null) &&
    new Set(own).size === own.length &&
    kinds.sets.every((set) => set.filter((kind) => own.includes(kind)).length < 2)
  );
}

/**
 * Each start with the instants of its steps, as early as can be. Back in time, the next event of a step is known to each event of the step
 * before, and so is what follows on it: the events of a step are of no use after that, and there are fewer every time.
 */
export function plainStarts(funnel: FunnelSql): string {
  const { query, shape, required, keys, events, none } = funnel;
  const { isStep, where } = stepEvents(funnel);
  const last = required.length - 1;
  if (last === 0) return `SELECT ${keys.join(', ')}, ms AS t_0 FROM ${events} WHERE ${where}`;
  if (query.dialect.sortsLists) return listedStarts(funnel);
  const step = `CASE ${isStep.map((condition, i) => `WHEN ${condition} THEN ${i}`).join(' ')} END`;
  const columns = [...keys, 'ms', 'step'];
  const rows = `SELECT ${[...keys, 'ms'].join(', ')}, ${step} AS step FROM ${events} WHERE ${where}`;
  // Of events of one instant the later steps come first, so that they count as later; or last.
  const place = `-(ms * 64 ${shape.isLater ? '-' : '+'} step) AS place`;
  const over = `OVER (PARTITION BY ${keys.join(', ')} ORDER BY place ASC ROWS UNBOUNDED PRECEDING)`;
  const list = [...columns, 'place'].join(', ');
  let from = `(SELECT ${columns.join(', ')}, ${place} FROM (${rows}) AS steps) AS placed`;
  for (let i = last; i > 0; i -= 1) {
    const next = (column: string, k: number): string =>
      `min(CASE WHEN step = ${i} THEN ${column} ELSE ${none} END) ${over} AS next_${i}_${k}`;
    const found = [next('ms', i), ...range(i + 1, last).map((k) => next(`next_${i + 1}_${k}`, k))];
    const only = i === last ? '' : ` WHERE step <= ${i}`;
    from = `(SELECT ${list}, ${found.join(', ')} FROM ${from}${only}) AS level_${i}`;
  }
  const reached = range(1, last).map((k) => {
    const within = shape.within === null ? none : `ms + ${query.integer(shape.within)}`;
    return `CASE WHEN next_1_${k} <= ${within} THEN next_1_${k} ELSE ${none} END AS t_${k}`;
  });
  return `SELECT ${keys.join(', ')}, ms AS t_0, ${reached.join(', ')} FROM ${from} WHERE step = 0`;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
