import { type Query, type Rows, requirePeer, serve } from '../serve.js';
import type { Threads, WorkloadId } from '../workloads.js';

interface Session {
  query(sql: string, format: string): string;
}

const WEEK_OF = 'toUInt8(intDiv(at - 1704067200000, 604800000))';
const DAY_OF = 'toUInt16(intDiv(at - 1704067200000, 86400000))';

/** The last start so far of a chain of steps: `column` where this event is the step and in time, else what it was. */
const latest = (condition: string, column: string) =>
  `max(if(${condition}, ${column}, 0)) OVER (PARTITION BY uid ORDER BY at ROWS UNBOUNDED PRECEDING)`;

const FORMS: readonly { workload: WorkloadId; form: string; sql: (table: string) => string }[] = [
  {
    workload: 'W1',
    form: 'windows',
    sql: (table) =>
      `SELECT countIf(k1), countIf(k2), countIf(k3), countIf(k4), quantileExactExclusiveIf(0.5)(dt, k4) FROM (
       SELECT max(s1>0) k1, max(s2>0) k2, max(s3>0) k3, max(nm=5 AND at<=s3+604800000) k4, argMinIf(at-s3, at, nm=5 AND at<=s3+604800000) dt FROM (
       SELECT uid, at, nm, s1, s2, ${latest('nm=4 AND at<=s2+604800000', 's2')} AS s3 FROM (
       SELECT uid, at, nm, s1, ${latest('nm=3 AND at<=s1+604800000', 's1')} AS s2 FROM (
       SELECT uid, at, nm, ${latest('nm=2', 'at')} AS s1 FROM ${table} WHERE nm IN (2,3,4,5)))) GROUP BY uid)`,
  },
  {
    workload: 'W1c',
    form: 'windowFunnel',
    sql: (table) =>
      `SELECT l, count() FROM (SELECT windowFunnel(604800000)(at, nm=2, nm=3, nm=4, nm=5) AS l FROM ${table} WHERE nm IN (2,3,4,5) GROUP BY uid) GROUP BY l`,
  },
  {
    workload: 'W2',
    form: 'bitmask',
    sql: (table) =>
      `SELECT b[1] AS c, arrayJoin(b) - c AS k, count() FROM (SELECT bitPositionsToArray(groupBitOr(bitShiftLeft(toUInt64(1), ${WEEK_OF}))) AS b FROM ${table} GROUP BY uid) GROUP BY c, k`,
  },
  {
    workload: 'W2',
    form: 'groupUniqArray',
    sql: (table) =>
      `SELECT c, w-c AS k, count() FROM (SELECT min(${WEEK_OF}) AS c, arrayJoin(groupUniqArray(${WEEK_OF})) AS w FROM ${table} GROUP BY uid) GROUP BY c, k`,
  },
  {
    workload: 'W4',
    form: 'gaps',
    sql: (table) =>
      `SELECT least(nx - d, 28) AS g, d, count() FROM (SELECT arraySort(groupUniqArray(${DAY_OF})) AS ds FROM ${table} GROUP BY uid) ARRAY JOIN ds AS d, arrayPushBack(arrayPopFront(ds), toUInt16(9999)) AS nx GROUP BY g, d`,
  },
  {
    workload: 'W6',
    form: 'days, then customers',
    sql: (table) =>
      `SELECT count(), sum(f), sum(r), sum(t), sum(f*r), sum(mt), sum(if(f>0, mt/f, 0)) FROM (SELECT count()-1 AS f, max(d)-min(d) AS r, 365-min(d) AS t, sum(s)-argMin(s,d) AS mt FROM (SELECT uid, ${DAY_OF} AS d, sum(amount) AS s FROM ${table} GROUP BY uid, d) GROUP BY uid)`,
  },
];

await serve(() => {
  const { Session, version } = requirePeer('chdb') as {
    Session: new () => Session;
    version(): { chdb: string; libchdb: string };
  };
  const session = new Session();
  const { chdb } = version();
  const engine = session.query('SELECT version()', 'TSV').trim();
  return {
    version: `${engine} (chdb ${chdb})`,
    threads: ['one', 'default'],
    load: ({ folder }) => {
      const fields = 'uid UInt32, at UInt64, nm UInt8, amount Int32';
      session.query(`CREATE OR REPLACE TABLE ev (${fields}) ENGINE = Memory`, 'TSV');
      session.query(`INSERT INTO ev SELECT * FROM file('${folder}/events.native', Native)`, 'TSV');
      if (process.env.KIZUNA_BENCH_TABLES === 'one') return;
      session.query(`CREATE OR REPLACE TABLE ev_mt (${fields}) ENGINE = MergeTree ORDER BY (uid, at)`, 'TSV');
      session.query('INSERT INTO ev_mt SELECT * FROM ev', 'TSV');
      session.query('OPTIMIZE TABLE ev_mt FINAL', 'TSV');
    },
    queries: FORMS.flatMap((form) => [
      queryOn(session, 'ClickHouse, log order', 'ev', form),
      queryOn(session, 'ClickHouse, MergeTree by customer', 'ev_mt', form),
    ]),
  };
});

function queryOn(
  session: Session,
  system: string,
  table: string,
  { workload, form, sql }: (typeof FORMS)[number],
): Query {
  const text = sql(table);
  return {
    workload,
    system,
    form,
    run: (threads: Threads) => {
      const tsv = session.query(threads === 'one' ? `${text} SETTINGS max_threads = 1` : text, 'TSV');
      return (): Rows =>
        tsv
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t').map(Number));
    },
  };
}
