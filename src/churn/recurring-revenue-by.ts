import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import type { Scalar } from '../core/expression.js';
import { refuseOption } from '../core/options.js';
import { periodAt } from '../time/period-starts.js';
import { openFrom } from '../time/whole-periods.js';
import { cohortCodes } from './cohort-codes.js';
import type { RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { listsOf } from './movements.js';
import {
  after,
  bridgeOf,
  type CustomerBridge,
  NOBODY,
  NOTHING,
  type RevenueBridge,
  type Standing,
} from './revenue-bridge.js';
import { type RecurringRevenueOptions, type RevenuePlan, revenuePlan } from './revenue-plan.js';
import { DEFAULT_RULES } from './revenue-presets.js';
import { shownRange } from './revenue-rows.js';
import { checkSnapshots, lineRules, type MovementSums } from './revenue-state.js';
import { splitLevels } from './split-levels.js';
import { eachSplitMovements, type SplitMovements } from './split-movements.js';
import { windowEdges } from './window-movements.js';

/** Options of `recurringRevenueBy`: of the rules, those that compare the ends of periods, customer by customer. */
export interface RecurringRevenueByOptions<By extends string = string>
  extends Omit<
    RecurringRevenueOptions,
    'count' | 'trailing' | 'movements' | 'reactivationWithin' | 'churnDenominator'
  > {
  /** The ends of periods are compared, under every preset: what moves between values within one cannot be told from what comes and goes. */
  readonly movements?: 'net' | undefined;
  /** `'plan'`, an attribute that was read, or `'cohort'`: the period at whose end a customer first paid. */
  readonly by: By;
}

/** A bridge of one value: `start + new + expansion + reactivation + movedIn − contraction − churned − movedOut = end`. */
export interface PartBridge extends Omit<RevenueBridge, 'customers' | 'customerChurn'> {
  readonly period: string;
  readonly complete: boolean;
  /** Revenue that customers took here from other values; over all values as much as `movedOut`. */
  readonly movedIn: number;
  readonly movedOut: number;
  readonly customers: PartCustomers;
}

/** `start + new + reactivated + movedIn − churned − movedOut = end`. */
export interface PartCustomers extends CustomerBridge {
  /** Customers of other values who now pay for this one, too or instead. */
  readonly movedIn: number;
  /** Customers who pay for this one no more, but for others. */
  readonly movedOut: number;
}

/** A row of one value and period. */
export type RecurringRevenueByRow<By extends string> = PartBridge & { readonly [Key in By]: Scalar | null };

/**
 * Recurring revenue by plan, by a segment or by cohort: a bridge for each value, of which the sums are the bridge of the whole.
 *
 * What a customer gains in one plan and loses in another in the same period is moved (`movedIn`, `movedOut`): it is neither expansion
 * nor churn, and counts in no rate. Only what is left is of the customer's class in the whole: new, expansion, contraction, churned or
 * reactivation. Where customers keep their value, as in cohorts, nothing moves.
 *
 * The ends of periods are compared whatever a `preset` says of movements within them; its other answers count.
 *
 * @param data - a ledger whose `plan` or attributes were read, or rows with the roles of `subscriptionLedger` among the options
 * @param options - `by`, `unit`, `from`, `to`, `asOf`, `timeZone`, `preset` and other options of `recurringRevenue`
 * @returns a row for every value and period, from the value's first revenue on; in the order of values, then of periods
 * @throws {InvalidOptionError} when an option is unknown or out of range, `by` was not read, or more is to count than the ends of periods
 * @throws {InvalidDataError} when it is given no ledger, or rows that `subscriptionLedger` refuses
 * @example
 * ```ts
 * import { recurringRevenueBy, subscriptionLedger } from 'kizuna';
 *
 * const ledger = subscriptionLedger(
 *   [
 *     { customer: 'a', from: '2025-01-01', to: '2025-02-10', price: 20, plan: 'basic' },
 *     { customer: 'a', from: '2025-02-10', to: null, price: 50, plan: 'pro' },
 *     { customer: 'b', from: '2025-01-01', to: null, price: 20, plan: 'basic' },
 *   ],
 *   { customer: 'customer', start: 'from', end: 'to', amount: 'price', plan: 'plan' },
 * );
 * const rows = recurringRevenueBy(ledger, { by: 'plan', unit: 'month', from: '2025-02-01' });
 * rows.map(({ plan, movedIn, movedOut, expansion, end }) => [plan, movedIn, movedOut, expansion, end]);
 * // => [['basic', 0, 20, 0, 20], ['pro', 20, 0, 30, 50]]
 * ```
 */
export function recurringRevenueBy<const By extends string>(
  data: RevenueLedger,
  options: RecurringRevenueByOptions<By>,
): readonly RecurringRevenueByRow<By>[];
export function recurringRevenueBy<Row, const By extends string>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & RecurringRevenueByOptions<By>,
): readonly RecurringRevenueByRow<By>[];
export function recurringRevenueBy(
  data: RevenueLedger | LedgerData<unknown>,
  given: RecurringRevenueByOptions | (SubscriptionRoles<unknown> & RecurringRevenueByOptions),
): readonly RecurringRevenueByRow<string>[] {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const { by, ...rest } = options;
  const plan = revenuePlan(OWNER, { movements: 'net', ...rest, timeZone: rest.timeZone ?? ledger.timeZone });
  checkRules(plan);
  checkSnapshots(plan, ledger);
  const asOf = plan.asOf ?? ledger.asOf;
  const begun = ledger.start[0];
  if (asOf === null || begun === undefined || begun > asOf) return [];
  const first = periodAt(plan.periods, begun);
  const edges = windowEdges(plan, { end: first, last: periodAt(plan.periods, asOf), asOf });
  const rules = lineRules(plan, asOf);
  const { codes, values } = valuesOf(plan, ledger, by, { edges, first, asOf });
  const levels = splitLevels(ledger, rules, codes, values.length);
  const ofValue = values.map(() => new Map<number, SplitMovements>());
  eachSplitMovements(levels, edges, (stretch, value, movements) => ofValue[value]?.set(first + stretch, movements));
  const open = openFrom(plan.periods, asOf);
  const minor = 10 ** ledger.decimals;
  return values.flatMap((value, code) =>
    partRows(plan, ofValue[code] as ReadonlyMap<number, SplitMovements>, asOf, minor).map(
      ({ index, ...row }): RecurringRevenueByRow<string> =>
        ({
          [by]: value,
          period: plan.periods.labelOf(index),
          ...row,
          complete: index < open,
        }) as RecurringRevenueByRow<string>, // the value stands under its name
    ),
  );
}

