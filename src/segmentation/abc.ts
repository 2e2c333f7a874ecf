import type { Accessor, Data } from '../core/data.js';
import { exactSum } from '../core/exact-sum.js';
import { checkChoice, checkNumber, refuseOption } from '../core/options.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import type { TotalsOptions } from '../log/purchases/customer-totals.js';
import type { CustomerTotalsState } from '../log/purchases/totals-state.js';
import {
  type AmountCounts,
  amountPlan,
  amountStates,
  amountsOf,
  type CustomerAmounts,
  checkAmountOptions,
  isLog,
} from './customer-amounts.js';
import { endOfEquals, rankingOf, shareOf } from './ranking.js';
import type { PlainAmountOptions, PlainAmounts, RowAmountOptions } from './row-amounts.js';

/** Where the classes are cut. */
export interface AbcRules<Class extends string = string> {
  /** Shares of the whole amount, rising, between 0 and 1; default `[0.8, 0.95]`. */
  readonly thresholds?: readonly number[] | undefined;
  /**
   * The class of the item that crosses a threshold. `'before'` (default): the class before it, as the share of the items before is still
   * below; so the greatest item is always in the first class. `'including'`: the class after it, as the share with it is above.
   */
  readonly rule?: 'before' | 'including' | undefined;
  /** Items with equal amounts: `'together'` (default) they are judged as one; `'split'`: one by one, in the order of their ids. */
  readonly ties?: 'together' | 'split' | undefined;
  /** The names of the classes, none empty, one more than thresholds; default `['A', 'B', 'C']`. */
  readonly classes?: readonly Class[] | undefined;
}

/** Where items and amounts stand in rows. */
export interface AbcRowOptions<Row> extends Omit<RowAmountOptions<Row>, 'customer'> {
  /** What is ranked: products, customers, shops. Amounts of one item are added. Without it, each row is an item, known by its place from 0. */
  readonly item?: Accessor<Row, CustomerId> | undefined;
}

/** The same, of rows that are not amounts themselves. */
export interface AbcRowFields<Row> extends AbcRowOptions<Row> {
  readonly amount: Accessor<Row, number>;
}

/** The items of one class. */
export interface AbcClass<Class extends string = string> {
  readonly class: Class;
  readonly items: number;
  /** Of all items; `null` where there are none. */
  readonly itemShare: number | null;
  readonly amount: number;
  /** Of the whole amount; `null` where that is not above 0. */
  readonly share: number | null;
  /** The least and the greatest amount; `null` where the class is empty. */
  readonly low: number | null;
  readonly high: number | null;
}

/** An item and its class. */
export interface AbcItem<Class extends string = string> {
  readonly item: CustomerId;
  readonly amount: number;
  /** Of the whole amount; `null` where that is not above 0. */
  readonly share: number | null;
  /** The share of this item and those before it. */
  readonly cumulativeShare: number | null;
  readonly class: Class;
}

/** Items in classes by what they bring. */
export interface Abc<Class extends string = string> extends AmountCounts {
  readonly n: number;
  readonly amount: number;
  readonly classes: readonly AbcClass<Class>[];
  /** Greatest amounts first; of equal ones in the order of their ids, numbers before text. */
  readonly items: readonly AbcItem<Class>[];
}

/**
 * The ABC analysis of customers as a metric of events: for stored states and shards of customers. See `abc`.
 *
 * @param options - as those of `abc` for a log
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { abcMetric, eventLog } from 'kizuna';
 *
 * const metric = abcMetric();
 * const shard = (customer: string, yen: number) =>
 *   metric.state(eventLog([{ customer, at: 0, yen }], { customer: 'customer', time: 'at', amount: 'yen' }));
 * const { items } = metric.finish(metric.merge(shard('a', 1000), shard('b', 9000)));
 * items.map((each) => [each.item, each.class]); // => [['b', 'A'], ['a', 'B']]
 * ```
 */
export function abcMetric<
  Name extends string = string,
  Properties extends object = AnyProperties,
  const Class extends string = 'A' | 'B' | 'C',
>(
  options: AbcRules<Class> & TotalsOptions<Name, Properties> = {},
): EventMetric<Name, Properties, CustomerTotalsState, Abc<Class>> {
  const { amounts, ...states } = amountStates(amountPlan(OWNER, options, OPTIONS));
  const plan = planOf(options);
  return { name: OWNER, split: 'by customer', ...states, finish: (totals) => abcOf(plan, amounts(totals)) };
}

/**
 * ABC分析: the few items that bring most of the amount (A), those that bring the next part (B), and the many that bring the rest (C).
 *
 * Items are ranked by amount, their shares added up, and cut at the thresholds: by the share before an item or the share that includes it
 * (`rule`). Where the whole is not above 0 there are no shares, and all items are in the last class.
 *
 * @param data - an event log with amounts, whose customers are the items, or rows or columns of any items
 * @param options - `thresholds`, `rule`, `ties`, `classes`. Of a log: `purchase`, `per`, `refunds`, `from`, `asOf`, `timeZone`. Of rows:
 * `item`, `amount`, `refunds`, `missing`, `invalid`
 * @returns the classes with their items, amounts and shares; and each item with its class
 * @throws {InvalidDataError} when an amount is not a finite number, or negative where `refunds` does not say what that means; or where no
 * purchase of a log has an amount (`E_FIELD_MISSING`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a log has no amounts
 * @example
 * ```ts
 * import { abc } from 'kizuna';
 *
 * const sales = [
 *   { product: 'tea', yen: 700 },
 *   { product: 'cup', yen: 200 },
 *   { product: 'pot', yen: 60 },
 *   { product: 'tray', yen: 40 },
 * ];
 * const { items, classes } = abc(sales, { item: 'product', amount: 'yen' });
 * items.map((each) => [each.item, each.cumulativeShare, each.class]);
 * // => [['tea', 0.7, 'A'], ['cup', 0.9, 'A'], ['pot', 0.96, 'B'], ['tray', 1, 'C']]
 * classes[0]; // => { class: 'A', items: 2, itemShare: 0.5, amount: 900, share: 0.9, low: 200, high: 700 }
 * const strict = abc(sales, { item: 'product', amount: 'yen', rule: 'including' });
 * strict.items.map((each) => each.class); // => ['A', 'B', 'C', 'C']
 * ```
 */
