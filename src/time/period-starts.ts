import type { Calendar } from './calendar.js';

/** The period that an instant lies in where each goes from its first instant to that of the next, whatever clocks show in between. */
export function periodAt(periods: Calendar, instant: number): number {
  let index = periods.indexOf(instant);
  while (periods.startOf(index) > instant) index -= 1;
  while (periods.startOf(index + 1) <= instant) index += 1;
  return index;
}

/** The first instants of the periods `first` to `last`, and where the last one ends. */
export function periodStarts(periods: Calendar, first: number, last: number): Float64Array {
  return Float64Array.from({ length: last - first + 2 }, (_, i) => periods.startOf(first + i));
}
