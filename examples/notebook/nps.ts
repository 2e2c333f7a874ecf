/**
 * Did the new onboarding change the net promoter score? Read and run from top to bottom:
 *
 *   npx tsx --tsconfig tsconfig.test.json examples/notebook/nps.ts     in this repository
 *   deno run --allow-read nps.ts                                       where kizuna and papaparse are installed
 */
import { readFile } from 'node:fs/promises';
import { by, compareNps, measure, nps, npsMetric, npsSampleSize, period } from 'kizuna';
import { decodeCsv, parseResponses, score, text, time } from 'kizuna/schema';

// 1. The answers. Cells that cannot be right are left out, and told.
const file = await readFile(new URL('../data/answers.csv', import.meta.url), 'utf8');
const table = await decodeCsv(file.replace(/^# .*\n/gm, ''));
const { rows, rejected } = parseResponses(table.rows, {
  columns: {
    answeredAt: time('answeredAt'),
    plan: text('plan'),
    recommend: score('recommend', { scale: [0, 10] }),
  },
});
console.log(`${rows.length} answers; left out:`, rejected);

// 2. Month by month, on the clocks of Tokyo. Something happens in August, when the new onboarding goes live.
const month = period<(typeof rows)[number]>('answeredAt', { unit: 'month', timeZone: 'Asia/Tokyo' });
const monthly = measure(rows, by(month, npsMetric({ score: 'recommend' })));
console.table(
  monthly.map(({ period, value, n, interval }) => ({
    period,
    nps: value,
    low: interval?.low,
    high: interval?.high,
    n,
  })),
);

// 3. Those it was made for, before and after. The difference comes with an interval, so chance can be told from change.
const launch = Date.parse('2025-08-01T00:00:00+09:00');
const [helped, others] = [rows.filter((row) => row.plan !== 'business'), rows.filter((row) => row.plan === 'business')];
console.log('free and standard', beforeAndAfter(helped));

// 4. The plan that kept the old one. If it moved as much, the onboarding is not what moved the others.
console.log('business', beforeAndAfter(others));

// 5. How many answers a month would tell the score to within ten points?
console.log('answers for a margin of 10 points', npsSampleSize({ marginOfError: 10 }).n);

function beforeAndAfter(answers: typeof rows) {
  const before = answers.filter(({ answeredAt }) => answeredAt !== null && answeredAt < launch);
  const after = answers.filter(({ answeredAt }) => answeredAt !== null && answeredAt >= launch);
  const [first, second] = [nps(before, { score: 'recommend' }), nps(after, { score: 'recommend' })];
  const { difference, interval, pValue } = compareNps(first, second);
  return { before: first.value, after: second.value, difference, interval, pValue };
}
