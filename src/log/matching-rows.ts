import { type Condition, conditionsOf } from '../core/filter.js';
import { refuseOption } from '../core/options.js';
import type { AnyLog, PropertyColumn } from './layout.js';
import type { StepFacts } from './step-facts.js';

/** Which rows are the step: 1 or 0 for each. */
export function matchingRows(owner: string, log: AnyLog, { name, where, occurrence }: StepFacts): Uint8Array {
  const named = new Uint8Array(log.length).fill(name === null ? 1 : 0);
  if (name !== null && log.name !== null) {
    const code = log.names.indexOf(name);
    for (let i = 0; i < named.length; i += 1) named[i] = log.name[i] === code ? 1 : 0;
  }
  const first = occurrence === 'firstEver' ? firstOfEach(log, named) : null;
  const matching = where === null ? named : filtered(owner, log, named, where);
  if (first !== null) for (let i = 0; i < first.length; i += 1) first[i]! &= matching[i] as number;
  return first ?? (occurrence === 'firstMatching' ? firstOfEach(log, matching) : matching);
}

function filtered(owner: string, log: AnyLog, rows: Uint8Array, where: object): Uint8Array {
  const kept = rows.slice();
  for (const [field, condition] of conditionsOf(owner, where)) {
    const column = filterColumn(owner, log, field);
    if (column instanceof Float64Array) keepAmounts(kept, column, condition);
    else keepCoded(kept, column.codes, Uint8Array.from(Array.from(column.values, condition), Number));
  }
  return kept;
}

/** The column that a filter names: a property, or the amounts. */
export function filterColumn(owner: string, log: AnyLog, field: string): PropertyColumn | Float64Array {
  const column = log.properties.find(({ property }) => property === field);
  if (column !== undefined) return column;
  if (field === 'amount' && log.amount !== null) return log.amount;
  const known = [...log.properties.map(({ property }) => property), ...(log.amount === null ? [] : ['amount'])];
  return refuseOption(
    owner,
    `the filter on "${field}"`,
    `to name one of ${known.join(', ') || 'no properties'}`,
    field,
    'E_OPT_UNKNOWN',
  );
}

/** A condition is asked once for each value, not for each row. */
function keepCoded(kept: Uint8Array, codes: ArrayLike<number>, holds: Uint8Array): void {
  for (let i = 0; i < kept.length; i += 1) kept[i]! &= holds[codes[i] as number] as number;
}

function keepAmounts(kept: Uint8Array, amount: Float64Array, condition: Condition): void {
  for (let i = 0; i < kept.length; i += 1) {
    if (kept[i] === 1 && (Number.isNaN(amount[i]) || !condition(amount[i]))) kept[i] = 0;
  }
}

function firstOfEach(log: AnyLog, rows: Uint8Array): Uint8Array {
  const isSeen = new Uint8Array(log.customers.length);
  const first = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const code = log.customer[i] as number;
    if (rows[i] === 0 || isSeen[code] === 1) continue;
    isSeen[code] = 1;
    first[i] = 1;
  }
  return first;
}
