// Speed of compiled SQL beside the best queries written by hand, on the same engine and table, in turn: `npm run bench:sql`.
//   --size 1e5,1e6,1e7         how many events (default 1e6)
//   --only W2,S1               which workloads (default all)
//   --engines duckdb,clickhouse,postgres   (default all; Postgres, in WebAssembly, up to a million events)
//   --threads one,default      (default both)
//   --quick                    three rounds instead of seven, or of 31 where they are short
// CPU time of all threads of the engine's process, answers compared first. DuckDB and ClickHouse: `npm install --prefix bench/peers`.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DialectName } from 'kizuna/sql';
import type { Rows } from '../churn/serve.js';
import { printSummary, type Verdict } from '../events/table.js';
import { type PeerProcess, startProcess } from '../peer-process.js';
import { interleave } from '../run.js';
import { HANDWRITTEN } from './handwritten.js';
import { QUESTIONS, textOf } from './questions.js';
import { OURS } from './serve-questions.js';
import { writeTables } from './tables.js';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1e6' },
    only: { type: 'string', default: QUESTIONS.map(({ id }) => id).join(',') },
    engines: { type: 'string', default: 'duckdb,clickhouse,postgres' },
    threads: { type: 'string', default: 'one,default' },
    quick: { type: 'boolean', default: false },
  },
});

/** How many times the time of the best query by hand a compiled one may take. */
const LIMIT = 1.5;
/** A query by hand that takes less, in milliseconds, is planned for as long as it counts: it is shown and not judged. */
const TOO_SHORT = 10;
/** What takes less is asked more often: seven rounds of it differ by a fifth from the next seven. */
const SHORT = 50;

const only = values.only.split(',');
const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
const verdicts: Verdict[] = [];
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
try {
  for (const size of values.size.split(',').map(Number)) {
    writeTables(folder, size);
    for (const dialect of values.engines.split(',') as DialectName[]) {
      if (dialect === 'postgres' && size > 1e6) continue;
      verdicts.push(...(await compareEngine(dialect, size)));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
printSummary(verdicts);
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
process.exit(verdicts.every(({ isKept }) => isKept) ? 0 : 1);

async function compareEngine(dialect: DialectName, size: number): Promise<Verdict[]> {
  const script = new URL(`./peers/${dialect}.ts`, import.meta.url).pathname;
  const peer = await startProcess(dialect, [[process.execPath, ...process.execArgv, script]]);
  if (peer === null) return [];
  await peer.load('', folder);
  const found: Verdict[] = [];
  for (const { id, title } of QUESTIONS) {
    if (!only.includes(id)) continue;
    const forms = peer.forms.filter((form) => form.startsWith(`${id}: `));
    if (forms.length === 0) console.log(`\n${id} ${title}, ${dialect}: not written in SQL`);
    if (forms.length < 2) continue;
    await requireSame(peer, forms);
    for (const threads of dialect === 'postgres' ? ['one'] : values.threads.split(',')) {
      const name = `${id} ${title}; ${size.toExponential(0)}, ${dialect}, ${threads === 'one' ? 'one thread' : 'default threads'}`;
      found.push(...(await compareForms(name, peer, dialect, id, forms, threads)));
    }
  }
  peer.stop();
  return found;
}

/** All queries of a workload must answer alike. */
async function requireSame(peer: PeerProcess, forms: readonly string[]): Promise<void> {
  const texts: string[] = [];
  for (const form of forms) texts.push(textOf((await peer.answer(form, { threads: 'one' })) as Rows)); // the peers tell rows
  for (const [i, text] of texts.entries()) {
    const [ours, theirs] = [texts[0]?.split('\n') ?? [], text.split('\n')];
    const place = ours.findIndex((row, k) => row !== theirs[k]);
    if (text !== texts[0]) {
      throw new Error(
        `${peer.name}, ${forms[i]}: ${ours.length} and ${theirs.length} rows; ${theirs[place]} instead of ${ours[place]}`,
      );
    }
  }
}

async function compareForms(
  title: string,
  peer: PeerProcess,
  dialect: DialectName,
  id: string,
  forms: readonly string[],
  threads: string,
): Promise<Verdict[]> {
  const contenders = forms.map((name) => ({ name, run: () => peer.run(name, { threads }) }));
  let medians = await interleave(contenders, values.quick ? 3 : 7, 2);
  const isShort = [...medians.values()].some(({ cpu }) => cpu < SHORT);
  if (isShort && !values.quick) medians = await interleave(contenders, 31, 0);
  const own = medians.get(`${id}: ${OURS}`)?.cpu ?? Number.NaN;
  console.log(`\n${title}`);
  console.log(`  ${'kizuna'.padEnd(40)} ${own.toFixed(1).padStart(9)} ms`);
  let best = Number.POSITIVE_INFINITY;
  for (const { form, why } of HANDWRITTEN[dialect][id] ?? []) {
    const { cpu = Number.NaN } = medians.get(`${id}: ${form}`) ?? {};
    if (why === undefined) best = Math.min(best, cpu);
    const note = why === undefined ? '' : ` (${why})`;
    console.log(`  ${`by hand: ${form}${note}`.padEnd(40)} ${cpu.toFixed(1).padStart(9)} ms`);
  }
  const ratio = own / best;
  const isJudged = best >= TOO_SHORT;
  const isKept = ratio <= LIMIT;
  const say = isJudged ? `at most ${LIMIT}×${isKept ? '' : ': MISSED'}` : `not judged under ${TOO_SHORT} ms`;
  console.log(`  kizuna ÷ best by hand ${ratio.toFixed(2)}× (${say})`);
  return isJudged ? [{ what: title, found: `${ratio.toFixed(2)}×`, limit: `≤ ${LIMIT}×`, isKept }] : [];
}
