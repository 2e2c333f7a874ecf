import { checkNumber, refuseOption } from '../core/options.js';
import { DAY, HOUR } from './day.js';

/**
 * A length of time, the sum of its parts: `{ days: 7 }`, `{ hours: 1, minutes: 30 }`.
 *
 * Every part has a fixed length, whatever the clocks of a zone do: a day is 86,400 s. So there are no months and years.
 */
export interface Duration {
  readonly weeks?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

/** The milliseconds of an option that is a duration, rounded to whole ones, as instants are; may be 0. */
export function durationOf(owner: string, option: string, value: Duration): number {
  if (typeof value !== 'object' || value === null) refuseOption(owner, option, FORM, value, 'E_OPT_TYPE');
  let total = 0;
  let parts = 0;
  for (const [name, amount] of Object.entries(value)) {
    const length = LENGTHS.get(name);
    if (length === undefined) refuseName(owner, option, name);
    if (amount === undefined) continue;
    total += checkNumber(owner, `${option}.${name}`, amount, { min: 0 }) * length;
    parts++;
  }
  if (parts === 0) refuseOption(owner, option, FORM, value);
  if (total > LONGEST) refuseOption(owner, option, `to be at most ${LONGEST} milliseconds`, total);
  return Math.round(total);
}

const LENGTHS = /* @__PURE__ */ new Map([
  ['weeks', 7 * DAY],
  ['days', DAY],
  ['hours', HOUR],
  ['minutes', 60_000],
  ['seconds', 1000],
  ['milliseconds', 1],
]);
const NAMES = 'weeks, days, hours, minutes, seconds, milliseconds';
const FORM = 'to be a duration such as { days: 7 }';
const LONGEST = 2 ** 53;

function refuseName(owner: string, option: string, name: string): never {
  const isVague = /^(month|quarter|year)s?$/.test(name);
  const expected = `to be a duration of ${NAMES}${isVague ? ', since months and years have no fixed length' : ''}`;
  return refuseOption(owner, option, expected, name, 'E_OPT_UNKNOWN');
}
