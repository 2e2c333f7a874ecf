import { refuseOption } from '../core/options.js';
import { checkLog } from '../log/check-log.js';
import { CustomerCodes } from '../log/customer-codes.js';
import { CustomerPeriods } from '../log/customer-periods.js';
import type { EventFold } from '../log/event-metric.js';
import { IdCodes } from '../log/id-codes.js';
import type { AnyLog } from '../log/layout.js';
import { isSameStep, isWithinStep } from '../log/step-facts.js';
import { stepRows } from '../log/step-rows.js';
import type { Calendar } from '../time/calendar.js';
import { comesBack } from '../time/period-changes.js';
import { FirstStarts } from './first-starts.js';
import type { RetentionClock } from './retention-clock.js';
import type { Columns } from './retention-columns.js';
import { countPeriods, type PeriodsOf } from './retention-count-periods.js';
import type { RetentionPlan } from './retention-plan.js';
import { type RowBounds, rowBounds } from './retention-rows.js';
import { type RetentionState, stateOf } from './retention-state.js';

/**
 * The running form of retention, where the periods with a return tell it beside the starts. They do not where returns must be
 * counted or timed, or where a start is no return: those of its own period may be before it or after.
 */
export function retentionFold(
  plan: RetentionPlan,
  clock: RetentionClock,
  columns: Columns,
): { readonly start?: () => EventFold<RetentionState> } {
  const { start, returning, window, minimumOccurrences } = plan;
  const areAny = start.occurrence === 'any' && returning.occurrence === 'any';
  if (window !== 'calendar' || minimumOccurrences > 1 || !areAny || !isWithinStep(start, returning)) return {};
  return {
    start: () => {
      const ids = new IdCodes();
      const returns = new CustomerPeriods(plan.calendar, ids);
      const starts = startsOf(plan, ids);
      let seen: Span | null = null;
      return {
        take(log) {
          checkLog('retention', log);
          const rows = rowBounds(log, plan, clock.asOf);
          const isReturn = stepRows('retention', log, returning, rows.from, rows.end);
          const isStart = starts === null ? null : startRows(plan, log, rows);
          seen = checkedSpan(plan.calendar, log, rows, seen);
          const codes = new CustomerCodes(ids, log);
          starts?.add(log, isStart, codes);
          returns.add(log, isReturn, codes);
        },
        state() {
          const cohorts = starts ?? (plan.cohort === 'firstTime' ? firstOf(returns) : returns);
          return stateOf(plan, countPeriods(plan, clock, columns, ids.ids.length, cohorts, returns), clock);
        },
      };
    },
  };
}

/** What is kept of starts; `null` where the periods with a return tell them. */
function startsOf({ calendar, start, returning, cohort, from, to }: RetentionPlan, ids: IdCodes) {
  const isFirstTime = cohort === 'firstTime';
  if (isSameStep(start, returning) && to === null && (from === null || !isFirstTime)) return null;
  return isFirstTime ? new FirstStarts({ calendar, from, to }) : new CustomerPeriods(calendar, ids);
}

/** First starts before `from` count, too: whoever has one is in no cohort. */
function startRows({ start, cohort }: RetentionPlan, log: AnyLog, rows: RowBounds): Uint8Array | null {
  return cohort === 'firstTime'
    ? stepRows('retention', log, start, 0, rows.end)
    : stepRows('retention', log, start, rows.from, rows.to);
}

function firstOf(all: PeriodsOf): PeriodsOf {
  return { span: all.span, periodsOf: (code, into) => Math.min(1, all.periodsOf(code, into)) };
}

/** From the first to the last event that counts. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** The span with that of a log. Refused where clocks go back over the start of a period: which event was before is not kept. */
function checkedSpan(calendar: Calendar, { time }: AnyLog, rows: RowBounds, seen: Span | null): Span | null {
  if (rows.from >= rows.end) return seen;
  const [first, last] = [time[rows.from] as number, time[rows.end - 1] as number];
  const known = seen ?? { first, last: first };
  const span = { first: Math.min(first, known.first), last: Math.max(last, known.last) };
  if (comesBack(calendar, span.first, known.first) || comesBack(calendar, known.last, span.last)) {
    const wanted = 'to have no clocks set back over the start of a period, where a running state is kept';
    refuseOption('retention', 'timeZone', wanted, calendar.timeZone);
  }
  return span;
}
