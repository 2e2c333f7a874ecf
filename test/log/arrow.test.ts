import { type EventLog, eventLogFromColumns, InvalidDataError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';
import {
  bool,
  dateDay,
  dateMillisecond,
  decimal,
  dictionary,
  float16,
  float32,
  float64,
  int32,
  int64,
  timestamp,
  utf8,
  type Vector,
} from './arrow-vector.js';

const START = 1_743_498_000_123;
const TIMES = [START, START + 1, START + 5, START + 1000];
const IDS = ['b', 'a', 'b', 'c'];
const ticks = (perMillisecond: bigint, more = 0n) => TIMES.map((time) => BigInt(time) * perMillisecond + more);
const time = timestamp(ticks(1n), 1);

// The types of vectors do not say what they hold: a log takes them as columns of anything.
type Given = Parameters<typeof eventLogFromColumns>[0];
const logOf = (columns: object) => eventLogFromColumns(columns as Given);

const customersOf = (log: EventLog) => Array.from(log.customer, (code) => log.customers[code]);
const namesOf = (log: EventLog) => Array.from(log.name ?? [], (code) => log.names[code]);
const propertyOf = ({ properties: [property] }: EventLog) =>
  Array.from(property?.codes ?? [], (code) => property?.values[code]);

describe('instants', () => {
  const wholeMicroseconds = timestamp(ticks(1_000n), 2);
  test.each<[string, Vector]>([
    ['milliseconds', time],
    ['microseconds', wholeMicroseconds],
    ['microseconds, cut to the millisecond', timestamp(ticks(1_000n, 999n), 2)],
    ['nanoseconds, cut and never rounded up', timestamp(ticks(1_000_000n, 999_999n), 3)],
    ['dates in milliseconds', dateMillisecond(ticks(1n))],
    ['whole numbers of 64 bits', int64(ticks(1n))],
    ['floats', float64(TIMES)],
    ['chunks', timestamp(ticks(1n).slice(0, 1), 1).concat(timestamp(ticks(1n).slice(1), 1))],
    ['a slice', timestamp([0n, ...ticks(1n), 0n], 1).slice(1, 5)],
  ])('are read from %s, beside columns that lie as they are wanted and others', (_, column) => {
    expect([...logOf({ customer: dictionary(IDS, utf8(['a', 'b', 'c'])), time: column }).time]).toEqual(TIMES);
    const slow = logOf({ customer: utf8(['b', 'a', 'b', null]), time: column });
    expect([...slow.time]).toEqual(TIMES.slice(0, 3));
    expect(slow.excluded.missing).toBe(1);
  });

  test('are read from seconds, and those before 1970 are cut downwards', () => {
    const customer = int32([0, 0, 0]);
    expect([...logOf({ customer, time: timestamp([-1n, 0n, 1_743_498_000n], 0) }).time]).toEqual([
      -1000, 0, 1_743_498_000_000,
    ]);
    expect([...logOf({ customer, time: timestamp([-1n, 0n, 1n], 3) }).time]).toEqual([-1, 0, 0]);
  });

  test('are read from days', () => {
    expect([...logOf({ customer: int32([0, 0]), time: dateDay([20_179, 20_180]) }).time]).toEqual([
      Date.UTC(2025, 3, 1),
      Date.UTC(2025, 3, 2),
    ]);
  });

  test('of the years 1970 to 1973 are no seconds, as the unit is known', () => {
    const customer = int32([0, 0]);
    const early = [Date.UTC(1971), Date.UTC(1972)];
    expect([...logOf({ customer, time: timestamp(early.map(BigInt), 1) }).time]).toEqual(early);
    expect([...logOf({ customer: int32([0, null]), time: timestamp(early.map(BigInt), 1) }).time]).toEqual([early[0]]);
    expect(thrown(InvalidDataError, () => logOf({ customer, time: int64([1_743_498_000n, 0n]) })).code).toBe(
      'E_TIME_UNIT',
    );
  });

  test('that are null are missing, and the others exact', () => {
    const log = logOf({ customer: int32([4, 4]), time: timestamp([1_743_498_000_123_999_999n, null], 3) });
    expect([...log.time]).toEqual([1_743_498_000_123]);
    expect(log.excluded).toEqual({ missing: 1, invalid: 0, repeated: 0 });
  });
});

describe('customers, names and properties', () => {
  const texts = utf8(['c', 'b', 'a']);
  test.each<[string, Vector]>([
    ['text, whose bytes are as many as the rows', utf8(IDS)],
    ['large text', utf8(IDS, 20)],
    ['a dictionary', dictionary(IDS, texts)],
    ['a dictionary with codes of a byte', dictionary(IDS, texts, Int8Array)],
    ['chunks of one dictionary', dictionary(IDS.slice(0, 3), texts).concat(dictionary(IDS.slice(3), texts))],
    [
      'chunks with dictionaries of their own',
      dictionary(['b', 'a'], utf8(['a', 'b'])).concat(dictionary(['b', 'c'], utf8(['b', 'c']))),
    ],
    ['a slice of a dictionary', dictionary(['a', ...IDS, 'a'], texts).slice(1, 5)],
  ])('are read from %s', (_, column) => {
    const log = logOf({ customer: column, time, name: column, properties: { plan: column } });
    expect([customersOf(log), namesOf(log), propertyOf(log)]).toEqual([IDS, IDS, IDS]);
  });

  test.each<[string, Vector, readonly (number | boolean)[]]>([
    ['whole numbers', int32([3, 1, 3, 2]), [3, 1, 3, 2]],
    ['whole numbers with gaps', int32([3_000_000, 1, -3, 2]), [3_000_000, 1, -3, 2]],
    ['chunks of them', int32([3, 1]).concat(int32([3, 2])), [3, 1, 3, 2]],
    ['whole numbers of 64 bits', int64([3n, 1n, 3n, 2n]), [3, 1, 3, 2]],
    ['floats', float64([3, 1.5, 3, 2]), [3, 1.5, 3, 2]],
  ])('numbers are read from %s', (_, column, values) => {
    const log = logOf({ customer: column, time, properties: { plan: column } });
    expect([customersOf(log), propertyOf(log)]).toEqual([values, values]);
  });

  test('a property of bits is true or false', () => {
    const customer = int32([0, 0, 0, 0]);
    const flags = [true, false, null, true];
    expect(propertyOf(logOf({ customer, time, properties: { plan: bool(flags) } }))).toEqual(flags);
  });

  test('that are null are missing: rows are left out, properties are null', () => {
    const some = dictionary(['b', null, 'b', 'c'], texts);
    const log = logOf({ customer: some, time, name: IDS, properties: { plan: some } });
    expect([customersOf(log), namesOf(log), log.excluded.missing]).toEqual([['b', 'b', 'c'], ['b', 'b', 'c'], 1]);
    expect(propertyOf(logOf({ customer: IDS, time, properties: { plan: some } }))).toEqual(['b', null, 'b', 'c']);
  });

  test('ids that numbers cannot tell apart are refused', () => {
    const customer = int64([2n ** 60n, 2n ** 60n + 1n, 1n, 1n]);
    const { issues } = thrown(InvalidDataError, () => logOf({ customer, time }));
    expect(issues.map(({ index, received }) => [index, received])).toEqual([
      [0, 'bigint'],
      [1, 'bigint'],
    ]);
  });
});

describe('amounts', () => {
  const customer = int32([0, 0, 0, 0]);
  test.each<[string, Vector]>([
    ['floats', float64([1, 2.5, 0, 4])],
    ['short floats', float32([1, 2.5, 0, 4])],
    ['half floats, which are bits', float16([1, 2.5, 0, 4])],
    ['chunks of floats', float64([1, 2.5]).concat(float64([0, 4]))],
  ])('are read from %s', (_, amount) => {
    expect([...(logOf({ customer, time, amount }).amount ?? [])]).toEqual([1, 2.5, 0, 4]);
  });

  test('are read from a dictionary of numbers, not from its codes', () => {
    const texts = utf8(['1', '2']);
    const coded = dictionary(['1', '2', '1', '2'], texts);
    expect(thrown(InvalidDataError, () => logOf({ customer, time, amount: coded })).code).toBe('E_FIELD_TYPE');
  });

  test('that are null, or NaN among floats, are none', () => {
    const none = [1, Number.NaN, 3, Number.NaN];
    expect([...(logOf({ customer, time, amount: float64([1, null, 3, Number.NaN]) }).amount ?? [])]).toEqual(none);
    const ids = utf8(['a', 'a', 'a', 'a']);
    expect([...(logOf({ customer: ids, time, amount: float64(none) }).amount ?? [])]).toEqual(none);
  });

  test('that are no numbers are refused', () => {
    const { code, issues } = thrown(InvalidDataError, () => logOf({ customer, time, amount: decimal([1, 2, 3, 4]) }));
    expect([code, issues[0]?.field]).toEqual(['E_FIELD_TYPE', 'amount']);
  });
});

test('what lies in one piece in the order of time is not copied', () => {
  const [codes, amount, floats] = [dictionary(IDS, utf8(['a', 'b', 'c'])), float64([1, 2, 3, 4]), float64(TIMES)];
  const log = logOf({ customer: codes, time: floats, amount });
  const bufferOf = (vector: Vector) => vector.data[0]?.values.buffer;
  expect(log.customer.buffer).toBe(bufferOf(codes));
  expect(log.time.buffer).toBe(bufferOf(floats));
  expect(log.amount?.buffer).toBe(bufferOf(amount));
  expect(logOf({ customer: codes.slice(1, 3), time: floats.slice(1, 3) }).customer.buffer).toBe(bufferOf(codes));
});

test('vectors without rows make an empty log', () => {
  const log = logOf({ customer: int32([]), time: timestamp([], 1), name: utf8([]) });
  expect([log.length, log.time.length, log.customers.length, log.names]).toEqual([0, 0, 0, []]);
});
