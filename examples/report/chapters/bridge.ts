import { calendar, type RecurringRevenuePeriod, revenueWaterfall, subscriptionLifetimes } from 'kizuna';
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
  const { hasAmounts, unit, zone, minimum, places, currency, hasEnds } = subscriptions;
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
  const inUnits = (value: number): string => (currency === null ? money(value) : `${money(value)} ${currency}`);
  const within = passingCustomers(subscriptions, all.slice(-MOST_PERIODS));
  const last = rows.filter(({ complete }) => complete).at(-1);
  return {
    title,
    blocks: [
      ...(last?.isShown === true ? [...answerOf(last, unit, inUnits), waterfallOf(last, unit, money)] : []),
      {
        kind: 'table',
        title: `Revenue a month${currency === null ? '' : ` in ${currency}`}, by ${unit}, dates of ${zone}`,
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
          `What is paid by the year counts a twelfth a month. A ${unit} is shown where ${minimum} customers or more pay; a movement in it may be of fewer, since the parts must add up.` +
          (within === 0
            ? ''
            : ` ${counted(within, 'customer')} began and left within one ${unit}, and ${within === 1 ? 'is' : 'are'} in no row.`) +
          (hasEnds ? '' : ' No column tells when lines end: churned is 0 for want of it.') +
          presetNote(subscriptions) +
          (rows.some(({ complete }) => !complete) ? ' * has not ended.' : ''),
      },
      ...hiddenNote(hidden, minimum, `${unit}s`, 'customers'),
    ],
  };
}

/** Who first paid and left within one of the periods: net movements do not show them. */
function passingCustomers(subscriptions: Subscriptions, periods: readonly RecurringRevenuePeriod[]): number {
  const { ledger, zone, unit, fiscal } = subscriptions;
  const first = periods[0]?.period;
  const { indexOf, labelOf } = calendar({
    ...{ unit, timeZone: zone },
    ...(fiscal === null ? {} : { fiscalYearStartsOn: fiscal }),
  });
  return subscriptionLifetimes(ledger, { timeZone: zone }).filter(({ life, start, end, ended }) => {
    if (life !== 1 || !ended || end === null) return false;
    const period = indexOf(start);
    return period === indexOf(end) && first !== undefined && labelOf(period) >= first;
  }).length;
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
