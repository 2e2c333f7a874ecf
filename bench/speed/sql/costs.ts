// What metrics cost where the data are: bytes read (ClickHouse's own count), rows returned and CPU, at several sizes, and computed from
// their growth what 10^10 events would take. Prints the table of docs/sql-at-scale.md: `npx tsx --tsconfig tsconfig.test.json bench/speed/sql/costs.ts`.
//   --size 1e5,1e6,1e7 (default)    --only W2,W4    --every: every metric, as it is usually asked for, instead of the workloads
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openClickHouse } from './clickhouse.js';
import { openDuckDb } from './duckdb.js';
import { TYPICAL } from './every-metric.js';
import { QUESTIONS } from './questions.js';
import { compiled } from './serve-questions.js';
import { writeTables } from './tables.js';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1e5,1e6,1e7' },
    only: { type: 'string' },
    every: { type: 'boolean', default: false },
  },
});
/** What one query took at one size. */
interface Cost {
  readonly bytes: number;
  readonly rows: number;
  /** Seconds of CPU in ClickHouse and in DuckDB. */
  readonly clickhouse: number;
  readonly duckdb: number;
}

const MANY = 1e10;
type Powers = readonly [slowest: number, fastest: number];
/** What is read and returned grows with the events at most. */
const ROWS: Powers = [0, 1];
/** What takes time grows with them at least. */
const TIMES: Powers = [1, Number.POSITIVE_INFINITY];
const sizes = values.size.split(',').map(Number);
const all = values.every
  ? Object.entries(TYPICAL).map(([name, asked]) => ({ ...asked, id: name, title: '' }))
  : QUESTIONS;
const only = values.only?.split(',');
const questions = all.filter(({ id }) => only === undefined || only.includes(id));
const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
const costs = new Map<string, Cost[]>();
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
try {
  const [clickhouse, duckdb] = [openClickHouse(), await openDuckDb()];
  console.log(
    `ClickHouse ${clickhouse.version}, DuckDB ${duckdb.version}; one thread, least of three runs, of two from 10⁷ on`,
  );
  for (const size of sizes) {
    writeTables(folder, size);
    await clickhouse.load(folder);
    await duckdb.load(folder);
    for (const question of questions) {
      const [inClickHouse, inDuckDb] = [compiled(question, 'clickhouse'), compiled(question, 'duckdb')];
      if (inClickHouse === null || inDuckDb === null) continue;
      const sql = `${inClickHouse.sql}, max_threads = 1`;
      let [bytes, rows] = [0, 0];
      const rounds = size < 1e7 ? 3 : 2;
      const seconds = await least(rounds, () => {
        const text = clickhouse.session.queryBind(sql, inClickHouse.parameters, 'JSONCompact');
        const found = JSON.parse(text) as { rows: number; statistics: { bytes_read: number } }; // ClickHouse's JSON
        [bytes, rows] = [found.statistics.bytes_read, found.rows];
      });
      const beside = await least(rounds, async () => {
        await duckdb.ask(inDuckDb.sql, inDuckDb.parameters, 'one');
      });
      costs.set(question.id, [...(costs.get(question.id) ?? []), { bytes, rows, clickhouse: seconds, duckdb: beside }]);
    }
    print(sizes.slice(0, sizes.indexOf(size) + 1)); // the next size takes ten times as long
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
process.exit(0); // the engines leave threads behind

async function least(rounds: number, run: () => unknown): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    seconds = Math.min(seconds, (user + system) / 1e6);
  }
  return seconds;
}

function print(done: readonly number[]): void {
  if (done.length < 2) return;
  const heads = done.map((size) => powerOf(size));
  console.log(
    `\n| | bytes read at ${heads.join(', ')} | rows returned | CPU seconds in ClickHouse | in DuckDB | computed for 10¹⁰: bytes, rows, CPU hours in ClickHouse; DuckDB |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { id, title } of questions) {
    const found = costs.get(id);
    if (found === undefined) continue;
    const each = (read: (cost: Cost) => number, write: (value: number) => string) =>
      found.map((cost) => write(read(cost))).join(', ');
    const beyond = (read: (cost: Cost) => number, powers: Powers) => grown(found.map(read), done, powers);
    const hours = [beyond(({ clickhouse }) => clickhouse, TIMES), beyond(({ duckdb }) => duckdb, TIMES)].map(hoursOf);
    const cells = [
      values.every ? `\`${id}\`` : `${id} ${title}`,
      each(({ bytes }) => bytes, bytesOf),
      each(({ rows }) => rows, countOf),
      each(({ clickhouse }) => clickhouse, secondsOf),
      each(({ duckdb }) => duckdb, secondsOf),
      `${bytesOf(beyond(({ bytes }) => bytes, ROWS))}, ${countOf(beyond(({ rows }) => rows, ROWS))}, ${hours.join('; ')}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** The value at 10^10 if it goes on growing as from the last size but one to the last, with a power of the events in this range. */
function grown(found: readonly number[], done: readonly number[], [slowest, fastest]: Powers): number {
  const [before = 0, last = 0] = found.slice(-2);
  const [small = 1, large = 1] = done.slice(-2);
  if (found.length < 2 || before <= 0) return Number.NaN;
  const exponent = Math.log(last / before) / Math.log(large / small);
  return last * (MANY / large) ** Math.min(fastest, Math.max(slowest, exponent));
}

function powerOf(size: number): string {
  return `10${[...String(Math.round(Math.log10(size)))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}

function bytesOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Number((bytes / 1000 ** unit).toPrecision(2))} ${units[unit]}`;
}

function countOf(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en');
}

function secondsOf(seconds: number): string {
  return seconds < 0.1 ? seconds.toFixed(3) : Number(seconds.toPrecision(2)).toString();
}

function hoursOf(seconds: number): string {
  return `${Number((seconds / 3600).toPrecision(2))}`;
}
