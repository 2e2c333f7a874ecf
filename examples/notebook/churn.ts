/**
 * What do subscriptions bring, who leaves, when and why, and does the dashboard say the same? From lines of subscriptions
 * to the bridge of recurring revenue, survival and reasons; read and run from top to bottom:
 *
 *   npx tsx --tsconfig tsconfig.test.json examples/notebook/churn.ts     in this repository
 *   deno run --allow-read churn.ts                                       where kizuna and papaparse are installed
 */
import { readFile } from 'node:fs/promises';
import {
  by,
  churnReasons,
  coxProportionality,
  coxRegression,
  cumulativeIncidence,
  customerChurn,
  kaplanMeier,
  kaplanMeierMetric,
  logRank,
  measure,
  recurringRevenue,
  revenueCohorts,
  revenueRetention,
  subscriptionLedger,
  subscriptionLifetimes,
  survivalAt,
} from 'kizuna';
import { decodeCsv, parseSubscriptions } from 'kizuna/schema';

// 1. The lines. A line is a price from its start until its end; columns are found by their names, what is left out is told.
const file = await readFile(new URL('../data/subscriptions.csv', import.meta.url), 'utf8');
const table = await decodeCsv(file.replace(/^# .*\n/gm, ''));
const read = parseSubscriptions(table.rows, { timeZone: 'Asia/Tokyo', attributes: ['channel'] });
console.log(`${read.rows.length} lines; columns:`, read.columns);
console.log('left out:', { rejected: read.rejected, leftOut: read.leftOut });

// 2. The ledger: who pays how much from when to when. Yen have no decimals; what ends after the export is not known.
const ledger = subscriptionLedger(read.rows, {
  customer: 'customer',
  subscription: 'subscription',
  start: 'start',
  end: 'end',
  amount: 'amount',
  interval: 'interval',
  plan: 'plan',
  trialEnd: 'trialEnd',
  attributes: ['channel'],
  timeZone: 'Asia/Tokyo',
  decimals: 0,
  asOf: '2025-12-21',
});
console.log(`${ledger.customers.length} customers`);

// 3. The bridge of the last half year, and how much of the revenue stays.
const months = recurringRevenue(ledger, { unit: 'month' }).filter(({ complete }) => complete);
console.table(
  months.slice(-6).map((row) => ({
    ...{ month: row.period, start: row.start, new: row.new, expansion: row.expansion, back: row.reactivation },
    ...{ contraction: row.contraction, churned: row.churned, end: row.end },
    ...{ GRR: percent(row.grossRetention.value), NRR: percent(row.netRetention.value) },
  })),
);
const { netRetention, grossRetention } = revenueRetention(ledger, { at: '2024-11-30', until: '2025-11-30' });
console.log('a year', { NRR: netRetention.value, GRR: grossRetention.value, interval: netRetention.interval });

// 4. The same with a vendor's definitions: where they differ, and where they do not.
const presets = [undefined, 'chartmogul', 'baremetrics', 'profitwell'] as const;
console.table(
  presets.map((preset) => {
    const [july] = recurringRevenue(ledger, { unit: 'month', preset, from: '2025-07-01', to: '2025-08-01' });
    const { end, netRetention: nrr, quickRatio } = july ?? { netRetention: { value: null }, quickRatio: null };
    return { as: preset ?? 'kizuna', MRR: end, NRR: nrr.value?.toFixed(4), 'quick ratio': quickRatio?.toFixed(3) };
  }),
);

// 5. Customers: lost by month, with the rise of the price in April, and by cohort.
const churn = customerChurn(ledger, { unit: 'month', from: '2025-02-01', to: '2025-08-01' });
console.table(
  churn.map(({ period, start, churned, churn: rate }) => ({ period, start, churned, churn: percent(rate.value) })),
);
const { overall } = revenueCohorts(ledger, { unit: 'month', periods: 12 });
console.table(
  overall
    .filter(({ age }) => age % 3 === 0)
    .map(({ age, customerRetention, netRetention: nrr }) => ({
      ...{ 'months later': age, of: customerRetention.n },
      ...{ customers: percent(customerRetention.value), revenue: percent(nrr.value) },
    })),
);

// 6. How long they stay, by the plan that they begin with; who is still there counts as long as was seen.
const lives = subscriptionLifetimes(ledger, { attributes: ['plan', 'channel'] }).filter(({ life }) => life === 1);
const how = { duration: 'duration', ended: 'ended' } as const;
const [year] = survivalAt(kaplanMeier(lives, how), [12]);
console.log('still there after 12 months', { value: year?.value, interval: year?.interval });
console.table(
  measure(lives, by('plan', kaplanMeierMetric(how))).map((result) => ({
    ...{ plan: result.plan, customers: result.n, left: result.events },
    'after 12 months': percent(survivalAt(result, [12])[0]?.value ?? null),
  })),
);
const { statistic, degreesOfFreedom, pValue } = logRank(lives, { ...how, group: 'plan' });
console.log('log-rank by plan', { statistic, degreesOfFreedom, pValue });

// 7. What has to do with it, each beside the others, and whether the model may be trusted.
const covariates = [
  { field: 'plan', reference: 'basic' },
  { field: 'channel', reference: '検索' },
] as const;
const model = coxRegression(lives, { ...how, covariates });
console.table(
  model.coefficients.map(({ covariate, level, hazardRatio, interval, pValue: p }) => ({
    ...{ covariate, level, 'hazard ratio': hazardRatio?.toFixed(2), p: p?.toFixed(4) },
    interval: interval === null ? null : `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`,
  })),
);
console.log('proportional?', coxProportionality(lives, { ...how, covariates }).global);

// 8. Why: the reason stands on the line with which a life ended.
const told = new Map(read.rows.map(({ customer, end, reason }) => [`${end} ${customer}`, reason]));
const ends = lives.map((each) => ({
  ...each,
  reason: each.ended ? (told.get(`${each.end} ${each.customer}`) ?? 'not told') : null,
}));
const { reasons, involuntary } = churnReasons(ends, { reason: 'reason', amount: 'amount', involuntary: ['payment'] });
const curves = cumulativeIncidence(ends, { duration: 'duration', reason: 'reason' }).reasons;
console.table(
  reasons.map(({ reason, customers, share, amountShare }) => ({
    ...{ reason, customers, share: percent(share.value), 'of revenue': percent(amountShare) },
    'left within 12 months': percent(
      curves
        .find((curve) => curve.reason === reason)
        ?.curve.filter(({ time }) => time <= 12)
        .at(-1)?.incidence ?? 0,
    ),
  })),
);
console.log('not their choice', involuntary.share.value);

function percent(share: number | null): string | null {
  return share === null ? null : `${(100 * share).toFixed(1)} %`;
}
