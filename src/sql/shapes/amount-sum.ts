import type { QueryText } from '../query-text.js';
import { SHIFT, splitDouble } from '../split-double.js';

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
  if (kind === 'integer') {
    const isBare = times === 'once' && dialect.name !== 'clickhouse'; // where a column without NULL is quicker
    const whole: AmountSum['whole'] = (sumOf) => (isBare ? `coalesce(${sumOf('whole')}, 0)` : sumOf('whole'));
    return {
      columns: [['whole', isBare ? amount : present]],
      isExact: true,
      added: (_, sql) => (times === 'once' ? dialect.sumOfFew(sql) : dialect.integerSum(sql)),
      total: (sumOf) => dialect.double(whole(sumOf)),
      whole,
    };
  }
  if (source.sums === 'compensated') {
    const total: AmountSum['total'] = (sumOf) => sumOf('rest');
    return { columns: [['rest', present]], isExact: false, added: (_, sql) => dialect.sum(sql), total, whole: total };
  }
  // As in the sums of measures; then there is a rounding or two.
  const total: AmountSum['total'] = (sumOf) =>
    `(${dialect.double(sumOf('whole'))} + ${dialect.double(sumOf('part'))} / ${SHIFT} + ${sumOf('rest')})`;
  return {
    columns: Object.entries(splitDouble(dialect, present)),
    isExact: true,
    added: (name, sql) => (name === 'rest' ? dialect.sum(sql) : dialect.integerSum(sql)),
    total,
    whole: total,
  };
}
