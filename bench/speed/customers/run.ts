// Speed of customers' value beside lifetimes, NumPy, pandas and scikit-learn, on the same data, in turn: `npm run bench:customers`.
//   --data DIR           cdnow_sample.csv and cdnow_master.csv of the CDNOW log; without it as many customers are made up
//   --only fits,rfm      which parts: fits, summary, rfm, clusters (default all)
//   --quick              fewer rounds
// CPU time, one thread each, every peer in a process of its own. Answers are compared first. Peers are those of `python3` or the system's Python;
// PYTHONPATH must find lifetimes where it is not installed.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printSummary, type Verdict } from '../events/table.js';
import { compareClusters } from './clusters.js';
import { compareFits } from './fits.js';
import { type PythonPeer, startPython } from './python-peer.js';
import { compareRfm } from './rfm.js';
import { compareSummaries } from './summaries.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string', default: 'fits,summary,rfm,clusters' },
    quick: { type: 'boolean', default: false },
  },
});
const only = values.only.split(',');
const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
const { data, quick } = values;
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);

const parts: readonly (readonly [string, string, string, (peer: PythonPeer) => Promise<Verdict[]>])[] = [
  ['fits', 'lifetimes', 'lifetimes_peer.py', (peer) => compareFits(peer, folder, data, quick)],
  ['summary', 'lifetimes', 'lifetimes_peer.py', (peer) => compareSummaries(peer, folder, data, quick)],
  ['rfm', 'NumPy and pandas', 'frames_peer.py', (peer) => compareRfm(peer, folder, quick)],
  ['clusters', 'scikit-learn', 'scikit_peer.py', (peer) => compareClusters(peer, folder, quick)],
];
const verdicts: Verdict[] = [];
try {
  for (const [part, name, script, measure] of parts) {
    if (!only.includes(part)) continue;
    const peer = await startPython(name, script);
    if (peer === null) continue;
    verdicts.push(...(await measure(peer)));
    peer.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}
printSummary(verdicts);
process.exit(verdicts.every(({ isKept }) => isKept) ? 0 : 1);
