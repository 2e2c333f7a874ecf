import { typeName } from '../core/errors.js';
import { faultOf } from '../core/input.js';
import type { Issues } from '../core/issue-log.js';
import { leaveOut } from '../core/policy.js';
import type { Table } from '../core/table.js';
import type { AnswerRules } from './answer-rules.js';

/** The rows that do not count, and why they were left out. */
export interface Chosen {
  readonly skipped: ReadonlySet<number>;
  readonly excluded: { missing: number; invalid: number; repeated: number };
}

/**
 * Chooses one answer a customer. Of answers at the same instant the lower one counts, of equal ones the lighter, whatever
 * their order. Rows that are no valid answer compete with nothing: the metric judges them. Without a rule all rows count.
 */
export function chosenAnswers(rules: AnswerRules, table: Table, issues: Issues): Chosen {
  const { once, score, weight } = rules;
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  const skipped = new Set<number>();
  if (once === null) return { skipped, excluded };
  const [customers, times] = [table.column(once.customer), table.column(once.time)];
  const answers = table.column(score.from);
  const weights = weight ? table.column(weight.from) : answers;
  const winners = new Map<unknown, { readonly row: number; readonly order: number }>();
  for (let row = 0; row < answers.length; row += 1) {
    const customer = customers[row] ?? null;
    if (customer === null || faultOf(score, answers[row]) || (weight && faultOf(weight, weights[row]))) continue;
    const order = orderOf(times[row]);
    const isNamed = typeof customer === 'string' || Number.isFinite(customer);
    if (!isNamed || !Number.isFinite(order)) {
      const [field, expected, value] = isNamed
        ? [once.time, TIME, times[row]]
        : [once.customer, 'text or a number', customer];
      const code = (value ?? null) === null ? 'E_FIELD_MISSING' : isNamed ? 'E_TIME_INVALID' : 'E_FIELD_TYPE';
      const name = typeof field === 'string' ? field : null;
      leaveOut(rules, excluded, issues, { code, index: row, field: name, expected, received: typeName(value) }, value);
      skipped.add(row);
      continue;
    }
    const rival = winners.get(customer) ?? { row, order };
    const above = difference(answers, row, rival.row) || difference(weights, row, rival.row);
    const wins = order === rival.order ? above < 0 : order > rival.order === (once.keep === 'latest');
    if (rival.row !== row) skipped.add(wins ? rival.row : row);
    winners.set(customer, wins ? { row, order } : rival);
  }
  excluded.repeated = skipped.size - excluded.missing - excluded.invalid;
  return { skipped, excluded };
}

function difference(values: ArrayLike<unknown>, row: number, rival: number): number {
  return (values[row] as number) - (values[rival] as number); // valid answers and weights are numbers
}

// Only the order counts here: the full reading of instants, `instantOf`, would be a quarter of a bundled `nps`.
function orderOf(time: unknown): number {
  if (typeof time !== 'string') return typeof time === 'number' || time instanceof Date ? Number(time) : Number.NaN;
  // `Date` would turn 30 February into 1 March.
  const isReal = ISO.test(time) && new Date(time.slice(0, 10)).getUTCDate() === Number(time.slice(8, 10));
  return isReal ? Date.parse(time) : Number.NaN;
}

const TIME = 'a Date, epoch milliseconds or ISO 8601 text with an offset';
const ISO = /^\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d:?\d\d)$/;
