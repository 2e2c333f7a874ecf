import type { Data, FieldOf } from '../core/data.js';
import type { Interval } from '../core/estimate.js';
import { checkOptions, refuseOption } from '../core/options.js';
import { coefficientsOf } from '../stats/fit/centred.js';
import { checkFit, fitted } from '../stats/fit/fitted.js';
import { FIT_OPTIONS, type FitOptions } from '../stats/fit/model.js';
import type { FitParameter, Origin } from '../stats/fit/problem.js';
import { normalTail } from '../stats/normal-tail.js';
import { centerOrigins, centredLifetimes } from './lifetime-centers.js';
import { type LifetimeKind, type LifetimeRole, lifetimeLogLikelihood, lifetimeSet } from './lifetime-likelihood.js';
import type { FittedLifetimes, LifetimeCoefficient, LifetimeCoefficients, TimeRatio } from './lifetime-model.js';
import { lifetimeRowsOf } from './lifetime-rows.js';
import { startOf } from './lifetime-start.js';
import { SPELL_OPTIONS, type SpellOptions } from './spell-fields.js';

/** Where rows say how long something lasted, and how to fit. */
export interface LifetimeFitOptions<Row, Parameter extends string = string>
  extends SpellOptions<Row>,
    Omit<FitOptions<Parameter | LifetimeCoefficient>, 'weight'> {
  /** Fields of numbers, or of true and false, that may make it last longer or shorter (accelerated failure time). */
  readonly covariates?: readonly NoInfer<FieldOf<Row, number | boolean>>[] | undefined;
}

/** A parameter of a distribution: its name, and what it says of the logarithm of time. */
export type LifetimeParameter<Name extends string> = LifetimeRole & { readonly name: Name };

/** Fits a distribution of lifetimes, whose parameters are these. */
export function fitLifetimes<Kind extends LifetimeKind, Name extends string>(
  owner: string,
  model: Kind,
  own: readonly LifetimeParameter<Name>[],
  data: Data<never>,
  options: LifetimeFitOptions<never, Name>,
): FittedLifetimes<Kind, Name> & Readonly<Record<Name, number>> & LifetimeCoefficients {
  checkOptions(owner, options, [...FIT_OPTIONS, ...SPELL_OPTIONS, 'covariates']);
  const { weight: _, ...others } = options;
  checkFit(owner, others, [...SPELL_OPTIONS, 'covariates']);
  const fields = checkFields(owner, options.covariates);
  const centred = centredLifetimes(owner, fields, lifetimeRowsOf(owner, data, options, fields));
  const rows = centred.rows;
  const set = lifetimeSet(model, rows);
  const { place, spread } = startOf(set, rows);
  const parameters: readonly FitParameter<Name | LifetimeCoefficient>[] = [
    ...own.map((parameter) => fitParameterOf(parameter, place, centerOrigins(centred, own.length, parameter.sign))),
    ...coefficientsOf(
      fields.map((field) => `time.${field}` as const),
      fields,
      centred,
    ),
  ];
  const roles = [...own, ...fields.map((): LifetimeRole => ({ of: 'coefficient', by: 'itself', sign: 1 }))];
  const startAt = (logSpread: number) =>
    roles.map(({ of, by, sign }) => {
      const value = of === 'place' ? place : of === 'spread' ? logSpread : 0;
      return by === 'itself' ? value : Math.exp(sign * value);
    });
  const { n, events, timeAtRisk, excluded } = rows;
  const facts = fitted<Kind, Name | LifetimeCoefficient>(
    model,
    {
      ...{ owner, parameters, n, excluded, handover: HANDOVER },
      logLikelihood: lifetimeLogLikelihood(set, roles),
      // Without truncation the likelihood has one maximum (Burridge 1981, JRSS B 43: 41–45).
      starts: rows.entries.time.length === 0 ? [startAt(spread)] : [startAt(spread), startAt(spread + 1)],
    },
    others,
  );
  const { intervals, standardErrors } = facts;
  const coefficients = fields.map((field, k) =>
    timeRatioOf(
      field,
      centred.centers[k]?.center as number, // one for each
      facts[`time.${field}`] as number, // a parameter for each field
      standardErrors[`time.${field}`] ?? null,
      intervals[`time.${field}`] ?? null,
    ),
  );
  return { ...facts, events, timeAtRisk, coefficients };
}

/** A parameter as the search has it: measured from where its start is, and moved from the means of covariates to their centers. */
function fitParameterOf<Name extends string>(
  { name, of, by, sign }: LifetimeParameter<Name>,
  place: number,
  origins: readonly Origin[],
): FitParameter<Name> {
  if (of === 'spread') return { name };
  const moved = { name, origins, widest: FARTHEST };
  return by === 'itself' ? { ...moved, isFree: true, offset: place } : { ...moved, scale: Math.exp(sign * place) };
}

/** Sums over a million rows tell no smaller gains for sure; Newton's steps need only their slopes. */
const HANDOVER = 1e-3;

/** The logarithm of time goes no farther from its start than this: with few ends the middle of all lifetimes may lie far beyond what was seen. */
const FARTHEST = 100;

function checkFields(owner: string, fields: unknown): readonly string[] {
  if (fields === undefined) return [];
  const isList = Array.isArray(fields) && fields.every((field) => typeof field === 'string');
  if (!isList || new Set(fields).size < fields.length) {
    refuseOption(owner, 'covariates', 'to be a list of different fields', fields, 'E_OPT_TYPE');
  }
  return fields;
}

function timeRatioOf(
  covariate: string,
  center: number,
  coefficient: number,
  standardError: number | null,
  interval: Interval | null,
): TimeRatio {
  const [timeRatio, low, high] = [coefficient, interval?.low ?? 0, interval?.high ?? 0].map(Math.exp) as Three;
  const z = standardError === null ? null : coefficient / standardError;
  return {
    ...{ covariate, coefficient, standardError },
    timeRatio: Number.isFinite(timeRatio) ? timeRatio : null,
    interval: interval && Number.isFinite(high) ? { ...interval, low, high, method: 'wald-log' } : null,
    z,
    pValue: z === null ? null : Math.min(1, 2 * normalTail(Math.abs(z))),
    center,
  };
}

type Three = [number, number, number]; // three in, three out
