import { InvalidDataError, typeName } from '../core/errors.js';
import { DAY, FIRST_INSTANT, LAST_INSTANT } from './day.js';
import type { Periods } from './period.js';
import type { Zone } from './zone.js';

/** Looks up the period of an instant; filled on first need, one entry for each day of UTC that occurs. */
export interface PeriodTable {
  /** `position` is that of the instant in its list, for the issue. */
  indexOf(instant: number, position: number | null): number;
  indexAll(instants: ArrayLike<number>, into: Int32Array, count: number): void;
}

// A day of UTC takes two cells: the period it begins in, and how many milliseconds later the next period begins (DAY or
// more: not on this day). So a row costs a division, a comparison and no branch, whatever the zone. Days that do not fit,
// because a local date repeats or is left out, are marked and worked out for each instant.
const UNKNOWN = 0;
const IRREGULAR = -1;

const FIRST_DAY = Math.floor(FIRST_INSTANT / DAY);
const LAST_DAY = Math.floor(LAST_INSTANT / DAY);

/** The table of a zone's periods, empty. */
export function periodTable(zone: Zone, periods: Periods): PeriodTable {
  let cells = new Int32Array(0);
  let firstDay = 0;

  function indexOf(instant: number, position: number | null): number {
    if (!(instant >= FIRST_INSTANT && instant <= LAST_INSTANT)) refuseInstant(instant, position);
    const day = Math.floor(instant / DAY);
    if (!(day >= firstDay && day < firstDay + cells.length / 2)) reach(day);
    const cell = (day - firstDay) * 2;
    if (cells[cell + 1] === UNKNOWN) fill(cell, day * DAY);
    const next = cells[cell + 1] as number;
    if (next === IRREGULAR) return exactIndex(instant);
    return (cells[cell] as number) + (instant - day * DAY >= next ? 1 : 0);
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

  function fill(cell: number, start: number): void {
    const first = exactIndex(start);
    let last = first;
    let next = DAY;
    let changes = 0;
    for (let instant = start; instant < start + DAY; instant = followingDate(instant, start + DAY)) {
      const index = exactIndex(instant);
      if (index === last) continue;
      last = index;
      next = instant - start;
      changes++;
    }
    const isRegular = changes === 0 || (changes === 1 && last === first + 1);
    cells[cell] = first;
    cells[cell + 1] = isRegular ? next : IRREGULAR;
  }

  function exactIndex(instant: number): number {
    return periods.indexOfDay(Math.floor((instant + zone.offsetAt(instant)) / DAY));
  }

  /** The next instant at which the local date may be another one: a local midnight or a change of the clocks. */
  function followingDate(instant: number, limit: number): number {
    const offset = zone.offsetAt(instant);
    const midnight = (Math.floor((instant + offset) / DAY) + 1) * DAY - offset;
    return zone.changeAfter(instant, Math.min(midnight, limit));
  }

  return {
    indexOf,
    indexAll(instants, into, count) {
      let i = indexKnown(instants, into, 0, count, cells, firstDay);
      while (i < count) {
        into[i] = indexOf(instants[i] as number, i);
        i = indexKnown(instants, into, i + 1, count, cells, firstDay);
      }
    },
  };
}

// The hot path: stops at the first instant whose day is not a regular one of the table, and returns its position.
function indexKnown(
  instants: ArrayLike<number>,
  into: Int32Array,
  start: number,
  end: number,
  cells: Int32Array,
  firstDay: number,
): number {
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
}

function refuseInstant(instant: unknown, index: number | null): never {
  const expected = 'an instant in epoch milliseconds within the years 1 to 9999';
  const at = index === null ? '' : ` at index ${index}`;
  throw new InvalidDataError(`calendar requires ${expected}; got ${typeName(instant)}${at}`, [
    { code: 'E_TIME_INVALID', index, field: null, expected, received: typeName(instant) },
  ]);
}
