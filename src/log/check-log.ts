import { errorOf, fault, InvalidDataError } from '../core/errors.js';
import type { AnyLog } from './layout.js';

/** Refuses what is no log, and a log whose arrays are gone: it would answer as if nobody had done anything. */
export function checkLog<Log extends AnyLog>(owner: string, log: Log): Log {
  const given: Partial<AnyLog> = Object(log); // what is no object has no fields
  const issue = { ...fault('E_ROW_TYPE', 'a log made by eventLog', log), index: null, field: 'log' };
  if (given.kind !== 'kizuna/event-log') throw errorOf(InvalidDataError, owner, [issue]);
  const { time, customer, name, amount, properties } = log;
  const columns = [time, customer, name, amount, ...properties.map(({ codes }) => codes)];
  if (columns.every((column) => column === null || column.length >= log.length)) return log;
  throw new InvalidDataError(`${owner} requires a log with its columns; this log's buffers were transferred`, [
    { ...issue, expected: 'as long as it says', received: 'transferred buffers' },
  ]);
}
