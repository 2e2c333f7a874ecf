import { compareKeys, type KeyValue } from '../core/pairs.js';
import type { Excluded } from '../core/policy.js';
import { formError } from '../core/table.js';
import type { CellCounts } from './log-rank-counts.js';

/** A group of a log-rank test. */
export type LogRankKey = string | number | boolean;

/** Counts of a group in a stratum. Times are ascending. */
export interface LogRankCell {
  /** `null` without strata. */
  readonly stratum: LogRankKey | null;
  readonly group: LogRankKey;
  readonly times: readonly number[];
  readonly ended: readonly number[];
  readonly censored: readonly number[];
  /** When they began to be watched; `null` where all were from the start. */
  readonly entries: readonly number[] | null;
  readonly entered: readonly number[] | null;
}

/** What a log-rank test remembers of spells, whichever test it is: counts by group, stratum and time. */
export interface LogRankState {
  readonly cells: readonly LogRankCell[];
  readonly excluded: Excluded;
}

/** Cells with the keys that their codes stand for. */
export interface LogRankTable {
  readonly cells: readonly CellCounts[];
  readonly groups: readonly LogRankKey[];
  readonly strata: readonly (LogRankKey | null)[];
}

/** The counts as plain JSON. */
export function stateOf({ cells, groups, strata }: LogRankTable, excluded: Excluded): LogRankState {
  const list = (values: Float64Array): number[] => Array.from(values);
  return {
    cells: cells.map(({ group, stratum, times, ended, censored, entries, entered }) => ({
      ...{ stratum: strata[stratum] ?? null, group: groups[group] as LogRankKey }, // codes of keys
      ...{ times: list(times), ended: list(ended), censored: list(censored) },
      ...{ entries: entries && list(entries), entered: entered && list(entered) },
    })),
    excluded,
  };
}

/** The counts as they were before they became JSON. */
export function tableOfState({ cells }: LogRankState): LogRankTable {
  const groups = distinct(cells.map(({ group }) => group));
  const strata = distinct(cells.map(({ stratum }) => stratum));
  const list = (values: readonly number[]): Float64Array => Float64Array.from(values);
  return {
    ...{ groups, strata },
    cells: cells.map(({ group, stratum, times, ended, censored, entries, entered }) => ({
      ...{ group: groups.indexOf(group), stratum: strata.indexOf(stratum) },
      ...{ times: list(times), ended: list(ended), censored: list(censored) },
      ...{ entries: entries && list(entries), entered: entered && list(entered) },
    })),
  };
}

/** Two states as one; writes to neither. */
export function mergeStates(owner: string, a: LogRankState, b: LogRankState): LogRankState {
  const [left, right] = [checkedState(owner, a), checkedState(owner, b)];
  const cells: LogRankCell[] = [];
  let [i, j] = [0, 0];
  while (i < left.cells.length || j < right.cells.length) {
    const [one, other] = [left.cells[i], right.cells[j]];
    const order = one === undefined ? 1 : other === undefined ? -1 : compareCells(one, other);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
    // Whichever comes first is there.
    cells.push((order === 0 ? mergeCells(one, other) : order < 0 ? one : other) as LogRankCell);
  }
  const [x, y] = [left.excluded, right.excluded];
  const excluded = { missing: x.missing + y.missing, invalid: x.invalid + y.invalid, repeated: 0 };
  return { cells, excluded };
}

/** Refuses what is no state at all: rows, the text of a state. */
export function checkedState(owner: string, state: LogRankState): LogRankState {
  if (Array.isArray(Object(state).cells) && Object.hasOwn(Object(Object(state).excluded), 'missing')) return state;
  throw formError(owner, null, 'the state', 'one that this metric made', state, 'E_FIELD_TYPE');
}

function distinct<Key extends KeyValue>(keys: readonly Key[]): readonly Key[] {
  return [...new Set(keys)].sort(compareKeys);
}

function compareCells(a: LogRankCell, b: LogRankCell): number {
  return compareKeys(a.stratum, b.stratum) || compareKeys(a.group, b.group);
}

function mergeCells(a: LogRankCell | undefined, b: LogRankCell | undefined): LogRankCell {
  const [left, right] = [a, b] as [LogRankCell, LogRankCell]; // both there, as neither comes first
  const { keys, counts } = mergeCounts(left.times, [left.ended, left.censored], right.times, [
    right.ended,
    right.censored,
  ]);
  const entering =
    left.entries === null || right.entries === null
      ? null
      : mergeCounts(left.entries, [left.entered ?? []], right.entries, [right.entered ?? []]);
  return {
    ...{ stratum: left.stratum, group: left.group, times: keys },
    ...{ ended: counts[0] ?? [], censored: counts[1] ?? [] },
    ...{ entries: entering?.keys ?? null, entered: entering?.counts[0] ?? null },
  };
}

/** Adds columns of counts under the same keys. */
function mergeCounts(
  a: readonly number[],
  countsOfA: readonly (readonly number[])[],
  b: readonly number[],
  countsOfB: readonly (readonly number[])[],
): { readonly keys: readonly number[]; readonly counts: readonly (readonly number[])[] } {
  const keys: number[] = [];
  const counts: number[][] = countsOfA.map(() => []);
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i] ?? Infinity, b[j] ?? Infinity];
    const now = Math.min(left, right);
    keys.push(now);
    counts.forEach((column, k) => {
      column.push((left === now ? (countsOfA[k]?.[i] ?? 0) : 0) + (right === now ? (countsOfB[k]?.[j] ?? 0) : 0));
    });
    if (left === now) i += 1;
    if (right === now) j += 1;
  }
  return { keys, counts };
}
