import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  customerSummary,
  eventLog,
  expectedPurchases,
  fitBgBb,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  fitSbg,
  probabilityAlive,
} from 'kizuna';

/** A number that was published, and what is found on the same data. */
export interface Figure {
  readonly what: string;
  readonly source: string;
  readonly published: number;
  readonly found: number;
  /** How far the two may be apart: mostly half a unit of the last digit that is printed. */
  readonly tolerance: number;
}

/** A file of the data folder, cells by column name. */
function rowsOf(folder: string, file: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, k) => [names[k] ?? '', cell])));
}

/** Customers of CDNOW at the end of the 39 calibration weeks, with the purchases of the next 39. */
function cdnow(folder: string, file: string, unit: 'day' | 'week') {
  const orders = rowsOf(folder, file).map(({ customer_id, date, value }) => ({
    customer: customer_id ?? '',
    time: `${date}T00:00:00Z`,
    amount: Number(value),
  }));
  const log = eventLog(orders, { customer: 'customer', time: 'time', amount: 'amount' });
  const until = { calibrationEnd: '1997-09-30', asOf: '1998-06-30' } as const;
  return customerSummary(log, { unit, mergeWithin: 'day', ...until });
}

function figures(
  source: string,
  name: string,
  model: object,
  published: Readonly<Record<string, readonly [value: number, tolerance: number]>>,
): readonly Figure[] {
  const facts: Readonly<Record<string, unknown>> = { ...model };
  return Object.entries(published).map(([parameter, [value, tolerance]]) => ({
    ...{ what: `${name} ${parameter}`, source, published: value, tolerance },
    found: facts[parameter] as number, // a parameter or the log-likelihood
  }));
}

/** The 2,357 customers of CDNOW's sample, in weeks. */
export function cdnowSample(folder: string): readonly Figure[] {
  const customers = cdnow(folder, 'cdnow_sample.csv', 'week');
  const repeaters = customers.filter(({ frequency, monetary }) => frequency > 0 && (monetary ?? 0) > 0);
  const pareto = fitParetoNbd(customers);
  const bg = fitBgNbd(customers);
  const predicted = customers.reduce((sum, customer) => sum + expectedPurchases(bg, customer, 39), 0);
  const bought = customers.reduce((sum, { holdout }) => sum + (holdout?.frequency ?? 0), 0);
  // The tutorial's customer 1516, by the parameters that it prints.
  const best = { frequency: 26, recency: 30.86, T: 31 };
  const vignette = { model: 'pareto/nbd', r: 0.5533971, alpha: 10.5801985, s: 0.6060625, beta: 11.6562237 } as const;
  return [
    ...figures('Fader, Hardie & Lee 2005, table 2', 'BG/NBD', bg, {
      r: [0.243, 5e-4],
      alpha: [4.414, 6e-4],
      a: [0.793, 6e-4],
      b: [2.426, 6e-4],
      logLikelihood: [-9582.4, 0.05],
    }),
    ...figures('Fader, Hardie & Lee 2005, table 2', 'Pareto/NBD', pareto, {
      r: [0.553, 6e-4],
      alpha: [10.578, 2e-3],
      s: [0.606, 6e-4],
      beta: [11.669, 5e-3],
      logLikelihood: [-9595, 0.05],
    }),
    ...figures('optimum by Newton at 1e-10', 'MBG/NBD', fitMbgNbd(customers), {
      r: [0.524838, 2e-5],
      alpha: [6.182992, 2e-4],
      a: [0.8913562, 2e-5],
      b: [1.6139993, 2e-5],
      logLikelihood: [-9582.13268, 5e-3],
    }),
    ...figures('Fader & Hardie 2013, note 025', 'gamma–gamma', fitGammaGamma(repeaters.map(spender)), {
      p: [6.25, 5e-3],
      q: [3.74, 5e-3],
      gamma: [15.44, 5e-3],
    }),
    ...figures(
      'BTYD vignette, customer 1516',
      'Pareto/NBD',
      {
        'P(alive)': probabilityAlive(vignette, best),
        'purchases in 52 weeks': expectedPurchases(vignette, best, 52),
      },
      { 'P(alive)': [0.9979, 5e-5], 'purchases in 52 weeks': [25.46, 5e-3] },
    ),
    ...figures(
      'hold-out of 39 weeks',
      'BG/NBD',
      { bought, predicted },
      { bought: [1882, 0], predicted: [1653.4, 0.1] },
    ),
  ];
}

