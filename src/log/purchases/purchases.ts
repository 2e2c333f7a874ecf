import { checkChoice, refuseOption } from '../../core/options.js';
import { calendar } from '../../time/calendar.js';
import type { AnyLog, AnyProperties } from '../layout.js';
import { matchingRows } from '../matching-rows.js';
import { runsOf } from '../runs.js';
import type { Step } from '../step.js';
import { requireNames, type StepFacts, stepFacts } from '../step-facts.js';

/** Which events are purchases, and which of them are one purchase. */
export interface PurchaseOptions<Name extends string = string, Properties extends object = AnyProperties> {
  /** The events that are purchases; default every event of the log. */
  readonly purchase?: Step<Name, Properties> | undefined;
  /**
   * What one purchase is: `'event'` (default); `'instant'`, all events of a customer at one instant (the lines of an order);
   * `'day'`, all of one local day. It stands at the first of its events.
   */
  readonly per?: 'event' | 'instant' | 'day' | undefined;
  /** The zone of days, and of dates without an offset; default `'UTC'`. */
  readonly timeZone?: string | undefined;
}

/** The names of these options. */
export const PURCHASE_OPTIONS = ['purchase', 'per', 'timeZone'] as const;

/** The same, checked, with nothing left out. */
export interface PurchaseFacts {
  readonly step: StepFacts;
  readonly per: 'event' | 'instant' | 'day';
  readonly timeZone: string;
}

/** Reads and checks the options. */
export function purchaseFacts<Name extends string, Properties extends object>(
  owner: string,
  { purchase = {}, per = 'event', timeZone = 'UTC' }: PurchaseOptions<Name, Properties>,
): PurchaseFacts {
  if (typeof timeZone !== 'string') refuseOption(owner, 'timeZone', 'to be the name of a zone', timeZone, 'E_OPT_TYPE');
  calendar({ unit: 'day', timeZone }); // refuses what is no zone
  return {
    step: stepFacts(owner, 'purchase', purchase),
    per: checkChoice(owner, 'per', per, ['event', 'instant', 'day']),
    timeZone,
  };
}

/** Which rows of the log are purchases, 1 or 0 for each; `null` where all are. */
export function purchaseRows(owner: string, log: AnyLog, { step, per, timeZone }: PurchaseFacts): Uint8Array | null {
  requireNames(owner, log, step);
  const isEvery = step.name === null && step.where === null && step.occurrence === 'any';
  const rows = isEvery ? null : matchingRows(owner, log, step);
  if (per === 'event') return rows;
  const kept = rows ?? new Uint8Array(log.length).fill(1);
  if (per === 'instant') keepOnePerInstant(log, kept);
  else keepOnePerDay(log, kept, timeZone);
  return kept;
}

function keepOnePerInstant({ time, customer, customers }: AnyLog, rows: Uint8Array): void {
  const last = new Float64Array(customers.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < rows.length; i += 1) {
    if (rows[i] === 0) continue;
    const code = customer[i] as number;
    if (last[code] === time[i]) rows[i] = 0;
    else last[code] = time[i] as number;
  }
}

function keepOnePerDay(log: AnyLog, rows: Uint8Array, timeZone: string): void {
  const { starts, ends, periods } = runsOf(log, calendar({ unit: 'day', timeZone }));
  const last = new Int32Array(log.customers.length).fill(-0x80000000);
  // Run by run in the order of days: one that clocks set back over midnight came back to is still one day.
  for (let run = 0; run < periods.length; run += 1) {
    const day = periods[run] as number;
    for (let i = starts[run] as number; i < (ends[run] as number); i += 1) {
      if (rows[i] === 0) continue;
      const code = log.customer[i] as number;
      if (last[code] === day) rows[i] = 0;
      else last[code] = day;
    }
  }
}
