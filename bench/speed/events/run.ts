// Speed of the event log beside ClickHouse, DuckDB, Polars, NumPy and pandas, on the same events, in turn: `npm run bench:events`.
//   --size 1e5,1e6,1e7   how many events (default all three)      --only W2,W4   which workloads (default all)
//   --threads one        only the comparison in CPU time, where the machine has other work
//   --quick              three rounds instead of five or seven, and no memory
// Peers, each left out where it is missing: `npm install --prefix bench/peers`; on Node 20 Polars' binary is to be named:
// `npm install --prefix bench/peers --no-save nodejs-polars-linux-x64-gnu@0.26.1`. NumPy and pandas: python3-pandas of the system.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { timed } from '../run.js';
import { appendBatch } from './append.js';
import { type PeerProcess, startPeer } from './client.js';
import { customerIds, eventColumns } from './data.js';
import { type Files, writeColumns } from './files.js';
import { logOf, QUESTIONS } from './kizuna.js';
import { compareAnswers, type Line, measureWorkload, type Ours } from './measure.js';
import { compareMemory } from './memory.js';
import { naiveAnswers } from './naive.js';
import { compareRows } from './rows.js';
import { atMost, printLines, printSummary, type Verdict } from './table.js';
import { answerOf, WORKLOADS, type Workload, type WorkloadId } from './workloads.js';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1e5,1e6,1e7' },
    only: { type: 'string', default: WORKLOADS.map(({ id }) => id).join(',') },
    threads: { type: 'string', default: 'one,default' },
    quick: { type: 'boolean', default: false },
  },
});
const sizes = values.size.split(',').map(Number);
const only = values.only.split(',');
const workloads = WORKLOADS.filter(({ id }) => only.includes(id) || (id === 'W1c' && only.includes('W1')));
const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
const times = new Map<WorkloadId, Map<number, number>>();
const verdicts: Verdict[] = [];
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
try {
  for (const size of sizes) verdicts.push(...(await compareSize(size)));
  verdicts.push(...exponents());
  if (sizes.includes(1e6)) verdicts.push(...(await compareRows(1e6, workloads, values.quick ? 3 : 5)));
  if (sizes.includes(1e7)) {
    verdicts.push(...appendBatch(1e7, 1e4));
    if (!values.quick) verdicts.push(...(await compareMemory(1e7, folder)));
  }
} finally {
  rmSync(folder, { recursive: true });
}
printSummary(verdicts);
process.exitCode = verdicts.every(({ isKept }) => isKept) ? 0 : 1;

/** All workloads at one size: answers first, then times. */
async function compareSize(n: number): Promise<Verdict[]> {
  const columns = eventColumns(n);
  const files = writeColumns(folder, columns);
  const log = logOf(columns, customerIds(columns.customers));
  const expected = new Map<WorkloadId, string>();
  const cold = new Map<WorkloadId, number>();
  for (const { id } of workloads) {
    if (id !== 'W1c') cold.set(id, timed(() => (QUESTIONS[id].ask(log) === null ? 'none' : '')).cpu);
    expected.set(id, answerOf(id, QUESTIONS[id].rows(log)));
  }
  if (n <= 1e5) requireNaive(columns, expected);
  const peers = await startPeers(files);
  const rounds = values.quick ? 3 : n >= 1e7 ? 5 : 7;
  const ids = workloads.map(({ id }) => id);
  console.log(`\n${n.toLocaleString('en')} events, ${columns.customers.toLocaleString('en')} customers`);
  const compared = await compareAnswers(ids, expected, peers);
  console.log(
    `${compared} formulations of peers answer as kizuna does${n <= 1e5 ? ', and as plain sets and lists do' : ''}`,
  );
  const colds = [...cold].map(([id, cpu]) => `${id} ${cpu.toFixed(1)} ms`).join(', ');
  console.log(`first call of kizuna, which also prepares what the log then keeps, CPU: ${colds}`);
  const found: Verdict[] = [];
  for (const workload of workloads)
    found.push(...(await compareWorkload(n, workload, oursOf(workload.id), peers, rounds)));
  for (const peer of peers) peer.stop();
  return found;

  function oursOf(id: WorkloadId): Ours {
    const { form, ask } = QUESTIONS[id];
    return { form, run: () => timed(() => (ask(log) === null ? 'none' : '')) };
  }
}

async function compareWorkload(
  n: number,
  { id, title, atLeast }: Workload,
  ours: Ours,
  peers: readonly PeerProcess[],
  rounds: number,
): Promise<Verdict[]> {
  const found: Verdict[] = [];
  for (const threads of ['one', 'default'] as const) {
    if (!values.threads.split(',').includes(threads)) continue;
    const lines: readonly Line[] = await measureWorkload(id, threads, ours, peers, rounds);
    const kind = threads === 'one' ? 'one thread, CPU' : 'default threads, least time on the clock';
    const limit = n >= 1e6 ? atLeast[threads] : null; // below, what a query costs before it begins is most of a peer's time
    found.push(...printLines(`${id} ${title}; ${n.toExponential(0)}, ${kind}`, lines, threads, limit));
    if (threads === 'default') continue;
    times.set(id, (times.get(id) ?? new Map<number, number>()).set(n, lines[0]!.cpu));
  }
  return found;
}

function requireNaive(columns: ReturnType<typeof eventColumns>, expected: Map<WorkloadId, string>): void {
  const naive = naiveAnswers(columns);
  for (const { id } of workloads) {
    const answer = answerOf(id, naive[id]);
    if (expected.has(id) && expected.get(id) !== answer)
      throw new Error(`${id}: kizuna answers not as plain sets and lists do`);
    expected.set(id, answer);
  }
}

async function startPeers(files: Files): Promise<PeerProcess[]> {
  const peers: PeerProcess[] = [];
  for (const [name, script, environment] of [
    ['ClickHouse', 'clickhouse.ts', {}],
    ['DuckDB', 'duckdb.ts', {}],
    ['Polars, one thread', 'polars.ts', { POLARS_MAX_THREADS: '1' }],
    ['Polars', 'polars.ts', {}],
    ['NumPy and pandas', 'python.py', {}],
  ] as const) {
    const peer = await startPeer(name, script, environment);
    if (peer === null) continue;
    await peer.ask({ ask: 'load', files });
    console.log(`${name}: ${peer.version}`);
    peers.push(peer);
  }
  return peers;
}

/** How the time grows from the smallest to the largest size: log10 of their ratio, per tenfold number of events. */
function exponents(): Verdict[] {
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  if (large <= small) return [];
  console.log(`\nGrowth of kizuna's time, exponent from ${small.toExponential(0)} to ${large.toExponential(0)}`);
  return [...times].flatMap(([id, bySize]) => {
    if (id === 'W1c') return [];
    const exponent = Math.log10(bySize.get(large)! / bySize.get(small)!) / Math.log10(large / small);
    return [atMost(`${id} exponent`, exponent, 1.25, '')];
  });
}
