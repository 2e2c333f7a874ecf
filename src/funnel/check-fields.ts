import { InvalidOptionError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';

/** As `checkOptions`, for the fields of an option; an issue names them by their path. */
export function checkFields(owner: string, option: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) refuseOption(owner, option, 'to be an object', value, 'E_OPT_TYPE');
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const [field, expected] = [`${option}.${name}`, `among ${known.join(', ')}`];
    throw new InvalidOptionError(`${owner} requires fields of ${option} to be ${expected}; got "${name}"`, [
      { code: 'E_OPT_UNKNOWN', index: null, field, expected, received: 'an unknown option' },
    ]);
  }
}
