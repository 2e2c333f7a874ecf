import type { Scalar } from '../core/expression.js';
import { type BasketNumbers, type BasketRule, basketNumbers, isCutByTime } from './basket-numbers.js';
import { checkLog } from './check-log.js';
import type { AnyLog } from './layout.js';
import { propertyColumn } from './property-column.js';
import { firstRowFrom, rowsUntil } from './rows-until.js';
import type { StepFacts } from './step-facts.js';
import { stepRows } from './step-rows.js';

/** Which events are purchases, what is bought in them, and which of them are one basket. */
export interface BasketPlan {
  readonly owner: string;
  readonly purchase: StepFacts;
  /** A property, or `'name'`. */
  readonly item: string;
  readonly per: BasketRule;
  readonly timeZone: string;
  /** Baskets that begin earlier do not count; of customers, events. */
  readonly from: number | null;
  readonly asOf: number | null;
}

/** Baskets with an item. */
export interface Baskets {
  readonly count: number;
  /** Basket b has the places `starts[b]` to `starts[b + 1]` of `items`, the end not included. */
  readonly starts: Int32Array;
  /** Codes of items in the order of their values, each once in a basket. */
  readonly items: Int32Array;
  /** What the codes stand for. */
  readonly values: ArrayLike<Scalar | null>;
  /** Purchases without an item. */
  readonly withoutItem: number;
  /** Purchases with a negative amount, which are in no basket. */
  readonly refunds: number;
}

/** What customers bought together. */
export function basketsOf(plan: BasketPlan, log: AnyLog): Baskets {
  const { owner, purchase, per } = plan;
  checkLog(owner, log);
  const column = itemColumn(plan, log);
  const end = plan.asOf === null ? log.length : rowsUntil(log.time, plan.asOf);
  const start = plan.from === null ? 0 : Math.min(end, firstRowFrom(log.time, plan.from));
  const isCut = isCutByTime(per); // else what began before is known only from what came before
  const rows = stepRows(owner, log, purchase, isCut ? start : 0, end) ?? new Uint8Array(log.length).fill(1);
  const refunds = leaveRefunds(log, rows, start);
  const numbers = basketNumbers(owner, plan, log, rows);
  if (!isCut) leaveEarlier(numbers, start);
  const { baskets, count } = numbers;
  let withoutItem = 0;
  for (let i = 0; i < baskets.length; i += 1) {
    if (baskets[i] === -1 || column.codes[i] !== column.none) continue;
    baskets[i] = -1;
    withoutItem += 1;
  }
  return { ...filled(column, baskets, count), values: column.values, withoutItem, refunds };
}

interface ItemColumn {
  readonly codes: ArrayLike<number>;
  readonly values: ArrayLike<Scalar | null>;
  /** The code of what is no item. */
  readonly none: number;
}

function itemColumn({ owner, item }: BasketPlan, log: AnyLog): ItemColumn {
  const isProperty = log.properties.some(({ property }) => property === item);
  if (item === 'name' && !isProperty && log.name !== null) return { codes: log.name, values: log.names, none: -1 };
  return { ...propertyColumn(owner, 'item', log, item), none: 0 };
}

/** Takes refunds out of the rows; how many there are from a row on. */
function leaveRefunds({ amount }: AnyLog, rows: Uint8Array, start: number): number {
  let refunds = 0;
  if (amount === null) return refunds;
  for (let i = 0; i < rows.length; i += 1) {
    if (rows[i] === 0 || !(amount[i]! < 0)) continue;
    rows[i] = 0;
    if (i >= start) refunds += 1;
  }
  return refunds;
}

/** Takes the rows of baskets that begin before a row out of them. */
function leaveEarlier({ baskets, firsts }: BasketNumbers, start: number): void {
  for (let i = 0; start > 0 && i < baskets.length; i += 1)
    if (baskets[i] !== -1 && firsts[baskets[i]!]! < start) baskets[i] = -1;
}

/** Rows sorted by item, then by basket, both by counting: what a basket has twice comes one after the other. */
function filled(
  { codes, values }: ItemColumn,
  baskets: Int32Array,
  count: number,
): Pick<Baskets, 'count' | 'starts' | 'items'> {
  const rows = rowsByItem(codes, values.length, baskets);
  const last = new Int32Array(count).fill(-1);
  const sizes = new Int32Array(count);
  let different = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    const basket = baskets[row]!;
    if (last[basket] === codes[row]) continue;
    last[basket] = codes[row]!;
    sizes[basket]! += 1;
    rows[different++] = row;
  }
  const starts = new Int32Array(count + 1);
  const next = new Int32Array(count);
  let some = 0;
  for (let basket = 0; basket < count; basket += 1) {
    if (sizes[basket] === 0) continue; // it has no item
    next[basket] = starts[some]!;
    starts[some + 1] = starts[some]! + sizes[basket]!;
    some += 1;
  }
  const items = new Int32Array(different);
  for (let i = 0; i < different; i += 1) {
    const row = rows[i]!;
    items[next[baskets[row]!]!++] = codes[row]!;
  }
  return { count: some, starts: starts.subarray(0, some + 1), items };
}

function rowsByItem(codes: ArrayLike<number>, width: number, baskets: Int32Array): Int32Array {
  const next = new Int32Array(width + 1);
  let counted = 0;
  for (let i = 0; i < baskets.length; i += 1) {
    if (baskets[i] === -1) continue;
    next[codes[i]! + 1]! += 1;
    counted += 1;
  }
  for (let code = 0; code < width; code += 1) next[code + 1]! += next[code]!;
  const rows = new Int32Array(counted);
  for (let i = 0; i < baskets.length; i += 1) if (baskets[i] !== -1) rows[next[codes[i]!]!++] = i;
  return rows;
}
