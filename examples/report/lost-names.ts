import type { Issue } from 'kizuna';
import { count } from './format.js';
import type { Cells } from './guesses.js';

/** A name of events of which most records were left out, so that a chapter about them would be of the few that remain. */
export interface LostName {
  readonly name: string;
  readonly records: number;
  readonly leftOut: number;
  /** What most often was wrong; `null` where it is not among the faults that are listed. */
  readonly fault: Pick<Issue, 'field' | 'expected'> | null;
}

/** The names with more records left out than kept, the most first. */
export function lostNames(
  rows: readonly Cells[],
  heading: string,
  { rejectedIndexes, rejected }: { readonly rejectedIndexes: readonly number[]; readonly rejected: readonly Issue[] },
): readonly LostName[] {
  const nameAt = (row: number): string => (rows[row]?.[heading] ?? '').trim();
  const leftOut = countsOf(rejectedIndexes.map(nameAt));
  const records = countsOf(rows.map((_, row) => nameAt(row)));
  return [...leftOut]
    .map(([name, lost]) => ({ name, leftOut: lost, records: records.get(name) ?? lost }))
    .filter((each) => each.name !== '' && each.leftOut >= 2 && 2 * each.leftOut > each.records)
    .sort((a, b) => b.leftOut - a.leftOut)
    .map((each) => {
      const faults = rejected.filter(({ index }) => index !== null && nameAt(index) === each.name);
      const [worst] = [...countsOf(faults.map(({ field }) => field))].sort((a, b) => b[1] - a[1]);
      return { ...each, fault: faults.find(({ field }) => field === worst?.[0]) ?? null };
    });
}

/** `1,355 of 1,355 records called "purchase" are left out: "amount" must be a finite number`. */
export function lostText({ name, records, leftOut, fault }: LostName): string {
  const [expected = ''] = fault?.expected.split('; else') ?? []; // what follows is for programs
  const why = fault?.field == null ? '' : `: "${fault.field.replace(/\s+/g, ' ')}" must be ${expected}`;
  return `${count(leftOut)} of ${count(records)} records called "${name.replace(/\s+/g, ' ')}" are left out${why}`;
}

function countsOf<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
