import type { Scalar } from '../../core/expression.js';
import type { CustomerId } from '../layout.js';

/** The columns of a log before it is one: rows and dictionaries may be in any order. */
export interface EventParts {
  readonly time: Float64Array;
  readonly customer: Int32Array;
  readonly customers: ArrayLike<CustomerId>;
  readonly name: Codes | null;
  readonly names: readonly string[];
  readonly amount: Float64Array | null;
  readonly properties: readonly PropertyPart[];
}

/** A property; `values[0]` is `null`. */
export interface PropertyPart {
  readonly property: string;
  readonly codes: Codes;
  readonly values: readonly (Scalar | null)[];
}

/** Codes as narrow as the number of values lets them be. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** An empty column of codes for so many values. */
export function codesFor(values: number, length: number): Codes {
  if (values <= 0x100) return new Uint8Array(length);
  return values <= 0x10000 ? new Uint16Array(length) : new Int32Array(length);
}
