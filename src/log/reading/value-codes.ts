/** Numbers the different values of a column in the order in which they are met. */
export class ValueCodes<Value> {
  protected readonly known = new Map<unknown, number>();

  constructor(readonly values: Value[] = []) {
    for (const [code, value] of values.entries()) this.known.set(value, code);
  }

  /** The code of a value that was met before; −1 otherwise. */
  find(value: unknown): number {
    return this.known.get(value) ?? -1;
  }

  /** Writes the codes of the first `count` values; −1 where one was not met before. */
  findAll(values: ArrayLike<unknown>, count: number, codes: Int32Array): void {
    for (let i = 0; i < count; i += 1) codes[i] = this.known.get(values[i]) ?? -1;
  }

  learn(value: Value): number {
    const code = this.values.push(value) - 1;
    this.keep(value, code);
    return code;
  }

  protected keep(value: Value, code: number): void {
    this.known.set(value, code);
  }
}
