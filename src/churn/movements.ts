import { growExpansion } from '../core/exact-sum.js';
import { firstRowFrom } from '../log/rows-until.js';
import { growByProduct } from '../stats/grow-by-product.js';
import type { Levels } from './levels.js';

/** What happened to revenue (in minor units) and to customers from one edge of periods to the next. All are positive. */
export interface Movements {
  new: number;
  expansion: number;
  contraction: number;
  churned: number;
  reactivation: number;
  newCustomers: number;
  expanded: number;
  contracted: number;
  churnedCustomers: number;
  reactivated: number;
  /** Exact sums for the variance of retention, by revenue s at the start and e at the end of those who paid at the start. */
  readonly squares: Squares;
}

/** Exact running sums; see `growExpansion`. All but the last two are over those who paid at the start. */
export interface Squares {
  /** s(e − s), and e² − s², of those who pay less or no more. */
  readonly lossCross: number[];
  readonly lossSquares: number[];
  /** The same of all. */
  readonly cross: number[];
  readonly squares: number[];
  /** e² of those who are new, and of those who are back. */
  readonly newSquares: number[];
  readonly backSquares: number[];
}

/** Where walks over levels stand: what everybody pays, from −1 (never yet) on. */
export interface Walk {
  readonly levels: Levels;
  readonly now: Float64Array;
  /** The number of the last period in which each was met. */
  readonly met: Int32Array;
  /** Those who were met in this period, and what they paid before. */
  readonly touched: Int32Array;
  readonly before: Float64Array;
  /** How many products of two levels add up exactly as doubles. */
  readonly exactTerms: number;
}

/** A walk that has not begun. */
export function walkOver(levels: Levels): Walk {
  const { units, length, level } = levels;
  let most = 0;
  for (let i = 0; i < length; i += 1) if (level[i]! > most) most = level[i]!;
  const room = Math.min(units, length);
  return {
    levels,
    now: new Float64Array(units).fill(NEVER),
    met: new Int32Array(units).fill(-1),
    touched: new Int32Array(room),
    before: new Float64Array(room),
    exactTerms: Math.floor(2 ** 53 / (most * most || 1)),
  };
}

/**
 * The movements between consecutive edges: who pays more, less, for the first time or again at an edge than at the one before.
 * What happened in between does not count. `take` is handed the movements of each stretch in which somebody's revenue changed.
 */
export function eachMovements(
  levels: Levels,
  edges: Float64Array,
  take: (stretch: number, movements: Movements) => void,
): void {
  const walk = walkOver(levels);
  let row = firstRowFrom(levels.time.subarray(0, levels.length), edges[0] as number);
  for (let stretch = 0; stretch + 1 < edges.length; stretch += 1) {
    const end = firstRowFrom(levels.time.subarray(0, levels.length), edges[stretch + 1] as number, row);
    if (end > row) {
      const count = passRows(walk, stretch, row, end);
      take(stretch, movementsOf(walk, count));
    }
    row = end;
  }
}

export const NEVER = -1;

/** Takes rows as what is paid now; returns how many different units they are of. */
function passRows({ levels, now, met, touched, before }: Walk, stretch: number, from: number, to: number): number {
  const { unit, level } = levels;
  let count = 0;
  for (let i = from; i < to; i += 1) {
    const code = unit[i]!;
    if (met[code] !== stretch) {
      met[code] = stretch;
      touched[count] = code;
      before[count] = now[code]!;
      count += 1;
    }
    now[code] = level[i]!;
  }
  return count;
}

/** Classes those who were met by what they paid before and pay now. */
function movementsOf({ now, touched, before, exactTerms }: Walk, count: number): Movements {
  const movements = noMovements();
  const { squares } = movements;
  for (let from = 0; from < count; from += exactTerms || count) {
    const to = exactTerms === 0 ? count : Math.min(count, from + exactTerms);
    const sums = exactTerms === 0 ? null : new Float64Array(6);
    for (let i = from; i < to; i += 1) {
      const code = touched[i]!;
      const [start, end] = [before[i]!, now[code]!];
      if (start <= 0 && end <= 0)
        now[code] = start; // who has never paid at an edge has still not
      else if (start !== end) addMovement(movements, start, end, sums);
    }
    if (sums !== null) addSums(squares, sums);
  }
  return movements;
}

/** Adds the movement of one who paid `start` (or never) and pays `end`; to `sums`, where products are exact. */
export function addMovement(movements: Movements, start: number, end: number, sums: Float64Array | null): void {
  const change = end - start;
  if (start <= 0) {
    if (start === NEVER) {
      movements.new += end;
      movements.newCustomers += 1;
    } else {
      movements.reactivation += end;
      movements.reactivated += 1;
    }
    if (sums !== null) sums[start === NEVER ? 4 : 5]! += end * end;
    else growByProduct(start === NEVER ? movements.squares.newSquares : movements.squares.backSquares, end, end);
    return;
  }
  if (change > 0) {
    movements.expansion += change;
    movements.expanded += 1;
  } else if (end > 0) {
    movements.contraction -= change;
    movements.contracted += 1;
  } else {
    movements.churned += start;
    movements.churnedCustomers += 1;
  }
  if (sums === null) growByPair(movements.squares, start, end);
  else {
    const [product, difference] = [start * change, end * end - start * start];
    sums[2]! += product;
    sums[3]! += difference;
    if (change < 0) {
      sums[0]! += product;
      sums[1]! += difference;
    }
  }
}

/** Adds exact sums in the order of the fields of `Squares`. */
export function addSums(squares: Squares, sums: Float64Array): void {
  for (const [place, partials] of listsOf(squares).entries()) growExpansion(partials, sums[place] as number);
}

function growByPair({ lossCross, lossSquares, cross, squares }: Squares, start: number, end: number): void {
  for (const [product, difference] of end < start
    ? [[cross, squares] as const, [lossCross, lossSquares] as const]
    : [[cross, squares] as const]) {
    growByProduct(product, start, end - start);
    growByProduct(difference, end, end);
    growByProduct(difference, -start, start);
  }
}

/** The sums in their one order. */
export function listsOf({ lossCross, lossSquares, cross, squares, newSquares, backSquares }: Squares): number[][] {
  return [lossCross, lossSquares, cross, squares, newSquares, backSquares];
}

export function noMovements(): Movements {
  return {
    ...{ new: 0, expansion: 0, contraction: 0, churned: 0, reactivation: 0 },
    ...{ newCustomers: 0, expanded: 0, contracted: 0, churnedCustomers: 0, reactivated: 0 },
    squares: { lossCross: [], lossSquares: [], cross: [], squares: [], newSquares: [], backSquares: [] },
  };
}
