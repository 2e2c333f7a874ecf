import { bootstrap } from '../../src/stats/bootstrap.js';
import { type CompareMeansMethod, compareMeans } from '../../src/stats/compare-means.js';
import { meanInterval } from '../../src/stats/mean-interval.js';
import { PROPORTION_METHODS, proportionInterval } from '../../src/stats/proportion-interval.js';
import { type Random, randomFrom } from '../../src/stats/random.js';

// How often the intervals hold the truth, and how p-values spread where there is no change: npx tsx bench/accuracy/coverage.ts [runs]
const runs = Number(process.argv[2] ?? 1e5);
const random = randomFrom(20261122);

for (const n of [10, 50, 200]) {
  for (const p of [0.05, 0.2, 0.5]) {
    const counts = Array.from({ length: runs }, () => binomial(n, p));
    const line = PROPORTION_METHODS.map((method) => {
      const intervals = Array.from({ length: n + 1 }, (_, k) => proportionInterval(k, n, { method }));
      const held = counts.filter((k) => holds(intervals[k], p)).length;
      return `${method} ${percent(held / runs)}`;
    });
    print(`share ${p}, n = ${n}: ${line.join(', ')}`);
  }
}

for (const [name, draw] of [
  ['normal', (r: Random) => r.normal()],
  ['exponential', exponential],
] as const) {
  const truth = name === 'normal' ? 0 : 1;
  const few = Math.ceil(runs / 50);
  let byT = 0;
  let byBca = 0;
  for (let run = 0; run < few; run += 1) {
    const values = Array.from({ length: 30 }, () => draw(random));
    if (holds(meanInterval(values).interval, truth)) byT += 1;
    if (holds(bootstrap(values, mean, { seed: run, resamples: 1000, method: 'bca' }).interval, truth)) byBca += 1;
  }
  print(`mean of 30 ${name} values: t ${percent(byT / few)}, bca ${percent(byBca / few)}`);
}

const methods: readonly CompareMeansMethod[] = ['welch', 'student', 'paired', 'mann-whitney'];
for (const method of methods) {
  const pValues = Array.from({ length: Math.ceil(runs / 10) }, () => {
    const [a, b] = [normals(25), normals(25)];
    return compareMeans(a, b, { method }).pValue ?? 1;
  }).sort((a, b) => a - b);
  const distance = Math.max(...pValues.map((p, i) => Math.abs(p - (i + 0.5) / pValues.length)));
  // Kolmogorov: √n·D exceeds 1.95 once in a thousand.
  print(
    `p-values without a change, ${method}: √n·D = ${(distance * Math.sqrt(pValues.length)).toFixed(2)} (1.95 at p = 0.001)`,
  );
}

function holds(interval: { low: number; high: number } | null | undefined, truth: number): boolean {
  return interval !== null && interval !== undefined && interval.low <= truth && truth <= interval.high;
}

function binomial(n: number, p: number): number {
  let count = 0;
  for (let i = 0; i < n; i += 1) if (random.uniform() < p) count += 1;
  return count;
}

function exponential(source: Random): number {
  return -Math.log(1 - source.uniform());
}

function normals(n: number): readonly number[] {
  return Array.from({ length: n }, () => random.normal());
}

function mean(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
