import type { Calendar } from '../time/calendar.js';
import { calendar } from '../time/calendar.js';
import type { Levels } from './levels.js';

/**
 * What the days of each stretch between edges are off from all customers of its start paying on each: `result[i]` is
 * Σ over the days of a stretch of (customers who pay at the end of the day − customers at its start).
 */
export function dayChanges(levels: Levels, edges: Float64Array, timeZone: string): Float64Array {
  const days = calendar({ unit: 'day', timeZone });
  const changes = new Float64Array(edges.length - 1);
  const isPaying = new Uint8Array(levels.units);
  const until = edges[edges.length - 1] as number;
  let stretch = 0;
  let last = lastDay(days, edges, stretch);
  for (let row = 0; row < levels.length && levels.time[row]! < until; row += 1) {
    const time = levels.time[row]!;
    while (time >= edges[stretch + 1]!) last = lastDay(days, edges, ++stretch);
    const [code, pays] = [levels.unit[row]!, levels.level[row]! > 0 ? 1 : 0];
    if (isPaying[code] === pays) continue;
    isPaying[code] = pays;
    changes[stretch]! += (pays === 1 ? 1 : -1) * (last - days.indexOf(time) + 1);
  }
  return changes;
}

/** How many days a stretch has. */
export function daysBetween(timeZone: string, from: number, to: number): number {
  const days = calendar({ unit: 'day', timeZone });
  return days.indexOf(to - 1) - days.indexOf(from) + 1;
}

function lastDay(days: Calendar, edges: Float64Array, stretch: number): number {
  return days.indexOf((edges[stretch + 1] as number) - 1);
}
