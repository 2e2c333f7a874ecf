import { atRisk, type CustomerSummary, churnByInactivity, probabilityAlive, purchaseRhythm, winBack } from 'kizuna';
import type { Block, Chapter, Sentence } from '../chapter.js';
import { axisOf, count, decimal, estimateText, intervalText, percent, rangeOf } from '../format.js';
import type { Sales } from '../sales.js';
import type { SalesModels } from '../sales-models.js';
import { hiddenNote } from './hidden-note.js';
import { fromFirstShown, hiddenRows } from './small.js';

/** As many periods as a table can hold, and customers as a list. */
const [MOST_PERIODS, LISTED] = [18, 10];
/** Who is worth a letter before the time is over. */
const LEAST_ORDERS = 3;

/** Who lapsed, where nobody signs off: after how long, how many by period, who comes back, and who is next. */
export function lapseChapter(sales: Sales, models: SalesModels | null): Chapter | null {
  const { orders, zone, unit, minimum, columns } = sales;
  const title = 'Customers who lapse (休眠)';
  if (orders.customers.length < minimum) return null;
  const by = { per: 'day', timeZone: zone } as const;
  const rhythm = purchaseRhythm(orders, by);
  if (rhythm.lapsedAfter === null || rhythm.gaps < minimum) {
    return { title, blocks: [{ kind: 'note', text: 'No threshold: hardly anybody of this file bought again.' }] };
  }
  const days = Math.ceil(rhythm.lapsedAfter.days);
  const lapsedAfter = { days };
  const all = churnByInactivity(orders, { ...by, unit, lapsedAfter }).filter(({ start }) => start > 0);
  const hidden = hiddenRows(
    all.map(({ start }) => start),
    minimum,
  );
  const marked = all.map((row, i) => ({ ...row, isShown: hidden[i]?.suppressed === false }));
  const rows = fromFirstShown(marked.slice(-MOST_PERIODS));
  const ranges = rows.map(({ churn, isShown }) => (isShown ? rangeOf(churn) : null));
  const axis = axisOf(ranges, 0.05, [0, 1], (value) => percent(value, 0));
  return {
    title,
    blocks: [
      {
        kind: 'headline',
        text: `After ${count(days)} days without an order a customer counts as lapsed`,
      },
      {
        kind: 'text',
        text:
          `Of the customers who buy again, 90 % have by then; half have after ${daysText(rhythm.quantiles[0]?.days)}. ` +
          `The threshold is that of this file's own customers, with those who have yet to come back in the reckoning.`,
      },
      ...returnsOf(sales, lapsedAfter),
      {
        kind: 'trend',
        title: `Share of the active customers who lapsed, by ${unit}, with its 95 % interval`,
        points: rows.map(({ period }, i) => ({ label: period, range: ranges[i] ?? null })),
        axis,
      },
      {
        kind: 'table',
        title: `Customers by ${unit}, dates of ${zone}`,
        columns: [
          { title: unit, kind: 'text' },
          ...['start', 'new', 'back', 'lapsed', 'end', 'lapsed of start', '95 % interval'].map(
            (name) => ({ title: name, kind: 'number' }) as const,
          ),
        ],
        rows: rows.map((row) => [
          row.complete ? row.period : `${row.period} *`,
          ...[row.start, row.new, row.wonBack, row.lapsed, row.end].map((n) => (row.isShown ? count(n) : null)),
          row.isShown && row.churn.value !== null ? percent(row.churn.value) : null,
          row.isShown ? intervalText(row.churn.interval) : null,
        ]),
      },
      ...nextOf(sales, models, lapsedAfter),
      {
        kind: 'note',
        text:
          `A customer lapses ${count(days)} days after an order, unless another comes by then; back: who had lapsed, and ordered. ` +
          `Nobody lapses at the end of the file, as nobody knows yet. Orders of one day are one; refunds are none.` +
          (columns.amount === null ? '' : ' At stake: what the customer has spent, by the chance to be gone.') +
          (rows.some(({ complete }) => !complete) ? ' * has not ended.' : ''),
      },
      ...hiddenNote(hidden, minimum, `${unit}s`, 'customers'),
    ],
  };
}

/** How many of those who lapsed come back. */
function returnsOf({ orders, zone, minimum }: Sales, lapsedAfter: { readonly days: number }): readonly Sentence[] {
  const within = { days: 90 };
  const back = winBack(orders, { per: 'day', timeZone: zone, lapsedAfter, within });
  if (back.n < minimum || back.value === null) return [];
  const text = `Of those who lapse, back within ${within.days} days: ${estimateText(back, percent)}.`;
  return [{ kind: 'text', text }];
}

/** Who lapses next, those first with whom most is lost. */
function nextOf(
  { orders, zone, columns }: Sales,
  models: SalesModels | null,
  lapsedAfter: { readonly days: number },
): readonly Block[] {
  const hasAmounts = orders.amount !== null;
  const chances =
    models === null
      ? {}
      : {
          ...({ unit: 'week', mergeWithin: 'day' } as const),
          alive: (history: CustomerSummary) => probabilityAlive(models.purchases, history),
        };
  const order = models === null ? 'lapse' : hasAmounts ? 'valueAtRisk' : 'alive';
  const by = { per: 'day', timeZone: zone, minimumOrders: LEAST_ORDERS, limit: LISTED, order } as const;
  const list = atRisk(orders, { ...by, lapsedAfter, ...chances });
  if (list.length === 0) return [];
  const first =
    models === null ? 'those who lapse first' : hasAmounts ? 'those with most at stake' : 'the most in doubt';
  return [
    {
      kind: 'table',
      title: `About to lapse, of those with ${LEAST_ORDERS} orders or more: ${first}`,
      columns: [
        { title: columns.customer, kind: 'text' },
        { title: 'orders', kind: 'number' },
        { title: 'every', kind: 'number' },
        { title: 'last', kind: 'number' },
        { title: 'lapses', kind: 'number' },
        ...(models === null ? [] : [{ title: 'P(alive)', kind: 'number' } as const]),
        ...(models === null || !hasAmounts ? [] : [{ title: 'at stake', kind: 'number' } as const]),
      ],
      rows: list.map((row) => [
        String(row.customer),
        count(row.orders),
        daysText(row.medianGapDays),
        row.lastOn,
        row.lapsesOn,
        ...(models === null ? [] : [row.alive === null ? null : percent(row.alive, 0)]),
        ...(models === null || !hasAmounts ? [] : [row.valueAtRisk === null ? null : count(row.valueAtRisk)]),
      ]),
    },
  ];
}

function daysText(days: number | null | undefined): string {
  return days === null || days === undefined ? 'no time' : `${decimal(days, 0)} days`;
}
