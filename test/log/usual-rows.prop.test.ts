import fc from 'fast-check';
import { eventLog, InvalidDataError } from 'kizuna';
import { expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const START = Date.UTC(2025, 2, 30);
const BY_FIELDS = { customer: 'customer', time: 'time', name: 'name', amount: 'amount', properties: ['plan'] } as const;
/** The same, one value at a time. */
const BY_FUNCTIONS = {
  customer: (row: Row) => row.customer,
  time: (row: Row) => row.time,
  name: (row: Row) => row.name,
  amount: (row: Row) => row.amount,
  properties: ['plan'],
} as const;

type Row = Record<'customer' | 'time' | 'name' | 'amount' | 'plan', never>;

const usual = fc.record({
  customer: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }).map(String)),
  time: fc.oneof(
    fc.integer({ min: START, max: START + 5000 }),
    fc.integer({ min: 0, max: 5000 }).map((ms) => new Date(START + ms)),
  ),
  name: fc.constantFrom('visit', 'order'),
  amount: fc.constantFrom(null, undefined, 0, -0, 12.5, -3),
  plan: fc.constantFrom(null, 'pro', 'free', 3),
});

/** What may stand in a row instead, right or wrong. */
const odd = fc.oneof(
  fc.record({ customer: fc.constantFrom(null, undefined, '', Number.NaN, 'a\0', {}, '\ud800', 'x'.repeat(100), -0) }),
  fc.record({
    time: fc.constantFrom<unknown>(
      '2025-03-30T00:00:00Z',
      '2025-03-30T00:00',
      START + 0.5,
      1.7e9,
      5,
      -1,
      -0,
      1e15,
      Number.NaN,
      null,
      new Date(-1),
      new Date(Number.NaN),
      Object.create(Date.prototype),
      8.64e15,
    ),
  }),
  fc.record({ name: fc.constantFrom(null, undefined, '', 5, 'visit\0', 'refund', '訪問') }),
  fc.record({ amount: fc.constantFrom<unknown>('1', Number.NaN, Infinity, 1e300, true) }),
  fc.record({ plan: fc.constantFrom<unknown>({}, Number.NaN, undefined, 'new') }),
);

/** Thousands of rows, of which some are odd: about as many as stand in a batch, few, or many. */
const rows = fc
  .tuple(fc.array(usual, { minLength: 200, maxLength: 400 }), fc.integer({ min: 2500, max: 4000 }))
  .chain(([some, length]) =>
    fc.array(fc.tuple(fc.nat(length - 1), odd), { maxLength: 40 }).map((oddities) =>
      withOdd(
        Array.from({ length }, (_, i) => some[(i * 7919) % some.length]!),
        oddities,
      ),
    ),
  );

function withOdd(all: readonly object[], oddities: readonly (readonly [number, object])[]): Row[] {
  const changed = all.map((row) => ({ ...row }));
  for (const [i, other] of oddities) Object.assign(changed[i]!, other);
  return changed as Row[]; // what a row should not be is what is tested
}

test('rows that are read all parts at once make the log of those that are read value by value', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const excluding = { invalid: 'exclude' } as const;
      const log = eventLog(all, { ...BY_FUNCTIONS, ...excluding });
      expect(eventLog(all.length % 2 === 0 ? all : all.values(), { ...BY_FIELDS, ...excluding })).toEqual(log);
    }),
    { numRuns: 12 },
  );
});

test('and have the same faults, at the same rows and fields', () => {
  fc.assert(
    fc.property(rows, fc.nat(2000), (all, i) => {
      const faulty = withOdd(all, [[i + 400, { amount: '1' }]]);
      const [one, other] = [BY_FIELDS, BY_FUNCTIONS].map((roles) =>
        thrown(InvalidDataError, () => eventLog(faulty, roles as typeof BY_FIELDS)),
      );
      expect([one!.issues, one!.message]).toEqual([other!.issues, other!.message]);
    }),
    { numRuns: 10 },
  );
});

test.each([1023, 1024, 2500])('a row of %i rows before it that cannot be read is named', (place) => {
  const all = Array.from({ length: 3000 }, (_, i) => ({
    customer: `c${i % 9}`,
    at: START + i,
    event: 'order',
    plan: 'free',
  }));
  const roles = { customer: 'customer', time: 'at', name: 'event', properties: ['plan'] } as const;
  const cause = new Error('no');
  const throwing = {
    ...all[place]!,
    get event(): string {
      throw cause;
    },
  };
  const errorOf = (row: unknown) =>
    thrown(InvalidDataError, () => eventLog(Object.assign([...all], { [place]: row }), roles));
  const error = errorOf(throwing);
  expect(error.issues[0]).toMatchObject({ code: 'E_ACCESSOR', index: place, field: 'event' });
  expect(error.cause).toBe(cause);
  for (const none of [null, undefined, 5, 'event'])
    expect(errorOf(none).issues[0]).toMatchObject({
      code: 'E_ROW_TYPE',
      index: place,
      expected: 'objects with "customer"',
    });
});
