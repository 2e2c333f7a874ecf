import { checkDefinition, checkMeasures } from './check-measures.js';
import type { AnyRow, Data, LooseAccessor } from './data.js';
import { InvalidDataError } from './errors.js';
import type { Test } from './expression.js';
import { type FoldingMetric, foldState } from './fold.js';
import { type Input, type Rule, ruleOf } from './input.js';
import { type MeasureState, type MeasureValue, measureValue, mergeMeasure } from './measure-state.js';
import type { Measure } from './measures.js';
import type { Plan, RowMetric } from './metric.js';
import { refuseOption } from './options.js';
import { checkPolicy, DEFAULT_POLICY, type Excluded, type RowPolicy } from './policy.js';
import { formError } from './table.js';
import { TallyFold } from './tally-fold.js';

/** The state of a tally: what was left out, and what each measure counted. */
export interface TallyState<Measures> {
  readonly excluded: Excluded;
  readonly measured: { readonly [Name in keyof Measures]: MeasureState<Measures[Name]> };
}

/** What each measure of a tally came to, once everything is counted. */
export type Measured<Measures> = { readonly [Name in keyof Measures]: MeasureValue<Measures[Name]> };

/** A metric of your own: its inputs, what to count, and what the counts mean. */
export interface TallyDefinition<Row, Name extends string, Measures, Result> extends RowPolicy {
  readonly name: string;
  readonly inputs: { readonly [Key in Name]: Input<Row> };
  readonly measures: Measures;
  finish(measured: Measured<Measures>, excluded: Excluded): Result;
}

/** A tally as plain data, as `sql/` reads it. */
export interface TallyPlan extends Plan {
  readonly kind: 'tally';
  readonly inputs: { readonly [name: string]: Rule };
  readonly measures: { readonly [name: string]: Measure };
  /** Where invalid rows are refused, nobody sees what their measures came to. */
  readonly invalid?: RowPolicy['invalid'];
  /** What must hold between the inputs of a row; one of which it does not is invalid. */
  readonly checks?: readonly Test[];
  /** Of a customer's rows within a group, only one counts: of equal times that with the least inputs. */
  readonly once?: { readonly keep: 'latest' | 'first'; readonly customer: LooseAccessor; readonly time: LooseAccessor };
}

/**
 * Makes a metric from what it counts: `state` and `merge` follow from the measures, and the measures are plain data,
 * so that the same metric can be computed by a database.
 *
 * Rows with a missing input are left out and counted; rows with an invalid one throw, unless `invalid: 'exclude'`.
 *
 * @throws {InvalidOptionError} when a measure or an expression is none, reads no input of the tally, or calculates with text
 * @throws {InvalidDataError} when an input holds what its rule does not allow
 * @example
 * ```ts
 * import { countIf, input, measure, sum, tally } from 'kizuna';
 *
 * const basket = tally({
 *   name: 'basket',
 *   inputs: { amount: { from: 'amount', min: 0 } },
 *   measures: { orders: countIf(), sales: sum(input('amount')) },
 *   finish: ({ orders, sales }) => ({ orders, average: orders === 0 ? null : sales / orders }),
 * });
 * measure([{ amount: 1200 }, { amount: 800 }], basket); // => { orders: 2, average: 1000 }
 * ```
 */
export function tally<
  Row = AnyRow,
  const Name extends string = never,
  const Measures extends Readonly<Record<string, Measure<NoInfer<Name>>>> = Readonly<Record<string, never>>,
  Result = unknown,
>(definition: TallyDefinition<Row, Name, Measures, Result>): RowMetric<Row, TallyState<Measures>, Result> {
  checkParts(definition);
  const metric = tallyOf(definition);
  checkMeasures(definition.name, definition.measures, new Map(Object.entries((metric.plan as TallyPlan).inputs))); // its own plan
  return metric;
}

/** The same of measures that the library itself made, which need no check. */
export function tallyOf<
  Row,
  const Name extends string,
  const Measures extends Readonly<Record<string, Measure<NoInfer<Name>>>>,
  Result,
