import type { KeyValue } from '../../core/pairs.js';
import type { Excluded } from '../../core/policy.js';
import type { Block } from '../block.js';
import type { QueryText } from '../query-text.js';
import { EVENT_INVALID, EVENT_MISSING } from '../shape-columns.js';
import { FILTERED, INVALID, MISSING, REPEATED, VALID } from './inputs-sql.js';
import type { Leaf } from './leaf-sql.js';
import { type Cell, readCell, readCount } from './read-cells.js';

/** What a row of the result tells of the group that it is of. */
export interface CountedRow {
  readonly leaf: Leaf;
  /** Fewer than the tally has, where it tells that there is such a group and no more. */
  readonly keys: readonly KeyValue[];
  /** Rows of the table that were left out. */
  readonly excluded: Excluded;
  /** The states of measures; `undefined` where another row tells. `null` where rows do not count. */
  readonly measured: Readonly<Record<string, unknown>> | null;
}

/** Reads the rows of a select, of which the first cell is its place. */
export function rowReader(query: QueryText, leaf: Leaf, block: Block): (cells: ArrayLike<Cell>) => CountedRow {
  const { faults, value: by, isUnseen } = block;
  const measures = block.measures.map((measure) => ({
    measure,
    width: measure.cells(measure.takes, null).length,
  }));
  const statesOf = (cells: ArrayLike<Cell>, start: number, value: KeyValue): CountedRow['measured'] => {
    const measured: Record<string, unknown> = { ...leaf.blank }; // each its own property, whatever the name
    let at = start;
    for (const { measure, width } of measures) {
      measured[measure.name] = measure.state(cells, at, value);
      at += width;
    }
    return measured;
  };
  const start = 1 + leaf.keys.length;
  const isBeside = faults === 'beside' || faults === 'apart';
  return (cells) => {
    const keys = leaf.keys.map((key, place) => key.read(cells[1 + place] ?? null));
    if (faults === 'none') return { leaf, keys, excluded: NONE, measured: statesOf(cells, start, null) };
    const first = readCount(cells[start] ?? null, 'a fault');
    const count = readCount(cells[start + 1] ?? null, 'a count');
    const isCounted = isBeside ? faults === 'beside' || cells[start + 2] !== null : first === VALID;
    const read = (): KeyValue =>
      by === null ? null : readCell(query.dialect, by.type, cells[start + 2] ?? null, 'a value');
    const invalid = isBeside ? count - first : 0; // the two cells are counts
    const measured = isCounted && !(isUnseen && invalid > 0) ? statesOf(cells, start + 3, read()) : null;
    if (isBeside) return { leaf, keys, excluded: { missing: first, invalid, repeated: 0 }, measured };
    const excluded = faults === 'grouped' ? leftOutAs(first, count) : NONE;
    return { leaf, keys: keysOf(keys, first), excluded, measured };
  };
}

/** Keys of a group: a row that a filter left out reaches no further than that filter. */
function keysOf(keys: readonly KeyValue[], fault: number): readonly KeyValue[] {
  if (fault < VALID) return []; // no event, and so of no group
  return fault >= FILTERED ? keys.slice(0, fault - FILTERED) : keys;
}

/** Rows that were left out, by their mark. */
function leftOutAs(fault: number, count: number): Excluded {
  if (fault === MISSING || fault === EVENT_MISSING) return { ...NONE, missing: count };
  if (fault === INVALID || fault === EVENT_INVALID) return { ...NONE, invalid: count };
  return fault === REPEATED ? { ...NONE, repeated: count } : NONE;
}

const NONE: Excluded = { missing: 0, invalid: 0, repeated: 0 };
