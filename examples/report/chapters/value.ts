import { type CustomerValueOptions, customerValues, modelEstimate, rfm } from 'kizuna';
import { sum } from 'kizuna/stats';
import type { Block, Chapter } from '../chapter.js';
import { count, counted, percent } from '../format.js';
import type { Sales } from '../sales.js';
import { type SalesModels, warningsOf } from '../sales-models.js';
import { hiddenNote } from './hidden-note.js';
import { hiddenRows } from './small.js';

const DISCOUNT = 0.1;
const OPTIONS = {
  unit: 'week',
  horizon: { months: 12 },
  discountRate: DISCOUNT,
} as const satisfies CustomerValueOptions;

/** What the customers are still expected to bring, by segment. */
export function valueChapter({ log, zone, minimum }: Sales, models: SalesModels | null): Chapter | null {
  if (models === null || models.spend === null || models.customers.length < minimum) return null;
  const { customers, purchases, spend } = models;
  const { segments, customers: scored } = rfm(log, { segments: 'rf10', refunds: 'net', timeZone: zone });
  const segmentOf = new Map(scored.map(({ customer, segment }) => [customer, segment]));
  const histories = customers.map((customer) => ({ ...customer, monetary: Math.max(0, customer.monetary ?? 0) }));
  const worthOf = (pair: { purchases: typeof purchases; spend: typeof spend }): readonly number[] =>
    customerValues(pair, histories, OPTIONS).map(({ value }) => value ?? 0);
  const total = modelEstimate({ purchases, spend }, (pair) => sum(worthOf(pair)), { scale: 'log' });
  const worths = worthOf({ purchases, spend });
  const rows = segments.flatMap(({ segment }) => {
    const own = worths.filter((_, i) => segmentOf.get(customers[i]?.customer ?? '') === segment);
    return own.length === 0 ? [] : [{ segment, n: own.length, sum: sum(own) }];
  });
  const hidden = hiddenRows(
    rows.map(({ n }) => n),
    minimum,
  );
  const whole = total.value ?? 0;
  return {
    title: 'Value in the next 12 months',
    blocks: [
      { kind: 'headline', text: `${count(whole)} expected of ${counted(customers.length, 'customer')} in 12 months` },
      ...(total.interval === null
        ? []
        : [
            {
              kind: 'text',
              text: `95 % interval of the models' parameters: ${count(total.interval.low)} to ${count(total.interval.high)}. Customers who are yet to come are not in it.`,
            } as const satisfies Block,
          ]),
      {
        kind: 'table',
        title: 'Value in the next 12 months by RFM segment',
        columns: [
          { title: 'segment', kind: 'text' },
          { title: 'customers', kind: 'number' },
          { title: 'value', kind: 'number' },
          { title: 'share', kind: 'number' },
          { title: 'a customer', kind: 'number' },
        ],
        rows: rows.map(({ segment, n, sum }, i) => [
          segment ?? '(none)',
          ...(hidden[i]?.suppressed === false
            ? [count(n), count(sum), whole > 0 ? percent(sum / whole) : null, count(sum / n)]
            : [null, null, null, null]),
        ]),
      },
      ...hiddenNote(hidden, minimum, 'segments', 'customers'),
      {
        kind: 'note',
        text: `Sales, not margin; money is worth ${percent(DISCOUNT, 0)} less a year later. Purchases by the model above, what one of them comes to by Gamma–Gamma.${warningsOf(spend)}`,
      },
    ],
  };
}
