import { join } from 'node:path';
import * as kizuna from 'kizuna';
import type { Verdict } from '../events/table.js';
import { timed } from '../run.js';
import { compare } from './compare.js';
import { writeColumns } from './files.js';
import { generator } from './orders.js';
import type { PythonPeer } from './python-peer.js';

const [SIZE, K] = [100_000, 5];

/** k-means of 100,000 points of three fields from the same centers, and with ten starts. */
export async function compareClusters(scikit: PythonPeer, folder: string, isQuick: boolean): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [title, values] of [
    ['overlapping clusters', overlapping()],
    ['standardised recency, frequency and value', customers()],
  ] as const) {
    const points = Array.from({ length: SIZE }, (_, i) => values.subarray(3 * i, 3 * i + 3));
    const [x, y, z] = [0, 1, 2].map((j) => Float64Array.from(points, (point) => point[j]!)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const columns = { x, y, z };
    const initialCenters = points.slice(0, K);
    await scikit.load('points', writeColumns(join(folder, 'points'), { points: values }));
    for (const tolerance of [1e-4, 0]) {
      const options = { k: K, initialCenters, tolerance } as const;
      const request = { k: K, tolerance, algorithm: 'lloyd' };
      requireSame(kizuna.kMeans(columns, options), (await scikit.answer('cluster', request)) as Answer);
      const ours = {
        name: 'kizuna kMeans of columns',
        run: () => timed(() => String(kizuna.kMeans(columns, options).inertia)),
      };
      const rows = {
        name: 'kizuna kMeans of lists',
        run: () => timed(() => String(kizuna.kMeans(points, options).inertia)),
      };
      const lloyd = { name: 'scikit-learn, Lloyd', run: () => scikit.run('cluster', request), atLeast: 1 };
      const elkan = {
        name: 'scikit-learn, Elkan',
        run: () => scikit.run('cluster', { ...request, algorithm: 'elkan' }),
      };
      const name = `k-means, ${title}, 100,000 × 3, k 5, tolerance ${tolerance}`;
      verdicts.push(...(await compare(name, ours, [rows, lloyd, elkan], { rounds: isQuick ? 5 : 11, warm: 3 })));
    }
    const ours = {
      name: 'kizuna kMeans',
      run: () => timed(() => String(kizuna.kMeans(columns, { k: K, seed: 0 }).inertia)),
    };
    const theirs = { name: 'scikit-learn, Lloyd', run: () => scikit.run('restarts', { k: K }), atLeast: 1 };
    const name = `k-means++, ten starts, ${title}`;
    verdicts.push(...(await compare(name, ours, [theirs], { rounds: isQuick ? 3 : 5, warm: 2 })));
  }
  return verdicts;
}

interface Answer {
  readonly labels: readonly number[];
  readonly inertia: number;
  readonly iterations: number;
}

function requireSame(ours: kizuna.KMeans, { labels, inertia, iterations }: Answer): void {
  const differing = ours.labels.filter((label, i) => label !== labels[i]).length;
  console.log(
    `\n${ours.iterations} iterations, inertia ${ours.inertia}; scikit-learn ${iterations}, ${inertia}; ${differing} labels differ`,
  );
  // A point between two centers may fall to either by the last digit.
  if (ours.iterations !== iterations || differing > 2 || Math.abs(ours.inertia / inertia - 1) > 1e-9) {
    throw new Error('k-means: scikit-learn answers otherwise');
  }
}

function overlapping(): Float64Array {
  const random = generator(5);
  const centers = Float64Array.from({ length: K * 3 }, () => 4 * normal(random));
  const values = new Float64Array(SIZE * 3);
  for (let i = 0; i < SIZE; i += 1) {
    const c = Math.floor(random() * K);
    for (let j = 0; j < 3; j += 1) values[3 * i + j] = centers[3 * c + j]! + 1.5 * normal(random);
  }
  return values;
}

function customers(): Float64Array {
  const random = generator(6);
  const values = new Float64Array(SIZE * 3);
  for (let i = 0; i < SIZE; i += 1) {
    const orders = Math.exp(0.8 * normal(random));
    values.set([-Math.log(1 - random()), orders, orders * Math.exp(0.5 * normal(random))], 3 * i);
  }
  return values;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
