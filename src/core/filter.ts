import type { Scalar } from './expression.js';
import { refuseOption } from './options.js';

/** What a field must be: a value, one of several, or conditions that must all hold. Plain data, so that it can travel to SQL. */
export type FieldFilter<Value> =
  | Value
  | readonly Value[]
  | {
      readonly eq?: Value;
      readonly ne?: Value;
      readonly in?: readonly Value[];
      readonly contains?: Value & string;
      readonly gte?: Value & (number | string);
      readonly lte?: Value & (number | string);
    };

/** A condition for each named field; a row must meet them all. A field that is missing meets none. */
export type Filter<Row> = {
  readonly [Field in keyof Row]?: FieldFilter<Extract<Row[Field], Scalar>>;
};

/** Whether a value meets a condition. */
export type Condition = (value: unknown) => boolean;

/** Makes a filter ready: one condition for each field that it names. */
export function conditionsOf(owner: string, filter: object): readonly (readonly [string, Condition])[] {
  return Object.entries(filter).map(([field, wanted]) => [field, conditionOf(owner, field, wanted)] as const);
}

function conditionOf(owner: string, field: string, wanted: unknown): Condition {
  const option = `the filter on "${field}"`;
  if (isScalar(wanted)) return (value) => value === wanted;
  if (Array.isArray(wanted)) return oneOfThese(wanted);
  if (typeof wanted !== 'object' || wanted === null) {
    refuseOption(owner, option, 'to be a value, a list of values, or conditions', wanted, 'E_OPT_TYPE');
  }
  const conditions = Object.entries(wanted).map(([operator, operand]) => {
    const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    const operators = Object.keys(OPERATORS).join(', ');
    if (make === undefined) refuseOption(owner, option, `to use ${operators}`, operator, 'E_OPT_UNKNOWN');
    if (operator === 'in' && !Array.isArray(operand)) {
      refuseOption(owner, option, 'to have a list under in', operand, 'E_OPT_TYPE');
    }
    return make(operand);
  });
  return (value) => isScalar(value) && conditions.every((condition) => condition(value));
}

// As in SQL, nothing compares with a missing value, and text and numbers do not compare with each other.
const OPERATORS: { readonly [operator: string]: (operand: unknown) => Condition } = {
  eq: (operand) => (value) => value === operand,
  ne: (operand) => (value) => value !== operand,
  in: (operand) => oneOfThese(operand as readonly unknown[]), // a list, as was checked
  contains: (operand) => (value) => typeof value === 'string' && value.includes(String(operand)),
  gte: (operand) => (value) => typeof value === typeof operand && (value as Scalar) >= (operand as Scalar),
  lte: (operand) => (value) => typeof value === typeof operand && (value as Scalar) <= (operand as Scalar),
};

function oneOfThese(values: readonly unknown[]): Condition {
  const wanted = new Set(values);
  return (value) => isScalar(value) && wanted.has(value);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
