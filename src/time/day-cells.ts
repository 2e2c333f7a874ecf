import { DAY } from './day.js';
import { type Cells, IRREGULAR } from './period-table.js';

/**
 * The cells of periods of one day or more: the period a day of UTC begins in, and how many milliseconds later the next
 * period begins (DAY or more: not on this day).
 */
export const dayCells: Cells = {
  fill(zone, periods, start, cells, cell) {
    const first = periods.indexAt(start + zone.offsetAt(start));
    let last = first;
    let next = DAY;
    let changes = 0;
    for (let instant = start; instant < start + DAY; ) {
      const offset = zone.offsetAt(instant);
      const index = periods.indexAt(instant + offset);
      if (index !== last) {
        last = index;
        next = instant - start;
        changes++;
      }
      // The next instant at which the local date may be another one: a local midnight or a change of the clocks.
      const midnight = (Math.floor((instant + offset) / DAY) + 1) * DAY - offset;
      instant = zone.changeAfter(instant, Math.min(midnight, start + DAY));
    }
    const isRegular = changes === 0 || (changes === 1 && last === first + 1);
    cells[cell] = first;
    cells[cell + 1] = isRegular ? next : IRREGULAR;
  },

  read(first, next, rest) {
    return first + (rest >= next ? 1 : 0);
  },

  readAll(instants, into, start, end, cells, firstDay) {
    const last = cells.length - 2;
    for (let i = start; i < end; i++) {
      const instant = instants[i] as number;
      const day = Math.floor(instant / DAY);
      const cell = (day - firstDay) * 2;
      if (!(cell >= 0 && cell <= last)) return i;
      const next = cells[cell + 1] as number;
      if (next <= 0) return i;
      // The sign bit of what is left until the next period: a branch would be mispredicted on every other shuffled row.
      into[i] = (cells[cell] as number) + ((next - 1 - (instant - day * DAY)) >>> 31);
    }
    return end;
  },
};
