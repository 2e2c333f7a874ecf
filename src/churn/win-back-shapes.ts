import { compare, input } from '../core/expression.js';
import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { LapseFacts } from '../log/shapes/lapse-shape.js';
import { boundOf } from '../log/shapes/periods-plan.js';
import { faultsPart, type ShapePart, shapePlan } from '../log/shapes/shape-plan.js';
import type { ConversionsState } from '../stats/conversions.js';
import { countedConversions, WAIT_KEYS, waitOf } from '../stats/counted-conversions.js';
import type { LapsePlan } from './lapse-plan.js';
import type { OrdersPlan } from './order-times.js';

/** Win-back as shapes. */
export function winBackShapes({ orders, from, to }: LapsePlan, within: number, rule: LapseFacts, asOf: number): Plan {
  const { purchase, per, timeZone } = orders;
  const shape = { kind: 'away', purchase, per, timeZone, rule, within: boundOf(within), from, to, asOf } as const;
  const parts = {
    log: faultsPart(timeZone, null),
    away: { shape, keys: WAIT_KEYS, measures: { n: countIf() } },
    lines: refundsPart(orders, asOf),
  };
  return shapePlan(parts, ({ away, lines }): ConversionsState & { readonly refunds: number } => {
    const waits = away.map(({ keys, measured }) => waitOf(keys, measured.n));
    return { ...countedConversions(waits), refunds: lines[0]?.measured.refunds ?? 0 };
  });
}

/** The purchases up to an instant, of which refunds are counted. */
export function refundsPart({ purchase, per, timeZone }: OrdersPlan, asOf: number): ShapePart {
  const lines = { kind: 'lines', purchase, per, timeZone, isNet: false, needsAmount: false } as const;
  const refunds = countIf(compare(input('refund'), '=', 1));
  return { shape: { ...lines, edges: [asOf + 1], only: 0 }, keys: [], measures: { refunds } };
}
