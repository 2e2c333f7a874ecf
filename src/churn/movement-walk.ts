import type { Levels } from './levels.js';
import { addMovement, addSums, type MovementRules, type Movements, NEVER, noMovements } from './movements.js';

/** A movement of one who is counted: what they paid before it and since `time`, and whether they came as new. */
export interface OneMovement {
  readonly unit: number;
  readonly before: number;
  readonly after: number;
  readonly isNew: boolean;
  readonly time: number;
  /** Whether it happened at `time`, or is what the end of a stretch differs from its start by. */
  readonly isChange: boolean;
}

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
    private readonly note: ((movement: OneMovement) => void) | null = null,
  ) {
    this.now = new Float64Array(levels.units).fill(NEVER);
    this.left = new Float64Array(levels.units).fill(Number.NEGATIVE_INFINITY);
    this.places = new Int32Array(levels.units).fill(-1);
    this.isSmall = most < 2 ** 22;
  }

  /** The movements of a stretch of rows by the rules, and those from its one end to the other. */
  pass(from: number, to: number): Movements {
    const pool = noMovements();
    const movements = this.rules.movements === 'net' ? pool : { ...noMovements(), squares: pool.squares, pool };
    for (let row = from; row < to; row += 1) this.takeRow(row, movements);
    for (const one of this.met) this.settle(one, movements, pool);
    this.met.length = 0;
    return movements;
  }

  private takeRow(row: number, movements: Movements): void {
    const { unit, level, time } = this.levels;
    const code = unit[row]!;
    const [before, own] = [this.now[code]!, level[row]!];
    if (before === own || (before <= 0 && own <= 0)) return;
    const one = this.meet(code);
    const isLate = this.rules.within !== null && time[row]! - this.left[code]! > this.rules.within;
    const isNew = before === NEVER || isLate;
    if (before <= 0) one.isNew ??= one.start === NEVER || isLate;
    one.time = time[row]!;
    if (this.rules.movements === 'each') this.change(movements, one, before <= 0 && isNew ? NEVER : before, own);
    if (own > 0) [one.last, one.lastTime] = [own, time[row]!];
    else this.left[code] = time[row]!;
    this.now[code] = own;
  }

  private meet(code: number): Met {
    const known = this.met[this.places[code]!];
    if (known?.code === code) return known;
    this.places[code] = this.met.length;
    const one: Met = {
      ...{ code, start: this.now[code]!, last: 0, isNew: null, grew: false, shrank: false },
      ...{ time: 0, lastTime: 0 },
    };
    this.met.push(one);
    return one;
  }

  /** A change as a movement; who grows or shrinks more than once is still one customer. */
  private change(movements: Movements, one: Met, before: number, own: number): void {
    const [grows, shrinks] = [before > 0 && own > before, before > own && own > 0];
    const { expanded, contracted } = movements;
    addMovement(movements, before, own, UNUSED);
    if (grows && one.grew) movements.expanded = expanded;
    if (shrinks && one.shrank) movements.contracted = contracted;
    one.grew ||= grows;
    one.shrank ||= shrinks;
    this.tell(one, before, own, { time: one.time, isChange: true });
  }

  /** Compares the end of the stretch with its start. */
  private settle(one: Met, movements: Movements, pool: Movements): void {
    const { code, start, last, isNew } = one;
    const end = this.now[code]!;
    const before = start <= 0 && isNew ? NEVER : start;
    const { movements: rule } = this.rules;
    if (start > 0 || end > 0) {
      if (start === end) return;
      const sums = this.isSmall ? new Float64Array(6) : null;
      addMovement(pool, before, end, sums);
      if (sums !== null) addSums(pool.squares, sums);
      if (rule === 'newAndChurned') addMovement(movements, before, end, UNUSED);
      if (rule !== 'each') this.tell(one, before, end, { time: one.time, isChange: false });
    } else if (rule === 'net')
      this.now[code] = start; // who has never paid at an edge has still not
    else if (rule === 'newAndChurned') {
      addMovement(movements, before, last, UNUSED);
      addMovement(movements, last, 0, UNUSED);
      this.tell(one, before, last, { time: one.lastTime, isChange: true });
      this.tell(one, last, 0, { time: one.time, isChange: true });
    }
  }

  private tell({ code }: Met, before: number, after: number, when: Pick<OneMovement, 'time' | 'isChange'>): void {
    this.note?.({ unit: code, before: Math.max(0, before), after, isNew: before === NEVER, ...when });
  }
}

/** The squares are of the pool: those of single changes go nowhere. */
const UNUSED = /* @__PURE__ */ new Float64Array(6);

/** One who was met in a stretch. */
interface Met {
  readonly code: number;
  /** What they paid at its start. */
  readonly start: number;
  /** What they last paid, and since when. */
  last: number;
  lastTime: number;
  /** When they last changed. */
  time: number;
  /** Whether they came as new. */
  isNew: boolean | null;
  grew: boolean;
  shrank: boolean;
}
