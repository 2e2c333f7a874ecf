import type { Accessor } from '../../core/data.js';
import type { InputRule } from '../../core/input.js';
import { refuseOption } from '../../core/options.js';

/** The rule of a field with money that was spent. */
export function costRule<Row>(owner: string, name: string, from: Accessor<Row, number>): InputRule<Row> {
  return { from: accessorOf(owner, name, from), min: 0, label: name };
}

/** The rule of a field with a number of people or orders. */
export function countRule<Row>(owner: string, name: string, from: Accessor<Row, number>): InputRule<Row> {
  return { from: accessorOf(owner, name, from), integer: true, min: 0, max: MOST, label: name };
}

/** Up to here a count, and a sum of many, is exact. */
const MOST = 1e15;

function accessorOf<Row>(owner: string, name: string, from: Accessor<Row, number>): Accessor<Row, number> {
  if (typeof from === 'string' || typeof from === 'function') return from;
  return refuseOption(owner, name, 'to be the name of a field, or a function', from, 'E_OPT_TYPE');
}
