import { refuseOption } from './options.js';

/** Refuses what is no metric: the function that makes one, mostly, or the one-shot of the same name. */
export function checkMetric(owner: string, metric: unknown): void {
  const isMetric = ['state', 'merge', 'finish'].every((part) => typeof Object(metric)[part] === 'function');
  if (!isMetric) refuseOption(owner, 'metric', 'to be a metric, as npsMetric({ ... }) makes one', metric, 'E_OPT_TYPE');
}
