import { InvalidOptionError } from '../core/errors.js';
import type { ChosenColumn } from './choose-columns.js';
import { codeOf } from './schema-issue.js';
import { ownField, validate } from './validate.js';

/** Refuses to read rows without a zone where every time that is given needs one: the answer would be empty. */
export function refuseWithoutZone(
  owner: string,
  rows: readonly unknown[],
  columns: readonly ChosenColumn[],
  part = 'time',
): void {
  const time = columns.find(({ name }) => name === part);
  if (time === undefined) return;
  let local = 0;
  for (const [index, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) continue;
    // A row was just seen to be an object, and any may be asked for its fields.
    const cell = ownField(owner, row as Readonly<Record<string, unknown>>, index, time.field);
    const { issues } = validate(owner, time.reader.schema, cell, { index, field: time.field });
    const code = issues?.[0] === undefined ? null : codeOf(issues[0], cell);
    if (code === 'E_TIME_AMBIGUOUS') local += 1;
    else if (code !== 'E_FIELD_MISSING') return;
  }
  if (local === 0) return;
  const expected = "to be given, such as 'Asia/Tokyo', for times without an offset";
  const found = `none of the ${local} times in "${time.field}" has an offset`;
  throw new InvalidOptionError(`${owner} requires timeZone ${expected}; ${found}`, [
    { code: 'E_TIME_AMBIGUOUS', index: null, field: 'timeZone', expected, received: 'undefined' },
  ]);
}
