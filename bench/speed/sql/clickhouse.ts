import { NAMES } from '../events/data.js';
import { requirePeer } from '../events/serve.js';
import type { Engine } from './serve-questions.js';
import { segmentsOf } from './tables.js';

/** What is used of the driver. */
export interface Session {
  query(sql: string, format: string): string;
  queryBind(sql: string, values: object, format: string): string;
}

const TYPES = { small: 'UInt8', whole: 'Int32', large: 'Int64', double: 'Float64', truth: 'Bool' };

/** ClickHouse in the process; its tables are sorted by customer and time, as they would be. */
export function openClickHouse(): Engine & { readonly session: Session } {
  const { Session, version } = requirePeer('chdb') as { Session: new () => Session; version(): { chdb: string } };
  const session = new Session();
  const make = (table: string, fields: string, order: string, select: string) => {
    session.query(`CREATE OR REPLACE TABLE ${table} (${fields}) ENGINE = MergeTree ORDER BY ${order}`, 'TSV');
    session.query(`INSERT INTO ${table} SELECT ${select}`, 'TSV');
    session.query(`OPTIMIZE TABLE ${table} FINAL`, 'TSV');
  };
  return {
    session,
    version: `${session.query('SELECT version()', 'TSV').trim()} (chdb ${version().chdb})`,
    load(folder) {
      const raw = `file('${folder}/events.native', Native)`;
      const names = `[${NAMES.map((name) => `'${name}'`).join(', ')}]`;
      const fields = 'uid UInt32, tm UInt64, nm LowCardinality(String), amount Int32';
      make('ev', fields, '(uid, tm)', `uid, at, ${names}[nm + 1], amount FROM ${raw}`);
      const { score, sg, cents, spend, dur, ended, mrr, paid, half } = segmentsOf(
        'toString(@)',
        "CAST(@, '@@')",
        TYPES,
      );
      make(
        'sv',
        "uid UInt32, tm UInt64, ts DateTime('UTC'), score UInt8, sg LowCardinality(String), cents Int64, spend Float64, paid Bool",
        'tm',
        `uid, at, toDateTime(intDiv(at, 1000), 'UTC'), ${score}, ${sg}, ${cents}, ${spend}, ${paid} FROM ${raw}`,
      );
      make(
        'sb',
        "uid UInt32, tm UInt64, ts DateTime('UTC'), mrr Int32",
        '(uid, tm)',
        `uid, at, toDateTime(intDiv(at, 1000), 'UTC'), ${mrr} FROM ${raw}`,
      );
      make('km', 'dur Int32, ended UInt8, half Bool', 'tuple()', `${dur}, ${ended}, ${half} FROM ${raw}`);
    },
    async ask(sql, values, threads) {
      // A query of kizuna ends with settings of its own. What no row answered is not remembered from round to round: each looks.
      const own = `${values === null ? ' SETTINGS' : ','} use_query_condition_cache = 0`;
      const text = sql + own + (threads === 'one' ? ', max_threads = 1' : '');
      const found =
        values === null
          ? session.query(text, 'JSONCompactEachRow')
          : session.queryBind(text, values as object, 'JSONCompactEachRow'); // of ClickHouse: an object
      return () =>
        found
          .trimEnd()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as unknown[]); // a list a line
    },
  };
}
