import type { PeriodUnit } from '../../time/period.js';
import type { StepFacts } from '../step-facts.js';

/** The periods of a calendar, as data. */
export interface PeriodsPlan {
  readonly unit: PeriodUnit;
  readonly timeZone: string;
  readonly weekStartsOn: number;
  readonly fiscalYearStartsOn: number;
}

/** Which events are purchases, and which of them are one, as data. */
export interface PurchasesPlan {
  readonly purchase: StepFacts;
  readonly per: 'event' | 'instant' | 'day';
  readonly timeZone: string;
  /** The purchases that count: instants, the second not included. */
  readonly from: number | null;
  readonly to: number | null;
}

/** Days as data. */
export function daysPlan(timeZone: string): PeriodsPlan {
  return { unit: 'day', timeZone, weekStartsOn: 1, fiscalYearStartsOn: 1 };
}

/** The periods of a calendar as data. */
export function periodsPlan({ unit, timeZone, weekStartsOn, fiscalYearStartsOn }: PeriodsPlan): PeriodsPlan {
  return { unit, timeZone, weekStartsOn, fiscalYearStartsOn };
}

/** An instant as data: none where there is no bound. */
export function boundOf(instant: number): number | null {
  return Number.isFinite(instant) ? instant : null;
}
