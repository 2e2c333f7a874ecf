import { itemOf, list } from '../../spelling.js';
import { anyOf, type FunnelSql, instantsSql, metName, startsWithin } from './events-sql.js';
import { subsets } from './kinds.js';

/** Each start of steps in any order with the instants at which there were one, two … of them. */
export function unorderedStarts(funnel: FunnelSql): string {
  const { shape, kinds } = funnel;
  const isApart = kinds.facts.length === kinds.of.length && kinds.sets.every((set) => set.length === 1);
  return isApart && !shape.isLater ? apartStarts(funnel) : matchedStarts(funnel);
}

/** Where every event is one step: the next of each step is all that matters. */
function apartStarts(funnel: FunnelSql): string {
  const { query, kinds, keys } = funnel;
  const over = `OVER (PARTITION BY ${keys.join(', ')} ORDER BY ms DESC ROWS UNBOUNDED PRECEDING)`;
  const next = kinds.facts.map(
    (_, kind) => `min(CASE WHEN ${metName([kind])} > 0 THEN ms END) ${over} AS next_${kind}`,
  );
  const rows = `SELECT ${[...keys, 'ms', `${isStep(funnel)} AS is_step`, ...next, untilOf(funnel)].join(', ')} FROM ${instantsSql(funnel)}`;
  const found = kinds.of.map((kind) => `CASE WHEN next_${kind} <= until THEN next_${kind} ELSE ${funnel.none} END`);
  const where = ['is_step', ...startsWithin(funnel, 'ms')].join(' AND ');
  const sorted = `SELECT ${[...keys, `${query.dialect.sortedList(list(query.dialect, found))} AS sorted`].join(', ')} FROM (${rows}) AS next_steps WHERE ${where}`;
  const reached = kinds.of.map((_, i) => `${itemOf('sorted', i + 1)} AS t_${i}`);
  return `SELECT ${[...keys, ...reached].join(', ')} FROM (${sorted}) AS sorted_steps`;
}

/**
 * Where an event may be several steps, but is one of them only: how many steps those up to an instant can be, from the start on. So many
 * steps have an event of their own as the least number, over sets of kinds, of steps of other kinds and events of these (Kőnig 1931).
 */
function matchedStarts(funnel: FunnelSql): string {
  const { query, shape, kinds, keys } = funnel;
  const { dialect } = query;
  const sets = kinds.sets.flatMap(subsets);
  // 'later' takes one event of an instant, which may be any of the steps of all of them.
  const counted = (set: readonly number[]): string =>
    shape.isLater ? `CASE WHEN ${metName(set)} > 0 THEN 1 ELSE 0 END` : metName(set);
  const over = `OVER (PARTITION BY ${keys.join(', ')} ORDER BY ms ASC ROWS UNBOUNDED PRECEDING)`;
  const all = sets.flatMap((set) => [
    `${counted(set)} AS own_${metName(set)}`,
    `${dialect.as('integer', `${dialect.integerSum(dialect.as('integer', counted(set)))} ${over}`)} AS all_${metName(set)}`,
  ]);
  const rows = query.expression(
    'met',
    `SELECT ${[...keys, 'ms', `${isStep(funnel)} AS is_step`, ...all, untilOf(funnel)].join(', ')} FROM ${instantsSql(funnel)}`,
  );
  const starts = `(SELECT * FROM ${rows} WHERE ${['is_step', ...startsWithin(funnel, 'ms')].join(' AND ')}) AS a`;
  const same = keys.map((key) => `a.${key} = b.${key}`).join(' AND ');
  const matched = kinds.sets.map((set) => {
    const options = [[], ...subsets(set)].map((chosen: readonly number[]) => {
      const others = kinds.of.filter((kind) => set.includes(kind) && !chosen.includes(kind)).length;
      if (chosen.length === 0) return String(others);
      const name = metName(chosen);
      return `${others} + b.all_${name} - a.all_${name} + a.own_${name}`;
    });
    return `least(${options.join(', ')})`;
  });
  const columns = [
    ...keys.map((key) => `a.${key} AS ${key}`),
    ...['a.ms AS start_ms', 'b.ms AS at_ms', `${matched.join(' + ')} AS steps`],
  ];
  const from = `${starts} INNER JOIN ${rows} AS b ON ${same}`;
  const pairs = `SELECT ${columns.join(', ')} FROM ${from} WHERE b.ms >= a.ms AND b.ms <= a.until`;
  const reached = kinds.of.map(
    (_, i) => `coalesce(min(CASE WHEN steps > ${i} THEN at_ms END), ${funnel.none}) AS t_${i}`,
  );
  return `SELECT ${[...keys, ...reached].join(', ')} FROM (${pairs}) AS pairs GROUP BY ${[...keys, 'start_ms'].join(', ')}`;
}

function isStep({ kinds }: FunnelSql): string {
  return anyOf(kinds.facts.map((_, kind) => `${metName([kind])} > 0`));
}

/** Until when steps count that begin at the instant: the end of the window, or the next excluded event. */
function untilOf({ query, shape, keys, isExcluded, none }: FunnelSql): string {
  const end = shape.within === null ? none : `ms + ${query.integer(shape.within)}`;
  if (shape.exclusionEffect !== 'endAttempt' || isExcluded.length === 0) return `${end} AS until`;
  const over = `OVER (PARTITION BY ${keys.join(', ')} ORDER BY ms DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const isAny = anyOf(isExcluded.map((_, i) => `excluded_${i} > 0`));
  return `least(${end}, coalesce(min(CASE WHEN ${isAny} THEN ms END) ${over}, ${none})) AS until`;
}
