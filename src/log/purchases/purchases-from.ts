import type { AnyLog } from '../layout.js';
import { firstLines } from './first-lines.js';
import { type OrderPlan, orderKinds } from './order-kinds.js';
import { MORE, NO_PURCHASE } from './totals-walk.js';

/**
 * What each of some rows is, as `orderKinds`; but where the lines of an order are on both sides of the start, all of it is before: an
 * order is where its first line is.
 */
export function purchasesFrom(
  plan: OrderPlan,
  log: AnyLog,
  [start, end]: readonly [number, number],
): ReturnType<typeof orderKinds> {
  if (start === 0 || plan.per === 'event' || plan.per === 'instant') return orderKinds(plan, log, [start, end]);
  const { kinds, outside } = orderKinds(plan, log, [0, end]);
  const lines = firstLines(plan, log, kinds);
  if (kinds === null || lines === null) return { kinds, outside };
  let before = 0;
  for (let i = 0; i < start; i += 1) before += Number(kinds[i] !== NO_PURCHASE);
  for (let i = start; i < end; i += 1) {
    if (kinds[i] !== MORE || lines[i]! >= start || (log.amount?.[i] ?? 0) < 0) continue; // a refund is of no order
    kinds[i] = NO_PURCHASE;
    before += 1;
  }
  return { kinds, outside: outside + before };
}
