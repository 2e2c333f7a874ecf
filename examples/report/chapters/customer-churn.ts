import { customerChurn } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { axisOf, count, estimateText, intervalText, percent, rangeOf } from '../format.js';
import { presetNote, revenueOptions } from '../revenue-months.js';
import type { Subscriptions } from '../subscriptions.js';
import { hiddenNote } from './hidden-note.js';
import { fromFirstShown, hiddenRows } from './small.js';

/** As many periods as a table can hold. */
const MOST_PERIODS = 24;

/** How many customers were lost, of those that a period began with. */
export function customerChurnChapter(subscriptions: Subscriptions): Chapter | null {
  const { ledger, hasEnds, unit, zone, minimum } = subscriptions;
  if (!hasEnds) return null;
  const all = customerChurn(ledger, revenueOptions(subscriptions)).filter(({ start }) => start > 0);
  const hidden = hiddenRows(
    all.map(({ start }) => start),
    minimum,
  );
  const marked = all.map((row, i) => ({ ...row, isShown: hidden[i]?.suppressed === false }));
  const rows = fromFirstShown(marked.slice(-MOST_PERIODS));
  const last = rows.filter(({ complete, isShown }) => complete && isShown).at(-1);
  if (last === undefined) return null;
  const ranges = rows.map(({ churn, isShown, complete }) => (isShown && complete ? rangeOf(churn) : null));
  const axis = axisOf(ranges, 0.05, [0, 1], (value) => percent(value, 0));
  return {
    title: `Customers lost by ${unit} (解約率)`,
    blocks: [
      { kind: 'headline', text: `${last.period}: ${estimateText(last.churn, percent)}` },
      {
        kind: 'trend',
        title: `Share of the customers of the start who left, by ${unit}, with its 95 % interval`,
        points: rows.map(({ period }, i) => ({ label: period, range: ranges[i] ?? null })),
        axis,
      },
      {
        kind: 'table',
        title: `Customers by ${unit}, dates of ${zone}`,
        columns: [
          { title: unit, kind: 'text' },
          ...['start', 'new', 'back', 'left', 'end', 'churn', '95 % interval'].map(
            (title) => ({ title, kind: 'number' }) as const,
          ),
        ],
        rows: rows.map((row) => [
          row.complete ? row.period : `${row.period} *`,
          ...[row.start, row.new, row.reactivated, row.churned, row.end].map((n) => (row.isShown ? count(n) : null)),
          row.isShown && row.churn.value !== null ? percent(row.churn.value) : null,
          row.isShown ? intervalText(row.churn.interval) : null,
        ]),
      },
      {
        kind: 'note',
        text:
          `Churn: who paid when the ${unit} began and not when it ended, of all who paid when it began; who is new in it is in neither. ` +
          `Nobody leaves at the end of the file. A ${unit} is shown where it begins with ${minimum} customers or more; of these fewer may have come or left.` +
          presetNote(subscriptions) +
          (rows.some(({ complete }) => !complete) ? ' * has not ended.' : ''),
      },
      ...hiddenNote(hidden, minimum, `${unit}s`, 'customers'),
    ],
  };
}
