// Speed of survey metrics against hand-written loops and peers, on the same data, in turn: `npm run bench:speed`.
// Peers: numpy where python3 has it; net-promoter-score after `npm install --prefix bench/peers`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { by, measure, nps, npsMetric, period } from 'kizuna';
import { type Contender, interleave, report, timed } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
const isFine = [await bytes(10_000_000), await plainNumbers(1_000_000), ...(await rows(1_000_000))];
rmSync(folder, { recursive: true });
process.exitCode = isFine.every(Boolean) ? 0 : 1;

async function bytes(n: number): Promise<boolean> {
  const scores = Uint8Array.from({ length: n }, random(1));
  const numpy = numpyOn(scores);
  const contenders: Contender[] = [
    { name: 'kizuna nps', run: () => timed(() => String(nps(scores).value)) },
    { name: 'hand-written loop (compare)', run: () => timed(() => handWritten(scores)) },
    { name: 'hand-written loop (count by value)', run: () => timed(() => handCounted(scores)) },
    ...(await numpy.contenders()),
  ];
  const medians = await interleave(contenders, 9);
  numpy.stop();
  const limits = new Map([
    ['hand-written loop (compare)', 1.5],
    ['hand-written loop (count by value)', 1.5],
    ['numpy bincount', 1],
  ]);
  return report(`${n.toLocaleString('en')} scores in a Uint8Array`, medians, limits);
}

async function plainNumbers(n: number): Promise<boolean> {
  const scores = Array.from({ length: n }, random(2));
  const contenders: Contender[] = [
    { name: 'kizuna nps', run: () => timed(() => String(Math.round(nps(scores).value ?? 0))) },
    { name: 'hand-written loop (no checks)', run: () => timed(() => String(Math.round(Number(handWritten(scores))))) },
  ];
  try {
    // A class without types, whose score is rounded.
    const Peer = createRequire(import.meta.url)('../peers/node_modules/net-promoter-score') as new (
      scores: number[],
    ) => { score: number };
    contenders.push({ name: 'net-promoter-score 0.0.2', run: () => timed(() => String(new Peer(scores).score)) });
  } catch {
    console.log('net-promoter-score is not installed: npm install --prefix bench/peers');
  }
  return report(`${n.toLocaleString('en')} scores in an array`, await interleave(contenders, 9), new Map());
}

async function rows(n: number): Promise<boolean[]> {
  const [score, plan] = [random(3), random(4)];
  const answers = Array.from({ length: n }, (_, i) => ({
    score: score(),
    plan: ['free', 'pro', 'team'][plan() % 3] as string,
    at: new Date(1_700_000_000_000 + i * 30_000),
  }));
  type Answer = (typeof answers)[number];
  const metric = npsMetric<Answer>({ score: 'score' });
  const monthly = period<Answer>('at', { unit: 'month' });
  const month = (row: Answer) => `${row.at.getUTCFullYear()}-${String(row.at.getUTCMonth() + 1).padStart(2, '0')}`;
  const index = (row: Answer) => row.at.getUTCFullYear() * 12 + row.at.getUTCMonth();
  const cases: [string, () => number, () => number][] = [
    ['by plan', () => measure(answers, by('plan', metric)).length, () => handByPlan(answers)],
    ['by month', () => measure(answers, by(monthly, metric)).length, () => handGrouped(answers, index)],
    [
      'by month and plan',
      () => measure(answers, by(monthly, by('plan', metric))).length,
      () => handGrouped(answers, (row) => `${month(row)} ${row.plan}`),
    ],
  ];
  const fine: boolean[] = [];
  for (const [title, ours, hand] of cases) {
    const contenders: Contender[] = [
      { name: 'kizuna by and npsMetric', run: () => timed(() => String(ours())) },
      { name: 'hand-written one-pass loop (UTC, no checks)', run: () => timed(() => String(hand())) },
    ];
    const limits = new Map([['hand-written one-pass loop (UTC, no checks)', 2]]);
    fine.push(report(`${n.toLocaleString('en')} row objects, ${title}`, await interleave(contenders, 9), limits));
  }
  return fine;
}

function handWritten(scores: ArrayLike<number>): string {
  let [promoters, detractors] = [0, 0];
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] as number; // i < length
    if (score >= 9) promoters += 1;
    else if (score <= 6) detractors += 1;
  }
  return String((100 * (promoters - detractors)) / scores.length);
}

function handCounted(scores: Uint8Array): string {
  const counts = new Float64Array(256);
  for (let i = 0; i < scores.length; i += 1) counts[scores[i]!]!++;
  const promoters = counts[9]! + counts[10]!;
  return String((100 * (promoters - counts.subarray(0, 7).reduce((a, b) => a + b))) / scores.length);
}

/** The loop that one would write for just this question: no key function in the way. */
function handByPlan(list: readonly { score: number; plan: string }[]): number {
  const groups = new Map<string, { promoters: number; detractors: number; n: number }>();
  for (const row of list) {
    let group = groups.get(row.plan);
    if (group === undefined) {
      group = { promoters: 0, detractors: 0, n: 0 };
      groups.set(row.plan, group);
    }
    group.n += 1;
    if (row.score >= 9) group.promoters += 1;
    else if (row.score <= 6) group.detractors += 1;
  }
  return groups.size;
}

function handGrouped<Row extends { score: number }>(list: readonly Row[], key: (row: Row) => string | number): number {
  const groups = new Map<string | number, { promoters: number; detractors: number; n: number }>();
  for (const row of list) {
    const name = key(row);
    let group = groups.get(name);
    if (group === undefined) {
      group = { promoters: 0, detractors: 0, n: 0 };
      groups.set(name, group);
    }
    group.n += 1;
    if (row.score >= 9) group.promoters += 1;
    else if (row.score <= 6) group.detractors += 1;
  }
  return groups.size;
}

/** Scores 0–10 by a linear congruential generator (Numerical Recipes): the same on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 11);
  };
}

function numpyOn(scores: Uint8Array): { contenders(): Promise<Contender[]>; stop(): void } {
  const file = join(folder, 'scores.bin');
  writeFileSync(file, scores);
  const script = new URL('./peer_bytes.py', import.meta.url).pathname;
  const child = spawn('python3', [script, file], { stdio: ['pipe', 'pipe', 'ignore'], env: withoutBlasLimits() });
  child.on('error', () => undefined); // no python: no contender
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (what: string) => {
    child.stdin.write(`${what}\n`);
    const start = performance.now();
    const { value } = await lines.next();
    const [cpu, answer = ''] = String(value ?? '').split(' ');
    return {
      cpu: Number(cpu),
      wall: performance.now() - start,
      answer: value === undefined ? 'none' : String(Number(answer)),
    };
  };
  return {
    async contenders() {
      const isThere = (await ask('compare')).answer !== 'none';
      if (!isThere) console.log('numpy is not there: python3 -m pip install numpy');
      const kinds = isThere ? ['compare', 'bincount'] : [];
      return kinds.map((kind) => ({ name: `numpy ${kind}`, run: () => ask(kind) }));
    },
    stop: () => child.kill(),
  };
}

/** Some machines pin an old kernel for old builds of BLAS, which would slow numpy down here. */
function withoutBlasLimits(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = process.env;
  return rest;
}
