import { checkNumber, checkOptions, refuseOption } from './options.js';

/** Which cells are too small to show, and which fields tell the rows apart. */
export interface SuppressOptions<Row> {
  /** The fewest people a shown cell may have; at least 2. */
  readonly minimum: number;
  /**
   * The field that counts the people of a row, or several, of which the smallest decides.
   * Default `n`; where the rows have none (as under `together`), every field whose result has one.
   */
  readonly count?: CountPath<Row> | readonly CountPath<Row>[];
  /** The fields that name the row; default its first field, where `by` puts the key. With nested groups, all their keys must be named. */
  readonly by?: (keyof Row & string) | readonly (keyof Row & string)[];
}

/** A field with a count, or with a result that has one (as under `together`). */
export type CountPath<Row> = {
  [Field in keyof Row]-?: Row[Field] extends number | { readonly n: number } ? Field : never;
}[keyof Row] &
  string;

/** A row after suppression: its keys (where `by` names them) as they were, everything else possibly `null`. */
export type Suppressed<Row, Keys extends string> = {
  readonly [Field in keyof Row]: Field extends Keys ? Row[Field] : Row[Field] | null;
} & { readonly suppressed: boolean };

/**
 * Hides the cells of a grouped result that rest on too few people: everything but the keys becomes `null`.
 *
 * Where the hidden cells of a line could be told by taking the shown ones from the line's total (one alone, or several
 * that add up to fewer than `minimum` people), the next smallest are hidden too, until that is no longer so
 * (complementary suppression; Hundepool et al. 2012, Statistical Disclosure Control, 4.3). With several keys, this holds
 * along each of them. It protects counts of people; it cannot protect against tables published elsewhere.
 * A row whose count is `null` counts as hidden, with nobody in it.
 *
 * @param rows - the rows of a grouped result
 * @param options - `minimum`, and where needed `by` and `count`
 * @throws {InvalidOptionError} when a row has no count under the given name, or no field that `by` names
 * @example
 * ```ts
 * import { suppressSmall } from 'kizuna';
 *
 * const rows = [
 *   { plan: 'free', n: 40, value: 12 },
 *   { plan: 'pro', n: 3, value: -33 },
 *   { plan: 'team', n: 9, value: 50 },
 * ];
 * suppressSmall(rows, { minimum: 5 }).map((row) => [row.plan, row.n]);
 * // => [['free', 40], ['pro', null], ['team', null]]
 * ```
 */
export function suppressSmall<Row extends object, const Keys extends keyof Row & string = never>(
  rows: readonly Row[],
  options: SuppressOptions<Row> & { readonly by?: Keys | readonly Keys[] },
): readonly Suppressed<Row, Keys>[] {
  checkOptions('suppressSmall', options, ['minimum', 'count', 'by']);
  const minimum = checkNumber('suppressSmall', 'minimum', options.minimum, { min: 2, integer: true });
  const keys = keysOf(rows, options.by);
  const counts = rows.map((row) => countOf(row, options.count));
  const hidden = counts.map((count) => count === null || count < minimum);
  const lines = keys.flatMap((key) => linesAlong(rows, keys, key));
  let isSettled = false;
  while (!isSettled) {
    // What is hidden for one line may lay bare another.
    isSettled = lines.map((line) => settle(line, counts, hidden, minimum)).every((hidNothing) => hidNothing);
  }
  return rows.map((row, i) => {
    const fields = Object.entries(row).map(([name, value]) => [name, hidden[i] && !keys.includes(name) ? null : value]);
    // Keys are kept, other fields are kept or null: what `Suppressed` says.
    return Object.fromEntries([...fields, ['suppressed', hidden[i]]]);
  }) as never;
}

/** Rows that share all keys but one: together with their total, they tell each other. */
function linesAlong(rows: readonly object[], keys: readonly string[], along: string): readonly (readonly number[])[] {
  const fixed = keys.filter((key) => key !== along);
  const lines = new Map<string, number[]>();
  for (const [i, row] of rows.entries()) {
    const name = JSON.stringify(fixed.map((key) => (row as Record<string, unknown>)[key]));
    const line = lines.get(name);
    if (line === undefined) lines.set(name, [i]);
    else line.push(i);
  }
  return [...lines.values()];
}

/** Hides the smallest shown cells of a line until its hidden ones cannot be told; says whether there was nothing to hide. */
function settle(
  line: readonly number[],
  counts: readonly (number | null)[],
  hidden: boolean[],
  minimum: number,
): boolean {
  const inside = line.filter((i) => hidden[i]);
  let [cells, people] = [inside.length, inside.reduce((total, i) => total + (counts[i] ?? 0), 0)];
  if (cells === 0 || (cells > 1 && people >= minimum)) return true;
  const shown = line.filter((i) => !hidden[i]).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
  for (const i of shown) {
    if (cells > 1 && people >= minimum) break;
    hidden[i] = true;
    cells += 1;
    people += counts[i] ?? 0;
  }
  return shown.length === 0;
}

function keysOf(rows: readonly object[], by: string | readonly string[] | undefined): readonly string[] {
  const keys = by === undefined ? Object.keys(rows[0] ?? {}).slice(0, 1) : typeof by === 'string' ? [by] : by;
  const isNamed = keys.length > 0 && rows.every((row) => keys.every((key) => Object.hasOwn(row, key)));
  if (rows.length > 0 && !isNamed) {
    refuseOption('suppressSmall', 'by', 'to name fields of every row', keys.join(', '), 'E_FIELD_MISSING');
  }
  const names = new Set(rows.map((row) => JSON.stringify(keys.map((key) => (row as Record<string, unknown>)[key]))));
  if (names.size < rows.length) {
    refuseOption('suppressSmall', 'by', 'to tell all rows apart: all keys of nested groups', keys.join(', '));
  }
  return keys;
}

function countOf(row: object, field: string | readonly string[] | undefined): number | null {
  const nested = Object.keys(row).filter((name) => hasCount((row as Record<string, unknown>)[name]));
  const fields = typeof field === 'string' ? [field] : (field ?? (Object.hasOwn(row, 'n') ? ['n'] : nested));
  const counts = fields.map((name) => {
    const found: unknown = (row as Record<string, unknown>)[name];
    return hasCount(found) ? found.n : found;
  });
  if (counts.length > 0 && counts.includes(null)) return null;
  const areCounts = counts.every(
    (count): count is number => typeof count === 'number' && count >= 0 && count < Infinity,
  );
  if (counts.length > 0 && areCounts) return Math.min(...counts);
  const [named, among] =
    fields.length > 0 ? [fields.join(', '), ''] : [undefined, `, of ${Object.keys(row).join(', ')}`];
  const expected = `to name a field with a number of people${among}`;
  return refuseOption('suppressSmall', 'count', expected, named, 'E_FIELD_MISSING');
}

function hasCount(value: unknown): value is { readonly n: unknown } {
  return typeof value === 'object' && value !== null && 'n' in value;
}
