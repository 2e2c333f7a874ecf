import { Worker } from 'node:worker_threads';
import { type EventLog, eventLogFromColumns, InvalidDataError, InvalidOptionError, mergeLogs } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { frozen } from '../support/laws.js';
import { thrown } from '../support/thrown.js';

const TIME = Float64Array.of(1_743_498_000_000, 1_743_498_000_001, 1_743_498_000_002);
const CUSTOMER = Int32Array.of(0, 1, 0);

type Given = Parameters<typeof eventLogFromColumns>[0];
const logOf = (columns: object): EventLog =>
  eventLogFromColumns({ customer: CUSTOMER, time: TIME, ...columns } as Given);

describe('typed arrays', () => {
  test('in order are taken as they are', () => {
    const [codes, amount] = [Uint8Array.of(0, 1, 0), Float64Array.of(1, Number.NaN, 3)];
    const log = logOf({
      amount,
      customer: { codes: CUSTOMER, values: ['b', 'a'] },
      name: { codes, values: ['a', 'b'] },
    });
    expect([log.time, log.customer, log.amount].map((column) => column?.buffer)).toEqual(
      [TIME, CUSTOMER, amount].map((column) => column.buffer),
    );
    expect([log.time.buffer === TIME.buffer, log.amount?.buffer === amount.buffer]).toEqual([true, true]);
    expect([log.customers, log.names]).toEqual([
      ['b', 'a'],
      ['a', 'b'],
    ]);
  });

  test('out of order are copied, and not written to', () => {
    const time = TIME.slice().reverse();
    const log = logOf({ time });
    expect([log.time.buffer === time.buffer, log.customer.buffer === CUSTOMER.buffer]).toEqual([false, false]);
    expect([[...log.time], [...time]]).toEqual([[...TIME], [...TIME].reverse()]);
    expect([...CUSTOMER]).toEqual([0, 1, 0]);
  });

  test.each([Int8Array, Uint8Array, Int16Array, Uint16Array, Uint32Array, Int32Array])(
    'of whole numbers are ids: %o',
    (Kind) => {
      const log = logOf({ customer: Kind.of(7, 5, 7) });
      expect(Array.from(log.customer, (code) => log.customers[code])).toEqual([7, 5, 7]);
    },
  );

  test('with large, negative and broken ids are told apart', () => {
    const log = logOf({ customer: Float64Array.of(1.5, -2, 1e15) });
    expect(Array.from(log.customer, (code) => log.customers[code])).toEqual([1.5, -2, 1e15]);
  });

  test('of bigints are milliseconds', () => {
    expect([...logOf({ time: BigInt64Array.from(TIME, BigInt) }).time]).toEqual([...TIME]);
  });

  test('have no negative zero', () => {
    const log = logOf({ amount: Float64Array.of(-0, 1, 2), time: Float64Array.of(-0, 1, 2) });
    expect([Object.is(log.amount?.[0], 0), Object.is(log.time[0], 0)]).toEqual([true, true]);
  });
});

describe('codes', () => {
  test('below zero stand for none', () => {
    const log = logOf({ properties: { plan: { codes: Int8Array.of(-1, 0, 1), values: ['x', 'a'] } } });
    expect(log.properties[0]).toEqual({ property: 'plan', codes: Uint8Array.of(0, 2, 1), values: [null, 'a', 'x'] });
  });

  test('beyond the values are refused', () => {
    const { issues } = thrown(InvalidDataError, () =>
      logOf({ name: { codes: Uint8Array.of(0, 2, 1), values: ['a', 'b'] } }),
    );
    expect(issues[0]).toMatchObject({ code: 'E_NUM_RANGE', index: 1, field: 'name' });
  });

  test('of values that are there twice, or missing, are those of the values', () => {
    const plan = { codes: Uint8Array.of(0, 1, 2), values: ['a', 'a', null] };
    expect(logOf({ properties: { plan } }).properties[0]?.values).toEqual([null, 'a']);
    expect(logOf({ properties: { plan: { ...plan, values: ['b', null, 'a'] } } }).properties[0]?.codes).toEqual(
      Uint8Array.of(2, 0, 1),
    );
  });

  test('keep the order of customers, and those without events', () => {
    expect(logOf({ customer: { codes: CUSTOMER, values: ['z', 'b', 'a'] } }).customers).toEqual(['z', 'b', 'a']);
  });
});

test.each<[string, object, string, string, number | null]>([
  ['another length', { name: ['a'] }, 'E_ROW_TYPE', 'name', null],
  ['no column', { amount: 5 }, 'E_ROW_TYPE', 'amount', null],
  ['seconds', { time: Float64Array.of(1_743_498_000, 1, 2) }, 'E_TIME_UNIT', 'time', 0],
  ['parts of milliseconds', { time: Float64Array.of(1, 2.5, 3) }, 'E_TIME_INVALID', 'time', 1],
  ['amounts without end', { amount: Float64Array.of(1, 2, Infinity) }, 'E_NUM_NONFINITE', 'amount', 2],
  ['ids with NUL', { customer: ['a', 'b\0', 'a'] }, 'E_ID_TEXT', 'customer', 1],
  ['names that are numbers', { name: [1, 2, 3] }, 'E_FIELD_TYPE', 'name', 0],
  ['objects as properties', { properties: { plan: [1, {}, 'a'] } }, 'E_FIELD_TYPE', 'plan', 1],
])('%s are refused', (_, columns, code, field, index) => {
  expect(thrown(InvalidDataError, () => logOf(columns)).issues[0]).toMatchObject({ code, field, index });
});

test('unknown columns, and properties with the name of a column, are refused', () => {
  expect(thrown(InvalidOptionError, () => logOf({ nmae: [] })).code).toBe('E_OPT_UNKNOWN');
  expect(thrown(InvalidOptionError, () => logOf({ properties: { time: TIME } })).code).toBe('E_OPT_RANGE');
});

test('rows without a customer or a time are left out and counted; frozen lists are not written to', () => {
  const columns = frozen({ customer: ['a', null, ''], name: ['x', 'y', 'z'], amount: [1, null, 3] });
  const log = logOf({ ...columns, time: [5, 6, 7] });
  expect([log.length, log.excluded.missing]).toEqual([1, 2]);
  expect(logOf({ time: Float64Array.of(Number.NaN, 5, 6) }).excluded.missing).toBe(1);
});

test('a log that was cloned, or went to a worker and back, is the log', async () => {
  const log = logOf({
    amount: Float64Array.of(1, 2, 3),
    name: ['a', 'b', 'a'],
    properties: { plan: ['x', null, true] },
  });
  expect(structuredClone(log)).toEqual(log);
  expect(mergeLogs(structuredClone(log), log)).toEqual(mergeLogs(log, log));
  const echo =
    "require('node:worker_threads').parentPort.once('message', (log) => require('node:worker_threads').parentPort.postMessage(log, [log.time.buffer]));";
  const worker = new Worker(echo, { eval: true });
  const sent = structuredClone(log);
  const back = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  worker.postMessage(sent, [sent.time.buffer as ArrayBuffer]);
  expect(sent.time.length).toBe(0); // it is the worker's now
  expect(await back).toEqual(log);
  await worker.terminate();
});
