import { InvalidDataError, typeName } from '../core/errors.js';
import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { LifetimeDistribution } from './lifetime-model.js';

/** About whom a distribution is asked. */
export interface LifetimeCustomerOptions {
  /** The values of the model's covariates, as they are in the data: needed where it has some, as numbers, or true and false. */
  readonly customer?: object | undefined;
}

/** About whom a distribution is asked, and how long it has lasted. */
export interface LifetimeOfAgeOptions extends LifetimeCustomerOptions {
  /** How long it has lasted already, from 0; default 0. The answer is then of the time still to come. */
  readonly age?: number | undefined;
}

/** A distribution as one of the logarithm of time: a place, and a spread of a standard variable. An exponential one is a Weibull one. */
export interface LifetimeLaw {
  readonly kind: 'weibull' | 'log-normal' | 'log-logistic';
  readonly mu: number;
  readonly sigma: number;
}

/** The longest time that is asked about. */
export const LONGEST_TIME = 1e15;

/** The law of a model for a customer; refuses what is no model, or a customer without its covariates. */
export function lawOf(owner: string, model: LifetimeDistribution, customer: object | undefined): LifetimeLaw {
  const law = lawAtCenters(owner, model);
  let moved = 0;
  for (const [name, coefficient] of Object.entries<unknown>({ ...model })) {
    if (!name.startsWith('time.')) continue;
    if (typeof coefficient !== 'number' || !Number.isFinite(coefficient)) {
      refuseOption(owner, `model.${name}`, 'to be a number', coefficient);
    }
    const field = name.slice(5);
    moved += coefficient * (covariateOf(owner, field, customer) - centerOf(owner, model, field));
  }
  if (!Number.isFinite(moved)) refuseOption(owner, 'customer', 'to be near enough to those of the model', customer);
  return moved === 0 ? law : { ...law, mu: law.mu + moved };
}

/** Checks the options of a question, and gives the law and the age. */
export function askedOf(
  owner: string,
  model: LifetimeDistribution,
  options: LifetimeOfAgeOptions,
): { readonly law: LifetimeLaw; readonly age: number } {
  checkOptions(owner, options, ['age', 'customer']);
  const age = checkNumber(owner, 'age', options.age ?? 0, { min: 0, max: LONGEST_TIME });
  return { law: lawOf(owner, model, options.customer), age };
}

/** The standardised logarithm of a time; −∞ for 0. */
export function standardTime({ mu, sigma }: LifetimeLaw, time: number): number {
  return (Math.log(time) - mu) / sigma;
}

function lawAtCenters(owner: string, model: LifetimeDistribution): LifetimeLaw {
  const kind: unknown = model?.model;
  const { rate, shape, scale, mu, sigma } = Object(model);
  const place = (name: string, value: unknown) => Math.log(checkNumber(owner, `model.${name}`, value, POSITIVE));
  const spread = (name: string, value: unknown) => checkNumber(owner, `model.${name}`, value, WITHIN);
  if (kind === 'exponential') return { kind: 'weibull', mu: -place('rate', rate), sigma: 1 };
  if (kind === 'log-normal') {
    return { kind, mu: checkNumber(owner, 'model.mu', mu, LOGARITHM), sigma: spread('sigma', sigma) };
  }
  if (kind === 'weibull' || kind === 'log-logistic') {
    return { kind, mu: place('scale', scale), sigma: 1 / spread('shape', shape) };
  }
  return refuseOption(owner, 'model', "to be of model 'exponential', 'weibull', 'log-normal' or 'log-logistic'", kind);
}

/** No step of a computation leaves the doubles within these. */
const WITHIN = { min: 1e-100, max: 1e100 } as const;

/** All times that a double can be, as a fit of durations that small may have it; and their logarithms. */
const POSITIVE = { min: 5e-324, max: 1.7976931348623157e308 } as const;
const LOGARITHM = { min: -745, max: 710 } as const;

/** What the parameters take a covariate to be; 0 where they come without their fit. */
function centerOf(owner: string, model: LifetimeDistribution, field: string): number {
  const { coefficients = [] } = Object(model);
  if (!Array.isArray(coefficients)) return refuseOption(owner, 'model.coefficients', 'to be a list', coefficients);
  const { center = 0 } = Object(coefficients.find((one: unknown) => Object(one).covariate === field));
  if (Number.isFinite(center)) return center;
  return refuseOption(owner, `the center of ${field}`, 'to be a number', center);
}

function covariateOf(owner: string, field: string, customer: object | undefined): number {
  const value: unknown = Object(customer)[field];
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const [expected, received] = ['a finite number, as the model has a covariate of this name', typeName(value)];
  const issue = { code: 'E_FIELD_TYPE', index: null, field, expected, received } as const;
  throw new InvalidDataError(`${owner} requires ${field} to be ${expected}; the customer has ${received}`, [issue]);
}
