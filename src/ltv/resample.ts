import type { Data } from '../core/data.js';
import { FitError } from '../core/errors.js';
import { ruleOf } from '../core/input.js';
import { refuseOption } from '../core/options.js';
import type { Random } from '../stats/random.js';
import type { BgBb } from './bg-bb/bg-bb-model.js';
import { fitBgBb } from './bg-bb/fit-bg-bb.js';
import { type BgNbd, fitBgNbd, fitMbgNbd, type MbgNbd } from './bg-nbd/fit.js';
import { covariatesOf, modelFor } from './covariate-effects.js';
import { isOne, type UncertainModel, type UncertainModels } from './delta-method.js';
import { readFields } from './fields.js';
import { fitGammaGamma } from './gamma-gamma/fit-gamma-gamma.js';
import type { GammaGamma } from './gamma-gamma/gamma-gamma-model.js';
import { simulateGammaGamma } from './gamma-gamma/simulate.js';
import { fitParetoNbd, type ParetoNbd } from './pareto-nbd/fit.js';
import { simulateHistory } from './simulate-history.js';

/** A fitted model of which customers can be made up. */
type Simulated = BgNbd | MbgNbd | ParetoNbd | BgBb | GammaGamma;

/** Columns of customers, one value each. */
interface Columns {
  readonly length: number;
  readonly T: ArrayLike<number>;
  readonly frequency: ArrayLike<number>;
  readonly covariates: readonly (readonly [name: string, values: ArrayLike<number>])[];
}

/** Makes up customers by the models and fits the models to them; `null` where that is not possible. */
export function resampler<Model extends UncertainModels>(
  owner: string,
  model: Model,
  customers: Data<object>,
  weight: string | undefined,
): (random: Random) => Model | null {
  const parts = isOne(model) ? [['', model] as const] : Object.entries(model as Record<string, UncertainModel>);
  const models = parts.map(([, one]) => simulatedOf(owner, one));
  // Purchases come first, as spend follows from how often customers buy.
  const order = [...models.keys()].sort((i, j) => Number(isSpend(models[i])) - Number(isSpend(models[j])));
  const columns = columnsOf(owner, customers, weight, models);
  return (random) => {
    try {
      const again: Record<string, UncertainModel> = {};
      let { frequency } = columns;
      for (const k of order) {
        const one = models[k] as Simulated; // an index of the list
        const made = refitted(owner, one, { ...columns, frequency }, random);
        again[parts[k]?.[0] ?? ''] = made.model;
        frequency = made.frequency;
      }
      // Fits are of the kinds that were given.
      return (isOne(model) ? again[''] : again) as Model;
    } catch (error) {
      if (error instanceof FitError) return null;
      throw error;
    }
  };
}

function refitted(
  owner: string,
  model: Simulated,
  columns: Columns,
  random: Random,
): { model: UncertainModel; frequency: ArrayLike<number> } {
  const { length, T, covariates } = columns;
  const { penalty } = model.diagnostics;
  if (model.model === 'gamma-gamma') {
    const { frequency } = columns;
    const monetary = Float64Array.from(frequency, (x) => simulateGammaGamma(model, x, random));
    return { model: fitGammaGamma({ frequency, monetary }, { penalty, starts: [model] }), frequency };
  }
  const [frequency, recency] = [new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i += 1) {
    const values = Object.fromEntries(covariates.map(([name, column]) => [name, column[i] as number]));
    const made = simulateHistory(modelFor(owner, model, values), T[i] as number, random);
    frequency[i] = made.frequency;
    recency[i] = made.recency;
  }
  const histories = { frequency, recency, T, ...Object.fromEntries(covariates) };
  return { model: fitAgain(model, histories), frequency };
}

function fitAgain(
  model: Exclude<Simulated, GammaGamma>,
  histories: { frequency: Float64Array; recency: Float64Array; T: ArrayLike<number> },
): UncertainModel {
  const { penalty } = model.diagnostics;
  switch (model.model) {
    case 'bg/nbd':
      return fitBgNbd(histories, { penalty, starts: [model], covariates: covariatesOf(model.parameters) });
    case 'mbg/nbd':
      return fitMbgNbd(histories, { penalty, starts: [model], covariates: covariatesOf(model.parameters) });
    case 'pareto/nbd':
      return fitParetoNbd(histories, { penalty, starts: [model], covariates: covariatesOf(model.parameters) });
    case 'bg/bb':
      return fitBgBb(histories, { penalty, starts: [model] });
  }
}

function columnsOf(
  owner: string,
  customers: Data<object>,
  weight: string | undefined,
  models: readonly Simulated[],
): Columns {
  const isSpendOnly = models.every(isSpend);
  const names = [...new Set(models.flatMap(({ parameters }) => Object.values(covariatesOf(parameters)).flat()))];
  const fields = [isSpendOnly ? 'frequency' : 'T', ...names];
  const rules = [
    ...fields.map((name, k) => ruleOf(name, { from: name, ...(k === 0 ? { min: 0, max: 1e15 } : {}) } as never)), // names of fields
    ...(weight === undefined ? [] : [ruleOf(weight, { from: weight, integer: true, min: 0, max: 1e8 } as never)]),
  ];
  const { columns } = readFields(owner, customers, rules, {}, () => () => null);
  const weights = weight === undefined ? null : columns[fields.length];
  const repeated = (column: ArrayLike<number>): ArrayLike<number> => {
    if (!weights) return column;
    const values: number[] = [];
    for (let i = 0; i < column.length; i += 1)
      for (let k = 0; k < (weights[i] as number); k += 1) values.push(column[i] as number);
    return Float64Array.from(values);
  };
  const [first = [], ...others] = columns.slice(0, fields.length).map(repeated);
  const covariates = names.map((name, k) => [name, others[k] as ArrayLike<number>] as const); // a column for each name
  return { length: first.length, T: first, frequency: first, covariates };
}

function isSpend(model: UncertainModel | undefined): model is GammaGamma {
  return model?.model === 'gamma-gamma';
}

function simulatedOf(owner: string, model: UncertainModel): Simulated {
  const kinds = ['bg/nbd', 'mbg/nbd', 'pareto/nbd', 'bg/bb', 'gamma-gamma'];
  if (kinds.includes(model.model)) return model as Simulated; // by its kind
  const expected = `to be of a kind of which customers can be made up (${kinds.join(', ')}); modelEstimate knows others`;
  return refuseOption(owner, 'model', expected, model.model);
}
