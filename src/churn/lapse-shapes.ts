import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { sortedPairs } from '../core/pairs.js';
import type { LapseFacts } from '../log/shapes/lapse-shape.js';
import { faultsPart, periodsPlan, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import type { Calendar } from '../time/calendar.js';
import { periodAt } from '../time/period-starts.js';
import { checkPeriodCount, type LapseMoves, type LapseState } from './lapse-moves.js';
import type { OrdersPlan } from './order-times.js';
import { refundsPart } from './win-back-shapes.js';

/** The moves of customers by lapses as shapes. */
export function lapseShapes(orders: OrdersPlan, periods: Calendar, rule: LapseFacts, asOf: number): Plan {
  const { purchase, per, timeZone } = orders;
  const shape = { kind: 'stretches', purchase, per, timeZone, rule, periods: periodsPlan(periods), asOf } as const;
  const measures = { count: countIf() };
  const parts = {
    log: faultsPart(timeZone, null),
    began: { shape, keys: ['since', 'began'], measures },
    gone: { shape, keys: ['gone', 'lost'], measures },
    lines: refundsPart(orders, asOf),
  };
  return shapePlan(parts, (counted): LapseState => {
    const refunds = counted.lines[0]?.measured.refunds ?? 0;
    const first = counted.began.reduce((least, { keys }) => Math.min(least, keys[0] as number), Infinity);
    if (first === Infinity) return { first: null, counts: [], refunds };
    checkPeriodCount(orders.owner, periodAt(periods, asOf) - first + 1);
    return { first, counts: movesOf(counted.began, counted.gone), refunds };
  });
}

function movesOf(began: readonly ShapeGroup[], gone: readonly ShapeGroup[]): LapseState['counts'] {
  const moves = new Map<number, LapseMoves>();
  const add = (period: number, more: LapseMoves): void => {
    const known = moves.get(period) ?? NONE;
    moves.set(period, known.map((count, i) => count + more[i]!) as unknown as LapseMoves); // as many
  };
  for (const { keys, measured } of began) {
    const count = measured.count as number;
    const [since, kind] = keys as [number, number]; // in the order of the plan
    add(since, kind === 0 ? [count, 0, 0, 0, 0] : [0, 0, count, 0, kind === 2 ? count : 0]);
  }
  for (const { keys, measured } of gone) {
    const count = measured.count as number;
    const [period, lost] = keys;
    if (period !== null) add(period as number, [0, count, 0, lost === 1 ? count : 0, 0]);
  }
  return sortedPairs(moves);
}

const NONE: LapseMoves = [0, 0, 0, 0, 0];
