import { errorOf, InvalidOptionError, type IssueCode, typeName } from './errors.js';

/** Refuses an option: `<owner> requires <option> <expected>; it is <value>`. */
export function refuseOption(
  owner: string,
  field: string,
  expected: string,
  value: unknown,
  code: IssueCode = 'E_OPT_RANGE',
): never {
  const received = typeName(value);
  // An option comes from the code, not from a person: its value may be shown where it is short.
  const found =
    Object(value) === value ? received : typeof value === 'string' ? `"${value.slice(0, 40)}"` : String(value);
  throw errorOf(InvalidOptionError, owner, [{ code, index: null, field, expected, received }], { found });
}

/** Refuses options that are not an object, and names that are not in the list (misspelt ones, mostly). */
export function checkOptions(owner: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    refuseOption(owner, 'options', 'to be an object', options, 'E_OPT_TYPE');
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const expected = `among ${known.join(', ')}`;
    const issue = { code: 'E_OPT_UNKNOWN', index: null, field: name, expected, received: 'an unknown option' } as const;
    throw new InvalidOptionError(`${owner} requires options to be ${expected}; got "${name}"`, [issue]);
  }
}

/** Refuses a value that is not one of the allowed words. */
export function checkChoice<Choice extends string>(
  owner: string,
  option: string,
  value: Choice,
  choices: readonly Choice[],
): Choice {
  if (!choices.includes(value)) refuseOption(owner, option, `to be one of ${choices.join(', ')}`, value);
  return value;
}

/** Refuses a number outside its range; the ends count unless `open`. */
export function checkNumber(
  owner: string,
  option: string,
  value: unknown,
  range: { min?: number; max?: number; integer?: boolean; open?: boolean },
): number {
  const { min = -Infinity, max = Infinity, integer = false, open = false } = range;
  const expected = numberRange(min, max, integer, open);
  if (typeof value !== 'number') refuseOption(owner, option, expected, value, 'E_OPT_TYPE');
  const inside = open ? value > min && value < max : value >= min && value <= max;
  if (!Number.isFinite(value) || !inside || (integer && !Number.isInteger(value))) {
    refuseOption(owner, option, expected, value);
  }
  return value;
}

/** The confidence of an interval, strictly between 0 and 1. */
export function checkConfidence(owner: string, confidence: unknown): number {
  if (typeof confidence === 'number' && confidence > 0 && confidence < 1) return confidence;
  return refuseOption(owner, 'confidence', 'to be a number between 0 and 1', confidence);
}

function numberRange(min: number, max: number, integer: boolean, open: boolean): string {
  const noun = integer ? 'to be an integer' : 'to be a number';
  if (min === -Infinity && max === Infinity) return noun;
  if (max === Infinity) return `${noun} ${open ? 'above' : 'of at least'} ${min}`;
  if (min === -Infinity) return `${noun} ${open ? 'below' : 'of at most'} ${max}`;
  return open ? `${noun} between ${min} and ${max}, both excluded` : `${noun} from ${min} to ${max}`;
}
