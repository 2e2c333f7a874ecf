import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Columns } from './data.js';

/** Where the columns of one size stand as files, from which every system loads them. */
export interface Files {
  readonly folder: string;
  readonly n: number;
  readonly customers: number;
}

/** Writes each column as little-endian numbers, and all of them as one file in ClickHouse's Native format. */
export function writeColumns(folder: string, { customer, time, name, amount, customers }: Columns): Files {
  const instants = BigUint64Array.from(time, BigInt);
  const columns = [
    ['uid', 'UInt32', customer],
    ['at', 'UInt64', instants],
    ['nm', 'UInt8', name],
    ['amount', 'Int32', Int32Array.from(amount)],
  ] as const;
  const native = openSync(join(folder, 'events.native'), 'w');
  writeSync(native, Buffer.concat([varint(columns.length), varint(time.length)]));
  for (const [field, type, values] of columns) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    writeFileSync(join(folder, `${field}.bin`), bytes);
    writeSync(native, Buffer.concat([text(field), text(type)]));
    writeSync(native, bytes);
  }
  closeSync(native);
  return { folder, n: time.length, customers };
}

/** Reads the files in slices, so that no reader need hold whole columns beside its own. A slice is good until the next. */
export function* readSlices(
  { folder, n }: Files,
  rows: number,
): Generator<{ uid: Int32Array; at: BigInt64Array; nm: Uint8Array; amount: Int32Array; from: number }> {
  const open = (field: string) => openSync(join(folder, `${field}.bin`), 'r');
  const files = { uid: open('uid'), at: open('at'), nm: open('nm'), amount: open('amount') };
  const room = {
    uid: new Int32Array(rows),
    at: new BigInt64Array(rows),
    nm: new Uint8Array(rows),
    amount: new Int32Array(rows),
  };
  for (let from = 0; from < n; from += rows) {
    const count = Math.min(rows, n - from);
    const slice = {
      uid: room.uid.subarray(0, count),
      at: room.at.subarray(0, count),
      nm: room.nm.subarray(0, count),
      amount: room.amount.subarray(0, count),
    };
    for (const field of ['uid', 'at', 'nm', 'amount'] as const) readSync(files[field], slice[field]);
    yield { ...slice, from };
  }
  for (const file of Object.values(files)) closeSync(file);
}

/** The columns as they were before they were written. */
export function readColumns(files: Files): Columns {
  const { n, customers } = files;
  const columns = {
    customer: new Int32Array(n),
    time: new Float64Array(n),
    name: new Uint8Array(n),
    amount: new Float64Array(n),
    customers,
  };
  for (const { uid, at, nm, amount, from } of readSlices(files, 65_536)) {
    columns.customer.set(uid, from);
    for (let i = 0; i < at.length; i += 1) columns.time[from + i] = Number(at[i]);
    columns.name.set(nm, from);
    columns.amount.set(amount, from);
  }
  return columns;
}

function text(value: string): Buffer {
  return Buffer.concat([varint(value.length), Buffer.from(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
