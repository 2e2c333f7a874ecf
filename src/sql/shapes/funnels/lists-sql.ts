import { firstOf } from '../../spelling.js';
import { type FunnelSql, stepEvents } from './events-sql.js';

/**
 * Funnels in ClickHouse of what `isPlain` holds, from a list of each one's events: a fifth of the time of window functions. What is asked of
 * few lists is asked in a function of them: the time that ClickHouse takes to understand an expression grows with all that is below it.
 */
export function listedStarts(funnel: FunnelSql): string {
  const { keys, none, required } = funnel;
  const later = required.slice(1).map((_, i) => i + 1);
  const own = later.map((k) => `if(next_${k} <= ${latest(funnel, 'start')}, next_${k}, ${none}) AS t_${k}`);
  const rows = ['starts_0 AS start', ...later.map((k) => `starts_${k} AS next_${k}`)];
  return `SELECT ${[...keys, 'start AS t_0', ...own].join(', ')} FROM ${startLists(funnel)} ARRAY JOIN ${rows.join(', ')}`;
}

/** Whether the rows of a funnel are known of each one's lists alone. */
export function isListed({ query, shape, required }: FunnelSql): boolean {
  return (
    query.dialect.sortsLists &&
    shape.counting === 'customers' &&
    required.length > 1 &&
    required.length === shape.steps.length &&
    shape.exclusions.length === 0 &&
    (shape.group === null || (shape.group.by === 'property' && shape.group.attribution === 'all'))
  );
}

/** The keys with `kind` and `duration` of the attempt that counts: the deepest, of these the one that ends first, of these the one that begins last or first. */
export function listedDurations(funnel: FunnelSql): string {
  const { query, shape, required, keys } = funnel;
  const count = required.length;
  const lists = required.map((_, k) => `starts_${k}`);
  const way = `(${lists.join(', ')}) -> arrayFilter(instant -> instant <= ${latest(funnel, 'starts_0')}, [${lists.join(', ')}])`;
  const ways = `SELECT ${[...keys, `arrayMap(${way}, ${lists.join(', ')}) AS ways`].join(', ')} FROM ${startLists(funnel)} WHERE notEmpty(starts_0)`;
  const { lastMature } = shape;
  const isMature = lastMature === null ? 'FALSE' : `way[1] <= ${query.integer(lastMature)}`;
  // Starts are in order, and so are the ends of those that come equally far.
  const best =
    shape.timing === 'firstStart'
      ? 'first_way'
      : 'arrayLast(way -> length(way) = depth AND way[-1] = first_way[-1], ways)';
  const deepest = [
    'arrayMax(way -> length(way), ways) AS depth',
    'arrayFirst(way -> length(way) = depth, ways) AS first_way',
  ];
  const chosen = `SELECT ${[...keys, ...deepest, `${best} AS best`, `arrayMax(way -> if(${isMature}, length(way), 0), ways) AS mature`].join(', ')} FROM (${ways}) AS all_ways`;
  const others = [
    [`length(way) = ${count}`, `(${count}, way[-1] - way[1])`],
    ['reached > 0', `(${count + 1}, 0)`],
    [`reached = ${count}`, `(${count + 2}, 0)`],
  ].map(([condition, pair]) => `if(${condition}, [${pair}], [])`);
  const pairs = `arrayConcat(arrayZip(range(length(way)), arrayDifference(way)), ${others.join(', ')})`;
  const joined = `arrayJoin(arrayMap((way, reached) -> ${pairs}, [best], [mature])[1]) AS pair`;
  return `SELECT ${[...keys, joined].join(', ')} FROM (${chosen}) AS chosen`;
}

/** Of each one the instants of starts as a list, `starts_0`, and beside them those of each step after them, as early as can be: `starts_1` and so on. */
function startLists(funnel: FunnelSql): string {
  const { query, shape, required, keys, events } = funnel;
  const { isStep, where } = stepEvents(funnel);
  // Of events of one instant the earlier steps come first, so that the later count as later; or last.
  const code = (i: number): number => (shape.isLater ? END - 1 - i : i);
  const steps = required.map((_, i) => i);
  const step = firstOf(
    steps.slice(0, -1).map((i) => [isStep[i] as string, String(code(i))] as const),
    String(code(steps.length - 1)),
  );
  const end = `toInt64(${(BigInt(Number.MAX_SAFE_INTEGER) << 6n) + BigInt(END)})`;
  const places = `SELECT ${keys.join(', ')}, arrayPushBack(arraySort(groupArray(ms * ${END + 1} + ${step})), ${end}) AS places FROM ${events} WHERE ${where} GROUP BY ${keys.join(', ')}`;
  const parts = `arrayMap(place -> bitShiftRight(place, 6), places) AS instants, arrayMap(place -> toUInt8(bitAnd(place, ${END})), places) AS steps`;
  const coded = `SELECT ${[...keys, parts].join(', ')} FROM (${places}) AS placed`;
  // Back in time, the next event of a step is known to each event of the step before, and so is what follows on it.
  const next: string[] = [];
  for (let i = steps.length - 1; i > 0; i -= 1) {
    for (let k = i; k < steps.length; k += 1) {
      const of = k === i ? 'instants' : `next_${i + 1}_${k}`;
      next.push(
        `arrayReverseFill((instant, step) -> step = ${code(i)} OR step = ${END}, ${of}, steps) AS next_${i}_${k}`,
      );
    }
  }
  const filled = `SELECT ${[...keys, 'instants', 'steps', ...next].join(', ')} FROM (${coded}) AS coded`;
  const starts = steps.map((k) => {
    const all = `arrayFilter((instant, step) -> step = ${code(0)}, ${k === 0 ? 'instants' : `next_1_${k}`}, steps)`;
    return `${shape.reentry === 'first' ? `arraySlice(${all}, 1, 1)` : all} AS starts_${k}`;
  });
  return query.expression('start_lists', `SELECT ${[...keys, ...starts].join(', ')} FROM (${filled}) AS filled`);
}

/** The last instant of a window, before that of no event. */
function latest({ query, shape, none }: FunnelSql, start: string): string {
  return shape.within === null ? `${none} - 1` : `least(${start} + ${query.integer(shape.within)}, ${none} - 1)`;
}

/** After all steps, of which there are fewer. */
const END = 63;
