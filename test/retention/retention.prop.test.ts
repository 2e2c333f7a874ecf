import fc from 'fast-check';
import { eventLog, proportionInterval, type Retention, retention, retentionMetric } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { naiveRetention, type PlainEvent, type PlainOptions } from './naive-retention.js';
import { cases, eventsOf, LENGTHS, ROLES } from './retention-cases.js';

function once(events: readonly PlainEvent[], options: PlainOptions): Retention {
  return retention(eventLog(events, ROLES), options as never); // names that no event has are asked for on purpose
}

/** The counts of a table, to compare with those of the definitions. */
function countsOf({ cohorts, n }: Retention) {
  return {
    cohorts: cohorts.map(({ cohort, size, cells }) => ({
      cohort,
      size,
      cells: cells.map((cell) => cell && [cell.numerator, cell.denominator, cell.complete]),
    })),
    n,
  };
}

describe('retention', () => {
  test('is what its definitions say, whatever the options', () => {
    fc.assert(
      fc.property(cases, ({ events, options }) => {
        const found = once(events, options);
        const { overall, ...expected } = naiveRetention(events, options);
        expect(countsOf(found)).toEqual(expected);
        expect(
          found.overall.map(({ age, lastAge, n, numerator, cohorts }) => [age, lastAge, n, numerator, cohorts]),
        ).toEqual(
          overall.map(({ age, lastAge, people, parts }) => [
            age,
            lastAge,
            people.reduce((sum, { x }) => sum + x, 0),
            people.reduce((sum, { y }) => sum + y, 0),
            parts.length,
          ]),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('has intervals of a share in cells, and in the curve those of the customers that it rests on', () => {
    fc.assert(
      fc.property(cases, ({ events, options }) => {
        const found = once(events, options);
        for (const { cells } of found.cohorts) {
          for (const cell of cells) {
            if (cell !== null) expect(cell.interval).toEqual(shareOf(cell.numerator, cell.denominator));
          }
        }
        const { overall } = naiveRetention(events, options);
        for (const [column, point] of found.overall.entries()) {
          const { people, parts } = overall[column] ?? { people: [], parts: [] };
          const value = options.mean === 'simple' ? meanOf(parts) : shareIn(people);
          expect(point.value).toEqual(value === null ? null : expect.closeTo(value, 12));
          if (options.mean === 'simple' || value === null) continue;
          const size = effectiveSize(people, value, options.cohort === 'recurring');
          expect(point.effectiveN).toBeCloseTo(size, 8);
          const interval = shareOf(value * size, size);
          expect(point.interval?.low).toBeCloseTo(interval?.low ?? Number.NaN, 8);
          expect(point.interval?.high).toBeCloseTo(interval?.high ?? Number.NaN, 8);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('of parts of the customers, merged, is that of all; and the order of the events does not matter', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('a', 'b', 'c'), ({ events, options }, customer) => {
        const metric = retentionMetric(options as never);
        const stateOf = (part: readonly PlainEvent[]) => metric.state(eventLog(part, ROLES));
        const some = stateOf(events.filter((event) => event.customer === customer));
        const others = stateOf(events.filter((event) => event.customer !== customer));
        const merged = metric.merge(others, some);
        expect(merged).toEqual(stateOf([...events].reverse()));
        expect(metric.finish(JSON.parse(JSON.stringify(merged)))).toEqual(once(events, options));
      }),
      { numRuns: 150 },
    );
  });

  test('starts at all of a cohort where start and return are the same, and lies between 0 and 1', () => {
    fc.assert(
      fc.property(cases, ({ events, options }) => {
        const { cohorts } = once(events, { ...options, return: options.start, minimumOccurrences: 1 });
        for (const { cells } of cohorts) {
          if (cells[0] && cells[0].n > 0 && options.start === undefined) expect(cells[0].value).toBe(1);
          for (const cell of cells) expect(cell?.value ?? 0).toBeGreaterThanOrEqual(0);
          for (const cell of cells) expect(cell?.value ?? 0).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('counts each customer with a start in one cohort of first starts', () => {
    fc.assert(
      fc.property(cases, ({ events, options }) => {
        const { cohorts, n } = once(events, { ...options, cohort: 'firstTime', from: undefined, to: undefined });
        expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(n);
      }),
      { numRuns: 150 },
    );
  });

  test('on or after never rises with the age, and is never below on; on or before never falls', () => {
    fc.assert(
      fc.property(cases, ({ events, options }) => {
        const calendar = { ...options, window: 'calendar', horizon: undefined } as const;
        const [on, after, before] = (['on', 'onOrAfter', 'onOrBefore'] as const).map((mode) =>
          once(events, { ...calendar, mode }).cohorts.map(({ cells }) =>
            cells.flatMap((cell) => cell?.numerator ?? []),
          ),
        );
        for (const [row, cells] of (after ?? []).entries()) {
          const [onCells, beforeCells] = [on?.[row] ?? [], before?.[row] ?? []];
          for (let k = 0; k < cells.length; k += 1) {
            expect(cells[k]).toBeGreaterThanOrEqual(onCells[k] ?? 0);
            if (k > 0) expect(cells[k]).toBeLessThanOrEqual(cells[k - 1] ?? 0);
            if (k > 1) expect(beforeCells[k]).toBeGreaterThanOrEqual(beforeCells[k - 1] ?? 0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('never falls by a later event', () => {
    fc.assert(
      fc.property(cases, ({ events, options }) => {
        const kind = { ...options, start: undefined, return: undefined, from: undefined, to: undefined };
        const first = events[0];
        if (first === undefined) return;
        const later = { ...first, at: Math.max(...events.map(({ at }) => at)) + 1 };
        const [before, after] = [once(events, kind), once([...events, later], kind)];
        for (const { cohort, cells } of before.cohorts) {
          const other = after.cohorts.find((row) => row.cohort === cohort)?.cells ?? [];
          cells.forEach((cell, column) => {
            expect(other[column]?.numerator ?? 0).toBeGreaterThanOrEqual(cell?.numerator ?? 0);
          });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('never revises a complete cell as time goes on, but on or after without a horizon, which may rise', () => {
    fc.assert(
      fc.property(cases, fc.nat(20), ({ events, options }, steps) => {
        const later = options.asOf + steps * LENGTHS[options.unit] * 900_000;
        const [before, after] = [once(events, options), once(events, { ...options, asOf: later })];
        const mayRise = options.mode === 'onOrAfter' && options.horizon === undefined;
        for (const { cohort, cells } of before.cohorts) {
          const other = after.cohorts.find((row) => row.cohort === cohort)?.cells ?? [];
          cells.forEach((cell, column) => {
            if (cell !== null && cell.n > 0) expect(other[column]).not.toBeNull();
            if (!cell?.complete) return;
            if (!mayRise) expect(other[column]).toEqual(cell);
            expect(other[column]?.complete).toBe(true);
            expect(other[column]?.numerator).toBeGreaterThanOrEqual(cell.numerator);
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  test('of months has the customers that its days have', () => {
    fc.assert(
      fc.property(eventsOf('day'), fc.constantFrom('UTC', 'America/St_Johns'), (events, timeZone) => {
        const log = eventLog(events, ROLES);
        const byMonth = new Map<string, number>();
        for (const { cohort, size } of retention(log, { unit: 'day', timeZone, periods: 1 }).cohorts) {
          const month = cohort.slice(0, 7);
          byMonth.set(month, (byMonth.get(month) ?? 0) + size);
        }
        const months = retention(log, { unit: 'month', timeZone, periods: 1 }).cohorts;
        expect(months.map(({ cohort, size }) => [cohort, size])).toEqual([...byMonth]);
      }),
      { numRuns: 100 },
    );
  });
});

interface Person {
  readonly x: number;
  readonly y: number;
}

function shareOf(returned: number, n: number) {
  return n > 0 ? proportionInterval(returned, n) : null;
}

function total<Item>(items: readonly Item[], each: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + each(item), 0);
}

function shareIn(people: readonly Person[]): number | null {
  const n = total(people, ({ x }) => x);
  return n === 0 ? null : total(people, ({ y }) => y) / n;
}

function meanOf(parts: readonly { readonly n: number; readonly returned: number }[]): number | null {
  return parts.length === 0 ? null : total(parts, ({ n, returned }) => returned / n) / parts.length;
}

/** p(1 − p) over the variance of a ratio by customers; Kish's where that is 0. */
function effectiveSize(people: readonly Person[], p: number, isShared: boolean): number {
  const n = total(people, ({ x }) => x);
  if (!isShared) return n;
  const kish = n ** 2 / total(people, ({ x }) => x ** 2);
  const variance = (total(people, ({ x, y }) => (y - p * x) ** 2) / n ** 2) * (people.length / (people.length - 1));
  if (people.length < 2 || p === 0 || p === 1 || variance < 1e-12) return kish;
  return Math.min(n, (p * (1 - p)) / variance);
}
