import type { TallyPlan } from '../../core/tally.js';
import type { TimeKind } from '../dialects/kinds.js';
import type { QueryText } from '../query-text.js';
import { asItIs, idSql, instantSql } from '../spelling.js';
import type { InputsSql } from './expression-sql.js';
import { INVALID, MISSING, REPEATED, VALID } from './inputs-sql.js';

/** How one row a customer is chosen: columns that it needs, faults of them, and the choice itself. */
export interface OnceSql {
  readonly columns: readonly (readonly [name: string, sql: string])[];
  readonly faults: readonly string[];
  /** The judged rows, in which those that give way are marked. */
  choose(rows: string, columns: readonly string[]): string;
}

/** The rule of a tally that counts one row a customer; without one, rows stay as they are. */
export function onceSql(query: QueryText, { once }: TallyPlan, keys: readonly string[], inputs: InputsSql): OnceSql {
  if (once === undefined) return { columns: [], faults: [], choose: (rows) => rows };
  const { dialect } = query;
  const [customer, time, fault] = ['customer', 'time', 'fault'].map((alias) => dialect.identifier(alias)) as [
    string,
    string,
    string,
  ];
  const who = query.columnOf('customer', once.customer, ['text', 'integer', 'number']);
  const when = query.columnOf('time', once.time, ['instant', 'utcTimestamp', 'epochMilliseconds']);
  const [at, held] = [asItIs(query, when), instantSql(query, when)];
  const kind = when.kind as TimeKind; // one of the three
  const isNone =
    who.kind === 'number'
      ? [
          `WHEN ${customer} IS NOT NULL AND NOT (abs(${customer}) <= ${query.value(Number.MAX_VALUE).sql}) THEN ${INVALID}`,
        ]
      : [];
  const rival = dialect.identifier('place');
  const order = [
    `${time} ${once.keep === 'latest' ? 'DESC' : 'ASC'}`,
    ...[...inputs.values()].map(({ sql }) => `${sql} ASC`),
  ];
  const competing = (judged: string): string => `${judged} = ${VALID} AND ${customer} IS NOT NULL`;
  return {
    columns: [
      [customer, idSql(query, who)],
      [time, `CASE WHEN ${dialect.isInRange(at, kind)} THEN ${dialect.milliseconds(held, kind)} END`],
      [dialect.identifier('timeless'), `(${at} IS NULL)`],
    ],
    faults: [
      ...isNone,
      `WHEN ${customer} IS NOT NULL AND ${dialect.identifier('timeless')} THEN ${MISSING}`,
      `WHEN ${customer} IS NOT NULL AND ${time} IS NULL THEN ${INVALID}`,
    ],
    choose(rows, columns) {
      const groups = [...keys, `CASE WHEN ${competing(fault)} THEN 1 ELSE 0 END`, customer];
      const placed = `row_number() OVER (PARTITION BY ${groups.join(', ')} ORDER BY ${order.join(', ')})`;
      const before = dialect.identifier('before'); // ClickHouse would take an alias of the same name for the column
      const marked = `CASE WHEN ${competing(before)} AND ${rival} > 1 THEN ${REPEATED} ELSE ${before} END`;
      const inner = `SELECT ${[...columns, `${fault} AS ${before}`, `${placed} AS ${rival}`].join(', ')} FROM (${rows}) AS judged`;
      return `SELECT ${[...columns, `${marked} AS ${fault}`].join(', ')} FROM (${inner}) AS placed`;
    },
  };
}
