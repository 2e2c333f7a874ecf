import type { RowFault } from '../core/row-metric.js';
import { instantOf } from '../time/instant.js';
import { looksLikeSeconds, MILLISECONDS } from '../time/instant-in.js';

/** A time as epoch milliseconds; or what is wrong with it. */
export function readTime(field: string, value: unknown): number | RowFault {
  if (looksLikeSeconds(value)) return { code: 'E_TIME_UNIT', field, expected: MILLISECONDS, value };
  const time = (value ?? null) === null ? MISSING : instantOf(value);
  return typeof time === 'number' ? time : { code: time.code, field, expected: time.expected, value };
}

const MISSING = { code: 'E_FIELD_MISSING', expected: 'a time' } as const;
