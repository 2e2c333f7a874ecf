import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { isTextList } from './built-column.js';
import { type ChosenColumn, chooseColumns } from './choose-columns.js';
import { isColumnChoice, isReader, namesIn, partNames } from './column-guesses.js';
import type { ColumnReader } from './column-reader.js';
import { foldedHeading } from './heading.js';
import type { FieldNames } from './nested-fields.js';
import { money } from './number-column.js';
import type { OrderColumnMap, OrderPreset, ParseOrdersOptions } from './order-options.js';
import { COMMON_ORDER_COLUMNS, ORDER_PRESETS, type OrderPart } from './order-presets.js';
import { id, text } from './text-column.js';
import { type TimeOptions, time } from './time-column.js';

/** What `parseOrders` was told, checked. */
export interface OrderAsked {
  readonly preset: OrderPreset | null;
  readonly own: OrderColumnMap;
  readonly options: ParseOrdersOptions;
}

/** Which system's rows they are, and the columns of the parts that are there. */
export interface ChosenOrderColumns {
  readonly preset: OrderPreset | null;
  readonly columns: readonly ChosenColumn[];
}

/** Checks the options of `parseOrders`. */
export function checkOrderOptions(owner: string, options: ParseOrdersOptions): OrderAsked {
  checkOptions(owner, options, ['columns', 'lines', 'exclude', 'timeZone', 'dateOrder', 'epoch']);
  const { columns = {}, lines, exclude } = options;
  if (lines !== undefined) checkChoice(owner, 'lines', lines, ['total', 'line']);
  if (exclude !== undefined && !isTextList(exclude)) {
    refuseOption(owner, 'exclude', 'to be an array of texts', exclude, 'E_OPT_TYPE');
  }
  if (typeof columns === 'string') {
    return { preset: checkChoice(owner, 'columns', columns, PRESETS), own: {}, options };
  }
  checkOptions(owner, columns, PARTS);
  for (const [part, named] of Object.entries(columns)) {
    const isRaw = part === 'status' || part === 'cancelledAt';
    if (named !== undefined && (!isColumnChoice(named) || (isRaw && isReader(named)))) {
      const expected = isRaw
        ? 'to be a name, or several'
        : 'to be a name, several, or made by id, time, text or number';
      refuseOption(owner, `columns.${part}`, expected, named);
    }
  }
  return { preset: null, own: columns, options };
}

/** The names within objects for which rows must be asked, such as `customer.id`. */
export function orderPaths({ own }: OrderAsked): readonly string[] {
  const told = Object.values(own).flatMap((named) => (named === undefined ? [] : namesIn(named)));
  return [...new Set(told)].filter((name) => name.includes('.'));
}

/** Finds the columns of the parts: the time, and the customer or the e-mail address, must be there. */
export function chooseOrderColumns(
  owner: string,
  asked: OrderAsked,
  rows: readonly unknown[],
  fields: FieldNames,
): ChosenOrderColumns {
  const { own, options } = asked;
  const folded = new Set([...fields].map(foldedHeading));
  const isThere = (name: string) => fields.has(name) || folded.has(foldedHeading(name));
  const preset = asked.preset ?? PRESETS.find((each) => ORDER_PRESETS[each].marks.every(isThere)) ?? null;
  const source = preset === null ? null : ORDER_PRESETS[preset];
  const isNamed = asked.preset !== null;
  const namesFor = partNames<OrderPart>({ own, isNamed, source, common: COMMON_ORDER_COLUMNS }, fields);
  const isGiven = (part: OrderPart) => own[part] !== undefined || namesFor(part).some(isThere);
  const needed = new Set<OrderPart>(['time', isGiven('email') && !isGiven('customer') ? 'email' : 'customer']);
  const readers = PARTS.filter((part) => needed.has(part) || isGiven(part)).map((part) => {
    const named = own[part];
    const reader = isReader(named) ? named : readerOf(part, namesFor(part), options);
    return [part, reader] as const;
  });
  // Where a name was guessed, nobody has said yet which column is meant.
  const columns = chooseColumns(owner, rows, Object.fromEntries(readers), (part) =>
    isNamed || Object.hasOwn(own, part) ? '' : `; tell which with columns: { ${part}: '…' }`,
  );
  return { preset, columns };
}

function readerOf(part: OrderPart, known: readonly string[], options: ParseOrdersOptions): ColumnReader<unknown> {
  const names = known.length > 0 ? known : [part];
  switch (part) {
    case 'order':
    case 'customer':
    case 'email':
      return id(names);
    case 'time':
      return time(names, { required: true, ...timeOptions(names, options) });
    case 'amount':
    case 'refunded':
      return money(names);
    default:
      return text(names);
  }
}

/** A heading such as "Created (UTC)" tells the zone by itself. */
function timeOptions(names: readonly string[], { timeZone, dateOrder, epoch }: ParseOrdersOptions): TimeOptions {
  const zone = names.every((name) => name.endsWith('(UTC)')) ? 'UTC' : timeZone;
  return {
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(epoch === undefined ? {} : { epoch }),
  };
}

const PARTS = ['order', 'customer', 'email', 'time', 'amount', 'refunded', 'status', 'cancelledAt'] as const;
const PRESETS = ['shopify', 'stripe', 'ec-cube', 'base'] as const;
