import fc from 'fast-check';
import {
  cumulativeIncidence,
  type KaplanMeier,
  kaplanMeier,
  kaplanMeierColumns,
  kaplanMeierMetric,
  nelsonAalen,
  quantileSurvival,
  restrictedMean,
  survivalAt,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/stats/random.js';
import { relativeError } from '../support/close.js';

const time = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
const spell = fc.record({
  days: time,
  left: fc.boolean(),
  from: fc.double({ min: 0, max: 0.99, noNaN: true }),
  count: fc.nat(4),
});
const spells = fc.array(spell, { maxLength: 50 });
const fields = { duration: 'days', ended: 'left' } as const;

/** Late entries, before the durations. */
const late = fc
  .array(spell, { maxLength: 40 })
  .map((rows) => rows.map((row) => ({ ...row, days: row.days + 1, from: Math.floor(row.from * (row.days + 1)) })));

describe('a survival curve', () => {
  test('begins at 1, never rises, and stays from 0 to 1 within its band', () => {
    fc.assert(
      fc.property(spells, fc.constantFrom('log-log', 'log', 'plain'), (rows, interval) => {
        const result = kaplanMeier(rows, { ...fields, interval });
        let last = 1;
        for (const { survival, low, high } of result.curve) {
          expect(survival).toBeGreaterThanOrEqual(0);
          expect(survival).toBeLessThanOrEqual(last);
          if (low !== null) expect(low).toBeLessThanOrEqual(survival);
          if (high !== null) expect(high).toBeGreaterThanOrEqual(survival);
          last = survival;
        }
        const first = result.curve[0]?.time ?? 0;
        if (first > 0) expect(survivalAt(result, [0])[0]?.value).toBe(1);
      }),
    );
  });

  test('without censoring is the empirical one to the last bit', () => {
    fc.assert(
      fc.property(spells, (rows) => {
        const { curve } = kaplanMeier(rows, { duration: 'days', ended: () => true });
        for (const { time: at, survival } of curve) {
          expect(survival).toBe(rows.filter(({ days }) => days > at).length / rows.length);
        }
      }),
    );
  });

  test('where nothing ended is 1 throughout, without a median', () => {
    fc.assert(
      fc.property(spells, (rows) => {
        const result = kaplanMeier(rows, { duration: 'days', ended: () => 0 });
        expect(result.curve.every(({ survival }) => survival === 1)).toBe(true);
        expect(result.median).toEqual({ value: null, n: rows.length, interval: null });
        expect(result.medianLow).toBeNull();
      }),
    );
  });

  test('with entries and weights is that of the definition', () => {
    fc.assert(
      fc.property(late, (rows) => {
        const options = { ...fields, entry: 'from', weight: 'count' } as const;
        const { curve, n } = kaplanMeier(rows, options);
        expect(n).toBe(rows.reduce((sum, { count }) => sum + count, 0));
        let [survival, variance] = [1, 0];
        for (const point of curve) {
          const watched = rows.filter(({ days, from }) => from < point.time && point.time <= days);
          const weigh = (list: typeof rows) => list.reduce((sum, { count }) => sum + count, 0);
          const [atRisk, ended] = [
            weigh(watched),
            weigh(watched.filter(({ days, left }) => left && days === point.time)),
          ];
          survival *= 1 - ended / atRisk;
          if (ended > 0) variance += ended / (atRisk * (atRisk - ended));
          expect(point).toMatchObject({ atRisk, events: ended });
          expect(point.survival).toBeCloseTo(survival, 12);
          if (survival > 0)
            expect(relativeError(point.standardError ?? -1, survival * Math.sqrt(variance))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  test('of weighted rows is that of the rows so often', () => {
    fc.assert(
      fc.property(late, (rows) => {
        const often = rows.flatMap((row) => new Array<(typeof rows)[number]>(row.count).fill(row));
        const options = { ...fields, entry: 'from' } as const;
        const [found, expected] = [kaplanMeier(rows, { ...options, weight: 'count' }), kaplanMeier(often, options)];
        expect(found).toEqual(expected);
      }),
    );
  });

  test('is never above the exponential of its cumulative hazard', () => {
    fc.assert(
      fc.property(late, (rows) => {
        const options = { ...fields, entry: 'from' } as const;
        const [survival, hazard] = [kaplanMeier(rows, options), nelsonAalen(rows, options)];
        for (const [i, point] of survival.curve.entries()) {
          const bound = Math.exp(-(hazard.curve[i]?.cumulativeHazard ?? Number.NaN));
          expect(point.survival).toBeLessThanOrEqual(bound * (1 + 1e-12));
        }
      }),
    );
  });

  test('in another unit of time is the same, at the times in that unit', () => {
    fc.assert(
      fc.property(spells, fc.constantFrom(2, 1024, 0.25), (rows, unit) => {
        // A quarter of the least number there is has no number of its own.
        fc.pre(rows.every(({ days }) => days === 0 || days > 1e-300));
        const found = kaplanMeier(rows, { ...fields, duration: ({ days }) => days * unit });
        const result = kaplanMeier(rows, fields);
        expect(found.curve).toEqual(result.curve.map((point) => ({ ...point, time: point.time * unit })));
        const scaled = (value: number | null) => value && value * unit;
        expect(found.median.value).toBe(scaled(result.median.value));
        expect(quantileSurvival(found, 0.3).value).toBe(scaled(quantileSurvival(result, 0.3).value));
        const at = result.curve.at(-1)?.time ?? 0;
        if (at > 0) expect(restrictedMean(found, at * unit).value).toBe(scaled(restrictedMean(result, at).value));
      }),
    );
  });

  test('of parts that are merged is that of the whole', () => {
    const weighted = late.map((rows) => rows.map((row) => ({ ...row, share: row.count * 0.1 })));
    fc.assert(
      fc.property(weighted, fc.integer({ min: 0, max: 40 }), (rows, cut) => {
        const options = { ...fields, entry: 'from', weight: 'share' } as const;
        const metric = kaplanMeierMetric<(typeof rows)[number]>(options);
        const merged = metric.merge(metric.state(rows.slice(cut)), metric.state(rows.slice(0, cut)));
        expect(metric.finish(merged)).toEqual(kaplanMeier(rows, options));
      }),
    );
  });

  test('has as its restricted mean the area under it', () => {
    fc.assert(
      fc.property(spells, fc.double({ min: 0.01, max: 1, noNaN: true }), (rows, share) => {
        const result = kaplanMeier(rows, fields);
        const at = (result.curve.at(-1)?.time ?? 0) * share;
        if (at === 0) return;
        const { value, standardError, interval } = restrictedMean(result, at);
        expect(relativeError(value ?? -1, areaUnder(result, at))).toBeLessThan(1e-9);
        if (interval !== null) expect(interval.low <= (value ?? -1) && interval.high <= at).toBe(true);
        expect(standardError === null).toBe(interval === null);
      }),
    );
  });
});

describe('many rows', () => {
  test('are counted, sorted or weighed to the same curve', () => {
    const draw = randomFrom(7).uniform;
    const size = 20_000;
    const days = Float64Array.from({ length: size }, () => Math.floor(draw() * 400));
    const left = Uint8Array.from({ length: size }, () => (draw() < 0.6 ? 1 : 0));
    const ones = new Float64Array(size).fill(1);
    const counted = kaplanMeierColumns({ days, left }, fields);
    const sorted = kaplanMeierColumns({ days: days.map((day) => day + 0.5), left }, fields);
    const weighed = kaplanMeierColumns({ days, left, ones }, { ...fields, weight: 'ones' });
    expect(weighed).toEqual(counted);
    expect({ ...sorted.curve, time: null }).toEqual({ ...counted.curve, time: null });
    expect([...sorted.curve.time]).toEqual([...counted.curve.time].map((day) => day + 0.5));
  });

  test('at one time have a finite error, without 32-bit products', () => {
    for (const count of [6e4, 1e7, 1e12]) {
      const rows = [
        { days: 3, left: true, count: count / 4 },
        { days: 3, left: false, count: (3 * count) / 4 },
        { days: 5, left: true, count: 1 },
      ];
      const { curve, n } = kaplanMeier(rows, { ...fields, weight: 'count' });
      expect(n).toBe(count + 1);
      const share = 1 - count / 4 / (count + 1);
      expect(relativeError(curve[0]?.survival ?? -1, share)).toBeLessThan(1e-14);
      const error = Math.sqrt((share * (1 - share)) / (count + 1));
      expect(relativeError(curve[0]?.standardError ?? -1, error)).toBeLessThan(1e-12);
    }
  });
});

describe('cumulative incidences', () => {
  test('vary by the jackknife as by the delta method, but with late entries; rows of weight 0 stand for nobody', () => {
    const reason = fc.constantFrom('price', 'moved', null);
    const row = fc.record({ days: fc.integer({ min: 0, max: 9 }), why: reason, count: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (list) => {
        const options = { duration: 'days', reason: 'why', weight: 'count' } as const;
        const [counted, jackknifed] = (['multinomial', 'jackknife'] as const).map((variance) =>
          cumulativeIncidence(list, { ...options, variance }),
        );
        for (const [k, { curve }] of (counted?.reasons ?? []).entries()) {
          for (const [i, { standardError }] of curve.entries()) {
            const other = jackknifed?.reasons[k]?.curve[i]?.standardError ?? null;
            if (standardError === null) expect(other).toBeNull();
            else expect(Math.abs((other ?? -1) - standardError)).toBeLessThan(1e-7);
          }
        }
        expect(jackknifed?.curve).toEqual(counted?.curve);
      }),
    );
  });

  test('add up to what is gone, and vary as the definition says', () => {
    const reason = fc.constantFrom('price', 'moved', null);
    const rows = fc.array(fc.record({ days: fc.integer({ min: 0, max: 9 }), why: reason }), { maxLength: 40 });
    fc.assert(
      fc.property(rows, (list) => {
        const { curve, reasons } = cumulativeIncidence(list, { duration: 'days', reason: 'why' });
        for (const [i, { survival }] of curve.entries()) {
          const shares = reasons.map((each) => each.curve[i]?.incidence ?? Number.NaN);
          expect(shares.reduce((sum, share) => sum + share, survival)).toBeCloseTo(1, 12);
        }
        for (const { curve: points } of reasons) {
          for (const [i, { incidence, standardError }] of points.entries()) {
            let variance = 0;
            for (let j = 0; j <= i; j += 1) {
              const [before, now] = [curve[j - 1]?.survival ?? 1, curve[j]];
              const [n, d, so] = [now?.atRisk ?? 0, now?.events ?? 0, points[j]?.events ?? 0];
              const rest = incidence - (points[j]?.incidence ?? 0);
              if (d > 0 && n > d) variance += (rest ** 2 * d) / (n * (n - d));
              variance += (before ** 2 * so * (n - so)) / n ** 3 - (2 * rest * before * so) / n ** 2;
            }
            if (standardError === null) expect(incidence).toBe(0);
            else expect(Math.abs(standardError - Math.sqrt(Math.max(0, variance)))).toBeLessThan(1e-7);
          }
        }
      }),
    );
  });
});

function areaUnder({ curve }: KaplanMeier, at: number): number {
  let [area, from, height] = [0, 0, 1];
  for (const point of curve) {
    if (point.time > at) break;
    area += height * (point.time - from);
    [from, height] = [point.time, point.survival];
  }
  return area + height * (at - from);
}
