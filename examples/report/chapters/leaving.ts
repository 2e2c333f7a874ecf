import { type CustomerHistory, expectedPurchases, modelEstimate, probabilityAlive } from 'kizuna';
import { sum } from 'kizuna/stats';
import type { Block, Chapter, Sentence } from '../chapter.js';
import { count, counted, decimal, percent } from '../format.js';
import type { Sales } from '../sales.js';
import { MODEL_NAMES, type SalesModels, warningsOf } from '../sales-models.js';

const [WEEKS, LISTED] = [12, 10];
/** Who is worth a letter: bought at least so often again, and is neither surely there nor surely gone. */
const [REPEATS, LEAST, MOST] = [2, 0.1, 0.5];

/** Who is about to leave: customers who bought often, and are less likely than not to buy again. */
export function leavingChapter({ log, columns, minimum }: Sales, models: SalesModels | null): Chapter | null {
  const title = 'Who is about to leave';
  if (log.customers.length < minimum) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers.` }] };
  }
  if (models === null) {
    const text =
      'No model: the orders of this file do not tell how customers buy and leave; too few bought on two days.';
    return { title, blocks: [{ kind: 'note', text }] };
  }
  const { customers, purchases } = models;
  const forecasts = customers.map((customer) => ({
    ...customer,
    alive: probabilityAlive(purchases, customer),
    expected: expectedPurchases(purchases, customer, WEEKS),
  }));
  const others = models.others.map(({ model, difference }) => `${MODEL_NAMES[model]} +${decimal(difference)}`);
  const still = sum(forecasts.map(({ alive }) => alive));
  const doubtful = forecasts
    .filter(({ frequency, alive }) => frequency >= REPEATS && alive >= LEAST && alive < MOST)
    .sort((a, b) => spent(b) - spent(a) || b.frequency - a.frequency);
  const alike = grouped(customers);
  const next = modelEstimate(
    purchases,
    (model) => sum(alike.map(({ history, n }) => n * expectedPurchases(model, history, WEEKS))),
    { scale: 'log' },
  );
  return {
    title,
    blocks: [
      {
        kind: 'headline',
        text: `About ${count(still)} of ${counted(customers.length, 'customer')} are still there (${percent(still / customers.length, 0)})`,
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
              title: `${count(doubtful.length)} bought ${REPEATS + 1} times or more and are in doubt; the ${Math.min(LISTED, doubtful.length)} whose later purchases came to most`,
              columns: [
                { title: columns.customer, kind: 'text' },
                { title: 'purchases', kind: 'number' },
                { title: 'every', kind: 'number' },
                { title: 'last', kind: 'number' },
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
          `Model: ${MODEL_NAMES[purchases.model]}, the one of three that fits best by its AIC (${others.join(', ')}). ` +
          'Purchases of one day are one; every: the average time between them. ' +
          `In doubt: P(alive) from ${percent(LEAST, 0)} to ${percent(MOST, 0)}.` +
          warningsOf(purchases),
      },
    ],
  };
}

/** Customers of one history, of which there are many among those who bought once, with their number. */
function grouped(customers: SalesModels['customers']): readonly { history: CustomerHistory; n: number }[] {
  const groups = new Map<string, { history: CustomerHistory; n: number }>();
  for (const history of customers) {
    const key = `${history.frequency} ${history.recency} ${history.T}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { history, n: 1 });
    else group.n += 1;
  }
  return [...groups.values()];
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
