import { rmSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { startPeer } from './client.js';
import { eventColumns } from './data.js';
import { type Files, writeColumns } from './files.js';
import { atLeast, type Verdict } from './table.js';
import type { WorkloadId } from './workloads.js';

const ASKED: readonly WorkloadId[] = ['W2', 'W6'];

/** Largest resident memory of a fresh process that loads the columns and answers W2 and W6 once, one thread. */
export async function compareMemory(n: number, folder: string): Promise<Verdict[]> {
  console.log(
    `\nPeak memory, ${n.toLocaleString('en')} events as columns, ${ASKED.join(' and ')} once, fresh processes`,
  );
  const files = writeColumns(folder, eventColumns(n));
  const [ours, duckdb] = [await peakOf('kizuna', 'kizuna.ts', files), await peakOf('DuckDB', 'duckdb.ts', files)];
  await peakOf('ClickHouse', 'clickhouse.ts', files);
  if (ours === null || duckdb === null) return [];
  return [atLeast('peak memory, DuckDB ÷ kizuna', duckdb / ours, 3, '×')];
}

/** The script as plain JavaScript beside it, so that no loader of TypeScript counts as memory of the peer. */
function bundled(script: string): string {
  const folder = new URL('./peers/', import.meta.url).pathname;
  const name = `../.${script.replace('.ts', '.mjs')}`; // where it finds the installed peers as the sources do
  buildSync({
    entryPoints: [`${folder}${script}`],
    outfile: `${folder}${name}`,
    tsconfig: new URL('../../../tsconfig.test.json', import.meta.url).pathname,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return name;
}

async function peakOf(name: string, script: string, files: Files): Promise<number | null> {
  const bundle = bundled(script);
  const peer = await startPeer(name, bundle, { KIZUNA_BENCH_TABLES: 'one' });
  rmSync(new URL(`./peers/${bundle}`, import.meta.url));
  if (peer === null) return null;
  await peer.ask({ ask: 'load', files });
  let peak = 0;
  for (const asked of ASKED) {
    const query = peer.queries.findIndex(({ workload }) => workload === asked);
    if (query < 0) return null;
    ({ peak = 0 } = await peer.ask({ ask: 'run', query, threads: 'one', wantsRows: false }));
  }
  peer.stop();
  const mebibytes = (kibibytes: number) => (kibibytes / 1024).toFixed(0);
  console.log(
    `  ${name.padEnd(12)} ${mebibytes(peak).padStart(6)} MiB, ${mebibytes(peer.peak)} of them before the events`,
  );
  return peak;
}