const OWNER = 'recurringRevenueBy';

/** Refuses rules under which what moves between values cannot be told from what comes and goes. */
function checkRules({ rules, trailing }: RevenuePlan): void {
  if (trailing !== 1) refuseOption(OWNER, 'trailing', 'to be 1', trailing);
  for (const rule of ['movements', 'count', 'reactivationWithin', 'churnDenominator'] as const) {
    if (rules[rule] !== DEFAULT_RULES[rule]) refuseOption(OWNER, rule, `to be ${DEFAULT_RULES[rule]}`, rules[rule]);
  }
}

/** The code of every row's value, and the values. */
function valuesOf(
  plan: RevenuePlan,
  ledger: RevenueLedger,
  by: string,
  { edges, first, asOf }: { readonly edges: Float64Array; readonly first: number; readonly asOf: number },
): { readonly codes: ArrayLike<number>; readonly values: readonly (Scalar | null)[] } {
  if (by === 'cohort') {
    const values = Array.from({ length: edges.length }, (_, i) =>
      i + 1 < edges.length ? plan.periods.labelOf(first + i) : null,
    );
    return { codes: cohortCodes(ledger, lineRules(plan, asOf), edges), values };
  }
  const column = ledger.properties.find((each) => each.property === by);
  if (column !== undefined) return { codes: column.codes, values: Array.from(column.values) };
  const known = [...ledger.properties.map((each) => each.property), 'cohort'].join(', ');
  return refuseOption(
    OWNER,
    'by',
    `to be one of ${known}`,
    by,
    typeof by === 'string' ? 'E_OPT_UNKNOWN' : 'E_OPT_TYPE',
  );
}

/** The bridges of one value, from its first revenue on. */
function partRows(plan: RevenuePlan, periods: ReadonlyMap<number, SplitMovements>, asOf: number, minor: number) {
  const begun = Math.min(...periods.keys());
  const shown = periods.size === 0 ? null : shownRange(plan, begun, asOf);
  if (shown === null) return [];
  const rows = [];
  let standing = NOBODY;
  for (let index = begun; index <= shown.last; index += 1) {
    const movements = periods.get(index);
    const sums = movements === undefined ? NOTHING : partSums(movements);
    const next = movements === undefined ? standing : afterMoves(after(standing, sums), movements);
    const { customers, ...bridge } = bridgeOf(plan, standing, sums, minor);
    if (index >= shown.first) {
      rows.push({
        ...{ index, ...bridge },
        movedIn: (movements?.movedIn ?? 0) / minor,
        movedOut: (movements?.movedOut ?? 0) / minor,
        end: next.revenue / minor,
        customers: {
          ...customers,
          movedIn: movements?.movedInCustomers ?? 0,
          movedOut: movements?.movedOutCustomers ?? 0,
          end: next.customers,
        },
        arpa: next.customers === 0 ? null : next.revenue / minor / next.customers,
        growth: standing.revenue === 0 ? null : (next.revenue - standing.revenue) / standing.revenue,
      });
    }
    standing = next;
  }
  return rows;
}

function afterMoves({ revenue, customers, squares }: Standing, movements: SplitMovements): Standing {
  return {
    revenue: revenue + movements.movedIn - movements.movedOut,
    customers: customers + movements.movedInCustomers - movements.movedOutCustomers,
    squares,
  };
}

function partSums(movements: SplitMovements): MovementSums {
  const { expansion, contraction, churned, reactivation, squares } = movements;
  const { newCustomers, expanded, contracted, churnedCustomers, reactivated } = movements;
  const rest = [...movements.rest];
  for (const sum of [squares.squares, squares.newSquares, squares.backSquares])
    for (const term of sum) growExpansion(rest, -term);
  return {
    revenue: [movements.new, expansion, contraction, churned, reactivation],
    customers: [newCustomers, expanded, contracted, churnedCustomers, reactivated],
    squares: [...listsOf(squares), rest].map((partials) => canonicalSum(partials)),
    pool: null,
  };
}
