import type { InputRule, Rule } from './input.js';
import { checkChoice, checkOptions, refuseOption } from './options.js';

/** Refuses unknown words in a tally and in the rules of its inputs, and rules that nothing can meet. */
export function checkDefinition(definition: { readonly name: string; readonly inputs: object }): void {
  checkOptions('tally', definition, ['name', 'inputs', 'measures', 'missing', 'invalid', 'finish']);
  const { name, inputs } = definition;
  for (const [key, input] of Object.entries(inputs)) {
    if (typeof input !== 'object') continue;
    checkOptions(name, input, ['from', 'type', 'integer', 'min', 'max', 'label']);
    const { type = 'number', min = -Infinity, max = Infinity } = input as InputRule<never>;
    checkChoice(name, `${key}.type`, type, ['number', 'text', 'boolean']);
    if (!(min <= max)) refuseOption(name, `${key}.min`, `to be at most max, ${max}`, min);
  }
}

/** Refuses what is no measure, what reads an input that the tally has not, and what calculates with what is no number. */
export function checkMeasures(owner: string, measures: object, rules: ReadonlyMap<string, Rule>): void {
  for (const [name, measure] of Object.entries(measures)) checkMeasure(owner, `measure "${name}"`, measure, rules);
}

/** What a measure may have: where it comes from JavaScript or from JSON, nothing is sure of it. */
type Loose = Readonly<Record<string, unknown>>;

function checkMeasure(owner: string, option: string, measure: unknown, rules: ReadonlyMap<string, Rule>): void {
  const { kind, test, of, weight } = Object(measure) as Loose;
  switch (kind) {
    case 'countIf':
      if (test !== true) decides(test);
      break;
    case 'sum':
    case 'min':
    case 'max':
      calculates(of);
      break;
    case 'weightedHistogram':
      calculates(weight);
      typeOf(of);
      break;
    case 'countDistinct':
    case 'histogram':
      typeOf(of);
      break;
    default:
      refuse('to be a measure, as countIf() makes one', kind ?? measure);
  }

  function refuse(expected: string, value: unknown): never {
    return refuseOption(owner, option, expected, value, 'E_OPT_TYPE');
  }

  function calculates(expression: unknown): void {
    const type = typeOf(expression);
    if (type !== 'number') refuse('to calculate with numbers', type);
  }

  function decides(expression: unknown): void {
    const type = typeOf(expression);
    const { kind = type } = Object(expression) as Loose;
    if (!TESTS.includes(kind)) refuse("to test by compare(…), as compare(input('paid'), '=', true), or its like", kind);
  }

  function each(what: string, list: unknown, check: (item: unknown) => void) {
    if (!Array.isArray(list)) refuse(`to have a list of ${what}`, list);
    for (const item of list) check(item);
  }

  function typeOf(expression: unknown): Rule['type'] {
    if (typeof expression === 'string') return 'text';
    if (typeof expression === 'number') return 'number';
    if (typeof expression === 'boolean') return 'boolean';
    const { kind, name, operator, ...parts } = Object(expression) as Loose;
    switch (kind) {
      case 'input': {
        const rule = rules.get(name as string); // no other is a key
        if (rule) return rule.type;
        return refuseOption(owner, option, `to read ${[...rules.keys()].join(', ')}`, name, 'E_OPT_UNKNOWN');
      }
      case 'arithmetic':
        each('terms', parts.terms, calculates);
        if (!OPERATIONS.includes(operator)) refuse(`to calculate by ${OPERATIONS.join(', ')}`, operator);
        return 'number';
      case 'compare':
        typeOf(parts.left);
        typeOf(parts.right);
        if (!COMPARISONS.includes(operator)) refuse(`to compare by ${COMPARISONS.join(', ')}`, operator);
        break;
      case 'between':
        for (const part of [parts.of, parts.low, parts.high]) calculates(part);
        break;
      case 'oneOf':
        typeOf(parts.of);
        each('values', parts.values, value);
        break;
      case 'not':
        decides(parts.test);
        break;
      case 'and':
      case 'or':
        each('tests', parts.tests, decides);
        break;
      default:
        refuse('to be made of inputs, values and functions of them', kind ?? expression);
    }
    return 'boolean';
  }

  function value(each: unknown): void {
    if (Object(each) === each) refuse('to have values in its list', each);
    typeOf(each);
  }
}

const TESTS: readonly unknown[] = ['compare', 'between', 'oneOf', 'and', 'or', 'not'];
const OPERATIONS: readonly unknown[] = ['+', '-', '*'];
const COMPARISONS: readonly unknown[] = ['=', '<', '<=', '>', '>='];
