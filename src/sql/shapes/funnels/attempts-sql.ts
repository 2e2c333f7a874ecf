import { periodNumber } from '../../period-number.js';
import { firstOf, itemOf, list } from '../../spelling.js';
import { type FunnelSql, instantsOf, noList } from './events-sql.js';
import { type AttemptsSql, withEnding } from './judged-sql.js';

/**
 * The attempts that count: the keys, `is_mature` 0 for those that count, 1 for those that would if only entries with an ended window did,
 * and the instants of the required steps.
 */
export function countedAttempts(funnel: FunnelSql, starts: string): AttemptsSql {
  const columns = [...keysOf(funnel), 'is_mature', ...instantsOf(funnel)];
  const select = funnel.shape.counting === 'attempts' ? oneByOne(funnel, starts) : bestOf(funnel, starts);
  return { name: funnel.query.expression('attempts', select), columns };
}

/** Each one's deepest attempt, of these the one that ends first, of these the one that begins last or first. */
function bestOf(funnel: FunnelSql, starts: string): string {
  const { query, shape, required, none } = funnel;
  const instants = instantsOf(funnel);
  const keys = keysOf(funnel).join(', ');
  const depth = whenReached(funnel, (i) => String(-i - 1));
  const begun = shape.timing === 'firstStart' ? 't_0' : '-t_0';
  // What comes first decides; the instant of the last step is that of the end, or none.
  const middle = instants.slice(1, -1);
  const packed = list(query.dialect, [depth, whenReached(funnel, (i) => `t_${i}`), begun, ...middle]);
  const unpacked = (of: string): string =>
    instants
      .map((name, i) => {
        if (i === 0) return `${shape.timing === 'firstStart' ? '' : '-'}${itemOf(of, 3)} AS t_0`;
        if (i < required.length - 1) return `${itemOf(of, 3 + i)} AS ${name}`;
        return `CASE WHEN ${itemOf(of, 1)} = ${-required.length} THEN ${itemOf(of, 2)} ELSE ${none} END AS ${name}`;
      })
      .join(', ');
  const isMature = shape.lastMature === null ? null : `t_0 <= ${query.integer(shape.lastMature)}`;
  const mature = matureOf(funnel, depth, packed, isMature);
  const rows = withPeriod(funnel, firstStarts(funnel, starts));
  const facts = [`min(${packed}) AS best`, ...(mature === null ? [] : [`${mature.measure} AS ended`])];
  const grouped = `(SELECT ${[keys, ...facts].join(', ')} FROM (${rows}) AS entries GROUP BY ${keys}) AS grouped`;
  if (mature === null) return `SELECT ${keys}, 0 AS is_mature, ${unpacked('best')} FROM ${grouped}`;
  const both = `SELECT ${keys}, role AS is_mature, CASE WHEN role = 0 THEN best ELSE ${mature.best} END AS chosen FROM ${grouped} CROSS JOIN ${ROLES}`;
  return `SELECT ${keys}, is_mature, ${unpacked('chosen')} FROM (${both}) AS roles WHERE ${itemOf('chosen', 1)} < 0`;
}

/** The best of the attempts whose window has ended: a measure of starts, and the list that it gives; of that only the depth where no more is asked. */
function matureOf(
  funnel: FunnelSql,
  depth: string,
  packed: string,
  isMature: string | null,
): { readonly measure: string; readonly best: string } | null {
  const { query, shape, required } = funnel;
  if (isMature === null) return null;
  const hasOptional = required.length < shape.steps.length;
  const isWhole = hasOptional || shape.exclusions.length > 0 || shape.group?.by === 'property';
  if (isWhole)
    return { measure: `min(CASE WHEN ${isMature} THEN ${packed} ELSE ${noList(funnel)} END)`, best: 'ended' };
  const rest = Array.from({ length: Math.max(2, required.length) }, () => '0');
  return {
    measure: `min(CASE WHEN ${isMature} THEN ${depth} ELSE 1 END)`,
    best: list(query.dialect, ['ended', ...rest]),
  };
}

