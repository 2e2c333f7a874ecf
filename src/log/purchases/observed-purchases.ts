import { refuseOption } from '../../core/options.js';
import { checkLog } from '../check-log.js';
import type { AnyLog } from '../layout.js';
import { rowsUntil } from '../rows-until.js';
import { refuseRefunds } from './customer-totals.js';
import type { Purchases } from './purchase-walk.js';
import { latestPeriod, purchasesUpTo, type SummaryOptions, summaryPlan } from './summary-plan.js';

/** The purchases of each customer in the calibration period and, where one was asked for, the hold-out period. */
export interface ObservedPurchases {
  /** How many of the periods that are counted make a unit. */
  readonly scale: number;
  readonly calibration: Purchases;
  /** The last period that has begun when the calibration ends; without one, at `asOf`. */
  readonly calibrationEnd: number;
  readonly holdout: Purchases | null;
  readonly asOf: number;
}

/** Walks the purchases that the options ask for. */
export function observedPurchases(log: AnyLog, options: SummaryOptions): ObservedPurchases {
  checkLog(OWNER, log);
  const plan = summaryPlan(OWNER, options);
  const { scale, periods } = plan;
  const observed = plan.asOf ?? log.time[log.length - 1] ?? plan.calibrationEnd ?? 0; // a log without events ends nowhere
  const calibrated = plan.calibrationEnd ?? observed;
  if (calibrated > observed) refuseOption(OWNER, 'calibrationEnd', 'to be no later than asOf', options.calibrationEnd);
  const [middle, end] = [rowsUntil(log.time, calibrated), rowsUntil(log.time, observed)];
  const calibration = purchasesUpTo(plan, log, [0, middle], 'repeat');
  const holdout = plan.calibrationEnd === null ? null : purchasesUpTo(plan, log, [middle, end], 'all');
  if (plan.refunds === 'reject') refuseRefunds(plan, calibration.refunds + (holdout?.refunds ?? 0));
  return {
    ...{ scale, calibration, holdout },
    calibrationEnd: latestPeriod(periods, calibrated),
    asOf: latestPeriod(periods, observed),
  };
}

const OWNER = 'customerSummary';
