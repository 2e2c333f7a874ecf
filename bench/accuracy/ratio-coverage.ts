import type { Interval } from '../../src/core/estimate.js';
import { type Random, randomFrom } from '../../src/stats/random.js';
import { growthEstimate, type RatioSums, ratioEstimate, shareEstimate } from '../../src/stats/ratio-estimate.js';

// How often intervals of ratios over customers hold the truth: npx tsx bench/accuracy/ratio-coverage.ts [runs] [confidence]
// GRR and NRR of pools whose customers differ in size, leave, pay less or more; bounce rates of customers with more or fewer sessions.
const runs = Number(process.argv[2] ?? 4000);
const confidence = Number(process.argv[3] ?? 0.95);
const random = randomFrom(20261122);

/** What one customer pays at first. */
const SIZES: Readonly<Record<string, (place: number, n: number) => number>> = {
  'one price': () => 1,
  'log-sd 0.6': () => Math.exp(0.6 * random.normal()),
  'log-sd 1.2': () => Math.exp(1.2 * random.normal()),
  'log-sd 2': () => Math.exp(2 * random.normal()),
  'four plans': () => pick([10, 30, 100, 500], [0.5, 0.8, 0.95]),
  'one pays half': (place, n) => (place === 0 ? (n - 1) * Math.exp(0.18) : 1) * Math.exp(0.6 * random.normal()),
};

/** The factor on what a customer goes on paying; its mean, and that of the smaller of it and 1. */
interface Change {
  readonly factor: () => number;
  readonly net: number;
  readonly gross: number;
}

const CHANGES: Readonly<Record<string, Change>> = {
  'no change': { factor: () => 1, net: 1, gross: 1 },
  'a fifth pays up to half less': {
    factor: () => (random.uniform() < 0.2 ? 1 - 0.5 * random.uniform() : 1),
    net: 0.95,
    gross: 0.95,
  },
  'all pay up to a tenth less': { factor: () => 1 - 0.1 * random.uniform(), net: 0.95, gross: 0.95 },
  'a tenth pays 1.5 times, a tenth 0.6': { factor: () => pick([1.5, 0.6, 1], [0.1, 0.2]), net: 1.01, gross: 0.96 },
  'a tenth pays double': { factor: () => pick([2, 1], [0.1]), net: 1.1, gross: 1 },
  '3 % pay 5 times': { factor: () => pick([5, 1], [0.03]), net: 1.12, gross: 1 },
};

for (const [change, { factor, net, gross }] of Object.entries(CHANGES)) {
  for (const [size, sizeOf] of Object.entries(SIZES)) {
    for (const n of [10, 30, 100, 300, 1000]) {
      const cells = [0.01, 0.05, 0.15, 0.3].map((churn) => {
        const held = { gross: tally(), net: tally(), student: tally() };
        const few = Math.ceil(n > 300 ? runs / 4 : runs);
        for (let run = 0; run < few; run += 1) {
          const pool = Array.from({ length: n }, (_, place) => {
            const x = sizeOf(place, n);
            return [x, random.uniform() < churn ? 0 : x * factor()] as const;
          });
          const [own, kept] = [sumsOf(pool), sumsOf(pool.map(([x, y]) => [x, Math.min(x, y)] as const))];
          held.gross.add(shareEstimate(kept, confidence, 'bench').interval, (1 - churn) * gross);
          held.net.add(growthEstimate(own, confidence, 'bench').interval, (1 - churn) * net);
          held.student.add(ratioEstimate(own, confidence, 'bench').interval, (1 - churn) * net);
        }
        return `${percent(churn)}: GRR ${held.gross} NRR ${held.net} (Student ${held.student})`;
      });
      print(`${change}, ${size}, n = ${n}; churn ${cells.join(', ')}`);
    }
  }
}

/** How many sessions a customer has, and the rate at which they bounce. */
const VISITORS: Readonly<Record<string, { draw: () => readonly [x: number, rate: number]; truth: number }>> = {
  'geometric sessions, rates alike': { draw: () => [geometric(0.3), beta(2, 3)], truth: 0.4 },
  'geometric sessions, low rates': { draw: () => [geometric(0.3), beta(1, 9)], truth: 0.1 },
  'log-normal sessions, all or none': {
    draw: () => [Math.ceil(Math.exp(0.5 + 1.2 * random.normal())), Math.sin((Math.PI / 2) * random.uniform()) ** 2],
    truth: 0.5,
  },
};

for (const [name, { draw, truth }] of Object.entries(VISITORS)) {
  for (const n of [5, 10, 30, 100, 300]) {
    const held = { share: tally(), student: tally() };
    for (let run = 0; run < runs; run += 1) {
      const sums = sumsOf(
        Array.from({ length: n }, () => {
          const [x, rate] = draw();
          let y = 0;
          for (let i = 0; i < x; i += 1) if (random.uniform() < rate) y += 1;
          return [x, y] as const;
        }),
      );
      held.share.add(shareEstimate(sums, confidence, 'bench').interval, truth);
      held.student.add(ratioEstimate(sums, confidence, 'bench').interval, truth);
    }
    print(`bounce rate, ${name}, n = ${n}: ${held.share} (Student ${held.student})`);
  }
}

function sumsOf(rows: readonly (readonly [number, number])[]): RatioSums {
  const of = (value: (x: number, y: number) => number) => [rows.reduce((total, [x, y]) => total + value(x, y), 0)];
  const sums = { x: of((x) => x), y: of((_, y) => y), xx: of((x) => x * x) };
  return { n: rows.length, ...sums, xy: of((x, y) => x * y), yy: of((_, y) => y * y) };
}

/** How often intervals held the truth, how wide they were, and how often there was none. */
function tally() {
  let [count, held, width, none] = [0, 0, 0, 0];
  return {
    add: (interval: Interval | null, truth: number) => {
      count += 1;
      if (interval === null) none += 1;
      else {
        width += interval.high - interval.low;
        // Where all have one ratio and that is the truth, rounding must not decide.
        if (interval.low <= truth + 1e-12 && truth - 1e-12 <= interval.high) held += 1;
      }
    },
    toString: () => {
      const missing = none === 0 ? '' : `, none ${percent(none / count)}`;
      return `${percent(held / (count - none))} ±${(width / (count - none) / 2).toFixed(3)}${missing}`;
    },
  };
}

function pick(values: readonly number[], until: readonly number[]): number {
  const u = random.uniform();
  const place = until.findIndex((limit) => u < limit);
  return values[place === -1 ? values.length - 1 : place] ?? Number.NaN;
}

function geometric(p: number): number {
  return 1 + Math.floor(Math.log(1 - random.uniform()) / Math.log(1 - p));
}

/** By order statistics: a and b are whole. */
function beta(a: number, b: number, source: Random = random): number {
  return Array.from({ length: a + b - 1 }, () => source.uniform()).sort((x, y) => x - y)[a - 1] ?? Number.NaN;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
