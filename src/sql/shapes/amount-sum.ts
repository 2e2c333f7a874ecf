import type { QueryText } from '../query-text.js';

/** A sum that goes on within the query: columns that are added up as often as is needed, and then the number that they come to. */
export interface AmountSum {
  /** The names of the columns, with what they are of a row. */
  readonly columns: readonly (readonly [name: string, sql: string])[];
  /** The sum of a column. */
  added(name: string, sql: string): string;
  /** Whether sums of the columns are exact, and so are their differences. */
  readonly isExact: boolean;
  /** The double that sums of the columns come to. */
  total(sumOf: (name: string) => string): string;
  /** The same, of integers as the integer that it is. */
  whole(sumOf: (name: string) => string): string;
}

/** Sums of amounts: of integers exact, of doubles as the source asks. A row without an amount is one of 0; where they are added up but `once`, for each customer, its columns may have none. */
export function amountSum(
  query: QueryText,
  kind: 'integer' | 'number',
  amount: string,
  times: 'once' | 'often' = 'often',
): AmountSum {
  const { dialect, source } = query;
  const present = `coalesce(${amount}, ${kind === 'integer' ? '0' : query.value(0).sql})`; // as narrow as it is
  // In ClickHouse a cast would make what is never absent what may be.
  const number = (sql: string): string =>
    dialect.name === 'clickhouse' ? `toFloat64(${sql})` : dialect.as('number', sql);
  if (kind === 'integer') {
    const isBare = times === 'once' && dialect.name !== 'clickhouse'; // where a column without NULL is quicker
    const whole: AmountSum['whole'] = (sumOf) => (isBare ? `coalesce(${sumOf('whole')}, 0)` : sumOf('whole'));
    return {
      columns: [['whole', isBare ? amount : present]],
      isExact: true,
      added: (_, sql) => (times === 'once' ? dialect.sumOfFew(sql) : dialect.integerSum(sql)),
      total: (sumOf) => number(whole(sumOf)),
      whole,
    };
  }
  if (source.sums === 'compensated') {
    const total: AmountSum['total'] = (sumOf) => sumOf('rest');
    return { columns: [['rest', present]], isExact: false, added: (_, sql) => dialect.sum(sql), total, whole: total };
  }
  // As in the sums of measures: the whole part and the next 62 bits are integers, whose sums are exact; then there is a rounding or two.
  const isSplit = `abs(${present}) < 4e18`;
  const part = `trunc((${present} - trunc(${present})) * ${SHIFT})`;
  const integer = (sql: string): string => dialect.as('integer', `CASE WHEN ${isSplit} THEN ${sql} ELSE 0 END`);
  const rest = `CASE WHEN ${isSplit} THEN (${present} - trunc(${present})) - ${part} / ${SHIFT} ELSE ${present} END`;
  const total: AmountSum['total'] = (sumOf) =>
    `(${number(sumOf('whole'))} + ${number(sumOf('part'))} / ${SHIFT} + ${sumOf('rest')})`;
  return {
    columns: [
      ['whole', integer(`trunc(${present})`)],
      ['part', integer(part)],
      ['rest', rest],
    ],
    isExact: true,
    added: (name, sql) => (name === 'rest' ? dialect.sum(sql) : dialect.integerSum(sql)),
    total,
    whole: total,
  };
}

/** 2⁶², a double and a 64-bit integer. */
const SHIFT = '4611686018427387904';
