import type { KeyField } from '../core/by.js';
import { refuseOption } from '../core/options.js';
import { type Category, CategoryReader, isCategory } from './category-reader.js';

/** The targets of one field: shares or counts by category, as an object or as pairs. Fields with few known values must name them all. */
export type Targets<Value extends string | number | boolean> =
  | { readonly [Category in `${Value}`]: number }
  | readonly (readonly [Value, number])[];

/** The targets of each field that rows are weighted by. All have the same total. */
export type Margins<Row> = {
  readonly [Field in KeyField<Row>]?: Targets<Extract<Row[Field], string | number | boolean>>;
};

/** The targets of one field made ready. */
export interface Margin {
  readonly field: string;
  readonly categories: readonly Category[];
  /** Of the total, in the order of the categories. */
  readonly shares: readonly number[];
  /** A fresh reader of the categories of rows. */
  reader(): CategoryReader;
}

/** Reads the targets: finite numbers of at least 0, with the same total above 0 in every margin. */
export function marginsOf(owner: string, margins: object): readonly Margin[] {
  if (typeof margins !== 'object' || margins === null || Array.isArray(margins)) {
    refuseOption(owner, 'margins', 'to be an object of targets by field', margins, 'E_OPT_TYPE');
  }
  const fields = Object.entries(margins).filter(([, targets]) => targets !== undefined);
  if (fields.length === 0) refuseOption(owner, 'margins', 'to name at least one field', margins);
  let first: number | undefined;
  return fields.map(([field, targets]: [string, unknown]) => {
    const option = `margins.${field}`;
    const isList = Array.isArray(targets);
    if (typeof targets !== 'object' || targets === null) {
      refuseOption(owner, option, 'to be targets by category', targets, 'E_OPT_TYPE');
    }
    const pairs: readonly unknown[] = isList ? targets : Object.entries(targets);
    const categories = new Set<Category>(); // of -0 it makes 0
    const amounts: number[] = [];
    for (const pair of pairs) {
      const [category, amount]: readonly unknown[] = Array.isArray(pair) ? pair : [];
      if (!isCategory(category))
        refuseOption(owner, option, 'to hold pairs of category and target', pair, 'E_OPT_TYPE');
      if (typeof amount !== 'number') {
        refuseOption(owner, option, 'to hold a number for each category', amount, 'E_OPT_TYPE');
      }
      if (!(amount >= 0 && amount < Infinity)) refuseOption(owner, option, 'to hold numbers of at least 0', amount);
      if (categories.has(category)) refuseOption(owner, option, 'to name each category once', category);
      categories.add(category);
      amounts.push(amount);
    }
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    if (!(total > 0 && total < Infinity)) refuseOption(owner, option, 'to have a total above 0', total);
    first ??= total;
    // Published shares are rounded: 33.3, 33.3 and 33.3 are a total of 100 where the others say so.
    if (Math.abs(total - first) > TOTALS * first) {
      refuseOption(owner, option, `to have the total of the first margin, ${first}`, total);
    }
    return {
      field,
      categories: [...categories],
      shares: amounts.map((amount) => amount / total),
      reader: () => new CategoryReader([...categories], !isList),
    };
  });
}

/** How far totals may be apart, as a share: as far as percentages with one decimal may. */
const TOTALS = 0.0025;
