import { type KeyValue, type Pairs, sortedPairs } from '../../core/pairs.js';
import { leavesOf, type PlanNode } from '../plan-sql.js';
import { EVENT_INVALID, EVENT_MISSING } from '../shape-columns.js';
import { FILTERED, INVALID, MISSING, REPEATED, VALID } from './inputs-sql.js';
import type { Leaf } from './leaf-sql.js';

/** The groups of one tally: by the first key, then by the next; at the end the running state. */
export interface GroupTree {
  readonly groups: Map<KeyValue, GroupTree>;
  readonly excluded: { missing: number; invalid: number; repeated: number };
  readonly measured: Map<string, unknown[]>;
}

/** No groups and no rows. */
export function newTree(): GroupTree {
  return { groups: new Map(), excluded: { missing: 0, invalid: 0, repeated: 0 }, measured: new Map() };
}

/** The group of a row of the result, made where it is new; a row that a filter left out reaches no further than that filter. */
export function groupOf(tree: GroupTree, keys: readonly KeyValue[], fault: number): GroupTree {
  let group = tree;
  if (fault < VALID) return group; // no event, and so of no group
  for (const key of fault >= FILTERED ? keys.slice(0, fault - FILTERED) : keys) {
    const next = group.groups.get(key) ?? newTree();
    group.groups.set(key, next);
    group = next;
  }
  return group;
}

/** Counts rows that were left out. */
export function exclude({ excluded }: GroupTree, fault: number, count: number): void {
  if (fault === MISSING || fault === EVENT_MISSING) excluded.missing += count;
  else if (fault === INVALID || fault === EVENT_INVALID) excluded.invalid += count;
  else if (fault === REPEATED) excluded.repeated += count;
}

/** Whether rows with this mark count. */
export function isCounted(fault: number): boolean {
  return fault === VALID;
}

/** The state of a plan from the groups of its tallies; of a tally without groups, that of no rows. */
export function stateOf(node: PlanNode, trees: ReadonlyMap<Leaf, GroupTree>): unknown {
  switch (node.kind) {
    case 'leaf':
      return tallyState(node.leaf, trees.get(node.leaf) ?? newTree());
    case 'together':
      return Object.fromEntries(node.of.map(([name, part]) => [name, stateOf(part, trees)]));
    case 'shape': {
      const state = stateOf(node.of, trees);
      node.judge(node.leftOut?.(state) ?? leavesOf(node.of).flatMap((leaf) => trees.get(leaf)?.excluded ?? [])[0]);
      return state;
    }
    case 'as':
      return node.state(stateOf(node.of, trees));
    case 'by': {
      const groups = new Map<KeyValue, Map<Leaf, GroupTree>>();
      for (const leaf of leavesOf(node.of)) {
        for (const [key, inner] of trees.get(leaf)?.groups ?? []) {
          const group = groups.get(key) ?? new Map<Leaf, GroupTree>();
          groups.set(key, group.set(leaf, inner));
        }
      }
      return inOrder(groups).map(([key, inner]) => [key, stateOf(node.of, inner)]);
    }
  }
}

/** Groups in the order of their keys. What is no key (NaN) has no place among them: it stands last, for the plan that leaves it out. */
function inOrder<Value>(groups: Map<KeyValue, Value>): Pairs<KeyValue, Value> {
  const none = groups.get(Number.NaN);
  groups.delete(Number.NaN);
  const pairs = sortedPairs(groups);
  return none === undefined ? pairs : [...pairs, [Number.NaN, none]];
}

function tallyState({ measures }: Leaf, { excluded, measured }: GroupTree): unknown {
  const states = measures.map(({ name, total }) => [name, total(measured.get(name) ?? [])]);
  return { excluded, measured: Object.fromEntries(states) };
}