export function abc<Name extends string, Properties extends object, const Class extends string = 'A' | 'B' | 'C'>(
  data: EventLog<Name, Properties>,
  options?: AbcRules<Class> & TotalsOptions<Name, Properties>,
): Abc<Class>;
export function abc<const Class extends string = 'A' | 'B' | 'C'>(
  data: PlainAmounts,
  options?: AbcRules<Class> & PlainAmountOptions,
): Abc<Class>;
export function abc<Row, const Class extends string = 'A' | 'B' | 'C'>(
  data: Data<Row>,
  options: AbcRules<Class> & AbcRowFields<NoInfer<Row>>,
): Abc<Class>;
export function abc<Class extends string>(
  data: unknown,
  options: AbcRules<Class> & { readonly item?: unknown } = {},
): Abc<Class> {
  checkAmountOptions(OWNER, data, options, OPTIONS, 'item');
  const plan = planOf(options);
  const { item, ...rest } = options;
  return abcOf(plan, amountsOf(OWNER, data, isLog(data) ? rest : { ...rest, customer: item }, 'item'));
}

const OWNER = 'abc';
const OPTIONS = ['thresholds', 'rule', 'ties', 'classes'];

interface Plan<Class extends string> {
  readonly thresholds: readonly number[];
  readonly rule: 'before' | 'including';
  readonly ties: 'together' | 'split';
  readonly classes: readonly Class[];
}

function planOf<Class extends string>(options: AbcRules<Class>): Plan<Class> {
  const { thresholds = [0.8, 0.95], rule = 'before', ties = 'together' } = options;
  const classes: readonly string[] = options.classes ?? ['A', 'B', 'C'];
  if (!Array.isArray(thresholds)) refuseOption(OWNER, 'thresholds', 'to be a list of shares', thresholds, 'E_OPT_TYPE');
  for (const [i, threshold] of thresholds.entries()) {
    const above = checkNumber(OWNER, 'thresholds', threshold, { min: 0, max: 1, open: true });
    if (above <= (thresholds[i - 1] ?? 0)) refuseOption(OWNER, 'thresholds', 'to be rising', above);
  }
  const areNames = [classes].every(Array.isArray) && classes.every((name) => typeof name === 'string' && name !== '');
  if (!areNames || classes.length !== thresholds.length + 1 || new Set(classes).size !== classes.length) {
    refuseOption(
      OWNER,
      'classes',
      `to be ${thresholds.length + 1} names that differ, one more than thresholds`,
      classes,
    );
  }
  return {
    thresholds,
    rule: checkChoice(OWNER, 'rule', rule, ['before', 'including']),
    ties: checkChoice(OWNER, 'ties', ties, ['together', 'split']),
    classes: classes as readonly Class[], // without names, Class is its default
  };
}

function abcOf<Class extends string>(plan: Plan<Class>, amounts: CustomerAmounts): Abc<Class> {
  const { customer, amount, total } = rankingOf(OWNER, amounts);
  const n = amount.length;
  const all = total[n]!;
  const places = placesOf(plan, amount, total);
  const classes = plan.classes.map((name, place) => {
    const [start, end] = [places.indexOf(place), places.lastIndexOf(place) + 1];
    const size = end - start;
    const own = start < 0 ? 0 : exactSum(amount.subarray(start, end), OWNER);
    return {
      class: name,
      items: start < 0 ? 0 : size,
      itemShare: n === 0 ? null : (start < 0 ? 0 : size) / n,
      amount: own,
      share: shareOf(own, all),
      low: start < 0 ? null : amount[end - 1]!,
      high: start < 0 ? null : amount[start]!,
    };
  });
  const items = Array.from(places, (place, i) => ({
    item: customer[i]!,
    amount: amount[i]!,
    share: shareOf(amount[i]!, all),
    cumulativeShare: shareOf(total[i + 1]!, all),
    class: plan.classes[place]!,
  }));
  return { n, amount: all, classes, items, ...amounts.counts };
}

/** The class of each rank, as its place; never falling. */
function placesOf({ thresholds, rule, ties }: Plan<string>, amount: Float64Array, total: Float64Array): Int32Array {
  const n = amount.length;
  const all = total[n]!;
  const places = new Int32Array(n);
  if (!(all > 0)) return places.fill(thresholds.length);
  let place = 0;
  for (let start = 0; start < n; ) {
    const end = ties === 'together' ? endOfEquals(amount, start) : start + 1;
    const share = total[rule === 'before' ? start : end]! / all;
    // Rounded once, so that a share of exactly 0.8 is the double 0.8.
    while (place < thresholds.length && (rule === 'before' ? share >= thresholds[place]! : share > thresholds[place]!))
      place += 1;
    places.fill(place, start, end);
    start = end;
  }
  return places;
}