/** One attempt after the other, each begun after the instant at which the one before ended. */
function oneByOne(funnel: FunnelSql, starts: string): string {
  const { query, shape, keys } = funnel;
  const instants = instantsOf(funnel);
  const all = [...keys, ...instants].join(', ');
  const distinct = query.expression('starts', `SELECT DISTINCT ${all} FROM (${firstStarts(funnel, starts)}) AS starts`);
  const chosen = shape.reentry === 'first' ? distinct : query.expression('chosen', chosenStarts(funnel, distinct));
  const keyNames = keysOf(funnel).join(', ');
  const rows = withPeriod(funnel, `SELECT ${all} FROM ${chosen}`);
  if (shape.lastMature === null)
    return `SELECT ${keyNames}, 0 AS is_mature, ${instants.join(', ')} FROM (${rows}) AS one_by_one`;
  const isIn = `role = 0 OR t_0 <= ${query.integer(shape.lastMature)}`;
  return `SELECT ${keyNames}, role AS is_mature, ${instants.join(', ')} FROM (${rows}) AS one_by_one CROSS JOIN ${ROLES} WHERE ${isIn}`;
}

/** Of starts, the first and, from each that is chosen, the next after its end. */
function chosenStarts(funnel: FunnelSql, starts: string): string {
  const { query, shape, keys, required, none } = funnel;
  const instants = instantsOf(funnel);
  const own = [...keys, ...instants];
  const ended = withEnding(funnel, { name: starts, columns: own }, false);
  const ends = [
    ...(shape.within === null ? [] : [`t_0 + ${query.integer(shape.within)}`]),
    ...(ended.columns.includes('ending') ? ['ending'] : []),
  ];
  const end = ends.length > 1 ? `least(${ends.join(', ')})` : (ends[0] ?? none);
  const last = `t_${required.length - 1}`;
  const at = `CASE WHEN role = 0 THEN t_0 WHEN ${last} < ${none} THEN ${last} ELSE ${end} END AS at_ms`;
  const doubled = `SELECT ${[...own, 'role', at].join(', ')} FROM ${ended.name} CROSS JOIN ${ROLES}`;
  // Back in time, so that the next start is known to each end; one at the instant of an end is none.
  const next = `min(CASE WHEN role = 0 THEN at_ms END) OVER (PARTITION BY ${keys.join(', ')} ORDER BY at_ms DESC, role DESC ROWS UNBOUNDED PRECEDING) AS next_start`;
  const place = `row_number() OVER (PARTITION BY ${[...keys, 'role'].join(', ')} ORDER BY t_0 ASC) AS start_place`;
  const linked = query.expression(
    'linked',
    `SELECT ${own.join(', ')}, next_start, start_place FROM (SELECT ${[...own, 'role', next, place].join(', ')} FROM (${doubled}) AS doubled) AS with_next WHERE role = 1`,
  );
  const list = (of: string): string => [...own, 'next_start'].map((column) => `${of}.${column}`).join(', ');
  const same = keys.map((key) => `s.${key} = w.${key}`).join(' AND ');
  return (
    `WITH RECURSIVE walk (${[...own, 'next_start'].join(', ')}) AS (SELECT ${list('f')} FROM ${linked} AS f WHERE f.start_place = 1 ` +
    `UNION ALL SELECT ${list('s')} FROM walk AS w INNER JOIN ${linked} AS s ON ${same} AND s.t_0 = w.next_start) SELECT ${own.join(', ')} FROM walk`
  );
}

function keysOf({ shape, keys }: FunnelSql): readonly string[] {
  return shape.group?.by === 'period' ? [...keys, 'entry_period'] : keys;
}

/** A table of 0 and 1. */
const ROLES = '(SELECT 0 AS role UNION ALL SELECT 1 AS role) AS both_roles';

/** By how far an attempt came, from the last step back. */
function whenReached(funnel: FunnelSql, value: (i: number) => string): string {
  const whens = instantsOf(funnel).map((name, i) => [`${name} < ${funnel.none}`, value(i)] as const);
  return firstOf(whens.slice(1).reverse(), value(0));
}

/** Starts with the period of their instants, where attempts are told apart by it. */
function withPeriod(funnel: FunnelSql, starts: string): string {
  const { query, shape, keys } = funnel;
  if (shape.group?.by !== 'period') return starts;
  const period = `${periodNumber(query, 't_0', 'epochMilliseconds', shape.group.periods)} AS entry_period`;
  return `SELECT ${[...keys, ...instantsOf(funnel), period].join(', ')} FROM (${starts}) AS dated`;
}

/** The starts, or only each first one. */
function firstStarts({ shape, keys }: FunnelSql, starts: string): string {
  if (shape.reentry === 'any') return starts;
  const place = `row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY t_0 ASC) AS start_place`;
  return `SELECT * FROM (SELECT *, ${place} FROM (${starts}) AS each_start) AS numbered WHERE start_place = 1`;
}
