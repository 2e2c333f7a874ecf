import { compareProportions, type Retention, retention, suppressSmall } from 'kizuna';
import type { Behaviour } from '../behaviour.js';
import type { Chapter, HeatRow, Sentence } from '../chapter.js';
import { axisOf, count, decimal, estimateText, intervalText, percent, rangeOf } from '../format.js';
import { periodsOf, spanOf } from './periods.js';

/** As many columns and rows as a terminal and a page can hold. */
const [MOST_AGES, MOST_COHORTS] = [12, 18];

/** Who comes back: customers by the period of their first event, and the share of them that is active in each later period. */
export function retentionChapter(behaviour: Behaviour): Chapter | null {
  const { log, unit, zone, minimum } = behaviour;
  const result = retention(log, { ...periodsOf(behaviour), periods: MOST_AGES });
  const later = result.overall.filter(({ age, n }) => age > 0 && n >= minimum);
  const [next] = later;
  if (next === undefined) return tooLong(behaviour);
  const { rows, hidden, isThinned } = triangle(result, minimum);
  const ranges = later.map(rangeOf);
  const axis = axisOf(ranges, 0.1, [0, 1], (value) => percent(value, 0));
  return {
    title: `Retention by ${unit}`,
    blocks: [
      { kind: 'headline', text: `Back in the next ${unit}: ${estimateText(next, percent)}` },
      ...meaningOf(later, unit),
      ...changeOf(result, unit),
      {
        kind: 'heat',
        title: `Percentage active so many ${unit}s after the ${unit} of the first event`,
        corner: [unit, 'size'],
        columns: later.map(({ age }) => String(age)),
        rows: rows.map((row) => ({ ...row, cells: row.cells.slice(1, later.length + 1) })),
        darkest: 1,
      },
      {
        kind: 'note',
        text:
          `* the ${unit} has not ended, and its number can still rise; it does not count in the last row. Blank: not yet to be seen. Dates of ${zone}.` +
          (hidden > 0
            ? ` · ${hidden} of ${result.cohorts.length} cohorts not shown: fewer than ${minimum} customers, or needed so that such a cohort cannot be told from the total.`
            : '') +
          (isThinned ? ` Rows of such cohorts are left out here.${otherUnit(COARSER, unit, 'larger cohorts')}` : ''),
      },
      {
        kind: 'trend',
        title: `Share active so many ${unit}s after the first, all cohorts, with its 95 % interval`,
        points: later.map((rate, i) => ({ label: String(rate.age), range: ranges[i] ?? null })),
        axis,
      },
      {
        kind: 'table',
        title: `All cohorts whose ${unit} has ended`,
        columns: [
          { title: `${unit}s later`, kind: 'number' },
          { title: 'active', kind: 'number' },
          { title: '95 % interval', kind: 'number' },
          { title: 'of', kind: 'number' },
          { title: '', kind: 'range', axis },
        ],
        rows: later.map((rate, i) => [
          String(rate.age),
          rate.value === null ? null : percent(rate.value),
          intervalText(rate.interval),
          count(rate.n),
          ranges[i] ?? null,
        ]),
      },
    ],
  };
}

/** What to say where hardly anybody's next period has ended; nothing of a log without events. */
function tooLong({ log, unit, minimum }: Behaviour): Chapter | null {
  if (log.length === 0) return null;
  const text =
    `No retention by ${unit}: for fewer than ${minimum} customers of this file the ${unit} after their first has ended.` +
    otherUnit(FINER, unit, 'shorter periods');
  return { title: `Retention by ${unit}`, blocks: [{ kind: 'note', text }] };
}

type Units = Readonly<Partial<Record<Behaviour['unit'], string>>>;
const COARSER: Units = { day: 'week', week: 'month', month: 'quarter', quarter: 'year' };
const FINER: Units = { year: 'quarter', quarter: 'month', month: 'week', week: 'day' };

