import { checkMetric } from './check-metric.js';
import type { Metric } from './metric.js';
import { checkChoice, checkOptions, refuseOption } from './options.js';

/** How the input was split before its parts were counted. */
export interface MergeStatesOptions {
  /** `'by customer'`: all that is known of a customer is in one part; `'anywhere'`: it may be in several. */
  readonly split: 'anywhere' | 'by customer';
}

/**
 * The state of the whole from the states of its parts: shards, days, files, whatever counted them. A metric that needs all of a customer
 * at once refuses parts that were split otherwise, since no later step could tell that customers were counted twice.
 *
 * @param metric - the metric that the states are of
 * @param states - the states of the parts, at least one
 * @param options - `split`, how the input was split
 * @throws {InvalidOptionError} when the metric's `split` is `'by customer'` and that of the parts is not, or there is no state
 * @example
 * ```ts
 * import { eventLog, mergeStates, npsMetric, retentionMetric } from 'kizuna';
 *
 * const nps = npsMetric({ score: 'score' });
 * const shards = [[{ score: 9 }], [{ score: 3 }, { score: 10 }], []].map((rows) => nps.state(rows));
 * nps.finish(mergeStates(nps, shards, { split: 'anywhere' })).n; // => 3
 *
 * const weekly = retentionMetric({ unit: 'week', asOf: '2025-05-01' });
 * const east = weekly.state(eventLog([{ id: 'a', at: '2025-04-01T10:00Z' }], { customer: 'id', time: 'at' }));
 * mergeStates(weekly, [east, east], { split: 'anywhere' }); // throws InvalidOptionError
 * ```
 */
export function mergeStates<State>(
  metric: Metric<never, State, unknown>,
  states: Iterable<State>,
  options: MergeStatesOptions,
): State {
  checkMetric(OWNER, metric);
  checkOptions(OWNER, options, ['split']);
  const split = checkChoice(OWNER, 'split', options.split, ['anywhere', 'by customer']);
  if (metric.split === 'by customer' && split === 'anywhere') {
    refuseOption(OWNER, 'split', `to be 'by customer', as ${metric.name} needs all of a customer in one part`, split);
  }
  return halved(metric, [...states]) ?? refuseOption(OWNER, 'states', 'to hold at least one', 'none');
}

const OWNER = 'mergeStates';

/** Two by two: one after the other would copy the whole for each part. */
function halved<State>(metric: Metric<never, State, unknown>, states: readonly State[]): State | undefined {
  if (states.length < 2) return states[0];
  const half = states.length >> 1;
  // Neither half is empty.
  return metric.merge(halved(metric, states.slice(0, half)) as State, halved(metric, states.slice(half)) as State);
}
