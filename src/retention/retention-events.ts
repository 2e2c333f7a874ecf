/** One customer's cohorts and returns; arrays that are used again for the next one. */
export interface CustomerEvents {
  /** By how many periods clocks may go back: 0 where clocks only go forward. */
  readonly mostBack: number;
  cohorts: number;
  /** By cohort, in the order of time: its period, the customer's first start in it, and the first of the returns not before that. */
  readonly period: Int32Array;
  readonly start: Float64Array;
  readonly firstReturn: Int32Array;
  returns: number;
  /** Returns in the order of time; where periods are all that counts, those of one period are one with a count. */
  readonly returnTime: Float64Array;
  readonly returnPeriod: Int32Array;
  readonly returnCount: Int32Array;
}

/** Room for a customer of at most so many events; whether periods are in the order of time. */
export function customerEvents(most: number, isAscending: boolean): CustomerEvents {
  const [integers, instants] = [() => new Int32Array(most), () => new Float64Array(most)];
  return {
    mostBack: isAscending ? 0 : HOURS_OF_A_DAY,
    cohorts: 0,
    period: integers(),
    start: instants(),
    firstReturn: integers(),
    returns: 0,
    returnTime: instants(),
    returnPeriod: integers(),
    returnCount: integers(),
  };
}

/** Adds a cohort, unless the customer is in it already. */
export function addCohort(events: CustomerEvents, period: number, instant: number): void {
  for (let i = events.cohorts - 1; i >= 0; i -= 1) {
    if (events.period[i] === period) return;
    if ((events.period[i] as number) < period - events.mostBack) break;
  }
  events.period[events.cohorts] = period;
  events.start[events.cohorts] = instant;
  events.cohorts += 1;
}

/** Adds a return, after all the cohorts. `known` of them have found their first return; how many have then. */
export function addReturn(
  events: CustomerEvents,
  known: number,
  instant: number,
  period: number,
  isGrouped: boolean,
): number {
  const last = events.returns - 1;
  let found = known;
  while (found < events.cohorts && (events.start[found] as number) <= instant) {
    events.firstReturn[found] = events.returns;
    found += 1;
  }
  if (isGrouped && found === known && last >= 0 && events.returnPeriod[last] === period) {
    events.returnCount[last]! += 1;
    return found;
  }
  events.returnTime[events.returns] = instant;
  events.returnPeriod[events.returns] = period;
  events.returnCount[events.returns] = 1;
  events.returns += 1;
  return found;
}

/** No clock was ever set back by more than a day, as where the date line moved; periods are hours or longer. */
const HOURS_OF_A_DAY = 24;
