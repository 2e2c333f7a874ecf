export type { AnswersState } from './answer-metric.js';
export type { AnswerMeasures } from './answers.js';
export type { ScalePoint } from './distribution.js';
export { type Nps, type NpsOptions, type NpsState, nps, npsMetric } from './nps.js';
export type { NpsBreaks } from './nps-facts.js';
export type { NpsMethod } from './nps-interval.js';
export type { OnePerCustomer, RepeatOptions } from './one-per-customer.js';
