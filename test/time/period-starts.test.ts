import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendar } from '../../src/index.js';
import { periodAt, periodStarts } from '../../src/time/period-starts.js';

const HOUR = 3_600_000;

describe.each([
  ['St. John’s, where clocks went back from 00:01 to 23:01', 'America/St_Johns', Date.UTC(2010, 10, 7)],
  ['Apia, which left a day out', 'Pacific/Apia', Date.UTC(2011, 11, 30)],
  ['São Paulo, where days began at one', 'America/Sao_Paulo', Date.UTC(2018, 10, 4)],
  ['New York, where an hour came twice', 'America/New_York', Date.UTC(2024, 10, 3)],
])('in %s', (_, timeZone, around) => {
  test.each(['hour', 'day', 'week', 'month'] as const)(
    'the last %s that has begun is the one an instant is in',
    (unit) => {
      const periods = calendar({ unit, timeZone });
      const instants = fc.integer({ min: around - 60 * HOUR, max: around + 60 * HOUR });
      fc.assert(
        fc.property(instants, fc.nat(90 * HOUR), (instant, more) => {
          const found = periodAt(periods, instant);
          expect(periods.startOf(found)).toBeLessThanOrEqual(instant);
          expect(periods.startOf(found + 1)).toBeGreaterThan(instant);
          const later = periodAt(periods, instant + more);
          expect(later).toBeGreaterThanOrEqual(found);
          const starts = periodStarts(periods, found, later);
          expect(starts.length).toBe(later - found + 2);
          expect([...starts].sort((a, b) => a - b)).toEqual([...starts]);
          expect(starts[0]).toBe(periods.startOf(found));
        }),
      );
    },
  );
});
