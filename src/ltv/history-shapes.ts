import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { refuseManyPeriods } from '../log/purchases/summary-plan.js';
import type { HistoriesShape } from '../log/shapes/histories-shape.js';
import { logPart, periodsPlan, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import { linesPart, totalOf } from '../log/shapes/totals-shapes.js';
import {
  countedOnce,
  type HistoryCountRow,
  type HistoryCountsPlan,
  type HistoryCountsState,
  inSteps,
  type SpendCountRow,
} from './history-counts-state.js';

/** The counts of histories as shapes. */
export function historyShapes(plan: HistoryCountsPlan): Plan {
  const { purchase, periods, asOf, monetaryStep, refunds } = plan;
  const shape: HistoriesShape = {
    kind: 'histories',
    purchase,
    periods: periodsPlan(periods),
    asOf,
    refunds,
    step: monetaryStep,
  };
  const { timeZone } = periods;
  const parts = {
    log: logPart(periods, null),
    lines: linesPart({
      ...{ kind: 'lines', purchase, per: 'event', timeZone, edges: [asOf + 1], only: 0 },
      ...{ isNet: false, needsAmount: false },
    }),
    histories: { shape, keys: ['frequency', 'recency', 'first'], measures: { customers: countIf() } },
    spend: { shape, keys: ['frequency', 'monetary'], measures: { customers: countIf() } },
  };
  return shapePlan(parts, ({ log, lines, histories, spend }): HistoryCountsState => {
    const { measured, excluded } = log[0]!; // it has no keys, and so is one group
    const { first, last } = measured;
    if (first !== undefined && last !== undefined && first !== null) refuseManyPeriods(plan, { first, last });
    const { missing, invalid, repeated } = excluded;
    const hasAmounts = totalOf(lines, 'paid') + totalOf(lines, 'unpaid') > 0;
    const rows = spend.map((group): SpendCountRow => {
      const [frequency, monetary, customers] = rowOf(group) as SpendCountRow; // by the keys of the part
      return [frequency, monetaryStep === null ? monetary : inSteps(monetary, monetaryStep), customers];
    });
    return {
      histories: countedOnce(histories.map((group) => rowOf(group) as unknown as HistoryCountRow)), // likewise
      spend: hasAmounts ? countedOnce(rows.filter(([frequency]) => frequency > 0)) : null,
      refunds: totalOf(lines, 'refunds'),
      ...{ missing, invalid, repeated },
    };
  });
}

function rowOf({ keys, measured }: ShapeGroup): readonly (number | null)[] {
  return [...keys, measured.customers!];
}
