import { firstRowFrom } from '../log/rows-until.js';
import type { Levels } from './levels.js';
import { MovementWalk } from './movement-walk.js';
import type { MovementRules, Movements } from './movements.js';
import { smallMovements, smallWalk } from './small-movements.js';

/**
 * The movements between consecutive edges: who pays more, less, for the first time or again at an edge than at the one before.
 * `take` is handed those of each stretch in which there are rows.
 */
export function eachMovements(
  levels: Levels,
  edges: Float64Array,
  rules: MovementRules,
  take: (stretch: number, movements: Movements) => void,
): void {
  const time = levels.time.subarray(0, levels.length);
  const move = moverOf(levels, rules);
  let row = firstRowFrom(time, edges[0] as number);
  for (let stretch = 0; stretch + 1 < edges.length; stretch += 1) {
    const end = firstRowFrom(time, edges[stretch + 1] as number, row);
    if (end > row) take(stretch, move(row, end));
    row = end;
  }
}

function moverOf(levels: Levels, rules: MovementRules): (from: number, to: number) => Movements {
  const most = greatest(levels);
  if (rules.movements === 'net' && rules.within === null && most < SMALL) {
    const walk = smallWalk(levels, most);
    return (from, to) => smallMovements(walk, from, to);
  }
  const walk = new MovementWalk(levels, rules, most);
  return (from, to) => walk.pass(from, to);
}

/** Products of two levels are exact as doubles. */
const SMALL = 2 ** 26;

function greatest({ level, length }: Levels): number {
  let most = 0;
  for (let i = 0; i < length; i += 1) if (level[i]! > most) most = level[i]!;
  return most;
}
