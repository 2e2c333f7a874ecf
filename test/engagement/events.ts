import fc from 'fast-check';
import { type CalendarOptions, calendar, eventLog } from 'kizuna';

/** An event with all that a log reads. */
export interface Event {
  readonly customer: string;
  readonly time: number;
  readonly name: 'visit' | 'order' | 'login';
  readonly plan: 'free' | 'pro' | null;
}

export function logOf(events: readonly Event[]) {
  return eventLog(events, { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] });
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Events of few customers on few days, around a change of the clocks in Europe (30 March) and one in Samoa (it had no 30 December 2011). */
export const events: fc.Arbitrary<readonly Event[]> = fc
  .constantFrom(Date.UTC(2025, 2, 20), Date.UTC(2011, 11, 20))
  .chain((start) =>
    fc.array(
      fc.record({
        customer: fc.constantFrom('a', 'b', 'c', '__proto__', 'd'),
        time: fc
          .oneof(
            fc.integer({ min: 0, max: 24 * 24 }),
            fc.integer({ min: 0, max: 24 }).map((day) => day * 24),
          )
          .map((hours) => start + hours * HOUR),
        name: fc.constantFrom('visit' as const, 'order' as const),
        plan: fc.constantFrom('free' as const, 'pro' as const, null),
      }),
      { maxLength: 40 },
    ),
  );

/** Units, zones and starts of weeks. */
export const calendars: fc.Arbitrary<CalendarOptions> = fc.record({
  unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia', 'Asia/Tokyo'),
  weekStartsOn: fc.constantFrom(0, 1),
});

/** For each customer the periods in which it was active: what every count can be made of, slowly. */
export function activePeriods(
  list: readonly Event[],
  options: CalendarOptions,
  rule: { isActivity?: (event: Event) => boolean; minimum?: number; asOf?: number | null } = {},
): ReadonlyMap<string, ReadonlySet<number>> {
  const { isActivity = () => true, minimum = 1, asOf = null } = rule;
  const { indexOf } = calendar(options);
  const times = new Map<string, Map<number, number>>();
  for (const event of list) {
    if (!isActivity(event) || (asOf !== null && event.time > asOf)) continue;
    const own = times.get(event.customer) ?? new Map<number, number>();
    const period = indexOf(event.time);
    times.set(event.customer, own.set(period, (own.get(period) ?? 0) + 1));
  }
  return new Map(
    [...times].map(([customer, own]) => [
      customer,
      new Set([...own].filter(([, count]) => count >= minimum).map(([period]) => period)),
    ]),
  );
}

/** How many customers are active in some period from `first` to `last`. */
export function countActive(active: ReadonlyMap<string, ReadonlySet<number>>, first: number, last: number): number {
  return [...active.values()].filter((periods) => [...periods].some((period) => period >= first && period <= last))
    .length;
}

/** The events in three parts, those of a customer together. */
export function byCustomer(list: readonly Event[]): readonly (readonly Event[])[] {
  return [['a', '__proto__'], ['b'], ['c', 'd']].map((part) => list.filter(({ customer }) => part.includes(customer)));
}
