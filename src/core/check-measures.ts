import type { Expression } from './expression.js';
import type { InputRule, Rule } from './input.js';
import type { Measure } from './measures.js';
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

/** Refuses measures that read an input which the tally has not, or that calculate with what is no number. */
export function checkMeasures(
  owner: string,
  measures: Readonly<Record<string, Measure>>,
  rules: ReadonlyMap<string, Rule>,
): void {
  for (const [name, measure] of Object.entries(measures)) checkMeasure(owner, `measure "${name}"`, measure, rules);
}

function checkMeasure(owner: string, option: string, measure: Measure, rules: ReadonlyMap<string, Rule>): void {
  switch (measure.kind) {
    case 'countIf':
      if (measure.test !== true) typeOf(measure.test);
      break;
    case 'sum':
    case 'min':
    case 'max':
      calculates(measure.of);
      break;
    case 'weightedHistogram':
      calculates(measure.weight);
      typeOf(measure.of);
      break;
    default:
      typeOf(measure.of);
  }

  function calculates(expression: Expression): void {
    const type = typeOf(expression);
    if (type !== 'number') refuseOption(owner, option, 'to calculate with numbers', type, 'E_OPT_TYPE');
  }

  function typeOf(expression: Expression): Rule['type'] {
    if (typeof expression === 'string') return 'text';
    if (typeof expression !== 'object') return typeof expression === 'number' ? 'number' : 'boolean';
    switch (expression.kind) {
      case 'input': {
        const rule = rules.get(expression.name);
        if (rule) return rule.type;
        return refuseOption(owner, option, `to read ${[...rules.keys()].join(', ')}`, expression.name, 'E_OPT_UNKNOWN');
      }
      case 'arithmetic':
        expression.terms.forEach(calculates);
        return 'number';
      case 'compare':
        typeOf(expression.left);
        typeOf(expression.right);
        return 'boolean';
      case 'between':
        calculates(expression.of);
        return 'boolean';
      case 'oneOf':
        typeOf(expression.of);
        return 'boolean';
      case 'not':
        typeOf(expression.test);
        return 'boolean';
      default:
        expression.tests.forEach(typeOf);
        return 'boolean';
    }
  }
}
