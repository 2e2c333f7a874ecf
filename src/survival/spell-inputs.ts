import { checkAccessor } from '../core/row-values.js';
import type { Table } from '../core/table.js';
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
import { type KeyColumn, MOST_WEIGHT, type MoreInput, type MoreInputs, type SpellFields } from './spell-fields.js';

/** An input of every row, read and judged. */
interface Read<Values> {
  readonly field: string;
  readonly column: ArrayLike<unknown>;
  readonly values: Values;
  readonly expected: string;
  /** Whether no value of the column is at fault. */
  readonly isValid: boolean;
  readonly faultAt: (i: number) => boolean;
}

/** An input of numbers. */
export type Numbers = Read<Float64Array> & { readonly kind: 'number' | 'whole' | 'more' };
/** An input of claims that something ended. */
export type Claims = Read<Uint8Array> & { readonly kind: 'claim'; readonly reasons: KeyColumn | null };
/** An input of groups. */
export type Keys = Read<Int32Array> & { readonly kind: 'key'; readonly keys: KeyColumn['keys'] };
/** Any input. */
export type Input = Numbers | Claims | Keys;

const A_KEY = 'text, a finite number, true or false';

/** The inputs of spells: duration, ended, entry and weight (`null` where there is none), and what else is asked for. */
export function inputsOf(
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
