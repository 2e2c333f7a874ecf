import type { AnyLog } from './layout.js';
import { matchingRows } from './matching-rows.js';
import { isAnyEvent, requireNames, type StepFacts } from './step-facts.js';

/** The rows of a step from the row `first` on and before the row `end`, as marks; `null` where all of the log's rows are. */
export function stepRows(owner: string, log: AnyLog, step: StepFacts, first: number, end: number): Uint8Array | null {
  if (isAnyEvent(step)) {
    return first === 0 && end === log.length ? null : new Uint8Array(log.length).fill(1, first, end);
  }
  requireNames(owner, log, step);
  return matchingRows(owner, log, step).fill(0, 0, first).fill(0, end);
}
