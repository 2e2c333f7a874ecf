import { type KaplanMeier, kaplanMeier, logRank, survivalAt } from 'kizuna';
import type { Block, Chapter, Curves, Sentence } from '../chapter.js';
import { count, decimal, estimateText, intervalText, percent } from '../format.js';
import { type Lifetime, lifetimesOf } from '../lifetimes.js';
import type { Subscriptions } from '../subscriptions.js';

/** As many curves as can be told apart. */
const MOST_PLANS = 6;
const AFTER = [3, 6, 12];
const FIELDS = { duration: 'months', ended: 'ended' } as const;

/** How long customers stay, by the plan that they begin with, with those who are still there in the reckoning. */
export function survivalChapter(subscriptions: Subscriptions): Chapter | null {
  const { minimum, columns, hasEnds } = subscriptions;
  if (!hasEnds) return null;
  const all = lifetimesOf(subscriptions);
  if (all.length < minimum || all.every(({ ended }) => !ended)) return null;
  const whole = kaplanMeier(all, FIELDS);
  const plans = columns.plan === null ? [] : plansOf(all, minimum);
  const groups = [
    ...plans.map((plan) => ({ label: plan, rows: all.filter((each) => each.plan === plan) })),
    { label: 'all', rows: all },
  ].map(({ label, rows }) => ({ label, result: kaplanMeier(rows, FIELDS) }));
  const drawn = plans.length > 1 ? groups.slice(0, -1) : groups;
  const span = Math.max(...all.map(({ months }) => months));
  const [, , year] = survivalAt(whole, AFTER);
  const hidden = new Set(all.map(({ plan }) => plan)).size - plans.length;
  return {
    title: `How long customers stay${plans.length > 1 ? `, by ${columns.plan} at the start` : ''}`,
    blocks: [
      { kind: 'headline', text: headlineOf(whole.median.value, year) },
      ...comparedOf(all, plans, columns.plan),
      {
        kind: 'curves',
        title: 'Share of customers who are still there',
        series: drawn.map(({ label, result }): Curves['series'][number] => ({
          label,
          points: [{ at: 0, value: 1 }, ...result.curve.map(({ time, survival }) => ({ at: time, value: survival }))],
          until: result.curve.at(-1)?.time ?? 0,
        })),
        span,
        unit: 'months since the first payment',
        axis: { low: 0, high: 1, format: (value) => percent(value, 0) },
      },
      {
        kind: 'table',
        title: 'Share of customers who are still there after so many months (Kaplan–Meier)',
        columns: [
          { title: columns.plan ?? '', kind: 'text' },
          ...['customers', 'left', ...AFTER.map(String), '95 % interval', 'at risk'].map(
            (title) => ({ title, kind: 'number' }) as const,
          ),
        ],
        rows: groups.map(({ label, result }) => {
          const at = survivalAt(result, AFTER);
          return [
            label,
            count(result.n),
            count(result.events),
            ...at.map(({ value }) => (value === null ? null : percent(value, 0))),
            intervalText(at.at(-1)?.interval ?? null),
            count(result.curve.find(({ time }) => time >= AFTER[AFTER.length - 1]!)?.atRisk ?? 0),
          ];
        }),
      },
      ...medianTable(groups, columns.plan ?? ''),
      {
        kind: 'note',
        text:
          'From the first payment to the first day without any, in months of the calendar; who is still there counts as long as was seen, and not as lost. ' +
          `The interval is that after ${AFTER.at(-1)} months, and at risk are those who were still followed then. ` +
          'Half stay: so many months or longer, where the curve comes down to a half. ' +
          (plans.length > 1 ? `The ${columns.plan} is the one at the start.` : '') +
          (hidden > 0 && columns.plan !== null
            ? ` ${columns.plan} with fewer than ${minimum} customers, or beyond the ${MOST_PLANS} largest, are in the last row only.`
            : ''),
      },
    ],
  };
}

/** How long half of them stay, where the curve comes down so far; an end of the interval may lie beyond what was seen. */
function medianTable(
  groups: readonly { readonly label: string; readonly result: KaplanMeier }[],
  heading: string,
): readonly Block[] {
  const months = (time: number | null) => (time === null ? null : decimal(time));
  const rows = groups
    .filter(({ result }) => result.median.value !== null)
    .map(({ label, result: { median, medianLow, medianHigh } }) => [
      label,
      months(median.value),
      medianLow === null ? null : `${decimal(medianLow)} to ${months(medianHigh) ?? 'beyond'}`,
    ]);
  const columns = [
    { title: heading, kind: 'text' },
    { title: 'half stay, months', kind: 'number' },
    { title: '95 % interval', kind: 'number' },
  ] as const;
  return rows.length === 0 ? [] : [{ kind: 'table', title: 'How long half of the customers stay', columns, rows }];
}

/** The largest plans, each with enough customers. */
function plansOf(all: readonly Lifetime[], minimum: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { plan } of all) counts.set(plan, (counts.get(plan) ?? 0) + 1);
  return [...counts]
    .filter(([, n]) => n >= minimum)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_PLANS)
    .map(([plan]) => plan);
}

function headlineOf(median: number | null, year: ReturnType<typeof survivalAt>[number] | undefined): string {
  if (year !== undefined && year.value !== null) return `Still there after 12 months: ${estimateText(year, percent)}`;
  return median === null
    ? 'More than half of the customers are still there'
    : `Half stay ${decimal(median)} months or longer`;
}

/** Whether the plans differ by more than chance. */
function comparedOf(all: readonly Lifetime[], plans: readonly string[], heading: string | null): readonly Block[] {
  const rows = all.filter(({ plan }) => plans.includes(plan));
  if (plans.length < 2) return [];
  const { pValue } = logRank(rows, { ...FIELDS, group: 'plan' });
  if (pValue === null) return [];
  const told = pValue < 0.0001 ? 'p below 0.0001' : `p = ${decimal(pValue, 4)}`;
  const meaning =
    pValue < 0.05
      ? 'customers stay differently long, by more than chance would make'
      : 'customers stay differently long by no more than chance can make';
  const sentence: Sentence = { kind: 'text', text: `By ${heading}, ${meaning} (log-rank test, ${told}).` };
  return [sentence];
}
