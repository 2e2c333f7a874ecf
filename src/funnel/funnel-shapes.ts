import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { FunnelShape } from '../log/shapes/funnel-shape.js';
import { boundOf, faultsPart, logPart, type ShapeGroup, type ShapePart, shapePlan } from '../log/shapes/shape-plan.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { FunnelState } from './funnel-tally.js';
import type { FunnelRepeats } from './repeat-tally.js';

/** The value of a group, and the first and last period of the log. */
export type FunnelGroups = readonly (readonly [key: string | number | boolean | null, state: FunnelState])[];
export interface LogExtent {
  readonly first: number | null;
  readonly last: number | null;
}

/** A funnel as shapes: one funnel, or one for each value or period of `group`. */
export function funnelShapes(
  plan: FunnelPlan,
  group: FunnelShape['group'],
  state: (groups: FunnelGroups, extent: LogExtent) => unknown,
): Plan {
  const shape = shapeOf(plan, group);
  const keys = group === null ? [] : ['group_value'];
  const customers = [...plan.steps.map((_, k) => `count_${k}`), 'entered', 'converted'];
  const measures = { number: countIf() };
  const parts: Readonly<Record<string, ShapePart>> & { readonly log: ShapePart } = {
    log: group?.by === 'period' ? logPart(group.periods, null) : faultsPart('UTC', null),
    durations: { shape, keys: [...keys, 'kind', 'duration'], measures },
    ...(plan.isRepeating
      ? { customers: { shape: { ...shape, rows: 'customers' as const }, keys: [...keys, ...customers], measures } }
      : {}),
  };
  return shapePlan<string>(parts, (counted: { readonly [part: string]: readonly ShapeGroup[] | undefined }) => {
    const { first = null, last = null } = counted.log?.[0]?.measured ?? {};
    const durations = grouped(counted.durations ?? [], keys.length);
    const repeats = grouped(counted.customers ?? [], keys.length);
    const groups = [...durations].map(([key, rows]) => [key, stateOf(plan, rows, repeats.get(key) ?? [])] as const);
    return state(groups, { first, last });
  });
}

/** The state of nobody. */
export function noFunnel(plan: FunnelPlan): FunnelState {
  return stateOf(plan, [], []);
}

function shapeOf(plan: FunnelPlan, group: FunnelShape['group']): FunnelShape {
  const { order, reentry, timing, isLater, graceMs, counting, exclusions, exclusionEffect, holdConstant } = plan;
  const asOf = plan.asOf ?? Infinity; // a metric has one
  const limit = plan.completion === 'inRange' ? Math.min(asOf, plan.to - 1) : asOf;
  return {
    kind: 'funnel',
    rows: 'durations',
    steps: plan.steps.map(({ facts, isOptional, withinPrevious }) => ({
      ...{ facts, isOptional, withinPrevious: boundOf(withinPrevious) },
    })),
    ...{ within: boundOf(plan.within), order, reentry, timing, isLater, graceMs, counting },
    ...{ exclusions, exclusionEffect, holdConstant, group, limit },
    ...{ from: boundOf(plan.from), to: boundOf(plan.to), lastMature: boundOf(limit - plan.within) },
  };
}

interface Row {
  readonly keys: readonly number[];
  readonly number: number;
}

/** Rows by the value of their group; without one, under `null`. */
function grouped(groups: readonly ShapeGroup[], depth: number): Map<ShapeGroup['keys'][number], Row[]> {
  const byKey = new Map<ShapeGroup['keys'][number], Row[]>();
  for (const { keys, measured } of groups) {
    const key = depth === 0 ? null : (keys[0] ?? null);
    const row = { keys: keys.slice(depth) as number[], number: measured.number as number }; // columns of the shape
    const rows = byKey.get(key);
    if (rows === undefined) byKey.set(key, [row]);
    else rows.push(row);
  }
  return byKey;
}

function stateOf(plan: FunnelPlan, durations: readonly Row[], customers: readonly Row[]): FunnelState {
  const count = plan.steps.length;
  const counts = plan.steps.map(() => 0);
  // By kind; rows are in the order of kinds and durations.
  const lists: number[][] = Array.from({ length: count + 3 }, () => []);
  for (const { keys, number } of durations) {
    const [kind, duration] = keys as [number, number]; // as they were asked for
    if (kind < count) counts[kind]! += number;
    const list = lists[kind] as number[];
    if (kind > 0 && kind <= count) for (let i = 0; i < number; i += 1) list.push(duration);
    else list[0] = (list[0] ?? 0) + number;
  }
  return {
    counts,
    times: plan.steps.map((_, k) => (k === 0 ? [] : (lists[k] ?? []))),
    total: lists[count] ?? [],
    mature: [lists[count + 1]?.[0] ?? 0, lists[count + 2]?.[0] ?? 0],
    repeats: plan.isRepeating ? repeatsOf(plan, customers) : null,
  };
}

/** The sums over customers, as `RepeatTally` adds them up. */
function repeatsOf({ steps, required }: FunnelPlan, rows: readonly Row[]): FunnelRepeats {
  const sums = (term: (counts: readonly number[], k: number) => number): readonly number[] =>
    steps.map((_, k) => rows.reduce((sum, { keys, number }) => sum + number * term(keys, k), 0));
  const at = (keys: readonly number[], k: number): number => keys[k] ?? 0;
  const previous = (k: number): number => Math.max(0, ...required.filter((step) => step < k));
  const ended = (term: (entered: number, converted: number) => number): number =>
    rows.reduce((sum, { keys, number }) => sum + number * term(at(keys, steps.length), at(keys, steps.length + 1)), 0);
  return {
    customers: sums((keys, k) => (at(keys, k) > 0 ? 1 : 0)),
    squares: sums((keys, k) => at(keys, k) ** 2),
    withPrevious: sums((keys, k) => at(keys, k) * at(keys, previous(k))),
    withFirst: sums((keys, k) => at(keys, k) * at(keys, 0)),
    mature: [
      ended((entered) => (entered > 0 ? 1 : 0)),
      ended((entered) => entered ** 2),
      ended((entered, converted) => entered * converted),
      ended((_, converted) => converted ** 2),
    ],
  };
}
