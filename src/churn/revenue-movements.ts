import type { Scalar } from '../core/expression.js';
import type { CustomerId } from '../log/layout.js';
import { firstRowFrom } from '../log/rows-until.js';
import { periodAt } from '../time/period-starts.js';
import type { RevenueLedger } from './ledger.js';
import { ledgerAndOptions } from './ledger-and-options.js';
import type { LedgerData, SubscriptionRoles } from './ledger-roles.js';
import { MovementWalk, type OneMovement } from './movement-walk.js';
import { plansAt } from './plans-at.js';
import { type RecurringRevenueOptions, revenuePlan } from './revenue-plan.js';
import { shownRange } from './revenue-rows.js';
import { checkSnapshots, lineRules, unitLevels } from './revenue-state.js';
import { firstRevenue, windowEdges } from './window-movements.js';

/** The options of `recurringRevenue` that say what a movement is. */
export type RevenueMovementsOptions = Omit<
  RecurringRevenueOptions,
  'confidence' | 'churnDenominator' | 'reactivationInNetRetention' | 'reactivationInQuickRatio'
>;

/** One movement of one customer. */
export interface RevenueMovement {
  /** The label of the period of the bridge that it is in. */
  readonly period: string;
  readonly customer: CustomerId;
  /** `null` where customers are counted. */
  readonly subscription: CustomerId | null;
  readonly movement: 'new' | 'expansion' | 'contraction' | 'churned' | 'reactivation';
  /** Revenue per month before and after it, in major units. */
  readonly before: number;
  readonly after: number;
  /** after − before: below 0 for contraction and churned. */
  readonly change: number;
  /** Epoch milliseconds of the first instant of `after`. */
  readonly time: number;
  /** The plans that were paid for before and after it, none where nothing was; `null` where the ledger has no plans. */
  readonly plansBefore: readonly Scalar[] | null;
  readonly plansAfter: readonly Scalar[] | null;
}

/**
 * The customers behind the bridge of `recurringRevenue`: who is new, pays more or less, left or came back, with what they paid before
 * and after.
 *
 * By the same options, the changes of a period and movement add up to that column of the bridge, to the minor unit. With `movements:
 * 'net'` there is a row at most for each customer and period: what they pay at its end less what they paid at its start; `time` is then
 * when they last changed within it. Where each change counts, each has a row.
 *
 * @param data - a ledger, or rows of subscriptions with the roles of `subscriptionLedger` among the options
 * @param options - as those of `recurringRevenue`: `unit`, `from`, `to`, `asOf`, `timeZone`, `trailing`, `preset`, `movements`, `count` …
 * @returns rows in the order of periods, in each those that are new, expansion, contraction, churned, reactivation, the largest first
 * @throws {InvalidOptionError} when an option is unknown or out of range, `count` asks for subscriptions that were not read, or
 * `unit` is finer than the snapshots
 * @throws {InvalidDataError} when it is given no ledger, or rows that `subscriptionLedger` refuses
 * @throws {LimitError} for more than 100,000 periods
 * @example
 * ```ts
 * import { revenueMovements } from 'kizuna';
 *
 * const subscriptions = [
 *   { customer: 'a', start: '2025-01-01', end: '2025-02-10', amount: 20, plan: 'basic' },
 *   { customer: 'b', start: '2025-01-15', end: '2025-02-20', amount: 30, plan: 'basic' },
 *   { customer: 'b', start: '2025-02-20', end: null, amount: 45, plan: 'pro' },
 * ];
 * const rows = revenueMovements(subscriptions, {
 *   ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount', plan: 'plan' },
 *   ...{ unit: 'month', from: '2025-02-01', asOf: '2025-02-28' },
 * });
 * rows.map(({ customer, movement, before, after, change }) => [customer, movement, before, after, change]);
 * // => [['b', 'expansion', 30, 45, 15], ['a', 'churned', 20, 0, -20]]
 * rows[0]?.plansAfter; // => ['pro']
 * ```
 */
