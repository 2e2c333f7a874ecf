import type { DialectName } from '../dialects/dialect.js';
import { DIALECTS } from '../dialects/dialects.js';
import type { SourceColumn, TableSource } from '../sources/table.js';
import type { AnySource } from '../to-sql.js';

/** What an engine's refusal is likely about: the kinds of columns, the names of what is there, or the lines of a file or its bytes. */
export type Mistake = 'kinds' | 'names' | 'lines' | 'encoding';

/** What is likely wrong, by the names and kinds that the source declares of the columns that the query reads: no data is told. */
export function likelyMistake<Row, Event extends string, Properties extends object, Name extends DialectName>(
  mistake: Mistake,
  source: AnySource<Row, Event, Properties, Name>,
  sql: string,
): string {
  const table = (source.kind === 'table' ? source : source.table) as TableSource; // its columns are looked up by name
  const from = table.rows?.from;
  const csv = from?.kind === 'files' && from.format === 'csv' ? from : null;
  const delimited = `delimited by ${JSON.stringify(csv?.delimiter ?? ',')}`;
  const list = (text: (column: SourceColumn) => string): string => listed(columnsIn(table, sql).map(text));
  const names = list(({ name }) => name);
  const kinds = list(({ name, kind }) => `${name}: ${kind}`);
  switch (mistake) {
    case 'encoding':
      return 'likely as a file is not in UTF-8';
    case 'lines':
      return `likely as a file is not in UTF-8, a quote in it is not closed, or its lines have not all as many cells, ${delimited}, as the first, which names the columns`;
    case 'kinds':
      return csv === null
        ? `likely as a column is of another type than declared${kinds}`
        : `likely as a cell is of another kind than its column was declared${kinds}`;
    default:
      return csv === null
        ? `likely as ${nameOf(table)}${names === '' ? '' : ', or a column of it,'} is not there${names}`
        : `likely as a file is not there, or its first line does not name a column${names}, ${delimited}`;
  }
}

/** As many columns are listed. */
const MOST = 20;

function listed(all: readonly string[]): string {
  const texts = [...new Set(all)]; // a column may be two fields
  return texts.length === 0 ? '' : ` (${texts.slice(0, MOST).join(', ')}${texts.length > MOST ? ', …' : ''})`;
}

function columnsIn({ dialect, columns, rows }: TableSource, sql: string): readonly SourceColumn[] {
  const declared = Object.values<SourceColumn>(rows?.fields ?? columns);
  return declared.filter(({ name }) => sql.includes(DIALECTS[dialect].identifier(name)));
}

function nameOf({ schema, name, rows }: TableSource): string {
  if (rows?.from.kind === 'files') return 'a file'; // an address may hold a password
  const tables = rows?.from.tables ?? [{ schema, name }];
  return `the table ${tables.map((each) => (each.schema === null ? each.name : `${each.schema}.${each.name}`)).join(' or ')}`;
}
