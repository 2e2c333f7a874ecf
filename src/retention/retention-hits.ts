import type { CustomerEvents } from './retention-events.js';

/** The columns in which a customer of a cohort came back often enough. */
export interface Hits {
  count: number;
  readonly columns: Int32Array;
}

/** What turns returns into columns. */
export interface HitRules {
  /** The column of each age that counts. */
  readonly columnOf: Int32Array;
  /** By column, the last of its ages. */
  readonly lastAge: Int32Array;
  readonly minimum: number;
  readonly windowLength: number;
  /** Whether periods follow each other in time: not where clocks were set back over midnight. */
  readonly isAscending: boolean;
  /** By column, 0: for counting. */
  readonly counted: Int32Array;
}

/** The rules for so many ages that count. */
export function hitRules(
  ages: number,
  columnAt: (age: number) => number,
  rules: Pick<HitRules, 'minimum' | 'windowLength' | 'isAscending'>,
): HitRules {
  const columnOf = Int32Array.from({ length: ages }, (_, age) => columnAt(age));
  const columns = ages === 0 ? 0 : (columnOf[ages - 1] as number) + 1;
  const lastAge = new Int32Array(columns);
  for (let age = 0; age < ages; age += 1) lastAge[columnOf[age] as number] = age;
  return { ...rules, columnOf, lastAge, counted: new Int32Array(columns) };
}

/** The columns of a cohort by calendar periods. */
export function calendarHits(events: CustomerEvents, cohort: number, rules: HitRules, hits: Hits): void {
  const { columnOf, minimum, isAscending, counted } = rules;
  const period = events.period[cohort]!;
  let found = 0;
  for (let i = events.firstReturn[cohort]!; i < events.returns; i += 1) {
    const age = events.returnPeriod[i]! - period;
    if (age >= columnOf.length && isAscending) break;
    if (age < 0 || age >= columnOf.length) continue;
    const column = columnOf[age]!;
    if (counted[column] === 0) hits.columns[found++] = column;
    counted[column]! += events.returnCount[i]!;
  }
  hits.count = 0;
  for (let i = 0; i < found; i += 1) {
    const column = hits.columns[i]!;
    if (counted[column]! >= minimum) hits.columns[hits.count++] = column;
    counted[column] = 0;
  }
}

/** The columns of a cohort by windows from the customer's start; the returns of one window are passed in a few steps. */
export function rollingHits(events: CustomerEvents, cohort: number, rules: HitRules, hits: Hits): void {
  const { columnOf, lastAge, minimum, windowLength } = rules;
  const start = events.start[cohort]!;
  hits.count = 0;
  for (let i = events.firstReturn[cohort]!; i < events.returns; ) {
    const age = Math.floor((events.returnTime[i]! - start) / windowLength);
    if (age >= columnOf.length) return;
    const column = columnOf[age]!;
    const next = firstFrom(events, i + 1, start + (lastAge[column]! + 1) * windowLength);
    if (next - i >= minimum) hits.columns[hits.count++] = column;
    i = next;
  }
}

/** The first return from a place on that is not before an instant: by doubled steps, then by halves. */
function firstFrom({ returnTime, returns }: CustomerEvents, place: number, instant: number): number {
  let [low, step] = [place, 1];
  while (low < returns && returnTime[Math.min(low + step, returns) - 1]! < instant) {
    low = Math.min(low + step, returns);
    step *= 2;
  }
  let high = Math.min(low + step, returns);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (returnTime[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
