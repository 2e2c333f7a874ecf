import { input } from '../core/expression.js';
import { type Measure, max, min } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { KeyValue, Pairs } from '../core/pairs.js';
import type { PeriodUnit } from '../time/period.js';
import type { StepFacts } from './step-facts.js';

/** How events become the rows that are counted, as plain data: `sql/` writes a query for each kind. */
export type ShapePlan = LogShape | ActivityShape | DaysShape | ReturnsShape;

/** One row of all events, none where there are none: `first` and `last`, the first and the last period, and `until`, the last instant. */
export interface LogShape {
  readonly kind: 'log';
  readonly periods: PeriodsPlan;
  readonly asOf: number | null;
}

/** The periods of a calendar, as data. */
export interface PeriodsPlan {
  readonly unit: PeriodUnit;
  readonly timeZone: string;
  readonly weekStartsOn: number;
  readonly fiscalYearStartsOn: number;
}

/** Which events make customers active, and in which periods. */
interface Activities {
  readonly event: StepFacts | null;
  readonly minimum: number;
  readonly periods: PeriodsPlan;
  /** Later events do not count. */
  readonly asOf: number | null;
}

/**
 * A row for each customer and active period: `period`, and by `towards` the `gap`, in periods: that to the next active period, `widest`
 * where it is longer or there is none; or that to the one before, `widest` where it is longer and 0 where there is none.
 */
export interface ActivityShape extends Activities {
  readonly kind: 'activity';
  readonly towards: 'next' | 'before';
  readonly widest: number;
}

/** A row for each customer with events: `active`, in how many periods from `first` to `last` (`null`: of any) the customer was active. */
export interface DaysShape extends Activities {
  readonly kind: 'days';
  readonly first: number | null;
  readonly last: number | null;
}

/**
 * Who started in a period, and came back how much later. A row for each start and bracket of ages with enough returns, and one without
 * returns for each start. `cohort`, the period of the start; `started`, 1 in one row of each start and else 0; `windows`, how many windows
 * of `windowLength` had begun since the start, 0 without one; `column`, the place of the bracket by `ends`, beyond them of the single age,
 * `null` in the row without. With `only`, of each start and among columns from 1 on (`'last'`: from 0 on) the first or the last one.
 */
export interface ReturnsShape {
  readonly kind: 'returns';
  readonly start: StepFacts;
  readonly returning: StepFacts;
  readonly isFirst: boolean;
  readonly periods: PeriodsPlan;
  readonly windowLength: number | null;
  /** The last ages of columns, from column 0 on. */
  readonly ends: readonly number[];
  readonly minimum: number;
  /** Returns of later ages do not count. */
  readonly horizon: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number;
}

/** The rows of a shape, grouped by these of their columns and measured. */
export interface ShapePart {
  readonly shape: ShapePlan;
  readonly keys: readonly string[];
  readonly measures: Readonly<Record<string, Measure>>;
}

/** What was counted of the rows of one group. */
export interface ShapeGroup {
  readonly keys: readonly (number | null)[];
  readonly measured: Readonly<Record<string, number>>;
}

/** A plan of shapes, and the state that comes of what was counted. One of them must be the log's, which knows of rows that are no events. */
export function shapePlan<Name extends string>(
  parts: Readonly<Record<Name | 'log', ShapePart>>,
  state: (counted: Readonly<Record<Name | 'log', readonly ShapeGroup[]>>) => unknown,
): Plan {
  const each = <In, Out>(of: Readonly<Record<Name | 'log', In>>, make: (part: In, name: Name | 'log') => Out) =>
    // The names of an object's own parts.
    Object.fromEntries(Object.entries(of).map(([name, part]) => [name, make(part as In, name as Name)])) as Record<
      Name | 'log',
      Out
    >;
  return {
    kind: 'as',
    of: { kind: 'together', of: each(parts, partPlan) },
    state: (counted: Readonly<Record<Name | 'log', unknown>>) =>
      state(each(counted, (groups, name) => groupsOf(groups, parts[name].keys.length))),
  };
}

/** The part that knows where the events lie. */
export function logPart(periods: PeriodsPlan, asOf: number | null): ShapePart {
  const measures = { first: min(input('first')), last: max(input('last')), until: max(input('until')) };
  return { shape: { kind: 'log', periods: periodsPlan(periods), asOf }, keys: [], measures };
}

function partPlan({ shape, keys, measures }: ShapePart): Plan {
  const inputs = new Set(Object.values(measures).flatMap((measure) => inputsOf(measure)));
  const tally: Plan = {
    kind: 'tally',
    inputs: Object.fromEntries([...inputs].map((name) => [name, { ...RULE, from: name, field: name }])),
    measures,
  };
  const of = keys.reduceRight<Plan>(
    (inner, field) => ({ kind: 'by', key: { kind: 'field', field }, of: inner }),
    tally,
  );
  return { kind: 'shape', shape, of };
}

/** The periods of a calendar as data. */
export function periodsPlan({ unit, timeZone, weekStartsOn, fiscalYearStartsOn }: PeriodsPlan): PeriodsPlan {
  return { unit, timeZone, weekStartsOn, fiscalYearStartsOn };
}

const RULE = { type: 'number', integer: false, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, expected: 'a number' };

function inputsOf(measure: Measure): readonly string[] {
  const of = 'of' in measure ? measure.of : null;
  return typeof of === 'object' && of?.kind === 'input' ? [of.name] : [];
}

/** The innermost groups of the state of nested `by`. */
function groupsOf(counted: unknown, depth: number, keys: readonly (number | null)[] = []): readonly ShapeGroup[] {
  if (depth === 0) return [{ keys, measured: (counted as { measured: ShapeGroup['measured'] }).measured }]; // of a tally
  const groups = counted as Pairs<KeyValue, unknown>; // of `by`
  return groups.flatMap(([key, inner]) => groupsOf(inner, depth - 1, [...keys, key as number | null]));
}
