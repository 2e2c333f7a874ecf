import { InvalidDataError } from '../core/errors.js';

/** The first bytes of workbooks: of zip archives (xlsx, ods, numbers) and of compound files (xls). */
const BEGINNINGS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const;

/** Refuses a workbook in place of a CSV file: as Shift_JIS, most of its bytes would pass for text. */
export function refuseWorkbook(owner: string, bytes: Uint8Array): void {
  if (!BEGINNINGS.some((beginning) => beginning.every((byte, i) => bytes[i] === byte))) return;
  const expected = 'a file of text';
  throw new InvalidDataError(`${owner} requires ${expected}; got an Excel file: save it as CSV`, [
    { code: 'E_ROW_TYPE', index: null, field: null, expected, received: 'an Excel file' },
  ]);
}
