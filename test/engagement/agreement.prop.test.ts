import fc from 'fast-check';
import { activeCustomers, lifecycle } from 'kizuna/engagement';
import { retention } from 'kizuna/retention';
import { expect, test } from 'vitest';
import { calendars, DAY, events, logOf } from './events.js';

test('customers retained of all cohorts in a period are the active customers of the period, and new ones are its cohort', () => {
  fc.assert(
    fc.property(events, calendars, (list, zone) => {
      if (list.length === 0) return;
      const asOf = Math.max(...list.map(({ time }) => time)) + DAY;
      const log = logOf(list);
      const rows = activeCustomers(log, { ...zone, asOf });
      const places = new Map(rows.map(({ period }, place) => [period, place]));
      const retained = rows.map(() => 0);
      const sizes = rows.map(() => 0);
      for (const { cohort, size, cells } of retention(log, { ...zone, asOf }).cohorts) {
        const first = places.get(cohort)!;
        sizes[first]! += size;
        for (const [age, cell] of cells.entries()) if (cell !== null) retained[first + age]! += cell.numerator;
      }
      expect(retained).toEqual(rows.map(({ active }) => active));
      expect(sizes).toEqual(lifecycle(log, { ...zone, asOf }).map((row) => row.new));
    }),
  );
});
