import { LimitError } from '../core/errors.js';
import { codedRows } from './coded-rows.js';
import { columnMarks } from './column-marks.js';
import type { AnyLog } from './layout.js';
import { matchingRows } from './matching-rows.js';
import type { Codes } from './reading/parts.js';
import { requireNames, type StepFacts } from './step-facts.js';

/** Which steps each event is: row i is step k where bit k of `bits[codes[i]]` is set. */
export interface Marks {
  readonly codes: Codes;
  readonly bits: Uint32Array;
  /** Whether `codes` are those of the names, which the log keeps in other orders too. */
  readonly isByName: boolean;
}

/** So many steps fit into a mark; ClickHouse's windowFunnel has the same limit. */
const STEP_LIMIT = 32;

/** Which of the steps each event of the log is. Steps that are only names cost nothing per row. */
export function marksOf(owner: string, log: AnyLog, steps: readonly StepFacts[]): Marks {
  if (steps.length > STEP_LIMIT) throw tooManySteps(owner, steps.length);
  for (const step of steps) requireNames(owner, log, step);
  if (log.name !== null && steps.every(({ where, occurrence }) => where === null && occurrence === 'any')) {
    const bits = Uint32Array.from(log.names, (name) =>
      steps.reduce((mask, step, k) => (step.name === null || step.name === name ? mask | (1 << k) : mask), 0),
    );
    return { codes: log.name, bits, isByName: true };
  }
  if (steps.every(({ occurrence }) => occurrence === 'any'))
    return { ...columnMarks(owner, log, steps), isByName: false };
  const masks = new Uint32Array(log.length);
  for (const [k, step] of steps.entries()) {
    const rows = matchingRows(owner, log, step);
    for (let i = 0; i < masks.length; i += 1) masks[i]! |= (rows[i] as number) << k;
  }
  return { ...codedRows(masks), isByName: false };
}

function tooManySteps(owner: string, count: number): LimitError {
  const expected = `at most ${STEP_LIMIT}`;
  return new LimitError(`${owner} requires steps to be ${expected}; got ${count}`, [
    { code: 'E_LIMIT', index: null, field: 'steps', expected, received: String(count) },
  ]);
}
