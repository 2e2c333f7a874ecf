import { InvalidDataError } from '../core/errors.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { delimiterHint, delimiterOf } from './csv-header.js';
import { loadCsvParser } from './csv-parser.js';
import { csvRows } from './csv-rows.js';
import { bytesOf, type EncodingName, readText, type TextEncoding } from './decode-text.js';
import { refuseFileName } from './file-name.js';
import type { Rejections } from './rejections.js';
import { refuseWorkbook } from './workbook.js';

/** How a CSV file is to be read; nothing is needed for one of comma, tab, semicolon or bar in UTF-8, UTF-16 or Shift_JIS. */
export interface DecodeCsvOptions {
  /**
   * The encoding, with aliases such as `'cp932'`. Default `'auto'`: by byte order mark, else UTF-8 where valid, else
   * Shift_JIS.
   */
  readonly encoding?: EncodingName;
  /**
   * The character between cells. Default `'auto'`: what a first line `sep=;` says, else by the first line a tab, a comma,
   * a semicolon or a bar.
   */
  readonly delimiter?: string;
  /** The names of the columns of a file without a line of headings. Default: the first record is the headings. */
  readonly columns?: readonly string[];
  /**
   * What a record with too few or too many cells does: `'throw'` (default), or `'exclude'`, which lists it in
   * `rejected`.
   */
  readonly invalid?: 'throw' | 'exclude';
}

/** A CSV file as rows of text. */
export interface CsvTable extends Rejections {
  /** One object per record, with a text for every column; an empty cell is `''`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** The names of the columns in the order of the file. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** The encoding that the bytes had; `null` where text was given. */
  readonly encoding: TextEncoding | null;
}

/**
 * Reads the bytes of a CSV file as rows of text, as spreadsheets, survey forms and shops write them: any line ends,
 * quoted delimiters and line breaks, a byte order mark or none, Shift_JIS. Two columns of one name are both kept, the
 * second as `送料 (2)`, and an empty heading becomes `column 3`. Empty lines do not count, except as empty answers between
 * those of a file of one column; empty cells beyond the headings are dropped, and so is a first line `sep=;`.
 *
 * The parsing of CSV is papaparse's, an optional peer dependency: `npm install papaparse`. It is loaded when the first
 * file is read, which is why the answer is a Promise; a program that reads CSV otherwise gives its rows to
 * `parseResponses` directly.
 *
 * @param file - the content, not a path: the bytes (`await readFile(path)`), or text that was decoded already. Text of one
 * line is headings without rows, unless it looks like the name of a file
 * @param options - only what cannot be found out from the file
 * @returns the rows, the columns in order, and what was left out; positions count records from 0, without headings and
 * empty lines
 * @throws {InvalidDataError} when the bytes are a workbook of Excel or not text in the encoding, the text is the name of a file, a record has another number of cells than the
 * headings (E_ROW_TYPE, unless excluded), or a quotation mark is not closed or stands within a cell, where it may take
 * any number of records into one
 * @throws {InvalidOptionError} when an option is unknown or wrong
 * @throws {KizunaError} when papaparse is not installed
 * @example
 * ```ts
 * import { decodeCsv } from 'kizuna/schema';
 *
 * const { rows, columns } = await decodeCsv('おすすめ度,送料,送料\r\n9,0,"1,200"\r\n');
 * columns; // => ['おすすめ度', '送料', '送料 (2)']
 * rows; // => [{ おすすめ度: '9', 送料: '0', '送料 (2)': '1,200' }]
 * ```
 */
export async function decodeCsv(
  file: Uint8Array | ArrayBuffer | string,
  options: DecodeCsvOptions = {},
): Promise<CsvTable> {
  checkOptions('decodeCsv', options, ['encoding', 'delimiter', 'columns', 'invalid']);
  const invalid = checkChoice('decodeCsv', 'invalid', options.invalid ?? 'throw', ['throw', 'exclude']);
  const names = options.columns === undefined ? null : checkNames(options.columns);
  const asked = checkDelimiter(options.delimiter ?? 'auto');
  if (typeof file === 'string') refuseFileName('decodeCsv', file);
  else refuseWorkbook('decodeCsv', bytesOf('decodeCsv', file));
  const { text, encoding } = readText('decodeCsv', file, options.encoding);
  const parse = await loadCsvParser('decodeCsv');

  const hint = delimiterHint(text);
  const start = hint?.length ?? 0;
  const table = text.slice(start, endOf(text));
  const delimiter = asked === 'auto' ? (hint?.delimiter ?? delimiterOf(table)) : asked;
  const lineOf = (place = table.length) => text.slice(0, start + place).split(/\r\n|\r|\n/).length;
  const { rows, columns, rejections } = csvRows('decodeCsv', parse(table, { delimiter }), names, lineOf);
  if (invalid === 'throw' && rejections.rejectedCount > 0) throw raggedTable(rejections);
  return { rows, columns, delimiter, encoding, ...rejections };
}

/** Where the last record ends: line ends after it are no records, not even in a file of one column. */
function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return end;
}

function raggedTable({ rejected, issueCount }: Rejections): InvalidDataError {
  const [first] = rejected;
  const where = `record ${first?.index} has ${first?.received}`;
  const more = issueCount > 1 ? `, and ${issueCount - 1} more are wrong` : '';
  return new InvalidDataError(`decodeCsv requires ${first?.expected} in every record; ${where}${more}`, rejected, {
    issueCount,
  });
}

function checkNames(columns: readonly string[]): readonly string[] {
  const isList = Array.isArray(columns) && columns.length > 0 && columns.every((name) => typeof name === 'string');
  if (!isList || new Set(columns).size < columns.length) {
    refuseOption('decodeCsv', 'columns', 'to be an array of different names', columns, 'E_OPT_TYPE');
  }
  return [...columns];
}

function checkDelimiter(delimiter: string): string {
  const isOne = typeof delimiter === 'string' && (delimiter === 'auto' || /^[^"\r\n\uFEFF]$/.test(delimiter));
  return isOne ? delimiter : refuseOption('decodeCsv', 'delimiter', 'to be one character or "auto"', delimiter);
}
