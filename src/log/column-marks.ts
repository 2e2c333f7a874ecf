import { type Condition, conditionsOf } from '../core/filter.js';
import { codedRows } from './coded-rows.js';
import type { AnyLog } from './layout.js';
import { filterColumn } from './matching-rows.js';
import type { Codes } from './reading/parts.js';
import type { StepFacts } from './step-facts.js';

interface Marked {
  readonly codes: Codes;
  readonly bits: Uint32Array;
}

/**
 * The marks of steps of any occurrence: which steps a value of a column allows is asked once for each value. Steps that look
 * at one column cost nothing per row.
 */
export function columnMarks(owner: string, log: AnyLog, steps: readonly StepFacts[]): Marked {
  const all = Number(2n ** BigInt(steps.length) - 1n);
  const columns = new Map<Codes, Uint32Array>();
  const amounts: { readonly step: number; readonly condition: Condition }[] = [];
  const allow = (codes: Codes, values: ArrayLike<unknown>, step: number, condition: Condition) => {
    const bits = columns.get(codes) ?? new Uint32Array(values.length).fill(all);
    for (let code = 0; code < bits.length; code += 1) if (!condition(values[code])) bits[code]! &= ~(1 << step);
    columns.set(codes, bits);
  };
  for (const [step, { name, where }] of steps.entries()) {
    if (name !== null && log.name !== null) allow(log.name, log.names, step, (value) => value === name);
    for (const [field, condition] of conditionsOf(owner, where ?? {})) {
      const column = filterColumn(owner, log, field);
      if (column instanceof Float64Array) amounts.push({ step, condition });
      else allow(column.codes, column.values, step, condition);
    }
  }
  const [first, ...others] = Array.from(columns, ([codes, bits]) => ({ codes, bits }));
  if (first !== undefined && others.length === 0 && amounts.length === 0) return first;
  const masks = steps.length <= 8 ? new Uint8Array(log.length) : new Uint32Array(log.length);
  if (first === undefined) masks.fill(all);
  else if (others[0] === undefined) readColumn(masks, first);
  else readColumns(masks, first, others[0]);
  for (const column of others.slice(1)) narrow(masks, column);
  for (const { step, condition } of amounts) narrowByAmount(masks, log.amount as Float64Array, 1 << step, condition);
  return masks instanceof Uint8Array
    ? { codes: masks, bits: Uint32Array.from({ length: all + 1 }, (_, mask) => mask) }
    : codedRows(masks);
}

type Masks = Uint8Array | Uint32Array;

function readColumn(masks: Masks, { codes, bits }: Marked): void {
  for (let i = 0; i < masks.length; i += 1) masks[i] = bits[codes[i] as number] as number;
}

function readColumns(masks: Masks, a: Marked, b: Marked): void {
  const [aCodes, aBits, bCodes, bBits] = [a.codes, a.bits, b.codes, b.bits];
  for (let i = 0; i < masks.length; i += 1)
    masks[i] = (aBits[aCodes[i] as number] as number) & (bBits[bCodes[i] as number] as number);
}

function narrow(masks: Masks, { codes, bits }: Marked): void {
  for (let i = 0; i < masks.length; i += 1) masks[i]! &= bits[codes[i] as number] as number;
}

function narrowByAmount(masks: Masks, amount: Float64Array, bit: number, condition: Condition): void {
  for (let i = 0; i < masks.length; i += 1) {
    const mask = masks[i] as number;
    if ((mask & bit) !== 0 && (Number.isNaN(amount[i]) || !condition(amount[i]))) masks[i] = mask & ~bit;
  }
}
