import { isTextList } from './built-column.js';
import type { ColumnReader } from './column-reader.js';
import { foldedHeading } from './heading.js';
import type { FieldNames } from './nested-fields.js';

/** A column as a caller names it: its name, several of which the first that the rows have is taken, or how it is read. */
export type NamedColumn = string | readonly string[] | ColumnReader<unknown>;

/** Where the parts of a row are looked for. */
export interface PartPlaces<Part extends string> {
  /** What the caller names. */
  readonly own: { readonly [Each in Part]?: NamedColumn | undefined };
  /** Whether the caller named the export: nothing else is looked for then. */
  readonly isNamed: boolean;
  /** The export that was named, or whose columns the rows have. */
  readonly source: { readonly [Each in Part]: readonly string[] } | null;
  /** What the columns are called elsewhere, in any case. */
  readonly common: { readonly [Each in Part]: readonly string[] };
}

/** Tells the names of each part's column: those the caller gave, else of the export and the common ones those that are there. */
export function partNames<Part extends string>(
  { own, isNamed, source, common }: PartPlaces<Part>,
  fields: FieldNames,
): (part: Part) => readonly string[] {
  let lookAlikes: ReadonlyMap<string, string | null> | undefined; // made once, and only where no name is there as it is known
  return (part) => {
    const told = own[part];
    if (told !== undefined) return namesIn(told);
    const known = isNamed ? (source?.[part] ?? []) : [...(source?.[part] ?? []), ...common[part]];
    const present = known.filter((name) => fields.has(name));
    if (present.length > 0 || isNamed) return present.length > 0 ? present : known;
    lookAlikes ??= guessable(fields);
    const alike = known.map((name) => lookAlikes?.get(foldedCase(name)) ?? null).find((name) => name !== null);
    return alike === undefined ? known : [alike];
  };
}

/** The names that a caller's column may have. */
export function namesIn(named: NamedColumn): readonly string[] {
  if (typeof named === 'string') return [named];
  return isReader(named) ? named.names : named;
}

/** Whether something names a column, or reads one. */
export function isColumnChoice(named: unknown): named is NamedColumn {
  return typeof named === 'string' || (isTextList(named) && named.length > 0) || isReader(named);
}

/** Whether something reads a column. */
export function isReader(named: unknown): named is ColumnReader<unknown> {
  return typeof named === 'object' && named !== null && 'names' in named && 'schema' in named;
}

/** Fields by their heading in one case, as guesses are compared; `null` where several would do. */
function guessable(fields: FieldNames): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const field of fields) found.set(foldedCase(field), found.has(foldedCase(field)) ? null : field);
  return found;
}

/** In one case, and without what Japanese files say of an amount behind its name: 金額（税込）, 売上 (円). */
function foldedCase(heading: string): string {
  return foldedHeading(heading).toLowerCase().replace(OF_AN_AMOUNT, '');
}

const OF_AN_AMOUNT = / ?\((?:税込み?|税抜き?|税別|円|税込[・/、,]?円)\)$/;
