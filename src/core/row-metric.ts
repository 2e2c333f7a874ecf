import type { Batch } from './batch.js';
import type { LooseAccessor } from './data.js';
import { errorOf, InvalidDataError, type Issue, typeName } from './errors.js';
import { type FoldingMetric, foldState } from './fold.js';
import type { Issues } from './issue-log.js';
import type { AsPlan, Fold, Plan } from './metric.js';
import type { KeyValue, Pairs } from './pairs.js';
import { checkPolicy, DEFAULT_POLICY, type Excluded, leaveOut, type RowPolicy } from './policy.js';
import { formError } from './table.js';

/** What is wrong with a row: the facts of an issue without its place, and the value at fault. */
export interface RowFault extends Pick<Issue, 'code' | 'field' | 'expected'> {
  readonly value: unknown;
}

/** A metric that goes through rows one by one, where a tally cannot: it compares, divides or reads times. */
export interface RowMetricDefinition<Running, State extends Excluding, Result> {
  readonly name: string;
  /** What is read of each row. */
  readonly reads: readonly LooseAccessor[];
  /**
   * The same as tallies, for `sql/`: a plan of the kind 'as', whose function makes the state of theirs. Or the options that `reads` are of:
   * then the different rows are counted, and gone through here.
   */
  readonly plan?: AsPlan | readonly string[];
  readonly policy: RowPolicy;
  start(): Running;
  /** Counts row i of the columns, which are those of `reads`; or leaves it and says why. */
  add(running: Running, columns: readonly ArrayLike<unknown>[], i: number): RowFault | null;
  state(running: Running, excluded: Excluded): State;
  /** Merges all but `excluded`. */
  merge(a: State, b: State): Omit<State, 'excluded'>;
  finish(state: State): Result;
}

/** A state that says what was left out. */
export interface Excluding {
  readonly excluded: Excluded;
}

/** The metric of a definition: rows are judged with their places, and states from elsewhere in `finish`. */
export function rowMetric<Row, Running, State extends Excluding, Result>(
  definition: RowMetricDefinition<Running, State, Result>,
): FoldingMetric<Row, State, Result> {
  const { name, policy, plan } = definition;
  checkPolicy(name, policy);
  const metric: FoldingMetric<Row, State, Result> = {
    name,
    split: 'anywhere',
    ...(plan && { plan: 'of' in plan ? plan : differentRows(definition, plan) }),
    state: (data) => foldState(metric, data),
    merge(a, b) {
      const [left, right] = [checkedState(name, a).excluded, checkedState(name, b).excluded];
      const excluded: Excluded = {
        missing: left.missing + right.missing,
        invalid: left.invalid + right.invalid,
        repeated: 0,
      };
      return { ...definition.merge(a, b), excluded } as State; // the rest of a state, and what was left out
    },
    finish(state) {
      refuseExcluded(name, policy, checkedState(name, state).excluded);
      return definition.finish(state);
    },
    fold: (issues) => new RunningFold(definition, issues),
  };
  return metric;
}

/** The plan of a metric whose state is as long as the data: how often each different row occurs, by what is read of it. */
function differentRows<Running, State extends Excluding, Result>(
  definition: RowMetricDefinition<Running, State, Result>,
  options: readonly string[],
): AsPlan {
  const counted: Plan = { kind: 'tally', inputs: {}, measures: { n: { kind: 'countIf', test: true } } };
  const of = definition.reads.reduceRight<Plan>(
    (inner, field, place) => ({ kind: 'by', key: { kind: 'value', field, option: options[place] }, of: inner }),
    counted,
  );
  return {
    kind: 'as',
    of,
    state(groups: unknown) {
      const running = definition.start();
      const excluded = { missing: 0, invalid: 0, repeated: 0 };
      const walk = (part: unknown, row: readonly KeyValue[]): void => {
        if (row.length < definition.reads.length) {
          for (const [value, inner] of part as Pairs<KeyValue, unknown>) walk(inner, [...row, value]); // by the plan, here and below
          return;
        }
        const { n } = (part as { readonly measured: { readonly n: number } }).measured;
        const columns = row.map((value) => [value]);
        for (let i = 0; i < n; i += 1) {
          const fault = definition.add(running, columns, 0);
          if (fault !== null) excluded[(fault.value ?? null) === null ? 'missing' : 'invalid'] += 1;
        }
      };
      walk(groups, []);
      return definition.state(running, excluded);
    },
  };
}

class RunningFold<Running, State extends Excluding, Result> implements Fold<State> {
  private readonly groups: { readonly running: Running; readonly excluded: Counts }[] = [];

  constructor(
    private readonly definition: RowMetricDefinition<Running, State, Result>,
    private readonly issues: Issues,
  ) {}

  take(batch: Batch, groups: Int32Array | null): void {
    const { definition, issues } = this;
    const columns = definition.reads.map((accessor) => batch.column(accessor));
    for (let i = 0; i < batch.count; i += 1) {
      const group = groups === null ? 0 : (groups[i] as number); // one a row
      if (group < 0) continue;
      while (this.groups.length <= group) this.groups.push(this.begin());
      const { running, excluded } = this.groups[group] as { running: Running; excluded: Counts }; // just made, if it was not there
      const fault = definition.add(running, columns, i);
      if (fault === null) continue;
      const { value, ...facts } = fault;
      leaveOut(
        definition.policy,
        excluded,
        issues,
        { ...facts, index: batch.indexOf(i), received: typeName(value) },
        value,
      );
    }
  }

  state(group: number): State {
    const { running, excluded } = this.groups[group] ?? this.begin();
    return this.definition.state(running, { ...excluded });
  }

  private begin(): { readonly running: Running; readonly excluded: Counts } {
    return { running: this.definition.start(), excluded: { missing: 0, invalid: 0, repeated: 0 } };
  }
}

type Counts = { missing: number; invalid: number; repeated: number };

/** Refuses what is no state at all: rows, the text of a state. */
function checkedState<State extends Excluding>(owner: string, state: State): State {
  const excluded: unknown = Object(Object(state).excluded);
  if (Object.hasOwn(excluded as object, 'missing')) return state;
  throw formError(owner, null, 'the state', 'one that this metric made', state, 'E_FIELD_TYPE');
}

/** A state from elsewhere may have left out rows that this policy refuses: their places are no longer known. */
export function refuseExcluded(owner: string, policy: RowPolicy, excluded: Excluded): void {
  for (const [reason, code] of [
    ['invalid', 'E_FIELD_VALUE'],
    ['missing', 'E_FIELD_MISSING'],
  ] as const) {
    if ((policy[reason] ?? DEFAULT_POLICY[reason]) !== 'throw' || excluded[reason] === 0) continue;
    const issue: Issue = {
      code,
      index: null,
      field: null,
      expected: 'complete and valid',
      received: `${reason} values`,
    };
    throw errorOf(InvalidDataError, owner, [issue], { issueCount: excluded[reason] });
  }
}
