/** Numbers the different values of a column in the order in which they are met. */
export class ValueCodes<Value> {
  private readonly known = new Map<unknown, number>();

  constructor(readonly values: Value[] = []) {
    for (const [code, value] of values.entries()) this.known.set(value, code);
  }

  /** The code of a value that was met before; −1 otherwise. */
  find(value: unknown): number {
    return this.known.get(value) ?? -1;
  }

  learn(value: Value): number {
    const code = this.values.push(value) - 1;
    this.known.set(value, code);
    return code;
  }
}
