/** Exact reference arithmetic on doubles: every double is a whole number of units of 2^-1074. */
const view = new DataView(new ArrayBuffer(8));

export function unitsOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
  return bits >> 63n ? -magnitude : magnitude;
}

/** The double nearest to a number of units, ties to even. */
export function doubleOf(units: bigint): number {
  const magnitude = units < 0n ? -units : units;
  const shift = Math.max(0, magnitude.toString(2).length - 64);
  let head = magnitude >> BigInt(shift);
  if (head << BigInt(shift) !== magnitude) head |= 1n;
  let result = Number(head);
  for (let power = shift - 1074; power !== 0; ) {
    const step = Math.max(-1000, Math.min(900, power));
    result *= 2 ** step;
    power -= step;
  }
  return units < 0n ? -result : result;
}

export function exactTotal(values: Iterable<number>): number {
  let units = 0n;
  for (const value of values) units += unitsOf(value);
  return doubleOf(units);
}

/** How many doubles lie between two doubles. */
export function ulpsBetween(a: number, b: number): number {
  const distance = ordinal(a) - ordinal(b);
  return Number(distance < 0n ? -distance : distance);
}

function ordinal(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  return bits >> 63n ? -(bits & 0x7fffffffffffffffn) : bits;
}
