import * as fc from 'fast-check';
import { choice, decodeCsv, id, parseEvents, parseResponses, score, text, time } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import { eventLog } from '../../src/log/event-log.js';

const cell = fc.oneof(
  fc.constantFrom(
    '9',
    '９',
    ' 3 ',
    '',
    '11',
    '7.5',
    'pro',
    'free',
    '2025/04/01 10:33:09',
    '\uFEFFa',
    '\uD800',
    '__proto__',
  ),
  fc.string(),
  fc.integer({ min: -1, max: 12 }),
  fc.anything(),
);
const row = fc.oneof(
  { weight: 9, arbitrary: fc.record({ s: cell, p: cell, t: cell, c: cell, n: cell }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.anything() },
);
const complete = { s: 0, p: 'pro', t: 0, c: 'x', n: '' }; // so that every column exists

const columns = {
  s: score('s', { scale: [0, 10] }),
  p: choice('p', { choices: ['free', 'pro'] }),
  t: time('t', { timeZone: 'Asia/Tokyo' }),
  c: id('c', { required: true }),
  n: text('n'),
};

test('a cell that cannot be made a text is rejected like any other', () => {
  const { rejected } = parseResponses([complete, { ...complete, t: { toString: 0 } }], { columns });
  expect(rejected.map(({ index, field, code }) => [index, field, code])).toEqual([[1, 't', 'E_FIELD_TYPE']]);
});

describe('parseResponses', () => {
  test('puts every row either among the rows or among the rejected, in order', () => {
    fc.assert(
      fc.property(fc.array(row), (others) => {
        const input = [complete, ...others];
        const result = parseResponses(input, { columns });
        expect(result.rows.length + result.rejectedCount).toBe(input.length);
        expect(result.rejectedIndexes).toHaveLength(result.rejectedCount);
        expect(new Set(result.rejected.map(({ index }) => index))).toEqual(new Set(result.rejectedIndexes));
        const rejected = new Set(result.rejectedIndexes);
        const kept = input.filter((_, index) => !rejected.has(index));
        expect(parseResponses(kept, { columns })).toMatchObject({ rows: result.rows, rejectedCount: 0 });
      }),
    );
  });

  test('makes rows of plain JSON, and reading them again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(row), (others) => {
        const { rows } = parseResponses([complete, ...others], { columns });
        expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
        expect(parseResponses(rows, { columns }).rows).toEqual(rows);
      }),
    );
  });
});

describe('parseEvents', () => {
  const written = fc
    .date({ min: new Date('1974-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const event = fc.oneof(
    fc.record({ user: cell, at: fc.oneof(written, cell), event: cell, 金額: cell, plan: cell }, { requiredKeys: [] }),
    fc.anything(),
  );
  const whole = { user: 'a', at: '2025-04-01T00:00:00Z', event: 'x', 金額: '1', plan: 'pro' };

  test('accounts for every row, and makes rows that a log takes and that read as the same again', () => {
    const roles = { customer: 'customer', time: 'time', name: 'name', amount: 'amount', properties: ['plan'] } as const;
    fc.assert(
      fc.property(fc.array(event), (others) => {
        const { rows, rejectedCount } = parseEvents([whole, ...others], { properties: ['plan'] });
        expect(rows.length + rejectedCount).toBe(1 + others.length);
        expect(eventLog(rows, roles).length).toBe(rows.length);
        expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
        expect(parseEvents(rows, { properties: ['plan'] }).rows).toEqual(rows);
      }),
    );
  });
});

/** The bytes of every character of Shift_JIS, as the platform decodes them. */
const shiftJis = new Map<string, readonly number[]>();
{
  const decoder = new TextDecoder('shift_jis');
  const learn = (bytes: readonly number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if (character.length === 1 && character !== '\uFFFD' && !shiftJis.has(character)) shiftJis.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) learn([byte]);
  for (let lead = 0x81; lead <= 0xfc; lead += 1) for (let trail = 0x40; trail <= 0xfc; trail += 1) learn([lead, trail]);
}
const characters = [...shiftJis.keys()].filter((character) => character !== '\u001a');

interface Table {
  readonly headings: readonly string[];
  readonly records: readonly (readonly string[])[];
}

function tableOf(word: fc.Arbitrary<string>): fc.Arbitrary<Table> {
  const heading = word.filter((name) => name.trim() !== '');
  return fc
    .uniqueArray(heading, { minLength: 2, maxLength: 4 })
    .chain((headings) =>
      fc
        .array(fc.array(word, { minLength: headings.length, maxLength: headings.length }), { maxLength: 4 })
        .map((records) => ({ headings, records })),
    );
}

const special = fc.constantFrom('"', ',', '\n', '\r\n', '\t', ';', ' ', '__proto__', '1');
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csvOf = ({ headings, records }: Table) =>
  [headings, ...records].map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
const entriesOf = (rows: readonly object[], names: readonly string[]) =>
  rows.map((row) => names.map((name) => Object.getOwnPropertyDescriptor(row, name)?.value));

describe('decodeCsv', () => {
  test('gives back a table that was written as UTF-8, with a byte order mark or without', async () => {
    const word = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), special), { maxLength: 4 });
    const table = tableOf(word.map((parts) => parts.join('').replaceAll('\uFEFF', '')));
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\uFEFF', ''), async (given, mark) => {
        const read = await decodeCsv(new TextEncoder().encode(mark + csvOf(given)));
        expect(read.encoding).toBe('utf-8');
        expect(read.columns).toEqual(given.headings);
        expect(entriesOf(read.rows, given.headings)).toEqual(given.records);
      }),
    );
  });

  test('gives back a table that was written in Shift_JIS', async () => {
    const character = fc.integer({ min: 0, max: characters.length - 1 }).map((at) => characters[at] ?? '');
    const word = fc.array(fc.oneof(character, special), { maxLength: 6 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(tableOf(word), async (given) => {
        const bytes = [...csvOf(given)].flatMap((each) => shiftJis.get(each) ?? []);
        const read = await decodeCsv(Uint8Array.from(bytes), { encoding: 'cp932' });
        expect(read.columns).toEqual(given.headings);
        expect(entriesOf(read.rows, given.headings)).toEqual(given.records);
      }),
    );
  });

  test('the table of Shift_JIS above is whole', () => expect(shiftJis.size).toBeGreaterThan(7000));
});
