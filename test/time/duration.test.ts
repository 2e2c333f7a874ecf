import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/core/errors.js';
import { type Duration, durationOf } from '../../src/time/duration.js';
import { thrown } from '../support/thrown.js';

const read = (value: unknown) => durationOf('funnel', 'within', value as Duration);

describe('a duration', () => {
  test.each([
    [{ weeks: 1 }, 604_800_000],
    [{ days: 7 }, 604_800_000],
    [{ hours: 1, minutes: 30 }, 5_400_000],
    [{ seconds: 1, milliseconds: 1 }, 1001],
    [{ weeks: 1, days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 }, 694_861_001],
    [{ days: 1.5 }, 129_600_000],
    [{ days: 0 }, 0],
    [{ days: -0 }, 0],
    [{ milliseconds: 2 ** 53 }, 2 ** 53],
    [Object.assign(Object.create(null), { days: 1 }), 86_400_000],
    [Object.freeze({ days: 1 }), 86_400_000],
  ])('%j is the sum of its parts', (value, milliseconds) => {
    expect(read(value)).toBe(milliseconds);
  });

  test('is a whole number of milliseconds, so that a gap of just that length is within it', () => {
    expect(1.1 * 86_400_000).not.toBe(95_040_000);
    expect(read({ days: 1.1 })).toBe(95_040_000);
    expect(read({ milliseconds: 0.4 })).toBe(0);
  });
});

describe('no duration is', () => {
  test.each([
    [{ months: 1 }, 'E_OPT_UNKNOWN', 'within'],
    [{ year: 1 }, 'E_OPT_UNKNOWN', 'within'],
    [{ day: 1 }, 'E_OPT_UNKNOWN', 'within'],
    [{ days: 1, toString: 1 }, 'E_OPT_UNKNOWN', 'within'],
    [{}, 'E_OPT_RANGE', 'within'],
    [{ days: undefined }, 'E_OPT_RANGE', 'within'],
    [{ days: -1 }, 'E_OPT_RANGE', 'within.days'],
    [{ days: Number.NaN }, 'E_OPT_RANGE', 'within.days'],
    [{ hours: Infinity }, 'E_OPT_RANGE', 'within.hours'],
    [{ days: '7' }, 'E_OPT_TYPE', 'within.days'],
    [{ days: null }, 'E_OPT_TYPE', 'within.days'],
    [{ milliseconds: 2 ** 53 + 2 }, 'E_OPT_RANGE', 'within'],
    [{ weeks: Number.MAX_VALUE }, 'E_OPT_RANGE', 'within'],
    [7, 'E_OPT_TYPE', 'within'],
    ['P7D', 'E_OPT_TYPE', 'within'],
    [null, 'E_OPT_TYPE', 'within'],
    [[], 'E_OPT_RANGE', 'within'],
    [[7], 'E_OPT_UNKNOWN', 'within'],
    [new Date(7), 'E_OPT_RANGE', 'within'],
  ])('%j', (value, code, field) => {
    const error = thrown(InvalidOptionError, () => read(value));
    expect(error).toMatchObject({ code, issues: [{ field }] });
  });

  test('a month, and the refusal says why', () => {
    expect(() => read({ months: 1 })).toThrow(
      'funnel requires within to be a duration of weeks, days, hours, minutes, seconds, milliseconds, ' +
        'since months and years have no fixed length; got "months"',
    );
    expect(() => read({ day: 1 })).toThrow('seconds, milliseconds; got "day"');
    expect(() => read({})).toThrow('funnel requires within to be a duration such as { days: 7 }; got object');
  });
});
