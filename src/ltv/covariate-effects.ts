import { InvalidDataError, typeName } from '../core/errors.js';
import { refuseOption } from '../core/options.js';

/** What a coefficient moves: a parameter, by the factor e^(sign · coefficient · value of the field). */
interface Effect {
  readonly field: string;
  readonly parameter: string;
  readonly sign: 1 | -1;
  readonly coefficient: number;
}

/** A model, for which covariates may be known. */
interface Model {
  readonly model: string;
}

/**
 * The model as it is for one customer: parameters that covariates move (Fader & Hardie 2007, "Incorporating time-invariant covariates into the
 * Pareto/NBD and BG/NBD models") are brought to the customer's own values; a model without covariates is itself.
 */
export function modelFor<Purchases extends Model>(owner: string, model: Purchases, customer: object): Purchases {
  const effects = effectsOf(owner, model);
  if (effects.length === 0) return model;
  const moved: Record<string, number> = {};
  for (const { field, parameter, sign, coefficient } of effects) {
    const value: unknown = Object(customer)[field];
    if (typeof value !== 'number' || !Number.isFinite(value)) refuseCovariate(owner, field, value);
    const before = moved[parameter] ?? (Object(model)[parameter] as number); // checked to be one of the model's
    moved[parameter] = before * Math.exp(sign * coefficient * value);
  }
  return { ...model, ...moved };
}

/** The fields of customers that a model reads beside their history, each once. */
export function covariateFields(owner: string, model: Model): readonly string[] {
  return [...new Set(effectsOf(owner, model).map(({ field }) => field))];
}

/** The fields of the covariates that a model was fitted with, from the names of its parameters. */
export function covariatesOf(parameters: readonly string[]): { purchase: string[]; dropout: string[] } {
  const fields = (prefixes: readonly string[]) => {
    const names = parameters.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    return [...new Set(names.map((name) => name.slice(name.indexOf('.') + 1)))];
  };
  return { purchase: fields(['purchase.']), dropout: fields(['dropout.', 'dropoutA.', 'dropoutB.']) };
}

/** Effects are read once of a model, as it is plain data that nobody changes. */
const known = /* @__PURE__ */ new WeakMap<Model, readonly Effect[]>();

function effectsOf(owner: string, model: Model): readonly Effect[] {
  const before = known.get(model);
  if (before !== undefined) return before;
  const effects: Effect[] = [];
  for (const [name, coefficient] of Object.entries<unknown>({ ...model })) {
    const dot = name.indexOf('.');
    const targets = TARGETS[model.model] ?? {};
    const prefix = name.slice(0, Math.max(0, dot));
    if (!Object.hasOwn(targets, prefix)) continue;
    const [parameter, sign] = targets[prefix] as readonly [string, 1 | -1]; // it is there
    if (typeof coefficient !== 'number' || !Number.isFinite(coefficient)) {
      refuseOption(owner, `model.${name}`, 'to be a number', coefficient);
    }
    effects.push({ field: name.slice(dot + 1), parameter, sign, coefficient });
  }
  known.set(model, effects);
  return effects;
}

type Targets = Readonly<Record<string, Readonly<Record<string, readonly [parameter: string, sign: 1 | -1]>>>>;

const BETA_GEOMETRIC = { purchase: ['alpha', -1], dropoutA: ['a', 1], dropoutB: ['b', 1] } as const;
const TARGETS: Targets = {
  'bg/nbd': BETA_GEOMETRIC,
  'mbg/nbd': BETA_GEOMETRIC,
  'pareto/nbd': { purchase: ['alpha', -1], dropout: ['beta', -1] },
};

function refuseCovariate(owner: string, field: string, value: unknown): never {
  const [expected, received] = ['a finite number, as the model has a covariate of this name', typeName(value)];
  const issue = { code: 'E_FIELD_TYPE', index: null, field, expected, received } as const;
  throw new InvalidDataError(`${owner} requires ${field} to be ${expected}; the customer has ${received}`, [issue]);
}
