import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes columns as little-endian numbers, for peers to read. */
export function writeColumns(folder: string, columns: Readonly<Record<string, Int32Array | Float64Array>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, values] of Object.entries(columns)) {
    writeFileSync(join(folder, `${name}.bin`), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return folder;
}
