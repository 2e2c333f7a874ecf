import type { Accessor, Data, LooseAccessor } from '../core/data.js';
import type { IssueCode } from '../core/errors.js';
import { typeName } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { type Excluded, leaveOut, type RowPolicy } from '../core/policy.js';
import { checkAccessor } from '../core/row-values.js';
import { type Table, tableOf } from '../core/table.js';
import {
  claims,
  keyCodes,
  MISSING,
  NO_CLAIM,
  NO_KEY,
  numbers,
  numbersAreWithin,
  withoutNegativeZero,
} from './spell-columns.js';

/** Where a row says how long something lasted, and whether it ended. */
export interface SpellOptions<Row> extends RowPolicy {
  /** How long it lasted, or had lasted when it was last seen: a number of at least 0, in whatever unit. */
  readonly duration: Accessor<Row, number>;
  /** Whether it ended then (`true` or 1) or was last seen going on (`false` or 0). */
  readonly ended: Accessor<Row, boolean | number>;
  /** How long it had lasted when it began to be watched (left truncation), less than the duration. Without it, 0. */
  readonly entry?: Accessor<Row, number> | undefined;
  /** How many the row stands for: a number of at least 0. Without it, 1. */
  readonly weight?: Accessor<Row, number> | undefined;
}

/** The same where the type of the rows is forgotten. */
export interface SpellFields extends RowPolicy {
  readonly duration: LooseAccessor;
  /** Not read where a reason is read in its place. */
  readonly ended?: LooseAccessor;
  readonly entry?: LooseAccessor;
  readonly weight?: LooseAccessor;
}

/** The options that every reading of spells knows, for checks of names. */
export const SPELL_OPTIONS = ['duration', 'ended', 'entry', 'weight', 'missing', 'invalid'] as const;

/** What else a method reads of each row; `option` is what its issues call a function. */
export interface MoreInputs {
  /** Finite numbers; booleans count as 1 and 0. */
  readonly numbers?: readonly MoreInput[];
  /** Groups and strata: text, finite numbers or booleans. */
  readonly keys?: readonly MoreInput[];
  /** Why it ended, read in the place of `ended`: nothing where it was last seen going on. */
  readonly reason?: MoreInput;
  /** Durations are whole numbers of periods, at least 1 where it ended in one. */
  readonly isWhole?: boolean;
}

/** One more input of a row, by its option. */
export interface MoreInput {
  readonly option: string;
  readonly from: LooseAccessor;
}

/** A column of keys: the code of each row, an index into the different keys in the order of `compareKeys`. */
export interface KeyColumn {
  readonly codes: Int32Array;
  readonly keys: readonly (string | number | boolean)[];
}

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

interface Read<Values> {
  readonly field: string;
  readonly column: ArrayLike<unknown>;
  readonly values: Values;
  readonly expected: string;
  /** Whether no value of the column is at fault. */
  readonly isValid: boolean;
  readonly faultAt: (i: number) => boolean;
}

type Numbers = Read<Float64Array> & { readonly kind: 'number' | 'whole' | 'more' };
type Claims = Read<Uint8Array> & { readonly kind: 'claim'; readonly reasons: KeyColumn | null };
type Keys = Read<Int32Array> & { readonly kind: 'key'; readonly keys: KeyColumn['keys'] };
type Input = Numbers | Claims | Keys;

const A_KEY = 'text, a finite number, true or false';

/** The most that a row may stand for. */
export const MOST_WEIGHT = 1e15;

function inputsOf(
  owner: string,
  table: Table,
  { duration, ended, entry, weight }: SpellFields,
  more: MoreInputs,
): readonly (Input | null)[] {
  const column = (option: string, from: unknown) => {
    const accessor = checkAccessor(owner, option, from);
    return { field: typeof accessor === 'string' ? accessor : option, column: table.column(accessor) };
  };
  const number = (option: string, from: unknown, kind: Numbers['kind'], max: number): Numbers => {
    const read = column(option, from);
    const values = withoutNegativeZero(numbers(read.column, kind === 'more'));
    const min = kind === 'more' ? -max : 0;
    const faultAt = (i: number) => !((values[i] as number) >= min && (values[i] as number) <= max);
    const bounds = kind === 'more' ? 'a finite number' : `a number from 0${max === MOST_WEIGHT ? ' to 1e15' : ''}`;
    return { kind, ...read, values, expected: bounds, isValid: numbersAreWithin(values, min, max), faultAt };
  };
  const claim = (option: string, from: unknown): Claims => {
    const read = column(option, from);
    const { values, isValid } = claims(read.column);
    return {
      kind: 'claim',
      ...read,
      values,
      expected: 'true or false, or 1 or 0',
      reasons: null,
      isValid,
      faultAt: (i) => values[i] === NO_CLAIM,
    };
  };
  const key = (option: string, from: unknown): Keys => {
    const read = column(option, from);
    const { codes, keys, least } = keyCodes(read.column);
    const faultAt = (i: number) => (codes[i] as number) < 0;
    return { kind: 'key', ...read, values: codes, keys, expected: A_KEY, isValid: least === 0, faultAt };
  };
  const because = ({ option, from }: MoreInput): Claims => {
    const read = column(option, from);
    const { codes, keys, least } = keyCodes(read.column);
    const values = new Uint8Array(codes.length);
    for (let i = 0; i < codes.length; i += 1) values[i] = (codes[i] as number) >= 0 ? 1 : 0;
    const claim = {
      kind: 'claim',
      ...read,
      values,
      expected: `${A_KEY}, or nothing`,
      reasons: { codes, keys },
    } as const;
    return { ...claim, isValid: least >= MISSING, faultAt: (i) => codes[i] === NO_KEY };
  };
  const lasted = number('duration', duration, 'number', Number.MAX_VALUE);
  const claimed = more.reason === undefined ? claim('ended', ended) : because(more.reason);
  return [
    more.isWhole === true ? wholePeriods(lasted, claimed) : lasted,
    claimed,
    entry === undefined ? null : number('entry', entry, 'number', Number.MAX_VALUE),
    weight === undefined ? null : number('weight', weight, 'number', MOST_WEIGHT),
    ...(more.numbers ?? []).map(({ option, from }) => number(option, from, 'more', Number.MAX_VALUE)),
    ...(more.keys ?? []).map(({ option, from }) => key(option, from)),
  ];
}

/** Durations that are counts of periods, and not 0 where something ended. */
function wholePeriods(lasted: Numbers, { values: ended }: Claims): Numbers {
  const { values } = lasted;
  const faultAt = (i: number) =>
    lasted.faultAt(i) || (values[i] as number) % 1 !== 0 || (values[i] === 0 && ended[i] === 1);
  let isValid = lasted.isValid;
  for (let i = 0; isValid && i < values.length; i += 1) isValid = !faultAt(i);
  return { ...lasted, kind: 'whole', expected: 'a whole number from 0, and from 1 where it ended', isValid, faultAt };
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
