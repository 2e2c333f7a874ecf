import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { isTextList } from './built-column.js';
import type { FieldNames } from './nested-fields.js';
import { money } from './number-column.js';
import type { OrderPreset, ParseOrdersOptions } from './order-options.js';
import { COMMON_ORDER_COLUMNS, ORDER_PRESETS, type OrderPart } from './order-presets.js';
import {
  type AskedParts,
  type ChosenParts,
  checkParts,
  chooseParts,
  type KnownParts,
  partPaths,
  partTimeOptions,
} from './part-columns.js';
import { id, text } from './text-column.js';
import { time } from './time-column.js';

/** What `parseOrders` was told, checked. */
export interface OrderAsked extends AskedParts<OrderPart, OrderPreset> {
  readonly options: ParseOrdersOptions;
}

/** Checks the options of `parseOrders`. */
export function checkOrderOptions(owner: string, options: ParseOrdersOptions): OrderAsked {
  const names = ['columns', 'lines', 'exclude', 'timeZone', 'dateOrder', 'epoch'];
  checkOptions(owner, options, names);
  const { columns = {}, lines, exclude } = options;
  if (lines !== undefined) checkChoice(owner, 'lines', lines, ['total', 'line']);
  if (exclude !== undefined && !isTextList(exclude)) {
    refuseOption(owner, 'exclude', 'to be an array of texts', exclude, 'E_OPT_TYPE');
  }
  return { ...checkParts<OrderPart, OrderPreset>(owner, columns, ORDERS, names), options };
}

/** The names within objects for which rows must be asked, such as `customer.id`. */
export function orderPaths(asked: OrderAsked): readonly string[] {
  return partPaths(asked, ORDERS);
}

/** Finds the columns of the parts: the time, and the customer or the e-mail address, must be there. */
export function chooseOrderColumns(
  owner: string,
  asked: OrderAsked,
  rows: readonly unknown[],
  fields: FieldNames,
): ChosenParts<OrderPart, OrderPreset> {
  const rules = {
    neededOf: (isGiven: (part: OrderPart) => boolean) =>
      ['time', isGiven('email') && !isGiven('customer') ? 'email' : 'customer'] as const,
    readerOf: (part: OrderPart, names: readonly string[]) => readerOf(part, names, asked.options),
  };
  return chooseParts(owner, asked, ORDERS, rules, rows, fields);
}

function readerOf(part: OrderPart, names: readonly string[], options: ParseOrdersOptions) {
  switch (part) {
    case 'order':
    case 'customer':
    case 'email':
      return id(names);
    case 'time':
      return time(names, { required: true, ...partTimeOptions(names, options) });
    case 'amount':
    case 'refunded':
      return money(names);
    default:
      return text(names);
  }
}

const ORDERS: KnownParts<OrderPart, OrderPreset> = {
  parts: ['order', 'customer', 'email', 'time', 'amount', 'refunded', 'status', 'cancelledAt'],
  raw: ['status', 'cancelledAt'],
  presets: ['shopify', 'stripe', 'ec-cube', 'base'],
  sources: ORDER_PRESETS,
  common: COMMON_ORDER_COLUMNS,
};
