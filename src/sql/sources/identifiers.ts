import { refuseSql } from '../compile-error.js';
import type { DialectName } from '../dialects/dialect.js';

/** Postgres cuts longer names without a word, so that a query reads another column. */
const MOST_BYTES = 63;

/** The names that kizuna gives in its queries begin so. */
export const OWN = 'kizuna_';

/** Refuses a name that an engine would read as something else: cut short, in another case, or as a file. */
export function checkName(option: string, name: unknown, dialect: DialectName): string {
  if (typeof name !== 'string' || name === '') return refuseSql(option, 'a name', typeof name, 'table');
  if (hasControl(name) || /\p{Surrogate}/u.test(name)) return refuse(option, 'without control characters');
  if (dialect === 'postgres' && bytesOf(name) > MOST_BYTES) {
    return refuse(option, `of at most ${MOST_BYTES} bytes, where Postgres cuts names`);
  }
  if (name.toLowerCase().startsWith(OWN)) return refuse(option, `without ${OWN} at its beginning`);
  return name;
}

/** The same of a table or schema: DuckDB and chDB read a quoted name that looks like a path as a file. */
export function checkTableName(option: string, name: unknown, dialect: DialectName): string {
  const checked = checkName(option, name, dialect);
  if (/[./\\:*?[\]{}~]/.test(checked))
    return refuse(option, 'without signs of paths, as . / \\ : * ?; a schema is an option');
  return checked;
}

/** Refuses names that DuckDB, which looks at no case, would take for one. */
export function checkCases(columns: readonly (readonly [field: string, column: { readonly name: string }])[]): void {
  const seen = new Map<string, readonly [field: string, name: string]>();
  for (const [field, { name }] of columns) {
    const [other, same] = seen.get(name.toLowerCase()) ?? [field, name];
    if (same !== name)
      refuse(
        columnOption(field),
        `that differs from that of ${columnOption(other)} in more than case, which DuckDB does not look at`,
      );
    seen.set(name.toLowerCase(), [field, name]);
  }
}

/** How a column is named among the options. */
export function columnOption(field: string): string {
  const isWord = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(field);
  return isWord ? `columns.${field}` : `columns[${JSON.stringify(field)}]`;
}

function refuse(option: string, expected: string): never {
  return refuseSql(option, `a name ${expected}`, 'another name', 'table');
}

/** Nothing of the C0 controls has a place in a name. */
function hasControl(name: string): boolean {
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) < 32 || name.charCodeAt(i) === 127) return true;
  return false;
}

/** The length in UTF-8. */
function bytesOf(name: string): number {
  let bytes = 0;
  for (const character of name) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
