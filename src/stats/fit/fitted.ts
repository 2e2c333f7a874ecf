import { checkConfidence, checkNumber, checkOptions, refuseOption } from '../../core/options.js';
import { checkPolicy } from '../../core/policy.js';
import { maximize } from './maximize.js';
import { FIT_OPTIONS, type FitOptions, type FittedModel } from './model.js';
import type { LikelihoodProblem } from './problem.js';
import { fittedFrom } from './reported.js';

/** Checks the options of a fit, with the names of the model's own. */
export function checkFit(owner: string, options: FitOptions, more: readonly string[] = []): void {
  checkOptions(owner, options, [...FIT_OPTIONS, ...more]);
  checkPolicy(owner, options);
  checkNumber(owner, 'penalty', options.penalty ?? 0, { min: 0, max: 1e6 });
  checkNumber(owner, 'maxIterations', options.maxIterations ?? 1, { min: 1, max: 1e6, integer: true });
  if (options.confidence !== undefined) checkConfidence(owner, options.confidence);
  const { weight, starts } = options;
  if (weight !== undefined && typeof weight !== 'string') {
    refuseOption(owner, 'weight', 'to be the name of a field', weight, 'E_OPT_TYPE');
  }
  if (starts !== undefined && !(Array.isArray(starts) && starts.length > 0)) {
    refuseOption(owner, 'starts', 'to be a list of at least one', starts, 'E_OPT_TYPE');
  }
}

/** A fitted model: the maximum of the problem as its own options would have it, as plain data. Options are those `checkFit` let pass. */
export function fitted<Kind extends string, Parameter extends string>(
  model: Kind,
  problem: LikelihoodProblem<Parameter>,
  options: FitOptions<Parameter>,
): FittedModel<Kind, Parameter> & Readonly<Record<Parameter, number>> {
  const { penalty = 0, maxIterations = 500, confidence = 0.95 } = options;
  const { owner, parameters } = problem;
  const own = options.starts?.map((start) =>
    fittedFrom(
      parameters,
      parameters.map(({ name, isFree = false }) => {
        const value: unknown = Object(start)[name];
        if (typeof value === 'number' && Number.isFinite(value) && (isFree || value > 0)) return value;
        return refuseOption(owner, 'starts', `to have ${name} ${isFree ? 'as a number' : 'above 0'}`, value);
      }),
    ),
  );
  const starts = own ?? problem.starts;
  const { values, facts } = maximize({
    ...{ ...problem, starts, penalty, maxIterations, confidence },
    runsAll: own !== undefined || problem.runsAll === true,
  });
  return { model, ...values, ...facts };
}
