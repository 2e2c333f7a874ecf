import type { Data } from '../../core/data.js';
import { errorOf, InvalidDataError } from '../../core/errors.js';
import { ruleOf } from '../../core/input.js';
import type { Excluded, RowPolicy } from '../../core/policy.js';
import { collapsed } from '../collapsed.js';
import { readFields } from '../fields.js';
import { refuseFit } from '../refuse-fit.js';

/** How long a customer under contract stayed, or has stayed so far, in renewal periods. */
export interface ContractDuration {
  /**
   * Ended: the period after which the customer did not renew, from 1. Not ended: how many renewals have been seen, from 0. So a customer who paid three
   * times and then left has 3, and one who has renewed three times and is still there has 3 too.
   */
  readonly duration: number;
  /** Whether the customer has left; 1 and 0 say the same. */
  readonly ended: boolean | 0 | 1;
}

/** A duration of several customers alike. */
export interface WeightedContractDuration extends ContractDuration {
  /** How many customers the row stands for; the option `weight` names another field. */
  readonly weight: number | null;
}

/** Durations, each once and ascending, with the customers who left after it and those who were last seen then. */
export interface Durations {
  readonly duration: Float64Array;
  readonly ended: Float64Array;
  readonly kept: Float64Array;
  readonly n: number;
  readonly excluded: Excluded;
}

/** Reads and checks durations, and refuses those that cannot tell this many parameters. */
export function durationsOf(
  owner: string,
  data: Data<never>,
  parameters: number,
  options: RowPolicy & { readonly weight?: string | undefined },
): Durations {
  const given = withNumbers(listed(data));
  const weight = options.weight ?? (hasWeights(given) ? weightOf : undefined);
  const rules = [
    ruleOf('duration', { from: 'duration', integer: true, min: 0, max: 1e9 } as never), // names of fields, here and below
    ruleOf('ended', { from: asNumber, integer: true, min: 0, max: 1, label: 'ended' } as never),
    ...(weight === undefined ? [] : [weightRule(weight)]),
  ];
  const { columns, excluded } = readFields(owner, given, rules, options, durationFault);
  const [duration, ended, weights] = columns as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>?];
  const { rows, multiplicity } = collapsed([duration, ended], weights ?? null);
  const [lasted, left] = rows as [Float64Array, Float64Array];
  const times = [...new Set(lasted)];
  const place = new Map(times.map((time, i) => [time, i]));
  const counts = { ended: new Float64Array(times.length), kept: new Float64Array(times.length) };
  let n = 0;
  multiplicity.forEach((customers, i) => {
    const list = left[i] === 1 ? counts.ended : counts.kept;
    list[place.get(lasted[i] as number) as number] = customers;
    n += customers;
  });
  if (n === 0) {
    const issue = {
      code: 'E_FIELD_MISSING',
      index: null,
      field: null,
      expected: 'at least one',
      received: 'none',
    } as const;
    throw errorOf(InvalidDataError, owner, [issue]);
  }
  const durations = { duration: Float64Array.from(times), ...counts, n, excluded };
  checkIdentified(owner, durations, parameters);
  return durations;
}

/** As many renewals as parameters must have been at stake, some taken and some not. */
function checkIdentified(owner: string, { duration, ended, kept }: Durations, parameters: number): void {
  const longest = duration.at(-1) as number; // there is one
  const hasRenewed = duration.some((time, i) => time > 1 || (time === 1 && (kept[i] as number) > 0));
  if (ended.every((customers) => customers === 0)) refuseFit(owner, 'of customers some of whom left', 'nobody who did');
  if (!hasRenewed) refuseFit(owner, 'of customers some of whom renewed', 'nobody who did');
  if (longest < parameters) refuseFit(owner, `of at least ${parameters} renewals`, `at most ${longest}`);
}

function durationFault([duration, ended]: readonly ArrayLike<number>[]) {
  return (i: number) =>
    ended?.[i] === 1 && duration?.[i] === 0
      ? { rule: 0, expected: 'at least 1 where ended is true', received: 'zero' }
      : null;
}

function weightRule(from: string | typeof weightOf) {
  const field = typeof from === 'string' ? from : 'weight';
  return ruleOf(field, { from, min: 0, max: 1e15, label: field } as never);
}

/** Whether rows say by themselves how many customers they stand for. */
function hasWeights(data: Data<never>): boolean {
  const rows: readonly unknown[] = Array.isArray(data) ? data : [data];
  return rows.some((row) => typeof row === 'object' && row !== null && 'weight' in row);
}

/** The weight of a row that may have none. */
function weightOf(row: { readonly weight?: unknown } | null): unknown {
  return row?.weight === undefined ? 1 : row.weight;
}

/** What can be gone through only once, as a list. */
function listed(data: Data<never>): Data<never> {
  const isOnce = Object(data) === data && Symbol.iterator in data && !Array.isArray(data);
  return isOnce ? [...data] : data;
}

/** `ended` of a row. What is no boolean stays as it is, to be judged. */
function asNumber(row: { readonly ended?: unknown } | null): unknown {
  return numberOf(row?.ended);
}

/** Columns with `ended` as 0 and 1; rows as they are. */
function withNumbers(data: Data<never>): Data<never> {
  if (Object(data) !== data || Symbol.iterator in data || !Object.hasOwn(data, 'ended')) return data;
  const { ended } = data as { readonly ended: ArrayLike<unknown> & { readonly get?: (i: number) => unknown } };
  if (ArrayBuffer.isView(ended) || !(ended?.length >= 0)) return data;
  const at = (i: number) => (typeof ended.get === 'function' ? ended.get(i) : ended[i]);
  const column = Array.from({ length: ended.length }, (_, i) => numberOf(at(i)));
  return Object.assign({}, data as object, { ended: column }) as unknown as Data<never>; // the same fields, one of them rewritten
}

function numberOf(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
