import type { Levels } from './levels.js';
import { addMovement, addSums, type MovementRules, type Movements, NEVER, noMovements } from './movements.js';

/** Walks over levels of any size by any rules, stretch by stretch. */
export class MovementWalk {
  /** What everybody pays; `NEVER` where nothing was counted yet. */
  private readonly now: Float64Array;
  /** When everybody last ceased to pay. */
  private readonly left: Float64Array;
  private readonly places: Int32Array;
  private readonly met: Met[] = [];
  private readonly isSmall: boolean;

  constructor(
    private readonly levels: Levels,
    private readonly rules: MovementRules,
    most: number,
  ) {
    this.now = new Float64Array(levels.units).fill(NEVER);
    this.left = new Float64Array(levels.units).fill(Number.NEGATIVE_INFINITY);
    this.places = new Int32Array(levels.units).fill(-1);
    this.isSmall = most < 2 ** 22;
  }

  /** The movements of a stretch of rows. */
  pass(from: number, to: number): Movements {
    const movements = noMovements();
    for (let row = from; row < to; row += 1) this.take(row, movements);
    for (const one of this.met) this.settle(one, movements);
    this.met.length = 0;
    return movements;
  }

  private take(row: number, movements: Movements): void {
    const { unit, level, time } = this.levels;
    const code = unit[row]!;
    const [before, own] = [this.now[code]!, level[row]!];
    if (before === own || (before <= 0 && own <= 0)) return;
    const one = this.meet(code);
    if (before <= 0) {
      const isLate = this.rules.within !== null && time[row]! - this.left[code]! > this.rules.within;
      one.isNew ??= one.start === NEVER || isLate;
      if (this.rules.movements === 'each') this.add(movements, before === NEVER || isLate ? NEVER : 0, own);
    } else if (this.rules.movements === 'each') this.add(movements, before, own);
    if (own > 0) one.last = own;
    else this.left[code] = time[row]!;
    this.now[code] = own;
  }

  private meet(code: number): Met {
    const known = this.met[this.places[code]!];
    if (known?.code === code) return known;
    this.places[code] = this.met.length;
    const one: Met = { code, start: this.now[code]!, last: 0, isNew: null };
    this.met.push(one);
    return one;
  }

  /** Compares the end of the stretch with its start. */
  private settle({ code, start, last, isNew }: Met, movements: Movements): void {
    const end = this.now[code]!;
    if (this.rules.movements === 'each') return;
    if (start > 0 || end > 0) {
      if (start !== end) this.add(movements, start <= 0 && isNew ? NEVER : start, end);
    } else if (this.rules.movements === 'newAndChurned') {
      movements[isNew ? 'new' : 'reactivation'] += last;
      movements[isNew ? 'newCustomers' : 'reactivated'] += 1;
      movements.churned += last;
      movements.churnedCustomers += 1;
    } else this.now[code] = start; // who has never paid at an edge has still not
  }

  private add(movements: Movements, start: number, end: number): void {
    const sums = this.isSmall ? new Float64Array(6) : null;
    addMovement(movements, start, end, sums);
    if (sums !== null) addSums(movements.squares, sums);
  }
}

/** One who was met in a stretch: what they paid at its start, what they last paid, and whether they came as new. */
interface Met {
  readonly code: number;
  readonly start: number;
  last: number;
  isNew: boolean | null;
}
