import { ByFold } from './by-fold.js';
import { checkMetric } from './check-metric.js';
import type { AnyRow, FieldOf, LooseAccessor } from './data.js';
import { InvalidOptionError } from './errors.js';
import { type FoldingMetric, foldState } from './fold.js';
import type { Issues } from './issue-log.js';
import { FieldReader, type Key, type KeyReader } from './key.js';
import type { RowMetric } from './metric.js';
import { refuseOption } from './options.js';
import { type KeyValue, mergePairs, type Pairs } from './pairs.js';
import { foldOf } from './rows-fold.js';

/** The fields that rows can be grouped by. */
export type KeyField<Row> = FieldOf<Row, number | string | boolean>;

/** The values of a field as keys: what may be absent is `null`. Of rows of any kind, keys of any kind. */
export type FieldKey<Row, Field> = Field extends keyof Row
  ? 0 extends 1 & Row[Field]
    ? KeyValue
    : undefined extends Row[Field]
      ? Exclude<Row[Field], undefined> | null
      : Row[Field]
  : never;

/** A row of a grouped result: the key, then the fields of the result, or `result` where that is no object. */
export type GroupedRow<Name extends string, Value, Result> = { readonly [Key in Name]: Value } & (Result extends object
  ? Result
  : { readonly result: Result });

/** The rows of a grouped result. Groups within groups come as one list of rows. */
export type Grouped<Name extends string, Value, Result> = Result extends readonly (infer Inner)[]
  ? readonly GroupedRow<Name, Value, Inner>[]
  : readonly GroupedRow<Name, Value, Result>[];

/** The state of a grouped metric: a state for each key, in the order of the keys. */
export type GroupedState<State> = Pairs<KeyValue, State>;

/**
 * Measures every group of rows by itself: one row of the result for each value of the key, in the order of the keys.
 *
 * The key is a field, a `period(...)`, or a function (its values are then called `key`). Rows without a key form the group `null`.
 * Grouping can be nested; the rows then carry both keys.
 *
 * @throws {InvalidDataError} when a key is neither a finite number, text, boolean nor null
 * @throws {InvalidOptionError} when the key has the name of a field of the result
 * @example
 * ```ts
 * import { by, measure, npsMetric } from 'kizuna';
 *
 * const answers = [
 *   { plan: 'free', score: 3 },
 *   { plan: 'pro', score: 9 },
 *   { plan: 'pro', score: 10 },
 * ];
 * const rows = measure(answers, by('plan', npsMetric({ score: 'score' })));
 * rows.map(({ plan, value, n }) => ({ plan, value, n }));
 * // => [{ plan: 'free', value: -100, n: 1 }, { plan: 'pro', value: 100, n: 2 }]
 * ```
 */
// This signature first: a call nested in the key is resolved once, by the first signature it is tried with.
export function by<
  Row = AnyRow,
  const Name extends string = string,
  Value extends KeyValue = KeyValue,
  State = unknown,
  Result = unknown,
>(
  key: Key<Row, Name, Value>,
  metric: RowMetric<Row, State, Result>,
): RowMetric<Row, GroupedState<State>, Grouped<Name, Value, Result>>;
export function by<Row = AnyRow, const Field extends KeyField<Row> = never, State = unknown, Result = unknown>(
  key: Field,
  metric: RowMetric<Row, State, Result>,
): RowMetric<Row, GroupedState<State>, Grouped<Field, FieldKey<Row, Field>, Result>>;
export function by<Row = AnyRow, const Value extends KeyValue = KeyValue, State = unknown, Result = unknown>(
  key: (row: Row) => Value,
  metric: RowMetric<Row, State, Result>,
): RowMetric<Row, GroupedState<State>, Grouped<'key', Value, Result>>;
export function by<Row, State, Result>(
  key: string | ((row: Row) => KeyValue) | Key<Row, string, KeyValue>,
  metric: RowMetric<Row, State, Result>,
): RowMetric<Row, GroupedState<State>, readonly object[]> {
  const name = typeof key === 'string' ? key : typeof key === 'function' ? 'key' : checkedKey(key).name;
  const plan = keyPlan(key);
  checkMetric('by', metric);
  const grouped: FoldingMetric<Row, GroupedState<State>, readonly object[]> = {
    name: metric.name,
    split: metric.split,
    plan: { kind: 'by', key: plan, of: metric.plan },
    state: (data) => foldState(grouped, data),
    merge: (a, b) => mergePairs(a, b, metric.merge),
    finish: (pairs) => pairs.flatMap(([value, state]) => groupRows(name, value, metric.finish(state))),
    fold: (issues) => new ByFold(readerOf(key, issues), foldOf(metric, issues)),
  };
  return grouped;
}

function readerOf<Row>(key: string | ((row: Row) => KeyValue) | Key<Row, string, KeyValue>, issues: Issues): KeyReader {
  return typeof key === 'object' ? key.reader(issues) : new FieldReader(key as LooseAccessor, issues);
}

function keyPlan<Row>(key: string | ((row: Row) => KeyValue) | Key<Row, string, KeyValue>): object | undefined {
  if (typeof key === 'string') return { kind: 'field', field: key };
  return typeof key === 'object' ? key.plan : undefined;
}

function checkedKey<Row>(key: Key<Row, string, KeyValue>): Key<Row, string, KeyValue> {
  if (typeof key !== 'object' || key === null || typeof key.reader !== 'function') {
    refuseOption('by', 'key', 'to be a field, a function or a period', key, 'E_OPT_TYPE');
  }
  return key;
}

function groupRows(name: string, value: KeyValue, result: unknown): object[] {
  const rows = Array.isArray(result) ? result : [result];
  return rows.map((row: unknown) => {
    if (typeof row !== 'object' || row === null) return { [name]: value, result: row };
    if (Object.hasOwn(row, name)) {
      const message = `by requires a key that the result has no field for; both have "${name}"`;
      const expected = 'another name';
      throw new InvalidOptionError(message, [
        { code: 'E_OPT_TYPE', index: null, field: name, expected, received: 'a field of the result' },
      ]);
    }
    return { [name]: value, ...row };
  });
}
