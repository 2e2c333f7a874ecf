import { InvalidDataError } from '../core/errors.js';

/** Refuses the name of a file in place of its content: it would be a table of one heading and no rows. */
export function refuseFileName(owner: string, text: string): void {
  // No system has longer paths than this.
  if (text.length > 4096 || !FILE_NAME.test(text.trimEnd()) || /[\r\n]/.test(text)) return;
  const expected = 'the content of a file';
  const found = 'got what looks like its name: read it first, such as with readFile of node:fs/promises';
  throw new InvalidDataError(`${owner} requires ${expected}; ${found}`, [
    { code: 'E_ROW_TYPE', index: null, field: null, expected, received: 'the name of a file' },
  ]);
}

/** A line without a delimiter that ends as files of tables do. */
const FILE_NAME = /^[^\r\n,;|\t"]+\.(csv|tsv|tab|txt|dat|xlsx?|jsonl?|ndjson|gz|zip)$/i;
