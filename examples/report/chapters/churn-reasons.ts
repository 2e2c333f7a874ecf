import { churnReasons, cumulativeIncidence } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { count, percent } from '../format.js';
import { lifetimesOf } from '../lifetimes.js';
import type { Subscriptions } from '../subscriptions.js';
import { hiddenNote } from './hidden-note.js';
import { hiddenRows } from './small.js';

/** As many reasons as can be told apart. */
const MOST_REASONS = 6;
const AFTER = [3, 6, 12];

/** Why customers leave, and how many have left for each reason after so many months. */
export function churnReasonsChapter(subscriptions: Subscriptions): Chapter | null {
  const { columns, minimum, hasEnds } = subscriptions;
  if (columns.reason === null || !hasEnds) return null;
  const lifetimes = lifetimesOf(subscriptions);
  const gone = lifetimes.filter(({ ended }) => ended);
  if (gone.length < minimum || gone.every(({ reason }) => reason === 'not told')) return null;
  const told = churnReasons(gone, { reason: 'reason' });
  const { reasons } = cumulativeIncidence(lifetimes, { duration: 'months', reason: 'reason' });
  const rows = told.reasons.map(({ reason, customers, share }) => ({
    reason: String(reason),
    customers,
    share,
    curve: reasons.find((each) => each.reason === reason)?.curve ?? [],
  }));
  const hidden = hiddenRows(
    rows.map(({ customers }) => customers),
    minimum,
  );
  const shown = rows.filter((_, i) => hidden[i]?.suppressed === false);
  const [first] = shown;
  if (first === undefined) return null;
  const span = Math.max(...lifetimes.map(({ months }) => months));
  const highest = Math.max(...shown.map(({ curve }) => curve.at(-1)?.incidence ?? 0));
  return {
    title: `Why customers leave: ${columns.reason}`,
    blocks: [
      {
        kind: 'headline',
        text: `Most often: ${first.reason}, ${first.share.value === null ? '' : percent(first.share.value, 0)} of ${count(told.n)} who left`,
      },
      {
        kind: 'curves',
        title: 'Share of customers who have left for a reason',
        series: shown.slice(0, MOST_REASONS).map(({ reason, curve }) => ({
          label: reason,
          points: [{ at: 0, value: 0 }, ...curve.map(({ time, incidence }) => ({ at: time, value: incidence }))],
          until: span,
        })),
        span,
        unit: 'months since the first payment',
        axis: { low: 0, high: Math.ceil(20 * highest) / 20, format: (value) => percent(value, 0) },
      },
      {
        kind: 'table',
        title: 'Share of all customers who have left for it after so many months (Aalen–Johansen)',
        columns: [
          { title: columns.reason, kind: 'text' },
          ...['customers', 'of those who left', ...AFTER.map(String)].map(
            (title) => ({ title, kind: 'number' }) as const,
          ),
        ],
        rows: rows.map(({ reason, customers, share, curve }, i) =>
          hidden[i]?.suppressed === false
            ? [
                reason,
                count(customers),
                share.value === null ? null : percent(share.value, 0),
                ...AFTER.map((months) => percent(incidenceAt(curve, months))),
              ]
            : [reason, null, null, ...AFTER.map(() => null)],
        ),
      },
      {
        kind: 'note',
        text: 'Who left for one reason can leave for no other: the shares of all reasons and of those who are still there are together 100 %. Of the first time that a customer left.',
      },
      ...hiddenNote(hidden, minimum, 'reasons', 'customers'),
    ],
  };
}

/** How many have left after so many months; nobody before the first who did. */
function incidenceAt(curve: readonly { readonly time: number; readonly incidence: number }[], months: number): number {
  return curve.filter(({ time }) => time <= months).at(-1)?.incidence ?? 0;
}
