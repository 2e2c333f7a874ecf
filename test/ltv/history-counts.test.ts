import {
  customerSummary,
  eventLog,
  fitBgBb,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  historyCounts,
  historyCountsMetric,
  InvalidDataError,
  InvalidOptionError,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

/** Orders of 300 customers over half a year, by a generator of one's own. */
function orders(): readonly { readonly customer: string; readonly at: Date; readonly yen: number }[] {
  let seed = 7;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  return Array.from({ length: 300 }, (_, i) => i).flatMap((i) => {
    const [start, rate, drop, price] = [next() * 90, 0.2 + next(), 0.1 + next() * 0.3, 500 + Math.floor(next() * 9000)];
    const days: number[] = [];
    for (let day = start; day < 180; day += (-Math.log(next()) * 10) / rate) {
      days.push(day);
      if (next() < drop) break;
    }
    return days.map((day) => ({
      customer: `c${i}`,
      at: new Date(Date.UTC(2025, 0, 1) + Math.floor(day * 86_400_000)),
      yen: price + Math.floor(next() * 400),
    }));
  });
}

const log = eventLog(orders(), { customer: 'customer', time: 'at', amount: 'yen' });
const options = { unit: 'day', asOf: '2025-06-30' } as const;
const summary = customerSummary(log, options);
const counts = historyCounts(log, options);
const weight = 'customers';

describe('models of purchases', () => {
  test.each([
    ['BG/NBD', fitBgNbd],
    ['MBG/NBD', fitMbgNbd],
    ['Pareto/NBD', fitParetoNbd],
  ] as const)('%s is the same of the counts as of the customers', (_, model) => {
    expect(model(counts.histories, { weight })).toEqual(model(summary));
  });

  test('BG/BB is the same of the counts as of the customers', () => {
    const monthly = { unit: 'month', asOf: '2025-06-30' } as const;
    const { histories } = historyCounts(log, monthly);
    expect(histories.length).toBeLessThan(40);
    expect(fitBgBb(histories, { weight })).toEqual(fitBgBb(customerSummary(log, monthly)));
  });

  test('gamma–gamma is the same of the counts as of the customers', () => {
    const { excluded, ...model } = fitGammaGamma(counts.spend ?? [], { weight });
    const { excluded: others, ...whole } = fitGammaGamma(summary);
    expect(model).toEqual(whole);
    expect([excluded.withoutRepeat, others.withoutRepeat > 0]).toEqual([0, true]);
  });

  test('gamma–gamma is nearly the same of amounts in steps, which are fewer', () => {
    const { spend } = historyCounts(log, { ...options, monetaryStep: 100 });
    expect(spend?.length).toBeLessThan((counts.spend?.length ?? 0) * 0.9);
    expect(spend?.every(({ monetary }) => monetary % 100 === 0)).toBe(true);
    const [rough, exact] = [fitGammaGamma(spend ?? [], { weight }), fitGammaGamma(summary)];
    expect(Math.abs(rough.logLikelihood / exact.logLikelihood - 1)).toBeLessThan(0.001);
  });
});

test('counts every customer once', () => {
  expect(counts.n).toBe(summary.length);
  expect(counts.histories.reduce((n, { customers }) => n + customers, 0)).toBe(summary.length);
  const repeats = summary.filter(({ frequency }) => frequency > 0).length;
  expect(counts.spend?.reduce((n, { customers }) => n + customers, 0)).toBe(repeats);
});

test('counts in days, and tells them in units', () => {
  const weekly = { unit: 'week', mergeWithin: 'day', asOf: '2025-06-30' } as const;
  const { histories } = historyCounts(log, weekly);
  expect(fitBgNbd(histories, { weight })).toEqual(fitBgNbd(customerSummary(log, weekly)));
  expect(histories.some(({ T }) => T % 1 !== 0)).toBe(true);
});

test('tells no spend without amounts, nor of nobody', () => {
  const without = eventLog(orders(), { customer: 'customer', time: 'at' });
  expect(historyCounts(without, options)).toEqual({ ...counts, spend: null });
  const nobody = { n: 0, histories: [], spend: null, excluded: { missing: 0, invalid: 0, repeated: 0, refunds: 0 } };
  expect(historyCounts(log, { ...options, asOf: '2024-12-31' })).toEqual(nobody);
});

test('refuses refunds where nothing is said of them, when it is finished', () => {
  const rows = [
    { customer: 'a', at: 0, yen: 5 },
    { customer: 'a', at: 1, yen: -5 },
  ];
  const refunds = eventLog(rows, { customer: 'customer', time: 'at', amount: 'yen' });
  const metric = historyCountsMetric(options);
  expect(() => metric.finish(metric.state(refunds))).toThrow(InvalidDataError);
  expect(historyCounts(refunds, { ...options, refunds: 'exclude' }).excluded.refunds).toBe(1);
});

test.each([
  ['nothing', null],
  ['no asOf', { unit: 'day' }],
  ['a calibration period', { ...options, calibrationEnd: '2025-03-01' }],
  ['a step of nothing', { ...options, monetaryStep: 0 }],
  ['an unknown unit', { ...options, unit: 'fortnight' }],
])('refuses %s', (_, wrong) => {
  expect(() => historyCountsMetric(wrong as never)).toThrow(InvalidOptionError);
});
