import { errorOf, InvalidDataError } from '../../core/errors.js';
import { input } from '../../core/expression.js';
import { type Measure, max, min } from '../../core/measures.js';
import type { Plan } from '../../core/metric.js';
import type { Excluded } from '../../core/policy.js';
import type { StepFacts } from '../step-facts.js';
import type { AwayShape } from './away-shape.js';
import type { BasketPairsShape, BasketsShape } from './baskets-shape.js';
import type { BalanceShape, DeliveriesShape } from './continuing-shape.js';
import type { FunnelShape } from './funnel-shape.js';
import type { HistoriesShape } from './histories-shape.js';
import type { LinesShape } from './lines-shape.js';
import type { LogShape } from './log-shape.js';
import { daysPlan, type PeriodsPlan, type PurchasesPlan, periodsPlan } from './periods-plan.js';
import type { RepeatsShape, ReturnsShape } from './returns-shape.js';
import type { DwellsShape, SessionsShape, VisitorsShape } from './session-shape.js';
import type { SignalsShape } from './signals-shape.js';
import type { StretchesShape } from './stretches-shape.js';
import type { ExceptionsShape, TotalsShape, TotalValuesShape } from './totals-shape.js';
import type { PatronsShape, SalesShape, StartersShape, ValuesShape } from './value-shape.js';
import type { ClustersShape, SlidingShape, WindowsShape } from './window-shape.js';

export { boundOf, daysPlan, type PeriodsPlan, periodsPlan } from './periods-plan.js';

/** How events become the rows that are counted, as plain data: `sql/` writes a query for each kind. */
export type ShapePlan =
  | LogShape
  | ActivityShape
  | DaysShape
  | WindowsShape
  | SlidingShape
  | ClustersShape
  | ReturnsShape
  | RepeatsShape
  | BuyersShape
  | GapsShape
  | LinesShape
  | StretchesShape
  | HistoriesShape
  | TotalsShape
  | TotalValuesShape
  | ExceptionsShape
  | SessionsShape
  | VisitorsShape
  | DwellsShape
  | DeliveriesShape
  | BalanceShape
  | AwayShape
  | SignalsShape
  | SalesShape
  | PatronsShape
  | StartersShape
  | ValuesShape
  | BasketsShape
  | BasketPairsShape
  | FunnelShape;

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

/** A row for each customer with purchases before `to`: `before`, 1 or 0, whether one is before `from`; `within`, how many are not, at most 2. */
export interface BuyersShape extends PurchasesPlan {
  readonly kind: 'buyers';
}

/**
 * A row for each purchase, or those with the `numbers` from one to another: `place`, its number for the customer less one, at most `upTo`;
 * `ended`, 1 or 0, whether the next one came within `within` milliseconds and by `asOf`; `duration`, the milliseconds to it, or else to the
 * end of what was seen of `within`; `mature`, 1 or 0, whether all of `within` was.
 */
export interface GapsShape extends PurchasesPlan {
  readonly kind: 'gaps';
  readonly numbers: readonly [first: number, last: number] | null;
  readonly upTo: number;
  readonly within: number | null;
  readonly asOf: number;
}

/** The rows of a shape, grouped by these of their columns and measured. */
export interface ShapePart {
  readonly shape: ShapePlan;
  readonly keys: readonly string[];
  readonly measures: Readonly<Record<string, Measure>>;
  /** Where the groups themselves know of rows that are no events: how many there are. */
  readonly leftOut?: (counted: unknown) => Excluded;
}

/** What was counted of the rows of one group. */
export interface ShapeGroup {
  /** Numbers, but of columns that are customers or properties. */
  readonly keys: readonly (number | null)[];
  readonly measured: Readonly<Record<string, number>>;
  /** Of the measures that are sums: what `roundedSum` rounds. */
  readonly sums: Readonly<Record<string, readonly number[]>>;
  /** Rows that are no events: of the log's part. */
  readonly excluded: Excluded;
}

/** A plan of shapes, and the state that comes of what was counted. One of them must be the log's, which knows of rows that are no events, or its groups do. */
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
      state(each(counted, (groups, name) => judged(groupsOf(groups), name))),
  };
}

/**
 * Two plans of one state. `apart` looks at the table once more for what is wrong with events, which is next to nothing where statistics tell
 * where to look; `along` counts it with all else.
 */
export function eitherPlan(apart: Plan, along: Plan): Plan {
  return { kind: 'either', apart, along };
}

/** A plan of one shape whose groups know of rows that are no events. */
export function alongPlan(part: ShapePart, state: (groups: readonly ShapeGroup[]) => unknown): Plan {
  return {
    kind: 'as',
    of: partPlan(part),
    state: (counted: unknown) => state(judged(groupsOf(counted), 'rows')),
  };
}

/** Refuses rows with sums that no double can be; those of the log's part are judged by its policy. */
function judged(groups: readonly ShapeGroup[], part: string): readonly ShapeGroup[] {
  if (part === 'log' || groups.every(({ excluded }) => excluded.invalid === 0)) return groups;
  const expected = 'to add up within 2^53 or the range of doubles';
  const issue = { code: 'E_OVERFLOW', index: null, field: part, expected, received: 'a larger number' } as const;
  throw errorOf(InvalidDataError, 'toSql', [issue]);
}

/** The part of what has no periods of its own, which only tells rows that are no events. */
export function faultsPart(timeZone: string, asOf: number | null): ShapePart {
  return { shape: { kind: 'log', periods: daysPlan(timeZone), asOf, hasFacts: false }, keys: [], measures: {} };
}

/** The part that knows where the events lie. */
export function logPart(periods: PeriodsPlan, asOf: number | null): ShapePart {
  const measures = { first: min(input('first')), last: max(input('last')), until: max(input('until')) };
  return { shape: { kind: 'log', periods: periodsPlan(periods), asOf, hasFacts: true }, keys: [], measures };
}

function partPlan({ keys, measures, ...own }: ShapePart): Plan {
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
  return { kind: 'shape', ...own, of };
}

const RULE = {
  type: 'number',
  optional: true,
  integer: false,
  min: -Number.MAX_VALUE,
  max: Number.MAX_VALUE,
  expected: 'a number',
};

/** The names of the inputs that a measure, or a part of it, reads. */
function inputsOf(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { kind, name } = part as { readonly kind?: unknown; readonly name?: unknown };
  return kind === 'input' ? [name as string] : Object.values(part).flatMap(inputsOf); // an input has a name
}

/** The groups of a shape: each measure is read as what it is. */
export function groupsOf(counted: unknown): readonly ShapeGroup[] {
  const groups = counted as readonly Omit<ShapeGroup, 'sums'>[]; // in the order of their keys
  return groups.map(({ keys, measured, excluded }) => {
    return { keys, measured, sums: measured as unknown as ShapeGroup['sums'], excluded };
  });
}
