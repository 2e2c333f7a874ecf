import { InvalidOptionError } from '../core/errors.js';
import { checkChoice, refuseOption } from '../core/options.js';
import { type ChosenColumn, chooseColumns } from './choose-columns.js';
import { isColumnChoice, isReader, type NamedColumn, namesIn, partNames } from './column-guesses.js';
import type { ColumnReader } from './column-reader.js';
import { foldedHeading } from './heading.js';
import type { FieldNames } from './nested-fields.js';
import type { TimeOptions } from './time-column.js';

/** Exports whose rows have parts, and what those parts' columns are called elsewhere. */
export interface KnownParts<Part extends string, Preset extends string> {
  readonly parts: readonly Part[];
  /** Parts that are looked at as they stand, so that no reader can be given. */
  readonly raw: readonly Part[];
  /** In the order in which they are tried. */
  readonly presets: readonly Preset[];
  readonly sources: { readonly [Each in Preset]: PartSource<Part> };
  readonly common: { readonly [Each in Part]: readonly string[] };
}

/** Where an export holds the parts, and the columns by which it is known. */
export type PartSource<Part extends string> = { readonly [Each in Part]: readonly string[] } & {
  readonly marks: readonly string[];
};

/** What a caller said of the columns, checked. */
export interface AskedParts<Part extends string, Preset extends string> {
  readonly preset: Preset | null;
  readonly own: { readonly [Each in Part]?: NamedColumn | undefined };
}

/** Which export's rows they are, and the columns of the parts that are there. */
export interface ChosenParts<Part extends string, Preset extends string> {
  readonly preset: Preset | null;
  readonly columns: readonly (ChosenColumn & { readonly name: Part })[];
}

/** How the parts of one kind of row are read. */
export interface PartRules<Part extends string, Preset extends string> {
  /** The parts without which there is nothing to read. */
  readonly neededOf: (isGiven: (part: Part) => boolean) => readonly Part[];
  readonly readerOf: (part: Part, names: readonly string[], preset: Preset | null) => ColumnReader<unknown>;
}

/** Checks the option `columns`: an export's name, or columns by part; `options` are all that there are beside. */
export function checkParts<Part extends string, Preset extends string>(
  owner: string,
  columns: Preset | AskedParts<Part, Preset>['own'],
  { parts, raw, presets }: Pick<KnownParts<Part, Preset>, 'parts' | 'raw' | 'presets'>,
  options: readonly string[],
): AskedParts<Part, Preset> {
  if (typeof columns === 'string') return { preset: checkChoice(owner, 'columns', columns, presets), own: {} };
  checkPartNames(owner, columns, parts, options);
  for (const [part, named] of Object.entries(columns)) {
    const isRaw = raw.some((each) => each === part);
    if (named !== undefined && (!isColumnChoice(named) || (isRaw && isReader(named)))) {
      const expected = isRaw
        ? 'to be a name, or several'
        : 'to be a name, several, or made by id, time, text or number';
      refuseOption(owner, `columns.${part}`, expected, named);
    }
  }
  return { preset: null, own: columns };
}

/** Refuses parts that there are not; where an option has the name, it was meant. */
function checkPartNames(owner: string, columns: unknown, parts: readonly string[], options: readonly string[]): void {
  if (typeof columns !== 'object' || columns === null) {
    refuseOption(owner, 'columns', 'to be an object', columns, 'E_OPT_TYPE');
  }
  for (const name of Object.keys(columns)) {
    if (parts.includes(name)) continue;
    const expected = `among ${parts.join(', ')}`;
    const issue = { code: 'E_OPT_UNKNOWN', index: null, field: name, expected, received: 'an unknown option' } as const;
    const meant = options.includes(name) ? ', which is an option beside columns' : '';
    throw new InvalidOptionError(`${owner} requires columns to be ${expected}; got "${name}"${meant}`, [issue]);
  }
}

/** The names within objects for which rows must be asked, such as `customer.id`. */
export function partPaths<Part extends string, Preset extends string>(
  { preset, own }: AskedParts<Part, Preset>,
  { parts, presets, sources }: KnownParts<Part, Preset>,
): readonly string[] {
  const told = parts.map((part) => own[part]).flatMap((named) => (named === undefined ? [] : namesIn(named)));
  const known = (preset === null ? presets : [preset]).flatMap((each) => [
    ...sources[each].marks,
    ...parts.flatMap((part) => sources[each][part]),
  ]);
  return [...new Set([...told, ...known])].filter((name) => name.includes('.'));
}

/** Finds the columns of the parts: those that are needed must be there. */
export function chooseParts<Part extends string, Preset extends string>(
  owner: string,
  { own, preset: named }: AskedParts<Part, Preset>,
  { parts, presets, sources, common }: KnownParts<Part, Preset>,
  { neededOf, readerOf }: PartRules<Part, Preset>,
  rows: readonly unknown[],
  fields: FieldNames,
): ChosenParts<Part, Preset> {
  const folded = new Set([...fields].map(foldedHeading));
  const isThere = (name: string) => fields.has(name) || folded.has(foldedHeading(name));
  const preset = named ?? presets.find((each) => sources[each].marks.every(isThere)) ?? null;
  const isNamed = named !== null;
  const namesFor = partNames<Part>({ own, isNamed, source: preset === null ? null : sources[preset], common }, fields);
  const isGiven = (part: Part) => own[part] !== undefined || namesFor(part).some(isThere);
  const needed = new Set(neededOf(isGiven));
  const readers = parts
    .filter((part) => needed.has(part) || isGiven(part))
    .map((part) => {
      const told = own[part];
      if (isReader(told)) return [part, told] as const;
      const names = namesFor(part);
      return [part, readerOf(part, names.length > 0 ? names : [part], preset)] as const;
    });
  // Where a name was guessed, nobody has said yet which column is meant.
  const columns = chooseColumns(owner, rows, Object.fromEntries(readers), (part) =>
    isNamed || Object.hasOwn(own, part) ? '' : `; tell which with columns: { ${part}: '…' }`,
  );
  return { preset, columns: columns as ChosenParts<Part, Preset>['columns'] }; // the names are those of the readers
}

/** How times are read, where they were told to; a heading such as "Created (UTC)" tells the zone by itself. */
export function partTimeOptions(
  names: readonly string[],
  { timeZone, dateOrder, epoch }: { readonly [Option in 'timeZone' | 'dateOrder' | 'epoch']?: TimeOptions[Option] },
): Pick<TimeOptions, 'timeZone' | 'dateOrder' | 'epoch'> {
  const zone = names.every((name) => name.endsWith('(UTC)')) ? 'UTC' : timeZone;
  return {
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(epoch === undefined ? {} : { epoch }),
  };
}
