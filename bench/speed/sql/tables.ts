import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventColumns } from '../events/data.js';
import { type Files, writeColumns } from '../events/files.js';

/** Writes events as files; engines make their tables of them: the events, answers to a survey and lifetimes. */
export function writeTables(folder: string, n: number): void {
  const { customers } = writeColumns(folder, eventColumns(n));
  writeFileSync(join(folder, 'files.json'), JSON.stringify({ n, customers }));
}

/** The files of a folder. */
export function filesIn(folder: string): Files {
  const { n, customers } = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as Omit<Files, 'folder'>; // as writeTables wrote it
  return { folder, n, customers };
}

/**
 * Columns of the other tables as expressions of an event's: scores of 0 to 10, five segments, whole cents, doubles that are not whole,
 * days up to 365 and whether something ended then, what is paid from then on, 0 for one event in eight, and two that are true or false. `text` makes a text of `@`, `cast` an `@@` of it.
 */
export function segmentsOf(text: string, cast: string, types = TYPES) {
  const as = (type: string, sql: string): string => cast.replace('@@', type).replace('@', sql);
  return {
    score: `${as(types.small, '(amount % 11)')} AS score`,
    sg: `concat('s', ${text.replace('@', '(uid % 5)')}) AS sg`,
    cents: `${as(types.large, 'amount')} * 100 AS cents`,
    spend: `${as(types.double, 'amount')} / 7 AS spend`,
    dur: `${as(types.whole, '(1 + (amount * 7 + uid) % 365)')} AS dur`,
    mrr: `${as(types.whole, 'CASE WHEN amount % 8 = 0 THEN 0 ELSE 10 * (1 + amount % 9) END')} AS mrr`,
    ended: `${as(types.small, 'CASE WHEN uid % 3 = 0 THEN 0 ELSE 1 END')} AS ended`,
    paid: `${as(types.truth, '(uid % 4 = 0)')} AS paid`,
    half: `${as(types.truth, '(uid % 2 = 0)')} AS half`,
  };
}

const TYPES = { small: 'TINYINT', whole: 'INTEGER', large: 'BIGINT', double: 'DOUBLE', truth: 'BOOLEAN' };
