import { type ActivePeriod, activeCustomers, type Stickiness, stickiness } from 'kizuna';
import type { Behaviour } from '../behaviour.js';
import type { Chapter, Lines, Sentence } from '../chapter.js';
import { axisOf, count, decimal, estimateText, percent, rangeOf } from '../format.js';
import { hiddenNote } from './hidden-note.js';
import { hiddenRows } from './small.js';

const [WEEK, MONTH] = [7, 30];
const MOST_MONTHS = 18;

/** How many customers are active by day, week and month, and on how many days they come. */
export function activeChapter({ log, zone, minimum }: Behaviour): Chapter | null {
  const days = activeCustomers(log, { unit: 'day', timeZone: zone, trailing: [WEEK, MONTH] });
  if (days.length < 2) return null;
  const sticky = stickiness(log, { unit: 'day', within: 'month', timeZone: zone });
  const hidden = hiddenRows(
    sticky.series.map(({ active }) => active),
    minimum,
  );
  const months = sticky.series
    .map((month, i) => ({ ...month, isShown: hidden[i]?.suppressed === false }))
    .slice(-MOST_MONTHS);
  const ranges = months.map(({ ratio, isShown }) => (isShown ? rangeOf(ratio) : null));
  const axis = axisOf(ranges, 0.05, [0, 1], (value) => percent(value, 0));
  return {
    title: 'Active customers',
    blocks: [
      ...answerOf(sticky, hidden),
      ...linesOf(days, minimum),
      {
        kind: 'table',
        title: `Stickiness by month, dates of ${zone}, with its 95 % interval`,
        columns: [
          { title: 'month', kind: 'text' },
          { title: 'active', kind: 'number' },
          { title: 'mean a day', kind: 'number' },
          { title: 'stickiness', kind: 'number' },
          { title: '', kind: 'range', axis },
        ],
        rows: months.map(({ period, active, meanActive, ratio, complete, isShown }, i) => [
          complete ? period : `${period} *`,
          isShown ? count(active) : null,
          isShown ? decimal(meanActive) : null,
          isShown && ratio.value !== null ? percent(ratio.value) : null,
          ranges[i] ?? null,
        ]),
      },
      {
        kind: 'note',
        text:
          'Active is who has any event. Stickiness is the mean of daily active customers divided by those of the month: on what share of its days a customer of the month comes.' +
          (months.some(({ complete }) => !complete) ? ' * is not whole in this file.' : ''),
      },
      ...hiddenNote(hidden, minimum, 'months', 'customers'),
    ],
  };
}

function answerOf(
  { ratio, series }: Stickiness,
  hidden: readonly { readonly suppressed: boolean }[],
): readonly Sentence[] {
  const last = series.map(({ complete }) => complete).lastIndexOf(true);
  const month = series[last];
  if (month === undefined || hidden[last]?.suppressed !== false || ratio.value === null) return [];
  return [
    {
      kind: 'headline',
      text: `${month.period}: ${count(month.active)} customers active in the month, ${decimal(month.meanActive)} on a mean day`,
    },
    {
      kind: 'text',
      text: `Stickiness over all whole months: ${estimateText(ratio, percent)}. Who comes at all in a month of 30 days comes on about ${decimal(30 * ratio.value)} of them.`,
    },
  ];
}

/** Days that are over, and windows that lie within the file, each where enough customers are active. */
function linesOf(days: readonly ActivePeriod[], minimum: number): readonly Lines[] {
  const over = days.filter(({ complete }) => complete);
  const shown = (active: number): number | null => (active < minimum ? null : active);
  const trailing = (place: number): readonly (number | null)[] =>
    over.map((day) => (day.trailing[place]?.complete === true ? shown(day.trailing[place].active) : null));
  const series = [
    { label: 'on the day', values: over.map(({ active }) => shown(active)) },
    { label: `in ${WEEK} days`, values: trailing(0) },
    { label: `in ${MONTH} days`, values: trailing(1) },
  ].filter(({ values }) => values.some((value) => value !== null));
  const most = Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  if (series.length === 0) return [];
  const lines: Lines = {
    kind: 'lines',
    title: `Customers active on the day, in the ${WEEK} days and in the ${MONTH} days up to it`,
    labels: over.map(({ period }) => period),
    series,
    axis: { low: 0, high: most, format: count },
  };
  return [lines];
}
