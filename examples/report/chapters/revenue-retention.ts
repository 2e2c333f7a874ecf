import { type Estimate, type PeriodPoolRetention, revenueRetentionTrend } from 'kizuna';
import type { Axis, Block, Chapter } from '../chapter.js';
import { axisOf, counted, estimateText, intervalText, percent, rangeOf } from '../format.js';
import { presetNote, revenueOptions, revenuePeriods } from '../revenue-months.js';
import type { Subscriptions } from '../subscriptions.js';

/** As many periods as a table can hold. */
const MOST_PERIODS = 24;

/** What of the revenue is left a year and a period later: with what grew (NRR) and without it (GRR). */
export function revenueRetentionChapter(subscriptions: Subscriptions): Chapter | null {
  const { ledger, hasAmounts, hasEnds, unit, minimum } = subscriptions;
  if (!hasAmounts || !hasEnds) return null;
  const rows = revenuePeriods(subscriptions)
    .filter(({ complete, customers }) => complete && customers.start >= minimum)
    .slice(-MOST_PERIODS);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const years = revenueRetentionTrend(ledger, revenueOptions(subscriptions))
    .filter(({ complete, customers }) => complete && customers >= minimum)
    .slice(-MOST_PERIODS);
  const year = years.at(-1);
  return {
    title: `Revenue that stays, by ${unit} (NRR, GRR)`,
    blocks: [
      ...(year === undefined
        ? ([
            {
              kind: 'headline',
              text: `${last.period}: NRR over the ${unit} ${estimateText(last.netRetention, percent)}`,
            },
          ] as const)
        : answerOf(year)),
      ...(years.length < 2 ? [] : [trendOf(years, `NRR of the revenue of a year before, by ${unit}`)]),
      ...(year === undefined
        ? []
        : [tableOf(years, `Of the revenue of the customers of a year before, by ${unit}`, 'after a year')]),
      ...(year === undefined ? [trendOf(rows, `NRR by ${unit}`)] : []),
      tableOf(rows, `Of the revenue that a ${unit} begins with`, `after a ${unit}`),
      {
        kind: 'note',
        text:
          'NRR: what the customers of the start pay later, of what they paid then; new ones are not in it. ' +
          'GRR: the same without expansion, so never above 100 %. A year is no product of months: each asks of its own customers. ' +
          'The intervals are of customers as a sample of such customers: with few large ones they are wide.' +
          presetNote(subscriptions),
      },
    ],
  };
}

interface Retained {
  readonly period: string;
  readonly netRetention: Estimate;
  readonly grossRetention: Estimate;
}

function answerOf({ period, pool, customers, netRetention, grossRetention }: PeriodPoolRetention): readonly Block[] {
  return [
    { kind: 'headline', text: `${period}: NRR over a year ${estimateText(netRetention, percent)}` },
    {
      kind: 'text',
      text: `Of what the ${counted(customers, 'customer')} of ${pool} paid at its end. Without what grew, GRR: ${estimateText(grossRetention, percent)}.`,
    },
  ];
}

function trendOf(rows: readonly Retained[], title: string): Block {
  const ranges = rows.map(({ netRetention }) => rangeOf(netRetention));
  const axis: Axis = axisOf(ranges, 0.05, [0, 2], (value) => percent(value, 0));
  return {
    kind: 'trend',
    title: `${title}, with its 95 % interval`,
    points: rows.map(({ period }, i) => ({ label: period, range: ranges[i] ?? null })),
    axis,
  };
}

function tableOf(rows: readonly Retained[], title: string, first: string): Block {
  return {
    kind: 'table',
    title,
    columns: [
      { title: first, kind: 'text' },
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
  };
}
