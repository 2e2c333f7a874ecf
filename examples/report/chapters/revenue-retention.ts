import type { RecurringRevenuePeriod } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { axisOf, estimateText, intervalText, percent, rangeOf } from '../format.js';
import { presetNote, revenuePeriods } from '../revenue-months.js';
import type { Subscriptions } from '../subscriptions.js';

/** As many periods as a table can hold. */
const MOST_PERIODS = 24;

/** What of the revenue is left a period later: with what grew (NRR) and without it (GRR). */
export function revenueRetentionChapter(subscriptions: Subscriptions): Chapter | null {
  const { hasAmounts, unit, minimum } = subscriptions;
  if (!hasAmounts) return null;
  const rows = revenuePeriods(subscriptions)
    .filter(({ complete, customers }) => complete && customers.start >= minimum)
    .slice(-MOST_PERIODS);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const ranges = rows.map(({ netRetention }) => rangeOf(netRetention));
  const axis = axisOf(ranges, 0.05, [0, 2], (value) => percent(value, 0));
  return {
    title: `Revenue that stays, by ${unit} (NRR, GRR)`,
    blocks: [
      { kind: 'headline', text: `${last.period}: NRR ${estimateText(last.netRetention, percent)}` },
      {
        kind: 'text',
        text: `Without what grew, GRR: ${estimateText(last.grossRetention, percent)}. ${yearOf(rows, unit)}`.trim(),
      },
      {
        kind: 'trend',
        title: `NRR by ${unit}, with its 95 % interval`,
        points: rows.map(({ period }, i) => ({ label: period, range: ranges[i] ?? null })),
        axis,
      },
      {
        kind: 'table',
        title: `Of the revenue that a ${unit} begins with`,
        columns: [
          { title: unit, kind: 'text' },
          { title: 'GRR', kind: 'number' },
          { title: '95 % interval', kind: 'number' },
          { title: 'NRR', kind: 'number' },
          { title: '95 % interval', kind: 'number' },
        ],
        rows: rows.map(({ period, grossRetention, netRetention }) => [
          period,
          grossRetention.value === null ? null : percent(grossRetention.value),
          intervalText(grossRetention.interval),
          netRetention.value === null ? null : percent(netRetention.value),
          intervalText(netRetention.interval),
        ]),
      },
      {
        kind: 'note',
        text:
          `NRR: what the customers of the start pay at the end of the ${unit}, of what they paid at its start; new ones are not in it. ` +
          'GRR: the same without expansion, so never above 100 %. The intervals are of customers as a sample of such customers: with few large ones they are wide.' +
          presetNote(subscriptions),
      },
    ],
  };
}

/** What a year of such months comes to. */
function yearOf(rows: readonly RecurringRevenuePeriod[], unit: string): string {
  const year = rows.slice(-12);
  if (unit !== 'month' || year.length < 12) return '';
  const product = (rate: 'grossRetention' | 'netRetention'): number =>
    year.reduce((all, row) => all * (row[rate].value ?? 1), 1);
  return `The twelve months to ${year.at(-1)?.period} multiplied: NRR ${percent(product('netRetention'))}, GRR ${percent(product('grossRetention'))}.`;
}
