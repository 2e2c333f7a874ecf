import { isRecord, setOwn } from './record.js';
import { guarded } from './validate.js';

/** Names by which rows can be asked for a field; `properties.plan` is the field plan of the object properties. */
export type FieldNames = ReadonlySet<string>;

/** The fields that rows have, and those of `paths` that stand within an object of a row. */
export function fieldNames(owner: string, rows: readonly unknown[], paths: readonly string[]): FieldNames {
  const names = new Set<string>();
  for (const [index, row] of rows.entries()) {
    if (!isRecord(row)) continue;
    for (const name of Object.keys(row)) names.add(name);
    for (const path of paths) {
      // Where there is no such object, as in every CSV file, nothing is looked up.
      if (names.has(firstStep(path)) && !names.has(path) && nested(owner, row, index, path) !== undefined)
        names.add(path);
    }
  }
  return names;
}

/** Rows that have the fields at these paths as their own, beside all others; a field that has that name already stays. */
export function liftFields(owner: string, rows: readonly unknown[], paths: readonly string[]): readonly unknown[] {
  if (paths.length === 0) return rows;
  return rows.map((row, index) => {
    if (!isRecord(row)) return row;
    const lifted: Record<string, unknown> = guarded(owner, { index, field: null }, row, () => ({ ...row }));
    for (const path of paths) {
      const value = Object.hasOwn(row, path) ? undefined : nested(owner, row, index, path);
      if (value !== undefined) setOwn(lifted, path, value);
    }
    return lifted;
  });
}

function firstStep(path: string): string {
  return path.slice(0, path.indexOf('.'));
}

/** What stands at a path within a row: a step at a time, of own fields only. */
function nested(owner: string, row: object, index: number, path: string): unknown {
  return guarded(owner, { index, field: path }, undefined, () => {
    let value: unknown = row;
    for (const step of path.split('.')) {
      value = isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
    return value;
  });
}
