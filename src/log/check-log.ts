import { errorOf, InvalidDataError, typeName } from '../core/errors.js';
import type { AnyLog } from './layout.js';

/** Refuses what is no log, and a log whose arrays are gone: it would answer as if nobody had done anything. */
export function checkLog<Log extends AnyLog>(owner: string, log: Log): Log {
  const given: Partial<AnyLog> = Object(log); // what is no object has no fields
  if (given.kind !== 'kizuna/event-log') {
    const issue = { index: null, field: 'log', expected: 'a log made by eventLog', received: typeName(log) };
    throw errorOf(InvalidDataError, owner, [{ code: 'E_ROW_TYPE', ...issue }]);
  }
  const { time, customer, name, amount, properties } = log;
  const columns = [time, customer, name, amount, ...properties.map(({ codes }) => codes)];
  if (columns.every((column) => column === null || column.length >= log.length)) return log;
  const [expected, received] = ['as long as it says', 'transferred buffers'];
  throw new InvalidDataError(`${owner} requires a log with its columns; this log's buffers were transferred`, [
    { code: 'E_ROW_TYPE', index: null, field: 'log', expected, received },
  ]);
}
