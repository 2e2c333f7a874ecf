import { compare, input } from '../../core/expression.js';
import { countIf, sum } from '../../core/measures.js';
import type { Plan } from '../../core/metric.js';
import type { TotalsPlan } from '../../log/purchases/customer-totals.js';
import { periodsPlan } from '../../log/shapes/periods-plan.js';
import { faultsPart, shapePlan } from '../../log/shapes/shape-plan.js';
import type { Calendar } from '../../time/calendar.js';
import type { SalesBreakdownState, SalesCounts } from './sales-periods.js';

/** The breakdown of sales as shapes. */
export function salesShapes({ purchase, per, refunds, timeZone }: TotalsPlan, periods: Calendar, asOf: number): Plan {
  const orders = { purchase, per, periods: periodsPlan(periods), asOf } as const;
  const is = (column: string) => countIf(compare(input(column), '=', 1));
  const parts = {
    log: faultsPart(timeZone, null),
    sales: {
      shape: { kind: 'sales', ...orders, isNet: refunds === 'net' } as const,
      keys: ['home'],
      measures: { paid: sum(input('paid')), refunds: is('refund'), unpaid: is('unpaid') },
    },
    patrons: {
      shape: { kind: 'patrons', ...orders } as const,
      keys: ['home'],
      measures: { customers: countIf(), fresh: is('fresh'), orders: sum(input('orders')) },
    },
  };
  return shapePlan(parts, ({ sales, patrons }): SalesBreakdownState => {
    const byPeriod = new Map(patrons.map(({ keys, ...counted }) => [keys[0], counted]));
    const counts = sales.map(({ keys: [home], sums }) => {
      const { measured, sums: { orders = [] } = {} } = byPeriod.get(home as number) ?? {};
      const purchases = orders[0] ?? 0; // a whole number
      const row: SalesCounts = [measured?.customers ?? 0, measured?.fresh ?? 0, purchases, sums.paid ?? []];
      return [home as number, row] as const; // never NULL
    });
    const total = (name: string) => sales.reduce((all, { measured }) => all + (measured[name] as number), 0);
    return {
      counts: counts.filter(([, [, , purchases, amount]]) => purchases > 0 || amount.length > 0),
      refunds: total('refunds'),
      withoutAmount: total('unpaid'),
    };
  });
}