function otherUnit(units: Units, unit: Behaviour['unit'], of: string): string {
  const other = units[unit];
  return other === undefined ? '' : ` --unit ${other} makes ${of}.`;
}

interface Triangle {
  readonly rows: readonly HeatRow[];
  readonly hidden: number;
  /** Whether cohorts that are too small have no row, since they would fill the table. */
  readonly isThinned: boolean;
}

/** The cohorts as rows, small ones without their numbers, and the pooled row last. */
function triangle({ cohorts, overall, n }: Retention, minimum: number): Triangle {
  const shown = suppressSmall(
    cohorts.map(({ cohort, size }) => ({ cohort, n: size })),
    { minimum, by: 'cohort' },
  );
  const rows = cohorts.map(({ cohort, size, cells }, i): HeatRow => {
    const isShown = shown[i]?.suppressed === false;
    return {
      label: cohort,
      size: isShown ? size : null,
      cells: cells.map((cell) =>
        cell === null || cell.value === null || !isShown ? null : { share: cell.value, isComplete: cell.complete },
      ),
      isTotal: false,
    };
  });
  const total: HeatRow = {
    label: 'all',
    size: n,
    cells: overall.map(({ value, n: of }) =>
      value === null || of < minimum ? null : { share: value, isComplete: true },
    ),
    isTotal: true,
  };
  const isThinned = rows.slice(-MOST_COHORTS).filter(({ size }) => size === null).length > MOST_COHORTS / 2;
  const kept = isThinned ? rows.filter(({ size }) => size !== null) : rows;
  return {
    rows: [...kept.slice(-MOST_COHORTS), total],
    hidden: shown.filter(({ suppressed }) => suppressed).length,
    isThinned,
  };
}

/** What the curve says in words, at its beginning and where it ends. */
function meaningOf(later: Retention['overall'], unit: string): readonly Sentence[] {
  const [next, last] = [later[0], later.filter(({ n }) => n >= 30).at(-1)];
  if (next === undefined || next.value === null) return [];
  const start = `Of 100 customers who come for the first time, about ${Math.round(100 * next.value)} are active in the next ${unit}`;
  const isLonger = last !== undefined && last.age > next.age && last.value !== null;
  const end = isLonger ? `; after ${spanOf(last.age, unit)} about ${Math.round(100 * (last.value ?? 0))} are.` : '.';
  return [{ kind: 'text', text: start + end }];
}

/** The newer half of the cohorts against the older one, where both are large enough to say something. */
function changeOf({ cohorts }: Retention, unit: string): readonly Sentence[] {
  const complete = cohorts.filter(({ cells }) => cells[1]?.complete === true && (cells[1]?.denominator ?? 0) > 0);
  const half = Math.floor(complete.length / 2);
  if (half < 2) return [];
  const [older, newer] = [complete.slice(0, complete.length - half), complete.slice(-half)];
  const sum = (part: Retention['cohorts'], of: 'numerator' | 'denominator'): number =>
    part.reduce((total, { cells }) => total + (cells[1]?.[of] ?? 0), 0);
  const [before, after] = [older, newer].map((part) => ({
    successes: sum(part, 'numerator'),
    n: sum(part, 'denominator'),
  }));
  if (before === undefined || after === undefined || before.n < 30 || after.n < 30) return [];
  const { difference, interval } = compareProportions(before, after);
  if (difference === null || interval === null) return [];
  const { low, high } = interval;
  const isSettled = low > 0 || high < 0;
  const points = `${difference > 0 ? '+' : ''}${decimal(100 * difference)} points (95 % interval ${decimal(100 * low)} to ${decimal(100 * high)})`;
  const text =
    `The newer cohorts, from ${newer[0]?.cohort} on, against the older ones in the ${unit} after the first: ` +
    `${percent(after.successes / after.n)} against ${percent(before.successes / before.n)}, ${points}: ` +
    (isSettled ? 'more than chance.' : 'no more than chance can make.');
  return [{ kind: 'text', text }];
}
