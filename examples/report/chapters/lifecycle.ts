import { type LifecyclePeriod, lifecycle } from 'kizuna';
import type { Behaviour } from '../behaviour.js';
import type { Chapter, Sentence } from '../chapter.js';
import { count, counted, decimal } from '../format.js';
import { hiddenNote } from './hidden-note.js';
import { periodsOf } from './periods.js';
import { hiddenRows } from './small.js';

/** As many periods as a table can hold. */
const MOST_PERIODS = 18;

/** Where the active customers of a period come from, and how many of the period before stayed away. */
export function lifecycleChapter(behaviour: Behaviour): Chapter | null {
  const { log, unit, zone, minimum } = behaviour;
  const rows = lifecycle(log, periodsOf(behaviour));
  const hidden = hiddenRows(
    rows.map(({ active }) => active),
    minimum,
  );
  const all = rows.map((row, i) => ({
    ...row,
    isShown: hidden[i]?.suppressed === false,
    // Who stayed away is of the period before, and would tell of it.
    hasDormant: i === 0 || hidden[i - 1]?.suppressed === false,
  }));
  const shown = all.slice(-MOST_PERIODS);
  if (shown.length < 2) return null;
  const isOpen = shown.some(({ complete }) => !complete);
  return {
    title: `New, returning, resurrecting, dormant by ${unit}`,
    blocks: [
      ...answerOf(all, unit),
      {
        kind: 'stacks',
        title: `Active customers by ${unit}, and below the line those who stayed away`,
        series: [
          { label: 'returning', tone: 'good', isBelow: false },
          { label: 'resurrecting', tone: 'soft', isBelow: false },
          { label: 'new', tone: 'neutral', isBelow: false },
          { label: 'dormant', tone: 'bad', isBelow: true },
        ],
        points: shown.map((row) => ({
          label: row.period,
          values: row.isShown
            ? [row.returning, row.resurrecting, row.new, row.hasDormant ? row.dormant : null]
            : [null, null, null, null],
        })),
      },
      {
        kind: 'table',
        title: `Customers by ${unit}, dates of ${zone}`,
        columns: [
          { title: unit, kind: 'text' },
          ...['new', 'returning', 'resurrecting', 'dormant', 'active', 'quick ratio'].map(
            (title) => ({ title, kind: 'number' }) as const,
          ),
        ],
        rows: shown.map((row) => [
          row.complete ? row.period : `${row.period} *`,
          ...[row.new, row.returning, row.resurrecting].map((customers) => (row.isShown ? count(customers) : null)),
          row.isShown && row.hasDormant ? count(row.dormant) : null,
          row.isShown ? count(row.active) : null,
          row.isShown && row.hasDormant && row.quickRatio !== null ? decimal(row.quickRatio, 2) : null,
        ]),
      },
      {
        kind: 'note',
        text:
          `New: for the first time in this file. Returning: in the ${unit} before, too. Resurrecting: back after a pause. ` +
          `Dormant: there in the ${unit} before, and not in this one. Quick ratio: new and resurrecting for each dormant one; above 1 the number of active customers grows.` +
          (isOpen ? ` * has not ended: who has yet to come counts as dormant.` : ''),
      },
      ...hiddenNote(hidden, minimum, `${unit}s`, 'customers'),
    ],
  };
}

/** What the last period that has ended says. */
function answerOf(
  rows: readonly (LifecyclePeriod & { readonly isShown: boolean })[],
  unit: string,
): readonly Sentence[] {
  const [before, last] = rows.filter(({ complete }) => complete).slice(-2);
  if (before?.isShown !== true || last?.isShown !== true) return [];
  const change = last.active - before.active;
  const more = change === 0 ? 'as many as' : `${count(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than`;
  return [
    {
      kind: 'headline',
      text: `${last.period}: ${counted(last.active, 'active customer')}, ${more} the ${unit} before`,
    },
    {
      kind: 'text',
      text:
        `${count(last.new)} came for the first time, ${count(last.returning)} had been there the ${unit} before, ${count(last.resurrecting)} came back after a pause; ` +
        `${count(last.dormant)} of the ${unit} before stayed away.`,
    },
  ];
}
