import { type RecurringRevenuePeriod, revenueWaterfall } from 'kizuna';
import type { Chapter, Sentence, Waterfall } from '../chapter.js';
import { amountText, count, counted, decimal, percent } from '../format.js';
import { presetNote, revenuePeriods } from '../revenue-months.js';
import type { Subscriptions } from '../subscriptions.js';
import { hiddenNote } from './hidden-note.js';
import { fromFirstShown, hiddenRows } from './small.js';

/** As many periods as a table can hold. */
const MOST_PERIODS = 24;

/** From the revenue of one period to that of the next: what is new, what grew, shrank, left and came back. */
export function bridgeChapter(subscriptions: Subscriptions): Chapter | null {
  const { hasAmounts, unit, zone, minimum, places } = subscriptions;
  if (!hasAmounts) return null;
  const title = `Recurring revenue by ${unit}`;
  const all = revenuePeriods(subscriptions);
  const hidden = hiddenRows(
    all.map(({ customers }) => customers.end),
    minimum,
  );
  const marked = all.map((row, i) => ({ ...row, isShown: hidden[i]?.suppressed === false }));
  const rows = fromFirstShown(marked.slice(-MOST_PERIODS));
  if (rows.every(({ isShown }) => !isShown)) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers in each ${unit}.` }] };
  }
  const money = (value: number): string => amountText(value, places);
  const last = rows.filter(({ complete }) => complete).at(-1);
  return {
    title,
    blocks: [
      ...(last?.isShown === true ? [...answerOf(last, unit, money), waterfallOf(last, unit, money)] : []),
      {
        kind: 'table',
        title: `Revenue a month, by ${unit}, dates of ${zone}`,
        columns: [
          { title: unit, kind: 'text' },
          ...['new', 'expansion', 'back', 'contraction', 'churned', 'end'].map(
            (name) => ({ title: name, kind: 'number' }) as const,
          ),
        ],
        rows: rows.map((row) => [
          row.complete ? row.period : `${row.period} *`,
          ...[row.new, row.expansion, row.reactivation, row.contraction, row.churned, row.end].map((value) =>
            row.isShown ? money(value) : null,
          ),
        ]),
      },
      {
        kind: 'note',
        text:
          `Every ${unit} begins where the one before ends, and end = start + new + expansion + back − contraction − churned. ` +
          'New: of customers who never paid before. Expansion, contraction: who pays more or less, and stays. Back: who had paid, and paid nothing when it began. ' +
          'What is paid by the year counts a twelfth a month. Bars at the ends may be cut off below.' +
          presetNote(subscriptions) +
          (rows.some(({ complete }) => !complete) ? ' * has not ended.' : ''),
      },
      ...hiddenNote(hidden, minimum, `${unit}s`, 'customers'),
    ],
  };
}

function answerOf(last: RecurringRevenuePeriod, unit: string, money: (value: number) => string): readonly Sentence[] {
  const { customers, growth, arpa, quickRatio } = last;
  const change = growth === null ? '' : `, ${growth < 0 ? '' : '+'}${percent(growth)} on the ${unit} before`;
  const each = arpa === null ? '' : ` ${money(arpa)} each on average.`;
  const quick =
    quickRatio === null
      ? ''
      : ` For each unit of revenue that was lost ${decimal(quickRatio, 2)} came (quick ratio); above 1 revenue grows.`;
  return [
    { kind: 'headline', text: `${last.period}: ${money(last.end)} a month${change}` },
    {
      kind: 'text',
      text:
        `${counted(customers.end, 'customer')} pay,${each} ${count(customers.new)} began, ${count(customers.reactivated)} came back, ` +
        `${count(customers.churned)} left.${quick}`,
    },
  ];
}

function waterfallOf(row: RecurringRevenuePeriod, unit: string, format: (value: number) => string): Waterfall {
  const tones = { total: 'neutral', gain: 'good', loss: 'bad' } as const;
  return {
    kind: 'waterfall',
    title: `${row.period}, from the ${unit} before to its end`,
    bars: revenueWaterfall(row).map(({ step, from, to, kind }) => ({
      label: step === 'reactivation' ? 'back' : step,
      from,
      to,
      tone: tones[kind],
    })),
    format,
  };
}
