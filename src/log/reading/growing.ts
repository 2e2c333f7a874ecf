/** A column of numbers that doubles its room when it is full. */
export class GrowingColumn<Values extends Float64Array | Uint8Array | Uint16Array | Int32Array> {
  constructor(public values: Values) {}

  /** Makes room for `count` more values after the first `length`. */
  reserve(length: number, count: number): Values {
    if (this.values.length < length + count) {
      const Kind = this.values.constructor as new (size: number) => Values; // of the same kind
      const wider = new Kind(Math.max(length + count, this.values.length * 2));
      wider.set(this.values.subarray(0, length));
      this.values = wider;
    }
    return this.values;
  }

  /** The first `length` values, without the room that was left. */
  cut(length: number): Values {
    return length === this.values.length ? this.values : (this.values.slice(0, length) as Values); // a slice is of its kind
  }
}
