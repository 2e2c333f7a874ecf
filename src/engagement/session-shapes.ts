import { input } from '../core/expression.js';
import { countIf, sum } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { type KeyValue, type Pairs, sortedPairs } from '../core/pairs.js';
import { productMeasures, productSum } from '../log/purchases/exact-products.js';
import { boundOf } from '../log/shapes/periods-plan.js';
import { faultsPart, type ShapeGroup, type ShapePart, shapePlan } from '../log/shapes/shape-plan.js';
import type { RatioSums } from '../stats/ratio-estimate.js';
import type { SessionSummaryState } from './session-parts.js';
import type { SessionPlan } from './session-rules.js';

/** The summary of sessions as shapes. */
export function sessionShapes(plan: SessionPlan, dwell: string | null): Plan {
  const { event, timeout, days, asOf } = plan;
  const timeZone = days?.timeZone ?? 'UTC';
  const bounds = { from: boundOf(plan.from), to: boundOf(plan.to) };
  const rules = { event, timeout, timeZone, isSplit: days !== null, ...bounds, asOf };
  const n = countIf();
  const dwells: ShapePart = {
    shape: { kind: 'dwells', ...rules, property: dwell ?? '' },
    keys: ['value', 'time'],
    measures: { n },
  };
  const parts: Readonly<Record<string, ShapePart>> = {
    log: faultsPart(timeZone, asOf),
    sessions: { shape: { kind: 'sessions', ...rules }, keys: ['duration', 'events'], measures: { n } },
    visitors: { shape: { kind: 'visitors', ...rules }, keys: [], measures: visitorMeasures() },
    ...(dwell === null ? {} : { dwells }),
  };
  return shapePlan(parts, ({ sessions = [], visitors = [], dwells = [] }): SessionSummaryState => {
    const all = visitors[0] as ShapeGroup; // without keys there is one group
    return {
      durations: countsBy(sessions, 0),
      events: countsBy(sessions, 1),
      duration: ratioOf(all, 'durations'),
      event: ratioOf(all, 'events'),
      bounce: ratioOf(all, 'bounces'),
      dwell: dwellOf(dwells),
    };
  });
}

function visitorMeasures(): ShapePart['measures'] {
  const sums = ['sessions', ...NUMERATORS].map((name) => [name, sum(input(name))] as const);
  const products = NUMERATORS.flatMap((name) => [`${name}_${name}`, `${name}_sessions`]);
  return Object.assign(
    { n: countIf() },
    Object.fromEntries(sums),
    ...['sessions_sessions', ...products].map(productMeasures),
  );
}

const NUMERATORS = ['durations', 'events', 'bounces'] as const;

function ratioOf({ measured, sums }: ShapeGroup, y: (typeof NUMERATORS)[number]): RatioSums {
  return {
    n: measured.n ?? 0,
    y: sums[y] ?? [],
    x: sums.sessions ?? [],
    yy: productSum(sums, `${y}_${y}`),
    xy: productSum(sums, `${y}_sessions`),
    xx: productSum(sums, 'sessions_sessions'),
  };
}

/** How often each value of a key occurs. */
function countsBy(groups: readonly ShapeGroup[], key: number): Pairs<number, number> {
  const counts = new Map<number, number>();
  for (const { keys, measured } of groups) {
    const value = keys[key] as number; // in the order of the plan
    counts.set(value, (counts.get(value) ?? 0) + (measured.n as number));
  }
  return sortedPairs(counts);
}

function dwellOf(groups: readonly ShapeGroup[]): SessionSummaryState['dwell'] {
  const byValue = new Map<KeyValue, ShapeGroup[]>();
  for (const group of groups) {
    const own = byValue.get(group.keys[0] as KeyValue); // a value of the property
    if (own === undefined) byValue.set(group.keys[0] as KeyValue, [group]);
    else own.push(group);
  }
  return sortedPairs(byValue).map(([value, own]) => {
    const exits = own.find(({ keys }) => keys[1] === null)?.measured.n ?? 0;
    return [
      value,
      {
        exits,
        times: countsBy(
          own.filter(({ keys }) => keys[1] !== null),
          1,
        ),
      },
    ] as const;
  });
}
