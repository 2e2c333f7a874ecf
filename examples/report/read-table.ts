import { decodeCsv, decodeText, type EncodingName } from 'kizuna/schema';
import type { Cells } from './guesses.js';
import { refuseTable } from './refusals.js';

/** A CSV file as it was read: rows of text, and where it comes from. */
export interface FileTable {
  readonly rows: readonly Cells[];
  readonly columns: readonly string[];
  /** Records with another number of cells than the headings, by their place in the file. */
  readonly rejectedIndexes: readonly number[];
  readonly rejectedCount: number;
  /** The lines above the headings that say where the file comes from. */
  readonly remarks: readonly string[];
  readonly encoding: string | null;
}

/** Reads the bytes of a CSV file; one that has no records, or hardly any of the right width, is refused. */
export async function readTable(bytes: Uint8Array, name: EncodingName): Promise<FileTable> {
  const { text, encoding } = decodeText(bytes, { encoding: name });
  const { remarks, body } = withoutRemarks(text);
  const table = await decodeCsv(body, { invalid: 'exclude' });
  refuseTable(table);
  const { rows, columns, rejectedIndexes, rejectedCount } = table;
  return { rows, columns, rejectedIndexes, rejectedCount, remarks, encoding };
}

/** The place in the file of a row that was kept: ragged records before it count too. */
export function recordOf({ rejectedIndexes }: FileTable, row: number | null): number | null {
  if (row === null) return null;
  let record = row;
  for (const ragged of rejectedIndexes) if (ragged <= record) record += 1;
  return record;
}

/** Lines above the headings that begin with a number sign and a blank say where a file comes from. */
function withoutRemarks(content: string): { remarks: readonly string[]; body: string } {
  const [head = ''] = /^(?:# .*(?:\r\n|\r|\n))*/.exec(content) ?? [];
  const lines = head.split(/\r\n|\r|\n/).filter((line) => line !== '');
  return { remarks: lines.map((line) => line.slice(2).trim()), body: content.slice(head.length) };
}
