import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { same } from './same.js';

const passes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};
const holed = [1, 2];
delete holed[0];
const ALIKE: readonly (readonly [string, unknown, unknown])[] = [
  ['zeros of both signs', 0, -0],
  ['a hole and undefined', holed, [undefined, 2]],
  ['a list with a field of its own', Object.assign([1], { n: 1 }), [1]],
  ['a field that is undefined and none', { a: undefined }, {}],
  ['fields of one number, other names', { a: undefined }, { b: undefined }],
  ['a symbol as key', { [Symbol.for('a')]: 1 }, {}],
  ['an inherited field', { toString: Object.prototype.toString }, { a: 1 }],
  ['another prototype', Object.create(null), {}],
  ['a list and an object', [], {}],
  ['dates', new Date(0), new Date(1)],
  ['maps', new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]])],
  ['typed arrays', Float64Array.of(1), Float64Array.of(2)],
  ['kinds of typed arrays', [Float64Array.of(1)], [Float32Array.of(1)]],
];

describe('same', () => {
  test.each(ALIKE)('tells apart %s', (_, a, b) => {
    expect(passes(() => same({ deep: [a] }, { deep: [b] }))).toBe(false);
    expect(passes(() => same(b, a))).toBe(false);
    same({ deep: [a] }, { deep: [a] });
  });

  test('passes what is deeply and strictly equal, and nothing that toStrictEqual refuses', () => {
    const few = fc.anything({
      maxDepth: 3,
      maxKeys: 2,
      key: fc.constantFrom('a', 'b'),
      values: [fc.constantFrom(0, -0)],
    });
    fc.assert(
      fc.property(few, few, (a, b) => {
        const expected = isDeepStrictEqual(a, b) || passes(() => expect(a).toStrictEqual(b));
        expect(passes(() => same(a, b))).toBe(expected);
        expect(passes(() => same(a, structuredClone(a)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