export function revenueMovements(data: RevenueLedger, options: RevenueMovementsOptions): readonly RevenueMovement[];
export function revenueMovements<Row>(
  data: LedgerData<Row>,
  options: SubscriptionRoles<Row> & RevenueMovementsOptions,
): readonly RevenueMovement[];
export function revenueMovements(
  data: RevenueLedger | LedgerData<unknown>,
  given: RevenueMovementsOptions | (SubscriptionRoles<unknown> & RevenueMovementsOptions),
): readonly RevenueMovement[] {
  const { ledger, options } = ledgerAndOptions(OWNER, data, given);
  const plan = revenuePlan(OWNER, { ...options, timeZone: options.timeZone ?? ledger.timeZone });
  checkSnapshots(plan, ledger);
  const asOf = plan.asOf ?? ledger.asOf;
  if (asOf === null) return [];
  const levels = unitLevels(plan, ledger, asOf);
  const begun = firstRevenue(levels, asOf);
  const shown = begun === null ? null : shownRange(plan, periodAt(plan.periods, begun), asOf);
  if (begun === null || shown === null) return [];
  const units = unitsOf(ledger, plan.rules.count);
  const plansOf = plansAt(ledger, lineRules(plan, asOf), units.codes, levels.units);
  const minor = 10 ** ledger.decimals;
  const rows: Placed[] = [];
  const times = levels.time.subarray(0, levels.length);
  const first = periodAt(plan.periods, begun);
  for (let window = first; window < first + plan.trailing && window <= shown.last; window += 1) {
    const edges = windowEdges(plan, { end: window, last: shown.last, asOf });
    let [index, from, until] = [window, edges[0]!, edges[1]!];
    const note = (one: OneMovement) => {
      if (index < shown.first) return;
      const { unit, before, after, time, isChange } = one;
      rows.push({
        ...{ index, unit, kind: kindOf(one) },
        row: {
          period: plan.periods.labelOf(index),
          ...units.idsOf(unit),
          movement: KINDS[kindOf(one)]!,
          ...{ before: before / minor, after: after / minor, change: (after - before) / minor, time },
          plansBefore: before === 0 ? plansOf(unit, -Infinity) : plansOf(unit, (isChange ? time : from) - 1),
          plansAfter: after === 0 ? plansOf(unit, -Infinity) : plansOf(unit, isChange ? time : until - 1),
        },
      });
    };
    const walk = new MovementWalk(levels, { movements: plan.rules.movements, within: plan.within }, 0, note);
    let row = firstRowFrom(times, from);
    for (let stretch = 0; stretch + 1 < edges.length; stretch += 1) {
      [index, from, until] = [window + stretch * plan.trailing, edges[stretch]!, edges[stretch + 1]!];
      const end = firstRowFrom(times, until, row);
      walk.pass(row, end);
      row = end;
    }
  }
  return rows.sort(byPlace).map(({ row }) => row);
}

const OWNER = 'revenueMovements';
const KINDS = ['new', 'expansion', 'contraction', 'churned', 'reactivation'] as const;

/** A row with what it is sorted by. */
interface Placed {
  readonly index: number;
  readonly kind: number;
  readonly unit: number;
  readonly row: RevenueMovement;
}

function kindOf({ before, after, isNew }: OneMovement): number {
  if (before === 0) return isNew ? 0 : 4;
  if (after === 0) return 3;
  return after > before ? 1 : 2;
}

function byPlace(a: Placed, b: Placed): number {
  return (
    a.index - b.index ||
    a.kind - b.kind ||
    Math.abs(b.row.change) - Math.abs(a.row.change) ||
    a.unit - b.unit ||
    a.row.time - b.row.time
  );
}

/** Whose levels are compared: the code of each row, and the names of a code. */
function unitsOf(ledger: RevenueLedger, count: 'customers' | 'subscriptions') {
  const { customer, customers, subscription } = ledger;
  if (count === 'customers' || subscription === null) {
    return { codes: customer, idsOf: (unit: number) => ({ customer: customers[unit]!, subscription: null }) };
  }
  const { codes, values } = subscription;
  const owner = new Int32Array(values.length);
  for (let row = 0; row < ledger.length; row += 1) owner[codes[row]!] = customer[row]!;
  return {
    codes,
    idsOf: (unit: number) => ({ customer: customers[owner[unit]!]!, subscription: values[unit]! }),
  };
}
