import { FitError } from '../../core/errors.js';

/** Refuses covariates that no coefficient can be found for. */
export function refuseCovariates(owner: string, names: readonly string[], expected: string, received: string): never {
  const issues = names.map((field) => ({ code: 'E_FIT_IDENTIFY', index: null, field, expected, received }) as const);
  const verb = names.length > 1 ? 'are' : 'is';
  const named = names.join(', ').replace(/, ([^,]*)$/, ' and $1');
  throw new FitError(`${owner} requires covariates ${expected}; ${named} ${verb} ${received}`, issues);
}
