import { type KeyValue, type Pairs, sortedPairs } from '../../core/pairs.js';
import type { Excluded } from '../../core/policy.js';
import { leavesOf, type PlanNode } from '../plan-sql.js';
import type { CountedRow } from './counted-rows.js';
import type { Leaf } from './leaf-sql.js';
import type { MeasureSql } from './measure-sql.js';

/** The state of a plan from the rows of the result; of a tally without rows, that of no rows. They are within groups of `depth` keys. */
export function stateOf(node: PlanNode, rows: readonly CountedRow[], depth = 0): unknown {
  switch (node.kind) {
    case 'leaf':
      return tallyState(node.leaf, rows);
    case 'together':
      return Object.fromEntries(node.of.map(([name, part]) => [name, stateOf(part, rowsOf(part, rows), depth)]));
    case 'shape': {
      const state = stateOf(node.of, rows, depth);
      node.judge(node.leftOut?.(state) ?? leftOutOf(node.of, rows));
      return state;
    }
    case 'as':
      return node.state(stateOf(node.of, rows, depth));
    case 'by':
      return groupsOf(rows, depth).map(([key, inner]) => [key, stateOf(node.of, inner, depth + 1)]);
  }
}

/** The rows of the tallies of a part. */
function rowsOf(part: PlanNode, rows: readonly CountedRow[]): readonly CountedRow[] {
  const leaves = leavesOf(part);
  return rows.filter(({ leaf }) => leaves.includes(leaf));
}

/** Rows by a key, in the order of the keys; without those that reach no further. A tree of all keys would cost several times as much. */
function groupsOf(rows: readonly CountedRow[], depth: number): Pairs<KeyValue, readonly CountedRow[]> {
  const groups = new Map<KeyValue, CountedRow[]>();
  for (const row of rows) {
    if (row.keys.length <= depth) continue;
    const key = row.keys[depth] as KeyValue; // depth < length
    if (rows.length === 1) return [[key, rows]]; // as most are within several keys
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return inOrder(groups);
}

/** Groups in the order of their keys. What is no key (NaN) has no place among them: it stands last, for the plan that leaves it out. */
function inOrder<Value>(groups: Map<KeyValue, Value>): Pairs<KeyValue, Value> {
  const none = groups.get(Number.NaN);
  groups.delete(Number.NaN);
  const pairs = sortedPairs(groups);
  return none === undefined ? pairs : [...pairs, [Number.NaN, none]];
}

/** How many rows of the table the first tally that has rows left out. */
function leftOutOf(node: PlanNode, rows: readonly CountedRow[]): Excluded | undefined {
  const own = leavesOf(node)
    .map((leaf) => rows.filter((row) => row.leaf === leaf))
    .find(({ length }) => length > 0);
  return own === undefined ? undefined : excludedOf(own.filter(({ keys }) => keys.length === 0));
}

function tallyState({ measures, blank }: Leaf, rows: readonly CountedRow[]): unknown {
  const measured: Record<string, unknown> = { ...blank }; // its own property, whatever the name
  for (let place = 0; place < measures.length; place += 1) {
    const { name, total } = measures[place] as MeasureSql; // place < length
    measured[name] = total(statesOf(rows, place));
  }
  return { excluded: excludedOf(rows), measured };
}

function statesOf(rows: readonly CountedRow[], place: number): readonly unknown[] {
  const found: unknown[] = [];
  for (const { states } of rows) if (states !== null && states[place] !== undefined) found.push(states[place]);
  return found;
}

function excludedOf(rows: readonly CountedRow[]): Excluded {
  let [missing, invalid, repeated] = [0, 0, 0];
  for (const row of rows) {
    missing += row.missing;
    invalid += row.invalid;
    repeated += row.repeated;
  }
  return { missing, invalid, repeated };
}
