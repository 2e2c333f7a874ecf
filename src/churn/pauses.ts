import { untyped } from '../log/untyped.js';
import type { Zone } from '../time/zone.js';
import type { Pauses } from './ledger.js';
import { ledgerInstant } from './ledger-columns.js';
import type { Refusals } from './refusals.js';

/** Pauses as they were read, by the place of their line in the input. */
export type ReadPauses = readonly (readonly [row: number, start: number, end: number])[];

/** Reads a list of pauses of every line; those of one line may not overlap. */
export function readPauses(column: unknown, field: string, zone: Zone, refusals: Refusals): ReadPauses {
  const list = untyped(column);
  const pauses: [number, number, number][] = [];
  for (let row = 0; row < list.length; row += 1) {
    const given = list[row] ?? [];
    if (!Array.isArray(given)) {
      refusals.add(row, field, given, { code: 'E_FIELD_TYPE', expected: 'a list of { start, end }' });
      continue;
    }
    const own: [number, number, number][] = [];
    for (const pause of given) {
      const start = ledgerInstant(Object(pause).start, zone);
      const end = (Object(pause).end ?? Infinity) === Infinity ? Infinity : ledgerInstant(Object(pause).end, zone);
      if (typeof start !== 'number') refusals.add(row, field, pause, start);
      else if (typeof end !== 'number') refusals.add(row, field, pause, end);
      else if (end < start)
        refusals.add(row, field, pause, { code: 'E_FIELD_VALUE', expected: 'pauses that end after they start' });
      else own.push([row, start, end]);
    }
    own.sort((a, b) => a[1] - b[1]);
    if (own.some(([, start], i) => i > 0 && start < own[i - 1]![2])) {
      refusals.add(row, field, given, { code: 'E_FIELD_VALUE', expected: 'pauses that do not overlap' });
    }
    pauses.push(...own);
  }
  return pauses;
}

/** Pauses by the rows of the ledger that their lines have become. */
export function pausesOf(read: ReadPauses, length: number, rows: Int32Array | null): Pauses {
  const places = new Int32Array(length).fill(-1);
  if (rows === null) for (let i = 0; i < length; i += 1) places[i] = i;
  else for (let i = 0; i < rows.length; i += 1) places[rows[i]!] = i;
  const kept = read
    .map(([row, start, end]) => [places[row]!, start, end] as const)
    .filter(([row, start, end]) => row >= 0 && end > start)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    row: Int32Array.from(kept, ([row]) => row),
    start: Float64Array.from(kept, ([, start]) => start),
    end: Float64Array.from(kept, ([, , end]) => end),
  };
}
