import { InvalidDataError, typeName } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import { type BgBbParameters, MOST_OPPORTUNITIES } from './bg-bb/bg-bb-model.js';
import type { BgNbdParameters, MbgNbdParameters } from './bg-nbd/parameters.js';
import type { CustomerHistory } from './customer-history.js';
import type { ParetoNbdParameters } from './pareto-nbd/parameters.js';

/** A model of how often customers buy, fitted or with parameters out of a paper. */
export type PurchaseModel = BgNbdParameters | MbgNbdParameters | ParetoNbdParameters | BgBbParameters;

/** Refuses what is no model of purchases, and parameters that are not above 0. */
export function checkPurchaseModel(owner: string, model: PurchaseModel): void {
  const kind: unknown = model?.model;
  if (kind === 'bg/nbd' || kind === 'mbg/nbd') {
    const { r, alpha, a, b } = model as BgNbdParameters; // by its kind
    if (!(isSize(r) && isSize(alpha) && isSize(a) && isSize(b))) refuseParameters(owner, { r, alpha, a, b });
  } else if (kind === 'pareto/nbd') {
    const { r, alpha, s, beta } = model as ParetoNbdParameters; // by its kind
    if (!(isSize(r) && isSize(alpha) && isSize(s) && isSize(beta))) refuseParameters(owner, { r, alpha, s, beta });
  } else if (kind === 'bg/bb') {
    const { alpha, beta, gamma, delta } = model as BgBbParameters; // by its kind
    const areSizes = isSize(alpha) && isSize(beta) && isSize(gamma) && isSize(delta);
    if (!areSizes) refuseParameters(owner, { alpha, beta, gamma, delta });
  } else {
    refuseOption(owner, 'model', "to be of model 'bg/nbd', 'mbg/nbd', 'pareto/nbd' or 'bg/bb'", kind);
  }
}

/** Refuses a history that cannot be: a recency above T, or without repeat purchases. */
export function checkHistory(owner: string, model: PurchaseModel, customer: CustomerHistory): void {
  const { frequency: x, recency: t, T } = Object(customer) as CustomerHistory; // judged at once
  const isPossible = x >= 0 && x <= MOST && x % 1 === 0 && t <= T && T <= LONGEST && (x === 0 ? t === 0 : t > 0);
  const areNumbers = typeof x === 'number' && typeof t === 'number' && typeof T === 'number';
  if (!areNumbers || !isPossible) refuseHistory(owner, { frequency: x, recency: t, T });
  if (model.model !== 'bg/bb') return;
  if (T % 1 !== 0 || T > MOST_OPPORTUNITIES) refuse(owner, 'T', OPPORTUNITIES, T);
  if (t % 1 !== 0 || x > t) refuse(owner, 'recency', 'to be a whole number of opportunities, of at least frequency', t);
}

/** Refuses a length of time that is negative, not finite, or no number. */
export function checkLength(owner: string, model: PurchaseModel, name: string, length: number): number {
  if (typeof length !== 'number' || !(length >= 0 && length <= LONGEST)) {
    refuseOption(owner, name, 'to be a number from 0, in the time units of the model', length);
  }
  if (model.model === 'bg/bb' && (length % 1 !== 0 || length > MOST_OPPORTUNITIES)) {
    refuseOption(owner, name, OPPORTUNITIES, length);
  }
  return length;
}

const OPPORTUNITIES = `to be a whole number of opportunities up to ${MOST_OPPORTUNITIES}`;
const MOST = 1e9;
const LONGEST = 1e15;

function isSize(value: number): boolean {
  return typeof value === 'number' && value > 0 && value < Infinity;
}

function refuseParameters(owner: string, parameters: Readonly<Record<string, number>>): never {
  const [name, value] = Object.entries(parameters).find((entry) => !isSize(entry[1])) as [string, number]; // one is not
  return refuseOption(owner, `model.${name}`, 'to be a number above 0', value);
}

function refuseHistory(owner: string, { frequency: x, recency: t, T }: CustomerHistory): never {
  const isCount = typeof x === 'number' && x >= 0 && x <= MOST && x % 1 === 0;
  if (!isCount) refuse(owner, 'frequency', 'to be a whole number from 0', x);
  if (typeof T !== 'number' || !(T >= 0 && T <= LONGEST)) refuse(owner, 'T', 'to be a number from 0', T);
  if (typeof t !== 'number' || !(t >= 0 && t <= T)) refuse(owner, 'recency', 'to be a number from 0 to T', t);
  return refuse(owner, 'recency', x === 0 ? 'to be 0 where frequency is 0' : 'to be above 0 where frequency is', t);
}

function refuse(owner: string, field: string, expected: string, value: unknown): never {
  const received = typeName(value);
  const code =
    typeof value === 'number' ? (Number.isFinite(value) ? 'E_NUM_RANGE' : 'E_NUM_NONFINITE') : 'E_FIELD_TYPE';
  const found = code === 'E_NUM_RANGE' ? 'another number' : received;
  throw new InvalidDataError(`${owner} requires ${field} ${expected}; the customer has ${found}`, [
    { code, index: null, field, expected, received },
  ]);
}
