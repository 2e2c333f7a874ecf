// Speed of churn and survival beside lifelines, R, DuckDB, ClickHouse, Polars and pandas, on the same data, in turn: `npm run bench:churn`.
//   --only bridge,curves  which parts: curves, tests, cox, weibull, bridge, ledger (default all)
//   --size 1e5,1e6,1e7    how many subscription changes (default 1e6; its limit is for 1e6)
//   --threads one         the bridge in CPU time only, where the machine has other work
//   --quick               fewer rounds
// CPU time, one thread each, every peer in a process of its own; answers are compared first. A peer that is missing is left out:
// python3 or the system's Python with lifelines (PYTHONPATH must find it where it is not installed) and pandas; Rscript with survival;
// DuckDB, ClickHouse and Polars by `npm install --prefix bench/peers` (for Polars on Node 20 see the benchmark of events).
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printSummary, type Verdict } from '../events/table.js';
import { type PeerProcess, startProcess } from '../peer-process.js';
import { type BridgePeers, compareBridge, FRAMES } from './bridge.js';
import { measureLedgers } from './ledgers.js';
import { compareSurvival } from './survival.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'curves,tests,cox,weibull,bridge,ledger' },
    size: { type: 'string', default: '1e6' },
    threads: { type: 'string', default: 'one,default' },
    quick: { type: 'boolean', default: false },
  },
});
const parts = values.only.split(',');
const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
const verdicts: Verdict[] = [];
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
try {
  verdicts.push(...(await survival()));
  if (parts.includes('bridge')) verdicts.push(...(await bridge()));
  if (parts.includes('ledger')) await measureLedgers(values.quick);
} finally {
  rmSync(folder, { recursive: true });
}
printSummary(verdicts);
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
process.exit(verdicts.every(({ isKept }) => isKept) ? 0 : 1);

async function survival(): Promise<Verdict[]> {
  if (!['curves', 'tests', 'cox', 'weibull'].some((part) => parts.includes(part))) return [];
  const started = [await startPython('lifelines', 'lifelines_peer.py'), await startR('R', 'survival_peer.R')];
  const peers = started.filter((peer) => peer !== null);
  const found = await compareSurvival(peers, folder, parts, values.quick);
  for (const peer of peers) peer.stop();
  return found;
}

async function bridge(): Promise<Verdict[]> {
  const [clickhouse, duckdb, polarsOne, polars, frames] = [
    await startNode('ClickHouse', 'clickhouse.ts'),
    await startNode('DuckDB', 'duckdb.ts'),
    await startNode('Polars', 'polars.ts', { POLARS_MAX_THREADS: '1' }),
    await startNode('Polars', 'polars.ts'),
    await startPython(FRAMES, 'frames_peer.py'),
  ];
  const peers: BridgePeers = {
    one: [clickhouse, duckdb, polarsOne, frames].filter((peer) => peer !== null),
    byDefault: [clickhouse, duckdb, polars, frames].filter((peer) => peer !== null),
  };
  const found: Verdict[] = [];
  for (const size of values.size.split(',').map(Number)) {
    found.push(...(await compareBridge(size, peers, folder, values.threads.split(','), values.quick)));
  }
  for (const peer of new Set([...peers.one, ...peers.byDefault])) peer.stop();
  return found;
}

async function startPython(name: string, script: string): Promise<PeerProcess | null> {
  const path = pathOf(script);
  return startProcess(name, [
    ['python3', path],
    ['/usr/bin/python3', path],
  ]);
}

async function startR(name: string, script: string): Promise<PeerProcess | null> {
  return startProcess(name, [['Rscript', '--vanilla', pathOf(script)]]);
}

async function startNode(
  name: string,
  script: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<PeerProcess | null> {
  return startProcess(name, [[process.execPath, ...process.execArgv, pathOf(script)]], environment);
}

function pathOf(script: string): string {
  return new URL(`./peers/${script}`, import.meta.url).pathname;
}
