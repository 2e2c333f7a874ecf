import { errorOf, FitError } from '../core/errors.js';

/** Refuses customers of whom no parameters can be found. */
export function refuseFit(owner: string, expected: string, received: string): never {
  throw errorOf(FitError, owner, [{ code: 'E_FIT_IDENTIFY', index: null, field: null, expected, received }]);
}
