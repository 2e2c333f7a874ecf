import * as z from 'zod/mini';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { builtColumn, columnOptions, isTextList } from './built-column.js';
import type { ColumnReader, ColumnReaders } from './column-reader.js';
import type { FieldNames } from './nested-fields.js';
import { money } from './number-column.js';
import {
  type AskedParts,
  type ChosenParts,
  checkParts,
  chooseParts,
  type KnownParts,
  partPaths,
  partTimeOptions,
} from './part-columns.js';
import { propertyReaders } from './property-readers.js';
import type { ParseSubscriptionsOptions, SubscriptionPreset } from './subscription-options.js';
import {
  COMMON_SUBSCRIPTION_COLUMNS,
  MONTHLY_AMOUNTS,
  SUBSCRIPTION_PRESETS,
  type SubscriptionPart,
} from './subscription-presets.js';
import { id, text } from './text-column.js';
import { time } from './time-column.js';
import { MONEY, numberOf } from './written-number.js';

/** What `parseSubscriptions` was told, checked. */
export interface SubscriptionAsked extends AskedParts<SubscriptionPart, SubscriptionPreset> {
  readonly attributes: ColumnReaders;
  readonly options: ParseSubscriptionsOptions;
}

/** Checks the options of `parseSubscriptions`. */
export function checkSubscriptionOptions(owner: string, options: ParseSubscriptionsOptions): SubscriptionAsked {
  const names = ['columns', 'attributes', 'amounts', 'exclude', 'timeZone', 'dateOrder', 'epoch'];
  checkOptions(owner, options, names);
  const { columns = {}, attributes = [], amounts, exclude } = options;
  if (amounts !== undefined) checkChoice(owner, 'amounts', amounts, ['major', 'minor']);
  if (exclude !== undefined && !isTextList(exclude)) {
    refuseOption(owner, 'exclude', 'to be an array of texts', exclude, 'E_OPT_TYPE');
  }
  return {
    ...checkParts<SubscriptionPart, SubscriptionPreset>(owner, columns, SUBSCRIPTIONS, names),
    attributes: propertyReaders(owner, 'attributes', attributes, PARTS),
    options,
  };
}

/** The names within objects for which rows must be asked, such as `plan.amount`. */
export function subscriptionPaths(asked: SubscriptionAsked): readonly string[] {
  const listed = Object.values(asked.attributes).flatMap(({ names }) => names);
  return [...new Set([...partPaths(asked, SUBSCRIPTIONS), ...listed.filter((name) => name.includes('.'))])];
}

/** Finds the columns of the parts: the start, and the customer or the e-mail address, must be there. */
export function chooseSubscriptionColumns(
  owner: string,
  asked: SubscriptionAsked,
  rows: readonly unknown[],
  fields: FieldNames,
): ChosenParts<SubscriptionPart, SubscriptionPreset> {
  const rules = {
    neededOf: (isGiven: (part: SubscriptionPart) => boolean) =>
      ['start', isGiven('email') && !isGiven('customer') ? 'email' : 'customer'] as const,
    readerOf: (part: SubscriptionPart, names: readonly string[], preset: SubscriptionPreset | null) =>
      readerOf(part, names, preset, asked.options),
  };
  const { preset, columns } = chooseParts(owner, asked, SUBSCRIPTIONS, rules, rows, fields);
  const fieldOf = (part: SubscriptionPart) => columns.find(({ name }) => name === part)?.field;
  const amount = fieldOf('amount');
  const isMonthly = asked.own.interval === undefined && MONTHLY_AMOUNTS.includes(amount?.toLowerCase() ?? '');
  // One column may be called like the interval and like how many of them.
  const isSame = fieldOf('intervalCount') === fieldOf('interval');
  const isRead = (part: SubscriptionPart) =>
    part === 'interval' ? !isMonthly : part === 'intervalCount' ? !isMonthly && !isSame : true;
  return { preset, columns: columns.filter(({ name }) => isRead(name)) };
}

function readerOf(
  part: SubscriptionPart,
  names: readonly string[],
  preset: SubscriptionPreset | null,
  options: ParseSubscriptionsOptions,
) {
  switch (part) {
    case 'subscription':
      return id(names, { required: true });
    case 'customer':
    case 'email':
      return id(names);
    case 'start':
      return time(names, { required: true, ...timeOptions(part, names, preset, options) });
    case 'end':
    case 'cancelled':
    case 'trialEnd':
      return time(names, { noAnswer: NEVER, ...timeOptions(part, names, preset, options) });
    case 'amount':
    case 'quantity':
      return money(names);
    case 'intervalCount':
      return wholeNumbers(names);
    default:
      return text(names);
  }
}

/** What stands for no time where systems write one into every cell. */
const NEVER = ['0', '-', '0000-00-00', '0000-00-00 00:00:00'];

function wholeNumbers(names: readonly string[]): ColumnReader<number | null> {
  return builtColumn<number, false>(
    columnOptions('number', names, {}, []),
    z.number().check(z.int(), z.minimum(1)),
    (cell) => numberOf(cell, MONEY),
    'a whole number of at least 1',
  );
}

/** The unit of numbers and the zone are the export's, where the columns are. */
function timeOptions(
  part: SubscriptionPart,
  names: readonly string[],
  preset: SubscriptionPreset | null,
  { epoch, timeZone, dateOrder }: ParseSubscriptionsOptions,
) {
  const source = preset === null ? null : SUBSCRIPTION_PRESETS[preset];
  const known = source !== null && names.every((name) => source[part].includes(name)) ? source : null;
  const [unit, zone] = [epoch ?? known?.epoch, timeZone ?? known?.timeZone];
  return partTimeOptions(names, {
    ...(unit === undefined ? {} : { epoch: unit }),
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
  });
}

const PARTS = [
  ...['subscription', 'customer', 'email', 'start', 'end', 'cancelled', 'trialEnd', 'amount', 'quantity', 'interval'],
  ...['intervalCount', 'plan', 'currency', 'status', 'reason'],
] as readonly SubscriptionPart[]; // each is one, and a test names them all

const SUBSCRIPTIONS: KnownParts<SubscriptionPart, SubscriptionPreset> = {
  parts: PARTS,
  raw: ['status', 'interval'],
  presets: ['stripe', 'stripe-api', 'woocommerce', 'chargebee', 'baremetrics'],
  sources: SUBSCRIPTION_PRESETS,
  common: COMMON_SUBSCRIPTION_COLUMNS,
};
