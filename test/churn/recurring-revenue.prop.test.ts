import fc from 'fast-check';
import { calendar, type PeriodUnit, recurringRevenue, recurringRevenueBy, subscriptionLedger } from 'kizuna';
import { normal, studentT } from 'kizuna/stats';
import { describe, expect, test } from 'vitest';
import { DAY, FIRST, type Line, levelAt, linesOf, ROLES } from './revenue-lines.js';

const UNITS = fc.constantFrom<PeriodUnit>('week', 'month', 'quarter', 'year');
const ZONES = fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York', 'Australia/Lord_Howe');
const AS_OF = fc.integer({ min: 0, max: 500 }).map((day) => FIRST + day * DAY);
const cents = (amount: number) => Math.round(amount * 100);

/** The bridge customer by customer, by looking at what each pays just before periods begin and end. */
function naiveRows(lines: readonly Line[], unit: PeriodUnit, timeZone: string, asOf: number, trailing = 1) {
  const periods = calendar({ unit, timeZone });
  const customers = [...new Set(lines.map((line) => line.customer))];
  const before = Array.from({ length: trailing }, () => new Set<string>());
  const rows = [];
  const begun = Math.min(
    ...lines
      .filter((line) => levelAt(lines, line.customer, FIRST + line.start * DAY, asOf) > 0)
      .map((line) => FIRST + line.start * DAY),
  );
  if (!(begun <= asOf)) return [];
  for (let index = periods.indexOf(begun); index <= periods.indexOf(asOf); index += 1) {
    const ever = before[index % trailing] as Set<string>; // of the windows that end as this one begins, and so on
    const row = {
      period: periods.labelOf(index),
      start: 0,
      new: 0,
      expansion: 0,
      contraction: 0,
      churned: 0,
      reactivation: 0,
      end: 0,
    };
    const counts = { start: 0, new: 0, expanded: 0, contracted: 0, churned: 0, reactivated: 0, end: 0 };
    const pairs: [number, number][] = [];
    for (const customer of customers) {
      const start = levelAt(lines, customer, periods.startOf(index - trailing + 1) - 1, asOf);
      const end = levelAt(lines, customer, Math.min(periods.startOf(index + 1) - 1, asOf), asOf);
      row.start += start;
      row.end += end;
      counts.start += Number(start > 0);
      counts.end += Number(end > 0);
      if (start > 0) pairs.push([start, end]);
      if (start === 0 && end > 0) {
        row[ever.has(customer) ? 'reactivation' : 'new'] += end;
        counts[ever.has(customer) ? 'reactivated' : 'new'] += 1;
      } else if (end > start) {
        row.expansion += end - start;
        counts.expanded += 1;
      } else if (end > 0 && end < start) {
        row.contraction += start - end;
        counts.contracted += 1;
      } else if (start > 0 && end === 0) {
        row.churned += start;
        counts.churned += 1;
      }
      if (end > 0) ever.add(customer);
    }
    rows.push({ row, counts, pairs });
  }
  return rows;
}

