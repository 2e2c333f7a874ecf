import { input } from '../../core/expression.js';
import { countIf, sum } from '../../core/measures.js';
import type { Plan } from '../../core/metric.js';
import type { PeriodsPlan } from './periods-plan.js';

/** How the rows of a ledger become the rows that are counted, as plain data: `sql/` writes a query for each kind. */
export type LedgerShape = LedgerFacts | EndsShape | GoneShape | EachShape | PaidShape | PoolsShape | CohortsShape;

/**
 * What is wrong with rows, as one row: sums of which `ledger-facts` of churn knows. `begun` is when revenue begins, counted from
 * `EARLIEST_BEGUN`, 0 where it is not known, as movements tell it: they have rows of kind 5 then.
 */
export interface LedgerFacts {
  readonly kind: 'facts';
  readonly rules: LedgerRules;
  /** What is counted beside them and may tell ties instead. */
  readonly ends: EndsShape | null;
}

/** Before all instants. */
export const EARLIEST_BEGUN = -8_640_000_000_000_001;

/** What decides from when to when rows of a ledger count, and whom for, by the options' names. Nothing after `asOf` does. */
export interface LedgerRules {
  readonly asOf: number;
  readonly count: 'customers' | 'subscriptions';
  readonly churnDate: 'end' | 'cancellation';
  readonly refunds: 'ignore' | 'exclude';
}

/** The windows of periods whose ends are compared, and who is new. */
interface Moves {
  readonly rules: LedgerRules;
  readonly periods: PeriodsPlan;
  /** How many periods a window has. Windows are called by their last one. */
  readonly trailing: number;
  /** The last period that is known. */
  readonly last: number;
  /** Milliseconds after which who is back is new again; `null` for never. */
  readonly within: number | null;
}

/**
 * A row for each customer and window whose ends differ: `period`; `kind`, 0 new, 1 expansion, 2 contraction, 3 churned, 4 reactivation;
 * `amount`, by how many minor units; `product`, s(e − s), and `squares`, e² − s², of what was paid at the start and at the end, where these
 * are large as `large_product` and `large_squares`. Of kind 5 are rows without a difference, but with revenue in between. Who is new is told by
 * `newBy`: never paid at an end, or not at all. Where `ties` are to be told and an engine finds them sooner here than among the facts, kind 6 is
 * of customers whose rows differ: `amount`, at how many instants.
 */
export interface EndsShape extends Moves {
  readonly kind: 'ends';
  readonly newBy: 'ends' | 'changes';
  readonly ties: boolean;
}

/** The movements of those who come and leave within a window: `period`, `kind`, `amount`, and `counts`, 1. */
export interface GoneShape extends Moves {
  readonly kind: 'gone';
}

/** The movements as they happen: the same, where `counts` is 0 of who has grown (or shrunk) in the window before. */
export interface EachShape extends Moves {
  readonly kind: 'each';
}

/**
 * A row for each customer who paid at `at` (the instant after it not included): `kept`, 1 or 0, whether they pay at `until`, and the products of x, then, y, at `until`, and m,
 * the smaller: `x`, `xx`, `y`, `yy`, `xy`, `m`, `mm`, `mx`.
 */
export interface PaidShape {
  readonly kind: 'paid';
  readonly rules: LedgerRules;
  readonly at: number;
  readonly until: number;
}

/**
 * What changes from a period to the next of the same sums, and of `customers`, over those who paid at the end of the period that was `after`
 * periods before: rows of `period` and changes.
 */
export interface PoolsShape {
  readonly kind: 'pools';
  readonly rules: LedgerRules;
  readonly periods: PeriodsPlan;
  readonly after: number;
  readonly last: number;
}

/**
 * What changes, by `cohort` (the period of the first revenue) and `age` (periods since), of `kept`, `y`, `yy`, `xy`, `m`, `mm` and `mx`, x being
 * what was first paid; in a row of age 0 of each customer also `customers`, 1, `x` and `xx`.
 */
export interface CohortsShape {
  readonly kind: 'cohorts';
  readonly rules: LedgerRules;
  readonly periods: PeriodsPlan;
  readonly last: number;
}

/** The rows of a shape, grouped by these of their columns, and which of them are added up. */
export interface LedgerPart {
  readonly shape: LedgerShape;
  readonly keys: readonly string[];
  readonly sums: readonly string[];
}

/** One group of rows: its keys, how many there are, and the exact sums of columns. */
export interface LedgerGroup {
  readonly keys: readonly number[];
  readonly rows: number;
  readonly sums: Readonly<Record<string, readonly number[]>>;
}

/** A plan of shapes of ledgers, and the state that comes of what was added up. */
export function ledgerPlan<Name extends string>(
  parts: Readonly<Record<Name, LedgerPart>>,
  state: (counted: Readonly<Record<Name, readonly LedgerGroup[]>>) => unknown,
): Plan {
  const each = <In, Out>(of: Readonly<Record<Name, In>>, make: (part: In, name: Name) => Out) =>
    // The names of an object's own parts.
    Object.fromEntries(Object.entries(of).map(([name, part]) => [name, make(part as In, name as Name)])) as Record<
      Name,
      Out
    >;
  return {
    kind: 'as',
    of: { kind: 'together', of: each(parts, partPlan) },
    state: (counted: Readonly<Record<Name, unknown>>) => state(each(counted, groupsOf)),
  };
}

function partPlan({ shape, keys, sums }: LedgerPart): Plan {
  const tally: Plan = {
    kind: 'tally',
    inputs: Object.fromEntries(sums.map((name) => [name, { ...RULE, from: name, field: name }])),
    measures: { rows: countIf(), ...Object.fromEntries(sums.map((name) => [name, sum(input(name))])) },
  };
  const of = keys.reduceRight<Plan>(
    (inner, field) => ({ kind: 'by', key: { kind: 'field', field }, of: inner }),
    tally,
  );
  return { kind: 'ledger', shape, of };
}

const RULE = { type: 'number', optional: true, anySize: true, integer: true, min: -Infinity, max: Infinity };

/** The groups of a shape, in the order of their keys. */
function groupsOf(counted: unknown): readonly LedgerGroup[] {
  const groups = counted as readonly {
    readonly keys: readonly number[];
    readonly measured: { rows: number } & Record<string, readonly number[]>; // of the tally above
  }[];
  return groups.map(({ keys, measured: { rows, ...sums } }) => ({ keys, rows, sums }));
}
