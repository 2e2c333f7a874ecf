import { typeName } from './errors.js';
import { type Condition, conditionsOf } from './filter.js';
import { refuseOption } from './options.js';

/** `conditionsOf` a filter that nothing checked before: refuses a date, and operands that no row can meet. */
export function checkedConditions(owner: string, filter: object): readonly (readonly [string, Condition])[] {
  const conditions = conditionsOf(owner, filter);
  for (const [field, wanted] of Object.entries(filter)) {
    const refuse = (expected: string, value: unknown): never =>
      refuseOption(owner, `the filter on "${field}"`, expected, value, 'E_OPT_TYPE');
    if (Array.isArray(wanted)) checkList(wanted, refuse);
    else if (Object(wanted) === wanted) checkOperands(wanted as object, refuse);
  }
  return conditions;
}

type Refuse = (expected: string, value: unknown) => never;

function checkOperands(wanted: object, refuse: Refuse): void {
  if (typeName(wanted) !== 'object') refuse('to be a value, a list of values, or conditions', wanted);
  for (const [operator, operand] of Object.entries(wanted)) {
    if (operator === 'in')
      checkList(operand as readonly unknown[], refuse); // as the conditions have checked
    else if (operator === 'contains' && typeof operand !== 'string') refuse('to have text under contains', operand);
    else if (!isValue(operand)) refuse(`to have a value under ${operator}`, operand);
  }
}

function checkList(list: readonly unknown[], refuse: Refuse): void {
  const other = list.findIndex((each) => !isValue(each));
  if (other >= 0) refuse('to list text, numbers, true and false', list[other]);
}

function isValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
