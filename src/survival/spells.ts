import type { Data } from '../core/data.js';
import { type IssueCode, typeName } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { type Excluded, leaveOut, type RowPolicy } from '../core/policy.js';
import { tableOf } from '../core/table.js';
import type { KeyColumn, MoreInputs, SpellFields } from './spell-fields.js';
import { type Claims, type Input, inputsOf, type Numbers } from './spell-inputs.js';

/** Spells as typed columns of one length, checked: durations finite and at least 0, entries before them, weights finite and at least 0. Not to be written to. */
export interface Spells {
  readonly length: number;
  readonly duration: Float64Array;
  /** 1 where it ended. */
  readonly ended: Uint8Array;
  /** `null` where all were watched from 0. */
  readonly entry: Float64Array | null;
  /** `null` where each row stands for one. */
  readonly weight: Float64Array | null;
  /** As many as were asked for. */
  readonly numbers: readonly Float64Array[];
  readonly keys: readonly KeyColumn[];
  /** Why it ended, where that was asked for; the code is below 0 where it was last seen going on. */
  readonly reasons: KeyColumn | null;
  /** The place of each row in the data; `null` where none was left out. */
  readonly places: Int32Array | null;
  readonly excluded: Excluded;
}

/** Reads spells from rows or columns, and leaves out rows by the policy. Valid typed columns are passed through as they are. */
export function spellsOf(owner: string, data: Data<unknown>, options: SpellFields, more: MoreInputs = {}): Spells {
  const table = tableOf(owner, data, true);
  const inputs = inputsOf(owner, table, options, more);
  const [duration, ended, entry, weight] = inputs as unknown as [Numbers, Claims, Numbers | null, Numbers | null]; // in this order
  const present = inputs.filter((input) => input !== null);
  const isOrdered = entry === null || areBefore(entry.values, duration.values);
  const whole = { duration: duration.values, ended: ended.values, entry: entry?.values ?? null };
  const all = {
    ...whole,
    weight: weight?.values ?? null,
    numbers: present.flatMap((input) => (input.kind === 'more' ? [input.values] : [])),
    keys: present.flatMap((input) => (input.kind === 'key' ? [{ codes: input.values, keys: input.keys }] : [])),
    reasons: ended.reasons,
  };
  if (isOrdered && present.every((input) => input.isValid)) {
    return { length: table.length, ...all, places: null, excluded: { missing: 0, invalid: 0, repeated: 0 } };
  }
  const { places, excluded } = judged(owner, table.length, present, entry, options);
  return {
    length: places.length,
    duration: picked(all.duration, places),
    ended: picked(all.ended, places),
    entry: all.entry && picked(all.entry, places),
    weight: all.weight && picked(all.weight, places),
    numbers: all.numbers.map((values) => picked(values, places)),
    keys: all.keys.map(({ codes, keys }) => keptKeys(picked(codes, places), keys)),
    reasons: all.reasons && keptKeys(picked(all.reasons.codes, places), all.reasons.keys),
    places,
    excluded,
  };
}

/** Row by row: which stay, and what is wrong with the others. */
function judged(
  owner: string,
  length: number,
  inputs: readonly Input[],
  entry: Numbers | null,
  policy: RowPolicy,
): { readonly places: Int32Array; readonly excluded: Excluded } {
  const issues = new IssueLog(owner);
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  const places = new Int32Array(length);
  const duration = inputs[0]?.values as Float64Array; // the first, always
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    const faulty = inputs.find((input) => input.faultAt(i));
    const isLate = faulty === undefined && entry !== null && (entry.values[i] as number) >= (duration[i] as number);
    const at = isLate ? entry : faulty;
    if (!at) {
      places[kept] = i;
      kept += 1;
      continue;
    }
    const value = at.column[i];
    const expected = isLate ? 'less than the duration' : at.expected;
    const code = isLate ? 'E_NUM_RANGE' : codeOf(at.kind, value);
    leaveOut(policy, excluded, issues, { code, index: i, field: at.field, expected, received: typeName(value) }, value);
  }
  issues.throwIfAny();
  return { places: places.slice(0, kept), excluded };
}

function codeOf(kind: Input['kind'], value: unknown): IssueCode {
  if (value === null || value === undefined) return 'E_FIELD_MISSING';
  if (typeof value !== 'number') return 'E_FIELD_TYPE';
  if (!Number.isFinite(value)) return 'E_NUM_NONFINITE';
  if (kind === 'whole' && value % 1 !== 0) return 'E_NUM_INTEGER';
  return kind === 'claim' ? 'E_FIELD_VALUE' : 'E_NUM_RANGE';
}

function areBefore(entry: Float64Array, duration: Float64Array): boolean {
  for (let i = 0; i < entry.length; i += 1) if ((entry[i] as number) >= (duration[i] as number)) return false;
  return true;
}

function picked<List extends Float64Array | Uint8Array | Int32Array>(values: List, places: Int32Array): List {
  const list = new (values.constructor as new (length: number) => List)(places.length); // of the same kind
  for (let k = 0; k < places.length; k += 1) list[k] = values[places[k] as number] as number;
  return list;
}

/** Keys that no row has any more are none. */
function keptKeys(codes: Int32Array, keys: KeyColumn['keys']): KeyColumn {
  const places = new Int32Array(keys.length).fill(-1);
  for (let i = 0; i < codes.length; i += 1) if ((codes[i] as number) >= 0) places[codes[i] as number] = 0;
  const kept = keys.filter((_, code) => places[code] === 0);
  let next = 0;
  for (let code = 0; code < places.length; code += 1) if (places[code] === 0) places[code] = next++;
  return { codes: codes.map((code) => places[code] ?? code), keys: kept };
}