>(definition: TallyDefinition<Row, Name, Measures, Result>): RowMetric<Row, TallyState<Measures>, Result> {
  const { name, missing = DEFAULT_POLICY.missing, invalid = DEFAULT_POLICY.invalid } = definition;
  checkDefinition(definition);
  checkPolicy(name, definition);
  // Measures and inputs are walked by name; the types of a name's parts are those of the definition.
  const measures = Object.entries(definition.measures) as [keyof Measures & string, Measures[keyof Measures]][];
  const rules = Object.entries(definition.inputs).map(([key, rule]) => [key, ruleOf(key, rule as Input<Row>)] as const);
  type State = TallyState<Measures>;
  const each = (value: (key: keyof Measures & string, measure: Measures[keyof Measures]) => unknown) =>
    Object.fromEntries(measures.map(([key, measure]) => [key, value(key, measure)]));

  const metric: FoldingMetric<Row, State, Result> = {
    name,
    split: 'anywhere',
    plan: {
      kind: 'tally',
      inputs: Object.fromEntries(rules),
      measures: definition.measures,
      invalid,
    } satisfies TallyPlan,
    state: (data: Data<Row>) => foldState(metric, data),
    merge(a, b) {
      checkState(name, a, definition.measures);
      checkState(name, b, definition.measures);
      return {
        excluded: {
          missing: a.excluded.missing + b.excluded.missing,
          invalid: a.excluded.invalid + b.excluded.invalid,
          repeated: a.excluded.repeated + b.excluded.repeated,
        },
        measured: each((key, measure) => mergeMeasure(measure, a.measured[key], b.measured[key])) as State['measured'],
      };
    },
    finish(state) {
      checkState(name, state, definition.measures);
      const { excluded, measured } = state;
      if (invalid === 'throw' && excluded.invalid > 0) throw refusal(name, rules, excluded.invalid, 'E_FIELD_VALUE');
      if (missing === 'throw' && excluded.missing > 0) throw refusal(name, rules, excluded.missing, 'E_FIELD_MISSING');
      const values = each((key, measure) => measureValue(measure, measured[key], name));
      return definition.finish(values as Measured<Measures>, excluded);
    },
    fold: (issues) => new TallyFold<State>(rules, definition.measures, { missing, invalid }, issues),
  };
  return metric;
}

/** Refuses a definition without its parts, as JavaScript may give one. */
function checkParts(definition: {
  readonly inputs: unknown;
  readonly measures: unknown;
  readonly finish: unknown;
}): void {
  const { inputs, measures, finish } = Object(definition) as typeof definition; // of what is no object the rest complains
  const refuse = (part: string, expected: string, value: unknown): never =>
    refuseOption('tally', part, expected, value, 'E_OPT_TYPE');
  if (Object(inputs) !== inputs) refuse('inputs', 'to be an object', inputs);
  if (Object(measures) !== measures) refuse('measures', 'to be an object', measures);
  if (typeof finish !== 'function') refuse('finish', 'to be a function', finish);
}

/** Refuses what is no state of these measures: rows, the text of a state, the state of another metric. */
function checkState(owner: string, state: unknown, measures: object): void {
  const { excluded, measured } = Object(state);
  const isState = Object(excluded) === excluded && Object.keys(measures).every((key) => key in Object(measured));
  if (!isState) throw formError(owner, null, 'the state', 'one that this metric made', state, 'E_FIELD_TYPE');
}

/** A state from elsewhere (a database, a file) may hold rows that this policy refuses: their places are no longer known. */
function refusal(
  owner: string,
  rules: readonly (readonly [string, Rule])[],
  count: number,
  code: 'E_FIELD_VALUE' | 'E_FIELD_MISSING',
): InvalidDataError {
  const expected = rules.map(([name, rule]) => `${rule.field ?? name} to be ${rule.expected}`).join(' and ');
  const received = code === 'E_FIELD_VALUE' ? 'another value' : 'null';
  const message = `${owner} requires ${expected}; ${count} ${count === 1 ? 'row has' : 'rows have'} ${received}`;
  const issue = { code, index: null, field: rules[0]?.[1].field ?? null, expected, received } as const;
  return new InvalidDataError(message, [issue], { issueCount: count });
}
