import { mergeMeasure } from '../../core/measure-state.js';
import type { Measure } from '../../core/measures.js';
import { compareKeys, type KeyValue } from '../../core/pairs.js';

/** The states of a measure in several groups as one; that of no rows, where there are none. */
export function totalState(measure: Measure, states: readonly unknown[]): unknown {
  if (states.length === 1) return states[0];
  const merge = (a: unknown, b: unknown): unknown => mergeMeasure(measure, a as never, b as never); // states of this measure
  switch (measure.kind) {
    case 'countIf':
      return states.reduce(merge, 0);
    case 'min':
    case 'max':
      return states.reduce(merge, null);
    case 'sum':
      return states.reduce(merge, []);
    case 'countDistinct':
      return listOf(states as readonly KeyValue[][], (key) => key, merge);
    default:
      return listOf(states as readonly [KeyValue, unknown][][], ([key]) => key, merge);
  }
}

/** Lists with a value each, or several: merged one by one, the whole list would be copied for each value. */
function listOf<Item>(
  states: readonly (readonly Item[])[],
  keyOf: (item: Item) => KeyValue,
  merge: (a: unknown, b: unknown) => unknown,
): readonly Item[] {
  const items = states.flat(1) as Item[];
  items.sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
  const merged: Item[] = [];
  for (const item of items) {
    const last = merged.at(-1);
    if (last !== undefined && keyOf(last) === keyOf(item))
      [merged[merged.length - 1]] = merge([last], [item]) as [Item];
    else merged.push(item);
  }
  return merged;
}