describe('recurringRevenue', () => {
  test('is what going through customers and lines gives, in every zone and unit', () => {
    fc.assert(
      fc.property(
        linesOf(120),
        UNITS,
        ZONES,
        AS_OF,
        fc.constantFrom(1, 1, 3),
        (lines, unit, timeZone, asOf, trailing) => {
          const rows = recurringRevenue(lines, { ...ROLES, unit, timeZone, asOf, trailing });
          const naive = naiveRows(lines, unit, timeZone, asOf, trailing);
          expect(
            rows.map(({ period, start, new: fresh, expansion, contraction, churned, reactivation, end }) => ({
              ...{ period, start: cents(start), new: cents(fresh), expansion: cents(expansion) },
              ...{
                contraction: cents(contraction),
                churned: cents(churned),
                reactivation: cents(reactivation),
                end: cents(end),
              },
            })),
          ).toEqual(naive.map(({ row }) => row));
          expect(rows.map((row) => row.customers)).toEqual(naive.map(({ counts }) => counts));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('has the interval of a ratio over customers', () => {
    fc.assert(
      fc.property(linesOf(300), (lines) => {
        const asOf = FIRST + 430 * DAY;
        const rows = recurringRevenue(lines, { ...ROLES, unit: 'month', asOf });
        for (const [i, { pairs }] of naiveRows(lines, 'month', 'UTC', asOf).entries()) {
          const [x, y] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + (pair[side] as number), 0)) as [
            number,
            number,
          ];
          const { value, n, interval } = rows[i]!.netRetention;
          expect(n).toBe(pairs.length);
          if (x === 0) expect(value).toBeNull();
          else expect(value).toBeCloseTo(y / x, 12);
          if (interval === null) continue;
          const [size, weight] = [pairs.reduce((sum, [s]) => sum + s * s, 0) / x, normal.quantile(0.975) ** 2 / 2];
          const most = Math.max(1, (2 * y) / x) * size;
          const all = [...pairs.map(([s, e]) => [s, e, 1] as const), [size, 0, weight], [size, most, weight]] as const;
          const sum = (of: (s: number, e: number) => number) =>
            all.reduce((total, [s, e, w]) => total + w * of(s, e), 0);
          const center = sum((_, e) => e) / sum((s) => s);
          const error = Math.sqrt(sum((s, e) => (e - center * s) ** 2)) / sum((s) => s);
          const margin = studentT.quantile(0.975, Math.max(3, x / size - 1)) * error;
          expect(interval.high).toBeCloseTo(Math.max(y / x, center + margin), 9);
          expect(interval.low).toBeCloseTo(Math.max(0, center - margin), 9);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('comes out even: revenue in minor units, customers, churn and retention (laws 63 to 67)', () => {
    fc.assert(
      fc.property(
        linesOf(150),
        UNITS,
        AS_OF,
        fc.constantFrom('net', 'newAndChurned', 'each'),
        (lines, unit, asOf, movements) => {
          const rows = recurringRevenue(lines, { ...ROLES, unit, asOf, movements: movements as 'net' });
          for (const [i, row] of rows.entries()) {
            const gains = cents(row.new) + cents(row.expansion) + cents(row.reactivation);
            expect(cents(row.start) + gains - cents(row.contraction) - cents(row.churned)).toBe(cents(row.end));
            const { start, new: fresh, churned, reactivated, end } = row.customers;
            expect(start + fresh + reactivated - churned).toBe(end);
            if (i > 0) expect(rows[i - 1]?.end).toBe(row.start);
            if (row.start === 0) continue;
            const [gross, net] = [row.grossRetention.value as number, row.netRetention.value as number];
            expect(gross).toBeGreaterThanOrEqual(0);
            expect(gross).toBeLessThanOrEqual(1);
            expect(gross).toBeLessThanOrEqual(net);
            // Where each change counts, who leaves and is back with more is churned and reactivated.
            if (row.expansion === 0 && row.reactivation === 0) expect(net).toBe(gross);
            const kept = row.customerChurn.denominator - row.customerChurn.numerator;
            expect(row.customerChurn.denominator).toBe(start);
            expect(row.customerChurn.value).toBeCloseTo(1 - kept / start, 12);
            if (movements !== 'net') continue;
            expect(row.customerChurn.numerator).toBe(churned);
            expect(gross === net).toBe(row.expansion === 0);
            expect(row.grossChurn).toBeCloseTo(1 - gross, 12);
            expect(row.netChurn).toBeCloseTo(1 - net, 12);
          }
        },
      ),
    );
  });

  test('has the retention of the customers of the start whatever else counts', () => {
    fc.assert(
      fc.property(
        linesOf(150),
        AS_OF,
        fc.constantFrom('newAndChurned', 'each'),
        fc.boolean(),
        (lines, asOf, movements, isBackCounted) => {
          const options = {
            ...({ ...ROLES, unit: 'month', asOf } as const),
            reactivationInNetRetention: isBackCounted ? 'include' : 'exclude',
          } as const;
          const net = recurringRevenue(lines, options);
          for (const [i, row] of recurringRevenue(lines, { ...options, movements: movements as 'each' }).entries()) {
            expect(row.grossRetention).toEqual(net[i]?.grossRetention);
            // Who has only visited before is new by the ends of periods, and back where visits count.
            if (!isBackCounted) expect(row.netRetention).toEqual(net[i]?.netRetention);
            expect(row.customerChurn).toEqual(net[i]?.customerChurn);
          }
        },
      ),
    );
  });

  test('does not change where a line is split in two of the same total (law 68)', () => {
    fc.assert(
      fc.property(linesOf(200), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (lines, share, place) => {
        const line = lines[place % Math.max(1, lines.length)];
        if (line === undefined) return;
        const part = Math.floor(line.amount * 100 * share) / 100;
        const split = [
          ...lines.filter((each) => each !== line),
          { ...line, amount: part },
          { ...line, amount: (cents(line.amount) - cents(part)) / 100 },
        ];
        const options = { ...ROLES, unit: 'month', asOf: FIRST + 450 * DAY } as const;
        expect(recurringRevenue(split, options)).toEqual(recurringRevenue(lines, options));
      }),
    );
  });

  test('composes: net retention of a quarter is the product of its months for the same customers (law 69)', () => {
    fc.assert(
      fc.property(linesOf(200), (lines) => {
        const [from, asOf] = [Date.UTC(2024, 6, 1), Date.UTC(2024, 9, 1) - 1];
        const customers = new Set(
          lines.map((line) => line.customer).filter((each) => levelAt(lines, each, from - 1, asOf) > 0),
        );
        const cohort = lines.filter((line) => customers.has(line.customer));
        const options = { ...ROLES, from, asOf, reactivationInNetRetention: 'include' } as const;
        const [quarter] = recurringRevenue(cohort, { ...options, unit: 'quarter' });
        const months = recurringRevenue(cohort, { ...options, unit: 'month' });
        if (customers.size === 0 || months.some((row) => row.netRetention.value === null)) return;
        const product = months.reduce((sum, row) => sum * (row.netRetention.value as number), 1);
        expect(quarter?.netRetention.value).toBeCloseTo(product, 12);
      }),
    );
  });

  test('is the same for rows in any order, and from any start', () => {
    fc.assert(
      fc.property(linesOf(100), fc.integer({ min: 0, max: 400 }), (lines, day) => {
        const options = { ...ROLES, unit: 'month', asOf: FIRST + 430 * DAY } as const;
        const rows = recurringRevenue(lines, options);
        expect(recurringRevenue([...lines].reverse(), options)).toEqual(rows);
        if (rows.length === 0) return;
        const from = FIRST + day * DAY;
        const later = recurringRevenue(lines, { ...options, from });
        const first = calendar({ unit: 'month' }).labelOf(calendar({ unit: 'month' }).indexOf(from));
        expect(later.filter((row) => row.period >= (rows[0]?.period ?? ''))).toEqual(
          rows.filter((row) => row.period >= first),
        );
      }),
    );
  });
});

describe('recurringRevenueBy', () => {
  const FIELDS = ['start', 'new', 'expansion', 'contraction', 'churned', 'reactivation', 'end'] as const;
  const planned = linesOf(120).chain((lines) =>
    fc
      .array(fc.constantFrom('basic', 'pro', null), { minLength: lines.length, maxLength: lines.length })
      .map((plans) => lines.map((line, i) => ({ ...line, plan: plans[i] ?? null }))),
  );

  test('adds up to the whole, and what moves out of a plan moves into others', () => {
    fc.assert(
      fc.property(planned, fc.constantFrom('plan', 'cohort'), UNITS, AS_OF, (lines, by, unit, asOf) => {
        const ledger = subscriptionLedger(lines, { ...ROLES, plan: 'plan' });
        const whole = recurringRevenue(ledger, { unit, asOf });
        const parts = recurringRevenueBy(ledger, { by, unit, asOf });
        const reversed = subscriptionLedger([...lines].reverse(), { ...ROLES, plan: 'plan' });
        expect(recurringRevenueBy(reversed, { by, unit, asOf })).toEqual(parts);
        for (const row of whole) {
          const own = parts.filter((part) => part.period === row.period);
          for (const field of FIELDS) {
            expect(
              own.reduce((sum, part) => sum + cents(part[field]), 0),
              field,
            ).toBe(cents(row[field]));
          }
          const sum = (pick: (part: (typeof own)[number]) => number) =>
            own.reduce((total, part) => total + pick(part), 0);
          expect(sum((part) => cents(part.movedIn))).toBe(sum((part) => cents(part.movedOut)));
          if (by === 'cohort') expect(sum((part) => part.customers.churned)).toBe(row.customers.churned);
        }
        for (const { customers: own, ...part } of parts) {
          const gains = cents(part.new) + cents(part.expansion) + cents(part.reactivation) + cents(part.movedIn);
          const losses = cents(part.contraction) + cents(part.churned) + cents(part.movedOut);
          expect(cents(part.start) + gains - losses).toBe(cents(part.end));
          expect(own.start + own.new + own.reactivated + own.movedIn - own.churned - own.movedOut).toBe(own.end);
          if (by === 'cohort') expect([part.movedIn, part.movedOut]).toEqual([0, 0]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
