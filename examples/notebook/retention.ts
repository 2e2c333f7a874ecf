/**
 * Did the new onboarding bring more members back, and more to a second purchase? Read and run from top to bottom:
 *
 *   npx tsx --tsconfig tsconfig.test.json examples/notebook/retention.ts     in this repository
 *   deno run --allow-read retention.ts                                       where kizuna and papaparse are installed
 */
import { readFile } from 'node:fs/promises';
import { compareProportions, eventLog, repurchase, retention } from 'kizuna';
import { choice, decodeCsv, parseEvents } from 'kizuna/schema';

// 1. The events. Columns are found by their names; rows that cannot be right are left out, and told.
const file = await readFile(new URL('../data/events.csv', import.meta.url), 'utf8');
const table = await decodeCsv(file.replace(/^# .*\n/gm, ''));
const names = ['visit', 'view_item', 'add_to_cart', 'purchase', 'open_message'] as const;
const plans = ['free', 'standard', 'premium'] as const;
const { rows, rejected } = parseEvents(table.rows, {
  columns: { name: choice('event', { choices: names, required: true }) },
  properties: { plan: choice('plan', { choices: plans }) },
  timeZone: 'Asia/Tokyo',
});
console.log(`${rows.length} events; left out:`, rejected);

// 2. One log, asked many times. A step or a plan that is misspelt below does not compile.
const roles = { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] } as const;
const log = eventLog(rows, roles);
console.log(`${log.customers.length} customers`);

// 3. Who comes back: members by the month of their first event, and the share of them active in each later month.
const months = { timeZone: 'Asia/Tokyo', asOf: '2025-12-14' } as const;
const { cohorts, overall } = retention(log, { ...months, unit: 'month', periods: 6 });
const shares = (cells: (typeof cohorts)[number]['cells']) =>
  Object.fromEntries(cells.slice(1).map((cell, i) => [`+${i + 1}`, cell?.complete ? percent(cell.value) : null]));
console.table(Object.fromEntries(cohorts.map(({ cohort, size, cells }) => [cohort, { size, ...shares(cells) }])));
console.log(
  'all cohorts',
  overall.slice(1).map(({ age, value, interval, n }) => ({ age, value, interval, n })),
);

// 4. F2転換率: who buys a second time within 60 days. Who bought last week counts for as long as they were seen.
const rules = { ...months, purchase: 'purchase', within: { days: 60 } } as const;
const { value, interval, n, open, naive } = repurchase(log, rules);
console.log('F2', { value, interval, n, open, naive: naive.value });

// 5. Who joined before the new onboarding, and who from then on: customers by their first event, with all of their rows.
const launch = Date.parse('2025-08-01T00:00:00+09:00');
const joined = new Map<string | number, number>();
for (const { customer, time } of rows) joined.set(customer, Math.min(time, joined.get(customer) ?? Infinity));
const isNew = (row: (typeof rows)[number]) => (joined.get(row.customer) ?? Infinity) >= launch;
const [older, newer] = [rows.filter((row) => !isNew(row)), rows.filter(isNew)];
const [before, after] = [repurchase(eventLog(older, roles), rules), repurchase(eventLog(newer, roles), rules)];
console.log('F2 before', { value: before.value, interval: before.interval, n: before.n });
console.log('F2 after', { value: after.value, interval: after.interval, n: after.n });

// 6. Is it more than chance? Among those whose 60 days are over, so that all had the same time.
const over = ({ mature }: typeof before) => ({ successes: mature.numerator, n: mature.denominator });
const { difference, ...test } = compareProportions(over(before), over(after));
console.log('F2 after less before', { difference, interval: test.interval, pValue: test.pValue });

// 7. The same for coming back in the month after the first.
const back = (events: typeof rows) => {
  const next = retention(eventLog(events, roles), { ...months, unit: 'month', periods: 1 }).overall[1];
  return { successes: next?.numerator ?? 0, n: next?.denominator ?? 0 };
};
const comeback = compareProportions(back(older), back(newer));
console.log('back after less before', {
  difference: comeback.difference,
  interval: comeback.interval,
  pValue: comeback.pValue,
});

// 8. By plan: a log for each, all seen until the same instant.
for (const plan of plans) {
  const ofPlan = eventLog(
    rows.filter((row) => row.plan === plan),
    roles,
  );
  const f2 = repurchase(ofPlan, rules);
  console.log(plan, { value: f2.value, interval: f2.interval, n: f2.n });
}

function percent(share: number | null): string | null {
  return share === null ? null : `${(100 * share).toFixed(0)} %`;
}
