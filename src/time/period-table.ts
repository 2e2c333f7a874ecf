import { errorOf, fault, InvalidDataError } from '../core/errors.js';
import { DAY, FIRST_INSTANT, LAST_INSTANT } from './day.js';
import type { Periods } from './period.js';
import type { Zone } from './zone.js';

/** Looks up the period of an instant; filled on first need, one entry for each day of UTC that occurs. */
export interface PeriodTable {
  /** `position` is that of the instant in its list, for the issue. */
  indexOf(instant: number, position: number | null): number;
  indexAll(instants: ArrayLike<number>, into: Int32Array, count: number): void;
}

/**
 * What the two cells of a day of UTC say. The first is a period; the second is UNKNOWN, IRREGULAR or above 0, and says
 * where within the day other periods begin, so that a row costs a division and no branch, whatever the zone. Days that
 * do not fit, because wall times repeat or are left out, are marked and worked out for each instant.
 */
export interface Cells {
  fill(zone: Zone, periods: Periods, start: number, cells: Int32Array, cell: number): void;
  /** The period `rest` milliseconds into a regular day. */
  read(first: number, second: number, rest: number): number;
  /** Reads instants until one whose day is not a regular one of the table, and returns its position. */
  readAll(
    instants: ArrayLike<number>,
    into: Int32Array,
    start: number,
    end: number,
    cells: Int32Array,
    firstDay: number,
  ): number;
}

const UNKNOWN = 0;
export const IRREGULAR = -1;

const FIRST_DAY = Math.floor(FIRST_INSTANT / DAY);
const LAST_DAY = Math.floor(LAST_INSTANT / DAY);

/** The table of a zone's periods, empty. */
export function periodTable(zone: Zone, periods: Periods, kind: Cells): PeriodTable {
  let cells = new Int32Array(0);
  let firstDay = 0;

  function indexOf(instant: number, position: number | null): number {
    if (!(instant >= FIRST_INSTANT && instant <= LAST_INSTANT)) refuseInstant(instant, position);
    const day = Math.floor(instant / DAY);
    if (!(day >= firstDay && day < firstDay + cells.length / 2)) reach(day);
    const cell = (day - firstDay) * 2;
    if (cells[cell + 1] === UNKNOWN) kind.fill(zone, periods, day * DAY, cells, cell);
    const second = cells[cell + 1] as number;
    if (second === IRREGULAR) return periods.indexAt(instant + zone.offsetAt(instant));
    return kind.read(cells[cell] as number, second, instant - day * DAY);
  }

  /** Widens the table to hold a day, to at least twice its length, on the side where the day is. */
  function reach(day: number): void {
    const spare = Math.max(cells.length / 2, 256);
    const held = cells.length === 0 ? day : firstDay;
    const end = held + cells.length / 2;
    const from = Math.max(FIRST_DAY, day < held || cells.length === 0 ? day - spare : held);
    const to = Math.min(LAST_DAY + 1, day >= end ? day + spare : end);
    const wider = new Int32Array((to - from) * 2);
    wider.set(cells, (held - from) * 2);
    cells = wider;
    firstDay = from;
  }

  return {
    indexOf,
    indexAll(instants, into, count) {
      let i = kind.readAll(instants, into, 0, count, cells, firstDay);
      while (i < count) {
        into[i] = indexOf(instants[i] as number, i);
        i = kind.readAll(instants, into, i + 1, count, cells, firstDay);
      }
    },
  };
}

function refuseInstant(instant: unknown, index: number | null): never {
  const facts = fault('E_TIME_INVALID', 'epoch milliseconds within the years 1 to 9999', instant);
  throw errorOf(InvalidDataError, 'calendar', [{ ...facts, index, field: 'instant' }]);
}
