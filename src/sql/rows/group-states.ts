import { type KeyValue, type Pairs, sortedPairs } from '../../core/pairs.js';
import type { Excluded } from '../../core/policy.js';
import { leavesOf, type PlanNode } from '../plan-sql.js';
import type { CountedRow } from './counted-rows.js';
import type { Leaf } from './leaf-sql.js';

/** The state of a plan from the rows of the result; of a tally without rows, that of no rows. They are within groups of `depth` keys. */
export function stateOf(node: PlanNode, rows: readonly CountedRow[], depth = 0): unknown {
  switch (node.kind) {
    case 'leaf':
      return tallyState(node.leaf, rows);
    case 'together':
      return Object.fromEntries(node.of.map(([name, part]) => [name, stateOf(part, rowsOf(part, rows), depth)]));
    case 'shape': {
      const groups = shapeGroups(node.leaf, rows);
      node.judge(node.leftOut?.(groups) ?? leftOutOf(rows));
      return groups;
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

/** A group of rows of a shape: its keys, and what was counted in it. */
type ShapeGroup = Pick<CountedRow, 'keys' | 'excluded' | 'measured'>;

/** The groups of a shape in the order of their keys, not one within the other, as there may be many. Without keys there is always one. */
function shapeGroups(leaf: Leaf, rows: readonly CountedRow[]): readonly ShapeGroup[] {
  const groups: ShapeGroup[] = [];
  addGroups(leaf, rows, 0, groups);
  return groups;
}

function addGroups(leaf: Leaf, rows: readonly CountedRow[], depth: number, into: ShapeGroup[]): void {
  const [first] = rows;
  if (rows.length === 1 && first?.keys.length === leaf.keys.length && isWhole(first)) into.push(first);
  else if (depth === leaf.keys.length) into.push({ keys: first?.keys ?? [], ...tallyState(leaf, rows) });
  else for (const [, inner] of groupsOf(rows, depth)) addGroups(leaf, inner, depth + 1, into);
}

/** Whether no other row can tell of the same group. */
function isWhole({ leaf, measured }: CountedRow): boolean {
  return measured !== null && leaf.blocks.length === 1;
}

/** How many rows of the table are no events, or no rows of a ledger; `undefined` where nothing was asked. */
function leftOutOf(rows: readonly CountedRow[]): Excluded | undefined {
  return rows.length === 0 ? undefined : excludedOf(rows.filter(({ keys }) => keys.length === 0));
}

function tallyState({ measures, blank }: Leaf, rows: readonly CountedRow[]): Omit<ShapeGroup, 'keys'> {
  const measured: Record<string, unknown> = { ...blank }; // each its own property, whatever the name
  for (const { name, total } of measures) measured[name] = total(statesOf(rows, name));
  return { excluded: excludedOf(rows), measured };
}

function statesOf(rows: readonly CountedRow[], name: string): readonly unknown[] {
  const found: unknown[] = [];
  for (const { measured } of rows) {
    const state = measured?.[name];
    if (state !== undefined) found.push(state);
  }
  return found;
}

function excludedOf(rows: readonly CountedRow[]): Excluded {
  let [missing, invalid, repeated] = [0, 0, 0];
  for (const { excluded } of rows) {
    missing += excluded.missing;
    invalid += excluded.invalid;
    repeated += excluded.repeated;
  }
  return { missing, invalid, repeated };
}
