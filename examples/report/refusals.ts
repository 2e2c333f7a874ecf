import type { CsvTable } from 'kizuna/schema';
import { count, counted } from './format.js';
import type { Cells } from './guesses.js';
import type { Options } from './options.js';
import type { ReadColumn } from './read-column.js';
import { UsageError } from './usage.js';

/** Above this share of its records left out, a report would be of another survey than the file. */
export const MOST_LEFT_OUT = 0.2;

/** Refuses a file of which no report can be made. */
export function refuseTable({ rows, columns, rejectedCount }: CsvTable): void {
  const records = rows.length + rejectedCount;
  if (records === 0) throw new UsageError('The file has no records: it is empty, or has headings only.');
  if (rejectedCount <= MOST_LEFT_OUT * records) return;
  throw new UsageError(
    `${count(rejectedCount)} of ${counted(records, 'record')} have another number of cells than the ${count(columns.length)} headings: ` +
      'are texts with a comma or a line break in quotation marks?',
  );
}

/** Refuses a column that hardly holds what its option expects: the option most likely names another than is meant. */
export function refuseColumn(column: ReadColumn, options: Options, rows: readonly Cells[]): void {
  const { option, wrong, values, heading } = column;
  const filled = wrong.length + values.filter((value) => value !== null).length;
  const isFew = wrong.length <= MOST_LEFT_OUT * rows.length && wrong.length < filled;
  if (option === null || wrong.length === 0 || isFew) return;
  const share = `in ${count(wrong.length)} of ${counted(rows.length, 'record')}`;
  const expects = `--${option} expects ${column.reader.expected ?? 'something else'}`;
  throw new UsageError(`"${heading.replace(/\s+/g, ' ')}" ${faultOf(column, share, expects, options, rows)}`);
}

function faultOf(
  { option, issues, wrong, heading }: ReadColumn,
  share: string,
  expects: string,
  options: Options,
  rows: readonly Cells[],
): string {
  const codes = new Set(issues.map(({ code }) => code));
  const [code] = codes.size === 1 ? codes : [];
  if (option === 'time') {
    return `holds no dates ${share}: --time expects such as 2025-04-01 10:33:09, in the order ${options.dates} (--dates ymd, mdy or dmy).`;
  }
  if (option === 'weight') return `holds no weights ${share}: ${expects}, without thousands separators.`;
  if (code === 'E_NUM_RANGE') {
    const [, low = '', high = ''] = /from (-?\d+) to (-?\d+)/.exec(expects) ?? [];
    const scale = option === 'score' ? '--scale' : `--${option}-scale`;
    return `goes beyond ${low}–${high} ${share}: is it a score, and ${scale} ${low}-${high} its scale? ${expects}.`;
  }
  if (code === 'E_NUM_INTEGER') return `holds numbers that are not whole ${share}: is it a score? ${expects}.`;
  if (code !== 'E_FIELD_TYPE') return `holds no answers on the scale ${share}: is it a score? ${expects}.`;
  if (option !== 'csat' && option !== 'ces') return `holds text ${share}: is it a score? ${expects}.`;
  const texts = textsOf(
    wrong.map((row) => rows[row]?.[heading] ?? ''),
    options.minimum,
  );
  const found = texts.length === 0 ? '' : ` Its texts are ${texts.join(', ')}.`;
  return `holds text ${share}: ${expects}; map it with --${option}-labels 満足=5,普通=3,…${found}`;
}

/** The few texts that many gave, as labels are; free text, which may tell who wrote it, is never shown. */
function textsOf(cells: readonly string[], minimum: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell.trim(), (counts.get(cell.trim()) ?? 0) + 1);
  const isLabels = counts.size <= 12;
  return isLabels ? [...counts].filter(([, times]) => times >= minimum).map(([text]) => text) : [];
}
