// Do fits find the parameters that customers were made up with? Run: npm run check:recovery -- [--runs 200] [--customers 4000] [--models bg/nbd,sbg]
import {
  fitBetaDiscreteWeibull,
  fitBgBb,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  fitSbg,
  type Interval,
  simulateCustomers,
  simulateLifetimes,
  simulateSpend,
} from 'kizuna';

interface Fit {
  readonly parameters: readonly string[];
  readonly intervals: Readonly<Record<string, Interval | null>>;
}

const size = Number(argument('customers') ?? 4000);
const T = Array.from({ length: size }, (_, i) => 40 + (i % 40));
const years = Array.from({ length: size }, () => 8);
const bg = { model: 'bg/nbd', r: 0.6, alpha: 6, a: 0.9, b: 2.4 } as const;
const mbg = { ...bg, model: 'mbg/nbd' } as const;
const pareto = { model: 'pareto/nbd', r: 0.7, alpha: 8, s: 0.8, beta: 12 } as const;
const bgBb = { model: 'bg/bb', alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 } as const;
const gammaGamma = { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 } as const;
const sbg = { model: 'sbg', alpha: 0.7, beta: 1.2 } as const;
const bdw = { model: 'bdw', alpha: 0.5, beta: 0.8, c: 1.3 } as const;
const frequencies = T.map((_, i) => 1 + (i % 6));

const models: readonly (readonly [truth: Readonly<Record<string, unknown>>, fitOf: (seed: number) => Fit])[] = [
  [bg, (seed) => fitBgNbd(simulateCustomers(bg, { T, seed }))],
  [mbg, (seed) => fitMbgNbd(simulateCustomers(mbg, { T, seed }))],
  [pareto, (seed) => fitParetoNbd(simulateCustomers(pareto, { T, seed }))],
  [bgBb, (seed) => fitBgBb(simulateCustomers(bgBb, { T: years, seed }))],
  [
    gammaGamma,
    (seed) => fitGammaGamma({ frequency: frequencies, monetary: simulateSpend(gammaGamma, frequencies, { seed }) }),
  ],
  [sbg, (seed) => fitSbg(simulateLifetimes(sbg, { n: size, renewals: 10, seed }))],
  [bdw, (seed) => fitBetaDiscreteWeibull(simulateLifetimes(bdw, { n: size, renewals: 10, seed }))],
];

const runs = Number(argument('runs') ?? 200);
const chosen = argument('models')?.split(',');
let missed = 0;
console.log(
  `${runs} fits of ${size} customers each; z is the mean of the logarithms less that of the truth, in its standard errors\n`,
);
console.log('model        parameter     truth      mean        z   coverage of 95 %');
for (const [truth, fitOf] of models) {
  if (chosen !== undefined && !chosen.includes(String(truth.model))) continue;
  const fits = Array.from({ length: runs }, (_, seed) => fitOf(seed + 1));
  for (const name of fits[0]?.parameters ?? []) missed += Number(!report(truth, name, fits));
}
if (missed > 0) {
  console.error(`\n${missed} parameters were not found again`);
  process.exitCode = 1;
}

/** Prints one parameter; false where chance does not explain the gap. */
function report(truth: Readonly<Record<string, unknown>>, name: string, fits: readonly Fit[]): boolean {
  const value = truth[name] as number; // the parameters of a fit are those of its model
  const logs = fits.map((fit) => Math.log((fit as unknown as Readonly<Record<string, number>>)[name] ?? Number.NaN));
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const variance = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (logs.length - 1);
  const z = (mean - Math.log(value)) / Math.sqrt(variance / logs.length);
  const covered = fits.filter(({ intervals }) => {
    const interval = intervals[name];
    return interval && interval.low <= value && value <= interval.high;
  });
  const coverage = covered.length / fits.length;
  // 3.3 standard errors of a share of 0.95; a maximum-likelihood mean is off by a little of its own.
  const isFound = Math.abs(z) < 4 && Math.abs(coverage - 0.95) < 3.3 * Math.sqrt((0.95 * 0.05) / fits.length);
  const cells = [String(value).padStart(9), Math.exp(mean).toFixed(4).padStart(9), z.toFixed(2).padStart(8)];
  const line = `${String(truth.model).padEnd(12)} ${name.padEnd(9)} ${cells.join(' ')} ${(100 * coverage).toFixed(1).padStart(8)} %`;
  console.log(`${line}${isFound ? '' : '  MISSED'}`);
  return isFound;
}

function argument(name: string): string | undefined {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? undefined : process.argv[place + 1];
}
