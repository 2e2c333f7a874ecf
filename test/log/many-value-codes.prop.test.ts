import fc from 'fast-check';
import { eventLog, mergeLogs } from 'kizuna';
import { expect, test } from 'vitest';
import { ManyValueCodes } from '../../src/log/reading/many-value-codes.js';

/** The same text in the forms in which engines hold it: whole, as a part of another, as two parts that were never joined. */
const FORMS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `${'x'.repeat(20)}${text}${'y'.repeat(20)}`.slice(20, 20 + text.length),
  (text) => text.slice(0, text.length >> 1) + text.slice(text.length >> 1),
  (text) => JSON.parse(JSON.stringify(text)) as string,
];

const shape = fc.constantFrom<(id: number) => string | number | null>(
  (id) => `c${String(id).padStart(8, '0')}`,
  (id) => `${id}@example.com`,
  (id) => 'the beginning that all ids share, and then some more of it '.repeat(id % 3) + id,
  (id) => `会員${id}`,
  (id) => `\ud83d\ude00${id}\udc00`,
  (id) => '\0'.repeat(id % 200),
  (id) => (id % 2 === 0 ? id : String(id)),
  (id) => id / 7,
  () => null,
);

test('many values have the codes that a map gives them, in whatever form their texts are held', () => {
  const value = fc.tuple(shape, fc.integer({ min: 0, max: 3000 }), fc.constantFrom(...FORMS));
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1500, maxLength: 3000 }),
      fc.integer({ min: 1, max: 600 }),
      (drawn, run) => {
        requireCodesOfMap(
          drawn.map(([of, id, form]) => {
            const text = of(id);
            return typeof text === 'string' ? form(text) : text;
          }),
          run,
        );
      },
    ),
    { numRuns: 20 },
  );
});

test('texts that somebody chose so that their places are the same are found all the same', () => {
  const chosen = textsOfHash(1234, 1500);
  const plain = Array.from({ length: 2000 }, (_, id) => `c${id}`);
  expect(new Set(chosen).size).toBe(chosen.length);
  requireCodesOfMap([...plain, ...chosen, ...plain, ...chosen], 1000);
  requireCodesOfMap([...chosen, ...plain, ...chosen, ...plain], 300);
});

test('texts that no longer find a place when the table is widened are found all the same', () => {
  // The first reach over the end of 2048 places; of 4096 places, the others come to lie where these go on.
  const texts = [...textsOfHash(2048 - 17, 64), ...textsOfHash(2048 + 15, 32)];
  const plain = Array.from({ length: 2000 }, (_, id) => `c${id}`);
  requireCodesOfMap([...texts, ...plain, ...texts], 100);
});

test('logs of many customers, of rows, of columns and of two parts, are the same', () => {
  const rows = Array.from({ length: 4000 }, (_, i) => ({ customer: `customer ${(i * 7919) % 2500}`, at: 1.7e12 + i }));
  const roles = { customer: 'customer', time: 'at' } as const;
  const log = eventLog(rows, roles);
  expect(Array.from(log.customer, (code) => log.customers[code])).toEqual(rows.map(({ customer }) => customer));
  const columns = { customer: rows.map(({ customer }) => customer), at: rows.map(({ at }) => at) };
  expect(eventLog(columns, roles)).toEqual(log);
  const odd = (_: unknown, i: number) => i % 2 === 1;
  const even = (_: unknown, i: number) => i % 2 === 0;
  expect(mergeLogs(eventLog(rows.filter(odd), roles), eventLog(rows.filter(even), roles))).toEqual(log);
});

/** Looks up and learns values, some at a time, as readers do. */
function requireCodesOfMap(values: readonly unknown[], run: number): void {
  const [codes, known] = [new ManyValueCodes<unknown>(), new Map<unknown, number>()];
  const found = new Int32Array(run);
  for (let from = 0; from < values.length; from += run) {
    const some = values.slice(from, from + run);
    codes.findAll(some, some.length, found);
    expect([...found.subarray(0, some.length)]).toEqual(some.map((value) => known.get(value) ?? -1));
    const [one, other] = [[] as number[], [] as number[]];
    for (const value of some) {
      one.push(codes.find(value));
      other.push(known.get(value) ?? -1);
      if (!known.has(value)) known.set(value, codes.learn(value));
    }
    expect(one).toEqual(other);
  }
  expect(codes.values).toEqual([...known.keys()]);
}

/** Different texts of three characters that have one hash below 2^15: the first is any, the other two are found for it. */
function textsOfHash(hash: number, count: number): string[] {
  const texts: string[] = [];
  const mix = (before: number, character: number) => Math.imul(before ^ character, 0x9e3779b1);
  const inverse = 0x0e8b2f51; // of the factor, modulo 2^32
  const goal = Math.imul(hash, inverse);
  for (let first = 0; texts.length < count; first += 1) {
    for (let second = 0; second < 0x10000; second += 1) {
      const last = mix(mix(3, first), second) ^ goal;
      if (last >>> 16 !== 0) continue;
      texts.push(String.fromCharCode(first, second, last));
      break;
    }
  }
  return texts;
}
