import type { Levels } from './levels.js';
import { exactTermsOf, type Moved, settledMovements } from './movement-classes.js';
import { type Movements, NEVER } from './movements.js';

/** Where a walk over levels that are integers of 30 bits stands: what every unit pays now, and what it paid at the last edge. */
export interface SmallWalk extends Moved {
  readonly levels: Levels;
  /** All codes that were met are below. */
  units: number;
}

/** A walk that has not begun over levels up to `most`. */
export function smallWalk(levels: Levels, most: number): SmallWalk {
  const { units } = levels;
  return {
    ...{ levels, units: 0, exactTerms: exactTermsOf(most) },
    ...{ now: new Int32Array(units).fill(NEVER), last: new Int32Array(units).fill(NEVER) },
    changed: new Int32Array(units + 1), // one more place, for the unit that is being looked at
  };
}

/** The movements of a stretch of rows. */
export function smallMovements(walk: SmallWalk, from: number, to: number): Movements {
  const isCrowded = (to - from) * ROWS > walk.levels.units;
  const count = isCrowded ? changedOfAll(walk, from, to) : changedOfRows(walk, from, to);
  return settledMovements(walk, count);
}

/** As many units are compared in the time in which one is looked up for a row. */
const ROWS = 6;

/** Where many units move: rows are written without a look at what was there, and then all units are compared in the order of memory. */
function changedOfAll(walk: SmallWalk, from: number, to: number): number {
  walk.units = passRows(walk, from, to);
  const { now, last, changed, units } = walk;
  let count = 0;
  for (let code = 0; code < units; code += 1) {
    const differs = last[code]! ^ now[code]!;
    changed[count] = code; // and stays so where it differs, without a branch
    count += (differs | -differs) >>> 31;
  }
  return count;
}

function passRows({ levels: { unit, level }, now, units }: SmallWalk, from: number, to: number): number {
  let most = units - 1;
  for (let i = from; i < to; i += 1) {
    const code = unit[i]!;
    now[code] = level[i]!;
    if (code > most) most = code;
  }
  return most + 1;
}

/** Where few do: who is what it was at the edge is noted before it changes. One that comes back to that may be noted twice. */
function changedOfRows(walk: SmallWalk, from: number, to: number): number {
  const { levels, now, last, changed } = walk;
  const { unit, level } = levels;
  let { units } = walk;
  let count = 0;
  for (let i = from; i < to; i += 1) {
    const code = unit[i]!;
    const differs = last[code]! ^ now[code]!;
    changed[count] = code;
    count += 1 - ((differs | -differs) >>> 31);
    now[code] = level[i]!;
    if (code >= units) units = code + 1;
  }
  walk.units = units;
  return count;
}
