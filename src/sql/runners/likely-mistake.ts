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
  const list = (text: (column: SourceColumn) => string): string => {
    const texts = [...new Set(columnsIn(table, sql).map(text))]; // a column may be two fields
    return texts.slice(0, MOST).join(', ') + (texts.length > MOST ? ', …' : '');
  };
  const from = table.rows?.from;
  const isCsv = from?.kind === 'files' && from.format === 'csv';
  if (mistake === 'encoding') return 'likely as a file is not in UTF-8';
  if (mistake === 'lines')
    return `likely as a file is not in UTF-8, a quote in it is not closed, or its lines have not all as many cells as the first, which names the columns (delimited by ${JSON.stringify(isCsv ? from.delimiter : null)})`;
  if (isCsv && mistake === 'kinds')
    return `likely as a cell is of another kind than its column was declared (${list(({ name, kind }) => `${name}: ${kind}`)})`;
  if (isCsv)
    return `likely as a file is not there, or its first line does not name a column (${list(({ name }) => name)}), delimited by ${JSON.stringify(from.delimiter)}`;
  if (mistake === 'kinds')
    return `likely as a column is of another type than declared (${list(({ name, kind }) => `${name}: ${kind}`)})`;
  return `likely as ${nameOf(table)}, or a column of it, is not there (${list(({ name }) => name)})`;
}

/** As many columns are listed. */
const MOST = 20;

function columnsIn({ dialect, columns, rows }: TableSource, sql: string): readonly SourceColumn[] {
  const declared = Object.values<SourceColumn>(rows?.fields ?? columns);
  return declared.filter(({ name }) => sql.includes(DIALECTS[dialect].identifier(name)));
}

function nameOf({ schema, name, rows }: TableSource): string {
  if (rows?.from.kind === 'files') return 'a file'; // an address may hold a password
  const tables = rows?.from.tables ?? [{ schema, name }];
  return `the table ${tables.map((each) => (each.schema === null ? each.name : `${each.schema}.${each.name}`)).join(' or ')}`;
}
