import { join } from 'node:path';
import * as kizuna from 'kizuna';
import type { Verdict } from '../events/table.js';
import { timed } from '../run.js';
import { compare } from './compare.js';
import { writeColumns } from './files.js';
import { type Orders, ordersOf } from './orders.js';
import type { PythonPeer } from './python-peer.js';
import { logOf } from './summaries.js';

interface Fit {
  readonly model: string;
  run(history: History): readonly number[];
}

interface History {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  readonly monetary: Float64Array;
}

const FITS: readonly Fit[] = [
  { model: 'BG/NBD', run: (history) => inOrder(kizuna.fitBgNbd(history), ['r', 'alpha', 'a', 'b']) },
  { model: 'MBG/NBD', run: (history) => inOrder(kizuna.fitMbgNbd(history), ['r', 'alpha', 'a', 'b']) },
  {
    model: 'Pareto/NBD',
    run: (history) => inOrder(kizuna.fitParetoNbd(history), ['r', 'alpha', 's', 'beta']),
  },
  { model: 'gamma-gamma', run: (history) => inOrder(kizuna.fitGammaGamma(history), ['p', 'q', 'gamma']) },
];

function inOrder<Name extends string>(
  model: Readonly<Record<Name, number>>,
  names: readonly Name[],
): readonly number[] {
  return names.map((name) => model[name]);
}

/** Fits of every model on both sizes. First the likelihoods are compared, by lifetimes' own function. */
export async function compareFits(
  lifetimes: PythonPeer,
  folder: string,
  data: string | undefined,
  isQuick: boolean,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const customers of [2_357, 23_570]) {
    const orders = ordersOf(customers, data);
    const history = historyOf(orders);
    await lifetimes.load('fit', writeColumns(join(folder, `fit-${customers}`), { ...history }));
    for (const { model, run } of FITS) {
      await requireNoWorse(lifetimes, model, run(history));
      const title = `fit of ${model}, ${orders.title}, ${customers.toLocaleString('en')} customers`;
      const ours = { name: 'kizuna', run: () => timed(() => String(run(history)[0])) };
      const theirs = { name: 'lifetimes', run: () => lifetimes.run('fit', { model }), atLeast: 10 };
      verdicts.push(...(await compare(title, ours, [theirs], { rounds: isQuick ? 3 : 7, warm: 2 })));
    }
  }
  return verdicts;
}

/** In weeks, by days, to the end of the calibration. */
function historyOf(orders: Orders): History {
  const asOf = orders.calibrationEnd;
  const summary = kizuna.customerSummaryColumns(logOf(orders), { unit: 'week', mergeWithin: 'day', asOf });
  const plain = (values: ArrayLike<number>) => Float64Array.from(values);
  return {
    frequency: plain(summary.frequency),
    recency: plain(summary.recency),
    T: plain(summary.T),
    monetary: plain(summary.monetary ?? []),
  };
}

async function requireNoWorse(lifetimes: PythonPeer, model: string, ours: readonly number[]): Promise<void> {
  // Each is a list of the parameters, or the logarithm of the likelihood.
  const theirs = (await lifetimes.answer('fit', { model })) as number[];
  const [own, other] = (await Promise.all(
    [ours, theirs].map(async (parameters) => lifetimes.answer('likelihood', { model, parameters })),
  )) as [number, number];
  const shown = (values: readonly number[]) => values.map((value) => value.toFixed(4)).join(', ');
  console.log(
    `\n${model}: log-likelihood ${own.toFixed(4)} at ${shown(ours)}; lifetimes ${(other - own).toFixed(4)} from it at ${shown(theirs)}`,
  );
  if (!(own >= other - 0.001)) throw new Error(`${model}: lifetimes finds a better fit`);
}
