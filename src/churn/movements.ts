import { growExpansion } from '../core/exact-sum.js';
import { growByProduct } from '../stats/grow-by-product.js';

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
  /** The movements from one edge to the other, which the squares are of, where more counts than the ends; `null` where it does not. */
  readonly pool: Movements | null;
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

/** What is a movement, where it is more than the end of a period compared with its start. */
export interface MovementRules {
  readonly movements: 'net' | 'newAndChurned' | 'each';
  /** Milliseconds after which who is back is new again; `null` for never. */
  readonly within: number | null;
}

/** What one pays who has never paid at an edge. */
export const NEVER = -1;

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

/** Adds the products of one who paid `start` and pays `end`, however large. */
export function growByPair({ lossCross, lossSquares, cross, squares }: Squares, start: number, end: number): void {
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
    pool: null,
  };
}
