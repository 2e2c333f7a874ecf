import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { faultsPart, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import { boughtMeasures, customerOf, linesPart, linesShape, paidIn, totalOf } from '../log/shapes/totals-shapes.js';
import { type ClassFacts, type CustomerClassesState, type WindowPlan, windowStarts } from './class-windows.js';

/** The windows of customer classes as shapes: up to three rows for each customer. */
export function classShapes(plan: WindowPlan, asOf: number): Plan {
  const { totals } = plan;
  const { days, current, previous } = windowStarts(plan, asOf);
  const shape = linesShape(totals, [days.startOf(previous), days.startOf(current), asOf + 1], false);
  const measures = { lines: countIf(), ...boughtMeasures() };
  const parts = {
    log: faultsPart(totals.timeZone, null),
    lines: linesPart(shape),
    customers: { shape, keys: ['customer', 'range'], measures },
  };
  return shapePlan(parts, ({ log, lines, customers }): CustomerClassesState => {
    const within = lines.filter(({ keys: [range] }) => range! < LATER);
    const { missing, invalid, repeated } = log[0]!.excluded; // it has no keys, and so is one group
    // Amounts are of all customers, or of none.
    const hasAmounts = totalOf(lines, 'paid') + totalOf(lines, 'unpaid') + totalOf(lines, 'refunds') > 0;
    return {
      customers: byCustomer(customers).flatMap((groups): readonly ClassFacts[] => {
        const [earlier, before, now] = [EARLIER, BEFORE, NOW].map((range) =>
          groups.find(({ keys, measured }) => keys[1] === range && measured.orders !== 0),
        );
        if (earlier === undefined && before === undefined && now === undefined) return [];
        const amount = now === undefined ? 0 : paidIn(totals, now);
        const id = customerOf(groups[0]!); // at least one
        return [
          [id, now?.measured.orders ?? 0, hasAmounts ? amount : null, before !== undefined, earlier !== undefined],
        ];
      }),
      outside: totalOf(lines, 'lines') - totalOf(within, 'lines'),
      refunds: totalOf(within, 'refunds'),
      withoutAmount: totalOf(within, 'unpaid'),
      ...{ missing, invalid, repeated },
    };
  });
}

const [EARLIER, BEFORE, NOW, LATER] = [0, 1, 2, 3];

/** Groups by their customer, whose groups follow one another. */
function byCustomer(groups: readonly ShapeGroup[]): readonly (readonly ShapeGroup[])[] {
  const customers: ShapeGroup[][] = [];
  for (const group of groups) {
    const last = customers.at(-1);
    if (last?.[0]?.keys[0] === group.keys[0]) last!.push(group);
    else customers.push([group]);
  }
  return customers;
}
