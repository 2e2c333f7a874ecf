import type { Data } from '../core/data.js';
import type { Issue } from '../core/errors.js';
import { faultOf, issueOf, type Rule } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import { type Excluded, leaveOut, type RowPolicy } from '../core/policy.js';
import { formError, missingField, readAll } from '../core/table.js';

/** Numbers read from rows or columns, field by field, without the rows that were left out. */
export interface Fields {
  /** A column for each rule, all of one length. */
  readonly columns: readonly ArrayLike<number>[];
  readonly excluded: Excluded;
}

/** What is wrong between the numbers of a row that are each valid: an index into the rules, what was expected there, and in words what there is. */
export type RowFault = (row: number) => (Pick<Issue, 'expected' | 'received'> & { readonly rule: number }) | null;

/**
 * Reads the fields of rows or columns that the rules name, and leaves out rows by the policy. Columns are taken as they are, others
 * beside them are not looked at. `quick` proves all rows valid at once, where it can; `faultIn` judges a row whose fields are valid.
 */
export function readFields(
  owner: string,
  data: Data<unknown>,
  rules: readonly Rule[],
  policy: RowPolicy,
  faultIn: (columns: readonly ArrayLike<number>[]) => RowFault,
  quick: (columns: readonly ArrayLike<unknown>[]) => boolean = () => false,
): Fields {
  const columns = rules.map(columnReader(owner, data));
  const length = columns[0]?.length ?? 0;
  columns.forEach((column, k) => {
    if (column.length === length) return;
    throw formError(owner, null, rules[k]?.field ?? null, 'as long as the first column', column);
  });
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  // Proven to be numbers by `quick`, or judged one by one below.
  const numbers = columns as readonly ArrayLike<number>[];
  if (quick(columns)) return { columns: numbers, excluded };
  const issues = new IssueLog(owner);
  const fault = faultIn(numbers);
  const kept: number[] = [];
  for (let i = 0; i < length; i += 1) {
    const k = rules.findIndex((rule, column) => faultOf(rule, columns[column]?.[i]) !== undefined);
    if (k >= 0) {
      const value = columns[k]?.[i];
      leaveOut(policy, excluded, issues, issueOf(rules[k] as Rule, value, i), value);
      continue;
    }
    const between = fault(i);
    if (between === null) kept.push(i);
    else {
      const { field } = rules[between.rule] as Rule; // one of the rules
      const { expected, received } = between;
      const issue = { code: 'E_NUM_RANGE', index: i, field, expected, received } as const;
      leaveOut(policy, excluded, issues, issue, numbers[between.rule]?.[i]);
    }
  }
  issues.throwIfAny();
  if (kept.length === length) return { columns: numbers, excluded };
  return { columns: numbers.map((column) => Float64Array.from(kept, (i) => column[i] as number)), excluded };
}

function columnReader(owner: string, data: Data<unknown>): (rule: Rule) => ArrayLike<unknown> {
  if (Object(data) !== data) throw formError(owner, null, null, 'iterable, or columns', data);
  if (Symbol.iterator in data) {
    const rows = Array.isArray(data) ? data : [...(data as Iterable<unknown>)];
    // Fields of rows are looked up by name or by function, as an accessor of this rule was given.
    return ({ from }) => (from === undefined ? rows : readAll(owner, from, rows.length, (i) => rows[i], true));
  }
  return ({ from, field }) => {
    const name = typeof from === 'string' ? from : (field ?? 'the value');
    const column: unknown = Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined;
    if (column === undefined || column === null) throw missingField(owner, name);
    if (ArrayBuffer.isView(column) || Array.isArray(column)) return column as ArrayLike<unknown>; // a list, either way
    const vector = Object(column);
    if (!(vector.length >= 0)) throw formError(owner, null, name, 'a column', column);
    if (typeof vector.get !== 'function') return vector;
    return Array.from({ length: vector.length }, (_, i) => vector.get(i));
  };
}
