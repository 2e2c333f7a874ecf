import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Changes } from './data.js';

/** Writes each column as little-endian numbers, and all of them as one file in ClickHouse's Native format. */
export function writeChanges(folder: string, { customer, time, cents }: Changes): string {
  mkdirSync(folder, { recursive: true });
  const columns = [
    ['uid', 'UInt32', customer],
    ['at', 'UInt64', BigInt64Array.from(time, BigInt)],
    ['mrr', 'Int32', cents],
  ] as const;
  const native = openSync(join(folder, 'changes.native'), 'w');
  writeSync(native, Buffer.concat([varint(columns.length), varint(time.length)]));
  for (const [field, type, values] of columns) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    writeFileSync(join(folder, `${field}.bin`), bytes);
    writeSync(native, Buffer.concat([text(field), text(type)]));
    writeSync(native, bytes);
  }
  closeSync(native);
  return folder;
}

/** A part of the columns. */
export interface Slice {
  readonly customer: Int32Array;
  readonly time: BigInt64Array;
  readonly cents: Int32Array;
}

/** Reads the files in slices. A slice is good until the next. */
export function* readSlices(folder: string, rows: number): Generator<Slice> {
  const files = ['uid', 'at', 'mrr'].map((field) => openSync(join(folder, `${field}.bin`), 'r')) as [
    number,
    number,
    number,
  ];
  const room = { customer: new Int32Array(rows), time: new BigInt64Array(rows), cents: new Int32Array(rows) };
  for (;;) {
    const count = readSync(files[0], room.customer) / Int32Array.BYTES_PER_ELEMENT;
    if (count === 0) break;
    readSync(files[1], room.time);
    readSync(files[2], room.cents);
    yield {
      customer: room.customer.subarray(0, count),
      time: room.time.subarray(0, count),
      cents: room.cents.subarray(0, count),
    };
  }
  for (const file of files) closeSync(file);
}

/** Whole columns; instants as numbers. */
export function readChanges(folder: string): Omit<Changes, 'customers'> {
  const [uid, at, mrr] = ['uid', 'at', 'mrr'].map((field) => {
    const bytes = readFileSync(join(folder, `${field}.bin`));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }) as [ArrayBuffer, ArrayBuffer, ArrayBuffer];
  const time = Float64Array.from(new BigInt64Array(at), Number);
  return { customer: new Int32Array(uid), time, cents: new Int32Array(mrr) };
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