/** All 23,570 customers, in days. */
export function cdnowFull(folder: string): readonly Figure[] {
  const customers = cdnow(folder, 'cdnow_master.csv', 'day');
  const repeaters = customers.filter(({ frequency, monetary }) => frequency > 0 && (monetary ?? 0) > 0);
  const source = 'optimum by Newton at 1e-10';
  const bg = fitBgNbd(customers);
  const predicted = customers.reduce((sum, customer) => sum + expectedPurchases(bg, customer, 273), 0);
  return [
    ...figures(source, 'BG/NBD, full', bg, {
      r: [0.251624, 1e-6],
      alpha: [33.522601, 1e-5],
      a: [0.7234336, 1e-6],
      b: [2.1610884, 2e-6],
      logLikelihood: [-142726.05923, 1e-5],
    }),
    ...figures(source, 'MBG/NBD, full', fitMbgNbd(customers), {
      r: [0.6371397, 1e-6],
      alpha: [51.172027, 1e-5],
      a: [0.8074741, 1e-6],
      b: [1.228394, 2e-6],
      logLikelihood: [-142694.57362, 1e-5],
    }),
    ...figures(source, 'Pareto/NBD, full', fitParetoNbd(customers), {
      r: [0.59742, 1e-6],
      alpha: [81.099602, 2e-5],
      s: [0.5221855, 1e-6],
      beta: [61.794292, 1e-4],
      logLikelihood: [-142772.73392, 1e-5],
    }),
    ...figures(source, 'gamma–gamma, full', fitGammaGamma(repeaters.map(spender)), {
      p: [6.275359, 1e-5],
      q: [3.62445, 1e-5],
      gamma: [14.983687, 1e-4],
    }),
    ...figures('hold-out of 273 days', 'BG/NBD, full', { predicted }, { predicted: [16873.7, 0.1] }),
  ];
}

/** 11,104 donors over six years. */
export function donations(folder: string): readonly Figure[] {
  const donors = rowsOf(folder, 'donations_bgbb.csv').map(({ frequency, recency, periods, weights }) => ({
    ...{ frequency: Number(frequency), recency: Number(recency), T: Number(periods), donors: Number(weights) },
  }));
  return figures('Fader, Hardie & Shang 2010, table 3', 'BG/BB', fitBgBb(donors, { weight: 'donors' }), {
    alpha: [1.204, 6e-4],
    beta: [0.75, 6e-4],
    gamma: [0.657, 6e-4],
    delta: [2.783, 6e-4],
    logLikelihood: [-33225.6, 0.05],
  });
}

/** Survival of two groups over the first seven years, from the percentages that the paper prints. */
export function contracts(): readonly Figure[] {
  const source = 'Fader & Hardie 2007, table 2';
  const fitOf = (percents: readonly number[]) => {
    const rows = percents.slice(1).map((percent, k) => ({
      ...{ duration: k + 1, ended: true, customers: 10 * ((percents[k] ?? 0) - percent) },
    }));
    const left = { duration: percents.length - 1, ended: false, customers: 10 * (percents.at(-1) ?? 0) };
    return fitSbg([...rows, left], { weight: 'customers' });
  };
  return [
    ...figures(source, 'sBG, high end', fitOf([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]), {
      alpha: [0.668, 5e-4],
      beta: [3.806, 5e-4],
    }),
    ...figures(source, 'sBG, regular', fitOf([100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]), {
      alpha: [0.704, 5e-4],
      beta: [1.182, 5e-4],
    }),
  ];
}

function spender({ frequency, monetary }: { readonly frequency: number; readonly monetary: number | null }) {
  return { frequency, monetary: monetary ?? 0 };
}
