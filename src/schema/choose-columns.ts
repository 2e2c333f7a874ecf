import { InvalidDataError } from '../core/errors.js';
import type { ColumnReader, ColumnReaders } from './column-reader.js';
import { foldedHeading } from './heading.js';
import { plain } from './plain-text.js';

/** One column to be read: its name in the typed row, its field in the source, and its reader. */
export interface ChosenColumn {
  readonly name: string;
  readonly field: string;
  readonly reader: ColumnReader<unknown>;
}

/**
 * Finds the field that each reader reads: the first of its names that any row has, else the one field that looks the
 * same. Without rows, the first name. A message about a missing column ends with the advice.
 */
export function chooseColumns(
  owner: string,
  rows: readonly unknown[],
  readers: ColumnReaders,
  adviceFor: (name: string) => string = () => '',
): readonly ChosenColumn[] {
  let folded: Folded | undefined; // made once, and only where a name is not there as it is written
  const lookAlike = (name: string): string | undefined => {
    folded ??= foldedFields(rows);
    return folded.get(foldedHeading(name)) ?? undefined;
  };
  return Object.entries(readers).map(([name, reader]) => {
    const [first = ''] = reader.names;
    const exact = rows.length === 0 ? first : reader.names.find((each) => rows.some((row) => hasField(row, each)));
    const field = exact ?? reader.names.map(lookAlike).find((each) => each !== undefined);
    if (field === undefined) throw missingColumn(owner, rows, reader.names, adviceFor(name));
    return { name, field, reader };
  });
}

function hasField(row: unknown, field: string): boolean {
  return typeof row === 'object' && row !== null && Object.hasOwn(row, field);
}

/** Fields by their folded heading; `null` where several fold to the same, so that none is meant. */
type Folded = ReadonlyMap<string, string | null>;

function foldedFields(rows: readonly unknown[]): Folded {
  const fields = new Set<string>();
  for (const row of rows) {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
      for (const field of Object.keys(row)) fields.add(field);
    }
  }
  const folded = new Map<string, string | null>();
  for (const field of fields) {
    const heading = foldedHeading(field);
    folded.set(heading, folded.has(heading) ? null : field);
  }
  return folded;
}

/** Rows at whose names a message looks, and names that it tells. */
const ROWS_SEEN = 100;
const NAMES_TOLD = 5;

function missingColumn(
  owner: string,
  rows: readonly unknown[],
  names: readonly string[],
  advice: string,
): InvalidDataError {
  const [field = ''] = names;
  const objects = rows.slice(0, ROWS_SEEN).filter((row) => typeof row === 'object' && row !== null);
  const present = [...new Set(objects.flatMap((row) => Object.keys(row as object)))]; // filtered to objects just above
  const likeness = new Map(present.map((each) => [each, alike(each, field)]));
  const nearest = present.sort((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0)).slice(0, NAMES_TOLD);
  const rest = present.length - nearest.length;
  const found = present.length === 0 ? 'no row has a column' : `the rows have ${nearest.map(quoted).join(', ')}`;
  const others = names.length - NAMES_TOLD;
  const told = names.slice(0, NAMES_TOLD).map(quoted).join(' or ');
  const expected = `a column ${told}${others > 0 ? ` or ${others} other names` : ''}`;
  return new InvalidDataError(
    `${owner} requires ${expected}; ${found}${rest > 0 ? ` and ${rest} more` : ''}${advice}`,
    [{ code: 'E_FIELD_MISSING', index: null, field, expected, received: 'undefined' }],
  );
}

/** Sørensen–Dice likeness of the characters of two names, from 0 to 1; width, case and blanks do not count. */
function alike(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => new Set(plain(name).toLowerCase().replace(/\s+/g, '')));
  if (left === undefined || right === undefined || left.size + right.size === 0) return 0;
  let common = 0;
  for (const character of left) if (right.has(character)) common += 1;
  return (2 * common) / (left.size + right.size);
}

/** A name as one short line: the headings of form columns are whole questions. */
function quoted(name: string): string {
  const line = name.replace(/\s+/g, ' ');
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}
