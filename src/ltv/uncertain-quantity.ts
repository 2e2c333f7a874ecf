import { checkConfidence, refuseOption } from '../core/options.js';
import { isOne, numberOf, type UncertainModels } from './delta-method.js';

/** A number from models, as they are, and what its interval is of. */
export interface UncertainQuantity {
  readonly value: number;
  readonly n: number;
  readonly confidence: number;
}

/** Checks what the uncertainty of a quantity is asked of. */
export function uncertainQuantity<Model extends UncertainModels>(
  owner: string,
  model: Model,
  quantity: (model: Model) => number,
  confidence: number | undefined,
): UncertainQuantity {
  if (typeof quantity !== 'function') refuseOption(owner, 'quantity', 'to be a function', quantity, 'E_OPT_TYPE');
  const isObject = Object(model) === model;
  const models = !isObject ? [] : isOne(model) ? [model] : Object.values<{ readonly n: number }>(model);
  if (models.length === 0 || models.some((one) => !(one?.n > 0))) {
    refuseOption(owner, 'model', 'to be a fitted model, or an object of them', model, 'E_OPT_TYPE');
  }
  return {
    value: numberOf(owner, quantity(model)),
    n: Math.min(...models.map((one) => one.n)),
    confidence: checkConfidence(owner, confidence ?? 0.95),
  };
}
