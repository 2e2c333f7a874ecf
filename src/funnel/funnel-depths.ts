import type { Scalar } from '../core/expression.js';
import type { AnyLog, CustomerId, EventLog } from '../log/layout.js';
import { customerOf, propertyOf } from './actors.js';
import type { FunnelOptions, FunnelStep, KnownSteps } from './funnel-options.js';
import { funnelPlan } from './funnel-plan.js';
import { funnelRun } from './funnel-run.js';

/** How far one customer came, or one attempt. */
export interface FunnelDepth {
  readonly customer: CustomerId;
  /** The number of the furthest step, from 1. */
  readonly depth: number;
  /** When each step was reached, in epoch milliseconds; `null` for one that was not. */
  readonly reachedAt: readonly (number | null)[];
  /** The values of the properties that are held constant, in the order of the option; none without it. */
  readonly held: readonly Scalar[];
}

/**
 * Who came how far in a funnel, and when: the customers behind the counts of `funnel`, for lists of those who dropped out.
 *
 * A customer of depth k dropped out after step k, unless that is the last. Customers who never did the first step are not listed, nor are
 * those whom `exclusionEffect: 'dropCustomer'` drops. Where attempts are counted, or properties held constant, a customer may have
 * several rows.
 *
 * @param log - the events
 * @param options - as in `funnel`
 * @returns rows in the order in which customers have their first events
 * @throws {InvalidOptionError} and {LimitError} as `funnel`
 * @example
 * ```ts
 * import { eventLog, funnelDepths } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', time: 1_743_500_000_000, name: 'visit' },
 *     { customer: 'a', time: 1_743_500_060_000, name: 'order' },
 *     { customer: 'b', time: 1_743_600_000_000, name: 'visit' },
 *   ],
 *   { customer: 'customer', time: 'time', name: 'name' },
 * );
 * const depths = funnelDepths(log, { steps: ['visit', 'order'] });
 * depths[0]; // => { customer: 'a', depth: 2, reachedAt: [1743500000000, 1743500060000], held: [] }
 * depths.filter(({ depth }) => depth === 1).map(({ customer }) => customer); // => ['b']
 * ```
 */
export function funnelDepths<
  Name extends string,
  Properties extends object,
  const Steps extends readonly FunnelStep<Name, Properties>[],
>(
  log: EventLog<Name, Properties>,
  options: FunnelOptions<Name, Properties, Steps> & KnownSteps<Steps, Properties>,
): readonly FunnelDepth[] {
  const plan = funnelPlan('funnelDepths', options);
  const { actors, attempts } = funnelRun(plan, log);
  const rows: FunnelDepth[] = [];
  attempts.each({
    take(actor, instants, steps) {
      const row = actors.rows[actors.starts[actor] as number] as number; // an actor has an event
      rows.push({
        customer: log.customers[customerOf(actors, actor)] as CustomerId, // codes are places in the list
        depth: steps,
        reachedAt: plan.steps.map((_, k) => reached(instants, k, steps)),
        held: plan.holdConstant.map((property) => valueAt(log, property, row)),
      });
    },
    takeMature() {},
  });
  return rows;
}

function reached(instants: Float64Array, step: number, steps: number): number | null {
  const instant = instants[step] as number;
  return step >= steps || Number.isNaN(instant) ? null : instant;
}

function valueAt(log: AnyLog, property: string, row: number): Scalar {
  const { codes, values } = propertyOf('funnelDepths', 'holdConstant', log, property);
  return values[codes[row] as number] as Scalar; // actors have a value of each
}
