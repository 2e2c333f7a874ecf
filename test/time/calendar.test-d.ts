import { expectTypeOf, test } from 'vitest';
import { type Calendar, type CalendarOptions, calendar } from '../../src/time/calendar.js';
import type { PeriodUnit } from '../../src/time/period.js';

test('a unit is one of six words', () => {
  expectTypeOf<PeriodUnit>().toEqualTypeOf<'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'>();
  // @ts-expect-error no such unit
  calendar({ unit: 'fortnight' });
  // @ts-expect-error the unit has no default
  calendar({ timeZone: 'Asia/Tokyo' });
  // @ts-expect-error the option is called timeZone
  calendar({ unit: 'day', timezone: 'Asia/Tokyo' });
});

test('the options are readonly', () => {
  expectTypeOf(calendar({ unit: 'day' })).toEqualTypeOf<Calendar>();
  expectTypeOf<CalendarOptions>().toEqualTypeOf<Readonly<CalendarOptions>>();
  expectTypeOf(calendar({ unit: 'day' }).indexAll)
    .parameter(0)
    .toEqualTypeOf<ArrayLike<number>>();
});
