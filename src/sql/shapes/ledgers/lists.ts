import type { EndsShape } from '../../../log/shapes/ledger-shape.js';
import type { QueryText } from '../../query-text.js';
import { givenLevelsSql, isAsGiven, ledgerPeriod, levelsSql, type UnitRows } from './levels.js';

// ClickHouse sorts a list for each customer in a third of the time that groups by instants and window functions take.

/** Whether ties are told of the lists that are sorted anyway: to find them among all rows costs as much as all else. */
export function tellsTies(query: QueryText, { ties, trailing, newBy, within, rules }: EndsShape): boolean {
  const isOfLists = query.dialect.sortsLists && trailing === 1 && newBy === 'ends' && within === null;
  return ties && isOfLists && isAsGiven(query, rules);
}

/**
 * Of levels: `period`, `after`, what is paid at its end, `before`, at the end of the one before, and the first at whose end anything is. Where
 * ties are told, what is paid before the first period is less than 0: as many as there are.
 */
export function endsInLists(query: QueryText, shape: EndsShape): string {
  const { periods, rules, last } = shape;
  const period = query.dialect.present(ledgerPeriod(query, 'ms', periods, rules.asOf));
  const instants = `arrayMap(each -> ${instantOf('each')}, own)`;
  const after = `arrayPushBack(arrayPopFront(dates), toInt32(2147483647))`; // after all periods
  const lasts = `arrayFilter((each, period, next) -> period <> next, own, dates, ${after})`;
  const amounts = `arrayMap(each -> ${amountOf('each')}, ${lasts}) AS amounts`;
  if (!tellsTies(query, shape)) {
    const { from, units } = levelsSql(query, rules);
    const dated = `SELECT own, arrayMap(ms -> toInt32(${period}), ${instants}) AS dates FROM (${listsSql(from, units, 'ms', 'level')}) AS lists`;
    return comparedSql(
      `SELECT arrayCompact(dates) AS periods, ${amounts}, toInt64(0) AS nothing FROM (${dated}) AS dated`,
    );
  }
  // Rows that are not known yet tie as well: they are of the period after the last.
  const { from, units } = givenLevelsSql(query, rules);
  const date = `toInt32(CASE WHEN ms > ${query.integer(rules.asOf)} THEN ${query.integer(last + 1)} ELSE ${period} END)`;
  const lists = `SELECT own, ${instants} AS instants FROM (${listsSql(from, units, 'ms', 'level')}) AS lists`;
  const dated = `SELECT own, instants, arrayMap(ms -> ${date}, instants) AS dates FROM (${lists}) AS told`;
  const all = `SELECT arrayCompact(dates) AS periods, ${amounts}, -toInt64(${tiesSql()}) AS nothing FROM (${dated}) AS dated`;
  return `${comparedSql(all)} WHERE period <= ${query.integer(last)} OR before < 0`;
}

/** The same of what is paid at the ends of windows. */
export function windowsInLists({ from, units }: UnitRows): string {
  const of = (item: (each: string) => string): string => `arrayMap(each -> ${item('each')}, own)`;
  const lists = `(${listsSql(from, units, 'period', 'after')}) AS lists`;
  return comparedSql(
    `SELECT ${of(instantOf)} AS periods, ${of(amountOf)} AS amounts, toInt64(0) AS nothing FROM ${lists}`,
  );
}

/** How many instants of a list have several amounts: where none is repeated, nobody looks. */
function tiesSql(): string {
  const each = `arrayMap(each -> ${instantOf('each')}, arrayCompact(own))`;
  return `if(length(arrayCompact(instants)) = length(own), 0, arrayCount(place -> place = 2, arrayEnumerateUniq(${each})))`;
}

/** Lists of numbers that are two: an instant (or a period), by which they sort, and an amount, never below 0. */
function listsSql(from: string, by: string, at: string, amount: string): string {
  return `SELECT arraySort(groupArray(bitShiftLeft(toInt128(${at}), 64) + ${amount})) AS own FROM ${from} GROUP BY ${by}`;
}

function instantOf(each: string): string {
  return `toInt64(bitShiftRight(${each}, 64))`;
}

function amountOf(each: string): string {
  return `toInt64(${each})`;
}

function comparedSql(ends: string): string {
  const first = 'arrayFirst((period, amount) -> amount > 0, periods, amounts) AS first_paid';
  return (
    `SELECT period, after, before, first_paid FROM (SELECT periods, amounts, nothing, ${first} FROM (${ends}) AS ends) AS own_ends ` +
    'ARRAY JOIN periods AS period, amounts AS after, arrayPushFront(arrayPopBack(amounts), nothing) AS before'
  );
}
