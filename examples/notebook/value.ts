/**
 * What will the customers of a shop still bring, who is about to leave, and can the model be trusted? From orders to
 * segments, models and value; read and run from top to bottom:
 *
 *   npx tsx --tsconfig tsconfig.test.json examples/notebook/value.ts     in this repository
 *   deno run --allow-read value.ts                                       where kizuna and papaparse are installed
 */
import { readFile } from 'node:fs/promises';
import {
  calibrationTable,
  compareModels,
  customerSummary,
  customerValues,
  eventLog,
  expectedPurchases,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  modelEstimate,
  probabilityAlive,
  rfm,
} from 'kizuna';
import { decodeCsv, parseOrders } from 'kizuna/schema';

// 1. The orders. Columns are found by their names, refunds are negative amounts; what is left out is told.
const file = await readFile(new URL('../data/orders.csv', import.meta.url), 'utf8');
const table = await decodeCsv(file.replace(/^# .*\n/gm, ''));
const { rows, columns, rejected, leftOut } = parseOrders(table.rows, { timeZone: 'Asia/Tokyo' });
console.log(`${rows.length} orders; columns:`, columns);
console.log('left out:', { rejected, leftOut });
const log = eventLog(rows, { customer: 'customer', time: 'time', amount: 'amount', properties: ['order'] });

// 2. Who they are: recency and frequency in fifths of the customers, and the segments of the usual map.
const rules = { refunds: 'net', timeZone: 'Asia/Tokyo' } as const;
const { segments, customers: scored, n } = rfm(log, { ...rules, segments: 'rf10' });
console.log(`${n} customers`);
console.table(
  segments.map(({ segment, customers, share, amountShare, medianRecencyDays }) => ({
    ...{ segment, customers, share: percent(share.value), 'of sales': percent(amountShare) },
    'days since the last': medianRecencyDays === null ? null : Math.round(medianRecencyDays),
  })),
);

// 3. How they buy and leave, in weeks; orders of one day are one purchase. Three models, and the one that fits best.
const summary = { ...rules, unit: 'week', mergeWithin: 'day' } as const;
const customers = customerSummary(log, summary);
const fits = [fitBgNbd(customers), fitMbgNbd(customers), fitParetoNbd(customers)] as const;
const ranking = compareModels(fits);
console.table(ranking.map(({ model, aic, difference }) => ({ model, aic, difference })));
const purchases = fits[ranking[0]?.index ?? 0] ?? fits[0];
console.log(purchases.model, purchases.diagnostics.status, purchases.intervals);

// 4. Can it be trusted? The same model, fitted to what was known in May 2025, against what came after.
const split = customerSummary(log, { ...summary, calibrationEnd: '2025-05-01' });
const known = { 'bg/nbd': fitBgNbd, 'mbg/nbd': fitMbgNbd, 'pareto/nbd': fitParetoNbd }[purchases.model](split);
const { expected, actual, naive, errors } = calibrationTable(known, split);
console.log('expected, there were, at the old rate', { expected, actual, naive, errors });

// 5. Who is about to leave: bought three times or more, and is less likely than not to be there still.
const doubtful = customers
  .map((customer) => ({ ...customer, alive: probabilityAlive(purchases, customer) }))
  .filter(({ frequency, alive }) => frequency >= 2 && alive >= 0.1 && alive < 0.5)
  .sort((a, b) => (b.monetary ?? 0) * b.frequency - (a.monetary ?? 0) * a.frequency);
console.log(`${doubtful.length} in doubt`);
console.table(
  doubtful.slice(0, 5).map(({ customer, frequency, recency, T, alive }) => ({
    ...{ customer, purchases: frequency + 1, 'weeks since the last': Math.round(T - recency), alive: percent(alive) },
    'next 12 weeks': Number(expectedPurchases(purchases, { frequency, recency, T }, 12).toFixed(2)),
  })),
);

// 6. What they will bring in a year, money being worth a tenth less a year later, with the uncertainty of both models.
const spend = fitGammaGamma(customers.filter(({ monetary }) => (monetary ?? 0) > 0));
const histories = customers.map((customer) => ({ ...customer, monetary: Math.max(0, customer.monetary ?? 0) }));
const year = { unit: 'week', horizon: { months: 12 }, discountRate: 0.1 } as const;
const worthOf = (models: { purchases: typeof purchases; spend: typeof spend }) =>
  customerValues(models, histories, year).map(({ value }) => value ?? 0);
const total = modelEstimate({ purchases, spend }, (models) => sumOf(worthOf(models)), { scale: 'log' });
console.log('value in a year', { value: total.value, interval: total.interval });

// 7. Where it lies: the value by segment.
const segmentOf = new Map(scored.map(({ customer, segment }) => [customer, segment]));
const worths = worthOf({ purchases, spend });
console.table(
  segments.map(({ segment, customers: size }) => {
    const value = sumOf(worths.filter((_, i) => segmentOf.get(histories[i]?.customer ?? '') === segment));
    return { segment, customers: size, value: Math.round(value), share: percent(value / (total.value ?? 1)) };
  }),
);

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function percent(share: number | null): string | null {
  return share === null ? null : `${(100 * share).toFixed(0)} %`;
}
