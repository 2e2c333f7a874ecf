import { calendar, periodsBetween, type Repurchase, repeaterRate, repeatRate, repurchaseLadder } from 'kizuna';
import type { Behaviour } from '../behaviour.js';
import type { Block, Chapter, Sentence } from '../chapter.js';
import { axisOf, count, counted, decimal, estimateText, intervalText, percent, rangeOf } from '../format.js';
import type { Sales } from '../sales.js';
import { hiddenNote } from './hidden-note.js';
import { periodsOf } from './periods.js';
import { hiddenRows } from './small.js';

/** How long a purchase may take to be followed by the next. */
const WITHIN_DAYS = 60;
const MOST_PERIODS = 18;
const RUNGS = 5;

/** Who buys again: the second purchase and the later ones, and the repeaters of each period. */
export function repeatChapter(behaviour: Behaviour): Chapter | null {
  const { purchase } = behaviour;
  return purchase === null ? null : chapterOf({ ...behaviour, noun: purchase, step: { purchase } });
}

/** The same of the orders of a shop. */
export function orderRepeatChapter({ orders, ...sales }: Sales): Chapter | null {
  return chapterOf({ ...sales, log: orders, noun: 'order', step: {} });
}

/** Purchases: a log, which of its events are some, and what one is called. */
interface Purchases extends Pick<Behaviour, 'log' | 'zone' | 'unit' | 'minimum'> {
  readonly step: { readonly purchase?: string };
  readonly noun: string;
}

function chapterOf(purchases: Purchases): Chapter | null {
  const { log, step, noun, zone, minimum } = purchases;
  const ladder = repurchaseLadder(log, { ...step, within: { days: WITHIN_DAYS }, upTo: RUNGS, timeZone: zone });
  const [second] = ladder;
  if (second === undefined || second.n === 0) return null;
  const title = `Buying again: ${noun}`;
  if (second.n < minimum) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers with ${noun}.` }] };
  }
  const ranges = ladder.map((rung) => (rung.n < minimum ? null : rangeOf(rung)));
  const axis = axisOf(ranges, 0.1, [0, 1], (value) => percent(value, 0));
  return {
    title,
    blocks: [
      { kind: 'headline', text: `Second ${noun} within ${WITHIN_DAYS} days: ${estimateText(second, percent)}` },
      ...meaningOf(second),
      {
        kind: 'table',
        title: `The next ${noun} within ${WITHIN_DAYS} days of the one before`,
        columns: [
          { title: noun, kind: 'text' },
          { title: 'of', kind: 'number' },
          { title: 'did', kind: 'number' },
          { title: 'may yet', kind: 'number' },
          { title: 'rate', kind: 'number' },
          { title: 'median', kind: 'number' },
          { title: '', kind: 'range', axis },
        ],
        rows: ladder.map((rung, i) => [
          `${rung.purchases - 1} → ${rung.purchases}`,
          ...(rung.n < minimum
            ? [null, null, null, null, null]
            : [
                count(rung.n),
                count(rung.converted),
                count(rung.open),
                rung.value === null ? null : percent(rung.value),
                rung.medianDays === null ? null : `${decimal(rung.medianDays, 0)} days`,
              ]),
          ranges[i] ?? null,
        ]),
      },
      ...repeatersByPeriod(purchases),
      {
        kind: 'note',
        text:
          'The rate is the Kaplan–Meier estimate: who may yet buy counts for as long as they were seen. ' +
          'Again: bought in the period, and not for the first time ever; リピーター率 is the share of these among those who bought in it, リピート率 among everybody who had bought by its end. * has not ended.' +
          (ladder.some(({ n }) => n < minimum)
            ? ` · not shown, or not known: rows of fewer than ${minimum} customers.`
            : ''),
      },
    ],
  };
}

function meaningOf({ n, converted, expired, open, naive, value }: Repurchase): readonly Sentence[] {
  const lag = naive.value !== null && value !== null && value - naive.value > 0.005;
  const text =
    `${counted(n, 'customer')} bought: ${count(converted)} again in time, ${count(expired)} not in time, and for ${count(open)} the time is not over` +
    (lag ? `: counting these as lost would say ${percent(naive.value)}.` : '.');
  return [{ kind: 'text', text }];
}

/** Repeaters among the buyers of each period. */
function repeatersByPeriod(purchases: Purchases): readonly Block[] {
  const { log, step, unit, zone, minimum } = purchases;
  const periods = calendar(periodsOf(purchases));
  const [first, last] = [log.time[0], log.time[log.length - 1]];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [periods.labelOf(periods.indexOf(first)), periods.labelOf(periods.indexOf(last))];
  const labels = periodsBetween(periods, from, to).slice(-MOST_PERIODS);
  const rows = labels.map((label) => {
    const index = periods.parse(label);
    const options = { ...step, from: periods.startOf(index), to: periods.startOf(index + 1), timeZone: zone };
    const isOver = periods.startOf(index + 1) - 1 <= last;
    return { label: isOver ? label : `${label} *`, of: repeaterRate(log, options), ever: repeatRate(log, options) };
  });
  const hidden = hiddenRows(
    rows.map(({ of }) => of.customers),
    minimum,
  );
  const ranges = rows.map(({ of }, i) => (hidden[i]?.suppressed === false ? rangeOf(of) : null));
  const axis = axisOf(ranges, 0.1, [0, 1], (value) => percent(value, 0));
  return [
    {
      kind: 'trend',
      title: `リピーター率 by ${unit} with its 95 % interval`,
      points: rows.map(({ label }, i) => ({ label, range: ranges[i] ?? null })),
      axis,
    },
    {
      kind: 'table',
      title: `Repeaters by ${unit}, dates of ${zone}; * has not ended`,
      columns: [
        { title: unit, kind: 'text' },
        { title: 'bought', kind: 'number' },
        { title: 'new', kind: 'number' },
        { title: 'again', kind: 'number' },
        { title: 'リピーター率', kind: 'number' },
        { title: '95 % interval', kind: 'number' },
        { title: 'リピート率', kind: 'number' },
      ],
      rows: rows.map(({ label, of, ever }, i) => [
        label,
        ...(hidden[i]?.suppressed === false
          ? [
              count(of.customers),
              count(of.newCustomers),
              count(of.numerator),
              of.value === null ? null : percent(of.value),
              intervalText(of.interval),
              ever.value === null ? null : percent(ever.value),
            ]
          : [null, null, null, null, null, null]),
      ]),
    },
    ...hiddenNote(hidden, minimum, `${unit}s`, 'customers'),
  ];
}
