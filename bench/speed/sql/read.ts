// What it takes to read a result in JavaScript: CPU per 10^5 rows of DuckDB's, for `read` and for `finish`: `npm run bench:sql-read`.
//   --size 1e6           how many events (default 1e6)
//   --only rfmMetric     which metrics (default those of long results)
//   --rounds 5           the median of so many
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { associationRulesMetric } from 'kizuna';
import { eventTable } from 'kizuna/sql';
import { openDuckDb } from './duckdb.js';
import { TYPICAL, type Typical } from './every-metric.js';
import { compiled } from './serve-questions.js';
import { writeTables } from './tables.js';

const LONG = [
  ...['funnelMetric', 'purchaseIntervalsMetric', 'rfmMetric', 'rfmCutsMetric', 'decileSummaryMetric'],
  ...[
    'historyCountsMetric',
    'sessionSummaryMetric',
    'engagementScoreMetric',
    'accountRollupMetric',
    'pairs of 500 items',
  ],
];
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1e6' },
    only: { type: 'string', default: LONG.join(',') },
    rounds: { type: 'string', default: '5' },
  },
});

const PAIRS: Typical = {
  metric: associationRulesMetric({ item: 'item', per: 'day', minSupport: 0 }) as unknown as Typical['metric'], // of the source's rows
  source: (dialect) =>
    eventTable('items', {
      dialect,
      columns: { uid: 'integer', tm: 'epochMilliseconds', item: 'integer' },
      ...{ customer: 'uid', time: 'tm', properties: ['item'] },
    }),
};
const ITEMS = 'CREATE TABLE items AS SELECT uid, tm, CAST(hash(tm * 7 + amount) % 500 AS INTEGER) AS item FROM ev';

const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
try {
  writeTables(folder, Number(values.size));
  const engine = await openDuckDb();
  await engine.load(folder);
  await engine.connection.run(ITEMS);
  for (const name of values.only.split(',')) {
    const asked = TYPICAL[name] ?? PAIRS;
    const query = compiled(asked, 'duckdb');
    if (query === null) continue;
    const rows = (await engine.ask(query.sql, query.parameters, 'one'))();
    const [reads, ends]: [number[], number[]] = [[], []];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const [reading, state] = timed(() => query.read(rows));
      reads.push(reading);
      ends.push(timed(() => asked.metric.finish(state))[0]);
    }
    const [read, end] = [reads, ends].map((times) => (times.sort((a, b) => a - b)[times.length >> 1] ?? 0).toFixed(1));
    const each = ((Number(read) / rows.length) * 1e5).toFixed(0);
    console.log(
      `${name.padEnd(26)} ${String(rows.length).padStart(8)} rows: read ${read} ms (${each} per 10^5), finish ${end} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
process.exit(0); // the engine leaves threads behind

function timed<Value>(run: () => Value): [milliseconds: number, value: Value] {
  const start = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1000, value];
}
