import { type RevenueCohortCell, revenueCohorts } from 'kizuna';
import type { Chapter, HeatCell, HeatRow } from '../chapter.js';
import { count, estimateText, percent } from '../format.js';
import { presetNote, revenueOptions, revenuePeriods } from '../revenue-months.js';
import type { Subscriptions } from '../subscriptions.js';
import { spanOf } from './periods.js';
import { hiddenRows } from './small.js';

/** As many columns and rows as a terminal and a page can hold. */
const [MOST_AGES, MOST_COHORTS] = [12, 24];

/** What is left of the revenue of those who began in one period: a row for each period, a column for each that has passed. */
export function revenueCohortsChapter(subscriptions: Subscriptions): Chapter | null {
  const { ledger, hasAmounts, hasEnds, unit, minimum } = subscriptions;
  if (!hasEnds) return null;
  const options = { ...revenueOptions(subscriptions), periods: MOST_AGES };
  const { cohorts, overall, n } = revenueCohorts(ledger, options);
  const later = overall.filter(({ age, customerRetention }) => age > 0 && customerRetention.n >= minimum);
  const last = later.at(-1);
  if (last === undefined) return null;
  const rateOf = ({ netRetention, customerRetention }: Rates) => (hasAmounts ? netRetention : customerRetention);
  const hidden = hiddenRows(
    cohorts.map(({ size }) => size),
    minimum,
  );
  const rows = cohorts.map(({ cohort, size, cells }, i): HeatRow => {
    const isShown = hidden[i]?.suppressed === false;
    const shown = cells.slice(1, later.length + 1);
    return {
      label: cohort,
      size: isShown ? size : null,
      cells: shown.map((cell) => (cell === null || !isShown ? null : cellOf(rateOf(cell).value, cell.complete))),
      isTotal: false,
    };
  });
  const total: HeatRow = {
    label: 'all',
    size: n,
    cells: later.map((point) => cellOf(rateOf(point).value, true)),
    isTotal: true,
  };
  const what = hasAmounts ? 'revenue' : 'customers';
  const missing = hidden.filter(({ suppressed }) => suppressed).length;
  const isThinned = 2 * missing > rows.length;
  return {
    title: `Cohorts: what is left of their ${what}, by ${unit}`,
    blocks: [
      {
        kind: 'headline',
        text: `After ${spanOf(last.age, unit)}: ${estimateText(rateOf(last), percent)} of the ${what}`,
      },
      ...(hasAmounts && last.customerRetention.value !== null
        ? ([
            {
              kind: 'text',
              text: `Of the customers ${percent(last.customerRetention.value)} are there${hasChanges(subscriptions) ? '; those who stay pay more or less than they began with' : ', and pay what they began with'}.`,
            },
          ] as const)
        : []),
      {
        kind: 'heat',
        title: `Percentage of the first ${what}, so many ${unit}s later`,
        corner: [unit, 'size'],
        columns: later.map(({ age }) => String(age)),
        rows: [...(isThinned ? rows.filter(({ size }) => size !== null) : rows).slice(-MOST_COHORTS), total],
        darkest: Math.max(1, ...later.map((point) => rateOf(point).value ?? 0)),
      },
      {
        kind: 'note',
        text:
          `Size: customers who paid for the first time in the ${unit}. * the ${unit} has not ended; it does not count in the last row. Blank: not yet to be seen.` +
          (hasAmounts ? ' Above 100: those who stay have grown by more than was lost.' : '') +
          presetNote(subscriptions) +
          (missing > 0
            ? ` · ${count(missing)} of ${cohorts.length} cohorts not shown: fewer than ${minimum} customers, or needed so that such a cohort cannot be told from the total.${isThinned ? ' Their rows are left out here.' : ''}`
            : ''),
      },
    ],
  };
}

/** Whether anybody who stayed ever paid more or less than before. */
function hasChanges(subscriptions: Subscriptions): boolean {
  return revenuePeriods(subscriptions).some(({ expansion, contraction }) => expansion + contraction > 0);
}

type Rates = Pick<RevenueCohortCell, 'netRetention' | 'customerRetention'>;

function cellOf(share: number | null, isComplete: boolean): HeatCell | null {
  return share === null ? null : { share, isComplete };
}
