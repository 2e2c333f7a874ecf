import { expectedPurchases, modelEstimate, probabilityAlive } from 'kizuna';
import type { Block, Chapter, Sentence } from '../chapter.js';
import { count, counted, decimal, percent } from '../format.js';
import type { Sales } from '../sales.js';
import type { SalesModels } from '../sales-models.js';

const [WEEKS, LISTED] = [12, 10];
/** Who is worth a letter: bought at least so often again, and is neither surely there nor surely gone. */
const [REPEATS, LEAST, MOST] = [2, 0.1, 0.5];
const NAMES = { 'bg/nbd': 'BG/NBD', 'mbg/nbd': 'MBG/NBD', 'pareto/nbd': 'Pareto/NBD' } as const;

/** Who is about to leave: customers who bought often, and are less likely than not to buy again. */
export function leavingChapter({ columns, minimum }: Sales, models: SalesModels | null): Chapter | null {
  const title = 'Who is about to leave';
  if (models === null) {
    const text =
      'No model: the orders of this file do not tell how customers buy and leave; too few bought on two days.';
    return { title, blocks: [{ kind: 'note', text }] };
  }
  const { customers, purchases } = models;
  if (customers.length < minimum) return null;
  const forecasts = customers.map((customer) => ({
    ...customer,
    alive: probabilityAlive(purchases, customer),
    expected: expectedPurchases(purchases, customer, WEEKS),
  }));
  const still = forecasts.reduce((sum, { alive }) => sum + alive, 0);
  const doubtful = forecasts
    .filter(({ frequency, alive }) => frequency >= REPEATS && alive >= LEAST && alive < MOST)
    .sort((a, b) => spent(b) - spent(a) || b.frequency - a.frequency);
  const next = modelEstimate(
    purchases,
    (model) => customers.reduce((sum, customer) => sum + expectedPurchases(model, customer, WEEKS), 0),
    { scale: 'log' },
  );
  return {
    title,
    blocks: [
      {
        kind: 'headline',
        text: `About ${count(still)} of ${counted(customers.length, 'customer')} will buy again (${percent(still / customers.length, 0)})`,
      },
      {
        kind: 'text',
        text: `Purchases expected of them in the next ${WEEKS} weeks: ${count(next.value ?? 0)}${
          next.interval === null
            ? ''
            : ` (95 % interval of the model's parameters ${count(next.interval.low)} to ${count(next.interval.high)})`
        }.`,
      },
      ...(doubtful.length === 0
        ? []
        : [
            {
              kind: 'table',
              title: `${count(doubtful.length)} bought ${REPEATS + 1} times or more and are in doubt; the ${Math.min(LISTED, doubtful.length)} who spent most`,
              columns: [
                { title: columns.customer, kind: 'text' },
                { title: 'purchases', kind: 'number' },
                { title: 'usually every', kind: 'number' },
                { title: 'last one', kind: 'number' },
                { title: 'P(alive)', kind: 'number' },
                { title: `next ${WEEKS} weeks`, kind: 'number' },
              ],
              rows: doubtful
                .slice(0, LISTED)
                .map(({ customer, frequency, recency, T, alive, expected }) => [
                  String(customer),
                  count(frequency + 1),
                  `${decimal((7 * recency) / frequency, 0)} days`,
                  `${decimal(7 * (T - recency), 0)} days ago`,
                  percent(alive, 0),
                  decimal(expected, 2),
                ]),
            } as const satisfies Block,
          ]),
      ...trialOf(models),
      {
        kind: 'note',
        text:
          `Model: ${NAMES[purchases.model]}, of those tried the one that fits best (AIC${models.others
            .map(
              ({ model, difference }) => `, ${model.toUpperCase().replace('PARETO', 'Pareto')} +${decimal(difference)}`,
            )
            .join(
              '',
            )}). Purchases of one day are one. In doubt: P(alive) from ${percent(LEAST, 0)} to ${percent(MOST, 0)}.` +
          purchases.diagnostics.warnings.map((warning) => ` ${warning}`).join(''),
      },
    ],
  };
}

function spent({ monetary, frequency }: SalesModels['customers'][number]): number {
  return (monetary ?? 0) * frequency;
}

/** How the model would have done: fitted to the first two thirds, asked about the rest. */
function trialOf({ heldOut }: SalesModels): readonly Sentence[] {
  if (heldOut === null || heldOut.actual === 0) return [];
  const { expected, actual, naive, errors } = heldOut;
  const off = percent(expected / actual - 1, 0);
  const better =
    errors === null
      ? ''
      : ` The error of a single customer is ${decimal(errors.model.mae, 2)} purchases, going on at the old rate ${decimal(errors.naive.mae, 2)}.`;
  const text =
    `Put to the test: fitted to the first two thirds of the time, the model expects ${count(expected)} purchases of those customers in the rest; ` +
    `there were ${count(actual)} (${expected >= actual ? '+' : ''}${off}), and going on at the old rate would say ${count(naive)}.${better}`;
  return [{ kind: 'text', text }];
}
