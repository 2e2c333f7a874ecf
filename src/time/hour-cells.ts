import { DAY, HOUR } from './day.js';
import { type Cells, IRREGULAR } from './period-table.js';

/**
 * The cells of hours: the local hour a day of UTC begins in, and 1 more than the milliseconds of it that are over by then.
 * One pair for each hour would be 24 times as much memory, which shuffled instants would miss in the cache; and a row of
 * the year 1 among those of today would take 140 MB.
 */
export const hourCells: Cells = {
  fill(zone, periods, start, cells, cell) {
    const local = start + zone.offsetAt(start);
    const first = periods.indexAt(local);
    const isRegular = zone.changeAfter(start, start + DAY) === start + DAY;
    cells[cell] = first;
    cells[cell + 1] = isRegular ? local - periods.startOf(first) + 1 : IRREGULAR;
  },

  read(first, over, rest) {
    return first + Math.floor((rest + over - 1) / HOUR);
  },

  readAll(instants, into, start, end, cells, firstDay) {
    const last = cells.length - 2;
    for (let i = start; i < end; i++) {
      const instant = instants[i] as number;
      const day = Math.floor(instant / DAY);
      const cell = (day - firstDay) * 2;
      if (!(cell >= 0 && cell <= last)) return i;
      const over = cells[cell + 1] as number;
      if (over <= 0) return i;
      into[i] = (cells[cell] as number) + (((instant - day * DAY + over - 1) / HOUR) | 0);
    }
    return end;
  },
};
