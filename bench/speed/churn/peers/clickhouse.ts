import { requirePeer } from '../../events/serve.js';
import { type Rows, serve, type Threads } from '../serve.js';

interface Session {
  query(sql: string, format: string): string;
}

const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);

/** What a customer pays at the end of each month in which something changed. */
const lasts = (table: string) =>
  `SELECT uid, toMonth(ts) - 1 AS mo, argMax(mrr, at) AS cur FROM ${table} GROUP BY uid, mo`;

/** The same by the greatest of one number, instead of the amount at the greatest time. */
const packed = (table: string) =>
  `SELECT uid, toMonth(ts) - 1 AS mo, toInt32(bitAnd(max(bitOr(bitShiftLeft(at - 1704067200000, 24), toUInt64(mrr))), 16777215)) AS cur FROM ${table} GROUP BY uid, mo`;

const windows = (inner: string) =>
  `SELECT mo, multiIf(pv=0, if(hp>0,4,0), cur=0, 3, cur>pv, 1, 2) AS k, sum(cur-pv), count() FROM (
   SELECT mo, cur, lagInFrame(cur,1,0) OVER w AS pv, max(cur) OVER (PARTITION BY uid ORDER BY mo ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS hp
   FROM (${inner}) WINDOW w AS (PARTITION BY uid ORDER BY mo ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) WHERE cur != pv GROUP BY mo, k`;

/** Twelve aggregates a customer, one for each month, by the greatest of one number; 0 where nothing changed. */
const columns = (table: string) =>
  `SELECT mo, multiIf(pv=0, if(mo+1>f,4,0), cur=0, 3, cur>pv, 1, 2) AS k, sum(cur-pv), count() FROM (
   SELECT arrayMap(v -> toInt32(bitAnd(v, 16777215)), arrayFill(v -> v > 0, [${MONTHS.map((month) => `maxIf(v, m=${month})`).join(', ')}])) AS curs, arrayFirstIndex(c -> c > 0, curs) AS f
   FROM (SELECT uid, toMonth(ts) AS m, bitOr(bitShiftLeft(at - 1704067199999, 24), toUInt64(mrr)) AS v FROM ${table}) GROUP BY uid)
   ARRAY JOIN curs AS cur, arrayPushFront(arrayPopBack(curs), 0) AS pv, range(12) AS mo WHERE cur != pv GROUP BY mo, k`;

const FORMS: Readonly<Record<string, (table: string) => string>> = {
  windows: (table) => windows(lasts(table)),
  'windows, packed': (table) => windows(packed(table)),
  'a column a month': columns,
};

await serve(() => {
  const { Session, version } = requirePeer('chdb') as {
    Session: new () => Session;
    version(): { chdb: string; libchdb: string };
  };
  const session = new Session();
  const engine = session.query('SELECT version()', 'TSV').trim();
  return {
    version: `${engine} (chdb ${version().chdb})`,
    load: (folder) => {
      const fields = "uid UInt32, at UInt64, ts DateTime('UTC'), mrr Int32";
      session.query(`CREATE OR REPLACE TABLE sb (${fields}) ENGINE = Memory`, 'TSV');
      const select = "SELECT uid, at, toDateTime(intDiv(at, 1000), 'UTC'), mrr";
      session.query(`INSERT INTO sb ${select} FROM file('${folder}/changes.native', Native)`, 'TSV');
      session.query(`CREATE OR REPLACE TABLE sb_mt (${fields}) ENGINE = MergeTree ORDER BY (uid, at)`, 'TSV');
      session.query('INSERT INTO sb_mt SELECT * FROM sb', 'TSV');
      session.query('OPTIMIZE TABLE sb_mt FINAL', 'TSV');
    },
    forms: Object.fromEntries(
      Object.entries(FORMS).flatMap(([form, sql]) => [
        [`log order: ${form}`, asking(session, sql('sb'))] as const,
        [`MergeTree by customer: ${form}`, asking(session, sql('sb_mt'))] as const,
      ]),
    ),
  };
});

function asking(session: Session, sql: string) {
  return (threads: Threads) => {
    const limit = threads === 'one' ? 'max_threads = 1' : 'max_threads = 0';
    const tsv = session.query(`${sql} SETTINGS ${limit}`, 'TSV');
    return (): Rows =>
      tsv
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t').map(Number));
  };
}
