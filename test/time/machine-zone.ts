// Run by calendar.test.ts under several values of TZ: prints what must not depend on it.
import { calendar } from '../../src/time/calendar.js';
import { instantOf } from '../../src/time/instant.js';
import { localInstant } from '../../src/time/local-instant.js';
import { zoneOf } from '../../src/time/zone.js';

const times = ['2011-12-30T10:00:00Z', '2024-11-03T04:30:00Z', '2024-03-10T07:00Z', '1899-12-31T23:59:59.999-05:00'];
for (const timeZone of ['UTC', 'America/Havana', 'Pacific/Apia', 'Asia/Tokyo']) {
  for (const unit of ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const) {
    const periods = calendar({ unit, timeZone, fiscalYearStartsOn: 4 });
    for (const time of times) {
      const instant = instantOf(time);
      if (typeof instant !== 'number') throw new Error(instant.expected);
      const index = periods.indexOf(instant);
      console.log(timeZone, unit, periods.labelOf(index), index, periods.startOf(index));
    }
  }
  console.log(
    ['2024-03-10 02:30', '2011/12/30', '0001-01-01'].map((text) => localInstant(text, zoneOf('test', timeZone))),
  );
}
