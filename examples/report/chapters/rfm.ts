import { type Rfm, rfm } from 'kizuna';
import type { Block, Chapter, HeatRow } from '../chapter.js';
import { count, counted, decimal, percent } from '../format.js';
import type { Sales } from '../sales.js';
import { hiddenNote } from './hidden-note.js';
import { hiddenRows } from './small.js';

/** How recently, how often and for how much customers bought: the segments and the grid they are cut from. */
export function rfmChapter({ log, zone, minimum }: Sales): Chapter | null {
  const hasAmounts = log.amount !== null;
  // The segments are of recency and frequency; rfm asks for amounts all the same, and here every order has that of 1.
  const valued = hasAmounts ? log : { ...log, amount: new Float64Array(log.length).fill(1) };
  const result = rfm(valued, { segments: 'rf10', refunds: 'net', timeZone: zone });
  if (result.n === 0) return null;
  const title = 'Customers by recency, frequency and value (RFM)';
  if (result.n < minimum) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers.` }] };
  }
  const segments = result.segments.filter(({ customers }) => customers > 0);
  const hidden = hiddenRows(
    segments.map(({ customers }) => customers),
    minimum,
  );
  if (hidden.every(({ suppressed }) => suppressed)) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers in each segment.` }] };
  }
  return {
    title,
    blocks: [
      ...headlineOf(segments, result.n, hasAmounts, hidden),
      {
        kind: 'table',
        title: 'Segments by scores of recency and frequency (rf10)',
        columns: [
          { title: 'segment', kind: 'text' },
          { title: 'customers', kind: 'number' },
          { title: 'share', kind: 'number' },
          ...(hasAmounts ? [{ title: 'of sales', kind: 'number' } as const] : []),
          ...(hasAmounts ? [{ title: 'basket', kind: 'number' } as const] : []),
          { title: 'days since', kind: 'number' },
        ],
        rows: segments.map((row, i) => {
          const isShown = hidden[i]?.suppressed === false;
          const cells = [
            count(row.customers),
            row.share.value === null ? null : percent(row.share.value),
            ...(hasAmounts ? [row.amountShare === null ? null : percent(row.amountShare)] : []),
            ...(hasAmounts ? [row.averageBasket === null ? null : count(row.averageBasket)] : []),
            row.medianRecencyDays === null ? null : decimal(row.medianRecencyDays, 0),
          ];
          return [row.segment ?? '(none)', ...(isShown ? cells : cells.map(() => null))];
        }),
      },
      ...hiddenNote(hidden, minimum, 'segments', 'customers'),
      gridOf(result, minimum),
      {
        kind: 'note',
        text:
          'Scores from 1 to 5 are fifths of the customers, the best 5; equal values have equal scores. ' +
          `R: days since the last order${cutsOf(result)}. Days since the last order: the median of the segment. Refunds lessen sales and are no orders.`,
      },
    ],
  };
}

/** Who brings the most, and how much lies with customers who are leaving. */
function headlineOf(
  segments: Rfm<string | null>['segments'],
  n: number,
  hasAmounts: boolean,
  hidden: readonly { readonly suppressed: boolean }[],
): readonly Block[] {
  const shown = segments.filter((_, i) => hidden[i]?.suppressed === false);
  const best = shown.find(({ segment }) => segment === 'Champions');
  const leaving = shown.filter(({ segment }) => segment === 'At Risk' || segment === "Can't Lose");
  if (!hasAmounts || best === undefined || best.amountShare === null) {
    return [{ kind: 'headline', text: counted(n, 'customer') }];
  }
  const atRisk = leaving.reduce((sum, { amountShare }) => sum + (amountShare ?? 0), 0);
  const lost = leaving.reduce((sum, { customers }) => sum + customers, 0);
  return [
    {
      kind: 'headline',
      text: `${counted(best.customers, 'champion')} of ${counted(n, 'customer')} brought ${percent(best.amountShare)} of sales`,
    },
    ...(lost > 0
      ? ([
          {
            kind: 'text',
            text: `${counted(lost, 'customer')} who used to buy often have not for long (At Risk, Can't Lose); they brought ${percent(atRisk)}.`,
          },
        ] as const)
      : []),
  ];
}

/** The customers of each pair of scores, as shares of all. */
function gridOf({ grid, bins, n }: Rfm<string | null>, minimum: number): Block {
  const scores = Array.from({ length: bins.frequency }, (_, i) => i + 1);
  const rows = Array.from({ length: bins.recency }, (_, i): HeatRow => {
    const r = bins.recency - i;
    const cells = grid.filter((cell) => cell.r === r);
    const size = cells.reduce((sum, { customers }) => sum + customers, 0);
    return {
      label: `R${r}`,
      size: size < minimum ? null : size,
      cells: scores.map((f) => {
        const customers = cells.find((cell) => cell.f === f)?.customers ?? 0;
        return customers < minimum ? null : { share: customers / n, isComplete: true };
      }),
      isTotal: false,
    };
  });
  return {
    kind: 'heat',
    title: `Percent of customers by recency (R) and frequency (F); blank: under ${minimum}`,
    corner: ['', 'customers'],
    columns: scores.map((f) => `F${f}`),
    rows,
    darkest: Math.max(...grid.map(({ customers }) => customers)) / n,
  };
}

/** Where the best and the worst scores of recency and frequency begin. */
function cutsOf({ cuts }: Rfm<string | null>): string {
  const [days, orders] = [cuts.recency, cuts.frequency];
  const [newest, most] = [days[0], orders.at(-1)];
  if (newest === undefined || most === undefined) return '';
  return `, 5 up to ${decimal(newest, 0)}. F: orders, 5 above ${decimal(most, 0)}`;
}
