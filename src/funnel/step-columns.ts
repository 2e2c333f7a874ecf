import { conditionsOf } from '../core/filter.js';
import { clusteredCodes, clusteredNames } from '../log/clusters.js';
import { derived } from '../log/derived.js';
import type { AnyLog } from '../log/layout.js';
import { marksOf } from '../log/marks.js';
import type { Codes } from '../log/reading/parts.js';
import { requireNames, type StepFacts } from '../log/step-facts.js';
import type { Actors } from './actors.js';

/** A column that says what an event at a place may be: step k where bit k of `bits[codes[place]]` is set. */
export interface StepColumn {
  readonly codes: Codes;
  readonly bits: Uint32Array;
}

/**
 * Which steps the event at each place is, as columns that must all say so. Conditions on properties cost one look at a column
 * that the log keeps, and only for events of the right names.
 */
export function stepColumns(owner: string, log: AnyLog, actors: Actors, steps: readonly StepFacts[]): StepColumn[] {
  if (steps.some((step) => step.occurrence !== 'any' || !isOnProperties(log, step.where))) {
    const { codes, bits } = marksOf(owner, log, steps);
    return [{ codes: placed(log, actors, 'marks', codes), bits }];
  }
  for (const step of steps) requireNames(owner, log, step);
  const columns = [nameColumn(log, actors, steps)];
  for (const { property, codes, values } of log.properties) {
    if (!steps.some(({ where }) => where !== null && Object.hasOwn(where, property))) continue;
    const bits = new Uint32Array(values.length).fill(0xffff_ffff);
    for (const [k, { where }] of steps.entries()) {
      for (const [field, holds] of conditionsOf(owner, where ?? {})) {
        if (field !== property) continue;
        for (let code = 0; code < bits.length; code += 1) if (!holds(values[code])) bits[code]! &= ~(1 << k);
      }
    }
    columns.push({ codes: placed(log, actors, `property ${property}`, codes), bits });
  }
  return columns;
}

/** The steps of the event at each place, as the bits of a number. */
export function stepMasks(columns: readonly StepColumn[], length: number): Uint32Array {
  const masks = new Uint32Array(length).fill(0xffff_ffff);
  for (const { codes, bits } of columns) {
    for (let place = 0; place < length; place += 1) masks[place]! &= bits[codes[place] as number] as number;
  }
  return masks;
}

function isOnProperties(log: AnyLog, where: object | null): boolean {
  return Object.keys(where ?? {}).every((field) => log.properties.some(({ property }) => property === field));
}

function nameColumn(log: AnyLog, actors: Actors, steps: readonly StepFacts[]): StepColumn {
  const maskOf = (name: string | null): number =>
    steps.reduce((mask, step, k) => (step.name === null || step.name === name ? mask | (1 << k) : mask), 0);
  if (log.name === null) return { codes: new Uint8Array(actors.time.length), bits: Uint32Array.of(maskOf(null)) };
  return { codes: placed(log, actors, 'names', log.name), bits: Uint32Array.from(log.names, maskOf) };
}

/** Codes of the log's rows place by place. Those that are the log's own are kept where places are those of its clusters. */
function placed(log: AnyLog, { customers, rows }: Actors, what: string, codes: Codes): Codes {
  if (customers !== null)
    return codes.constructor === Uint8Array ? Uint8Array.from(rows, at) : Int32Array.from(rows, at);
  if (what === 'names') return clusteredNames(log, codes);
  if (what === 'marks') return codes === log.name ? clusteredNames(log, codes) : clusteredCodes(log, codes);
  return derived(log, `clustered ${what}`, () => clusteredCodes(log, codes));

  function at(row: number): number {
    return codes[row] as number;
  }
}
