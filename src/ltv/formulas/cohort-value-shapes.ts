import { canonicalSum, growExpansion } from '../../core/exact-sum.js';
import { compare, input } from '../../core/expression.js';
import { countIf, sum } from '../../core/measures.js';
import type { Plan } from '../../core/metric.js';
import { type Pairs, sortedPairs } from '../../core/pairs.js';
import { productMeasures, productSum } from '../../log/purchases/exact-products.js';
import { boundOf, periodsPlan } from '../../log/shapes/periods-plan.js';
import { logPart, type ShapeGroup, shapePlan } from '../../log/shapes/shape-plan.js';
import { type CohortValuePlan, OWNER } from './cohort-value-plan.js';
import {
  type CohortAmounts,
  type CohortValueState,
  checkCells,
  isNothing,
  isZero,
  trimmed,
} from './cohort-value-state.js';

/** The value of cohorts as shapes. */
export function cohortValueShapes(plan: CohortValuePlan, asOf: number): Plan {
  const { purchases, start, windowLength } = plan;
  const isNet = purchases.refunds === 'net';
  const bounds = { from: boundOf(plan.from), to: boundOf(plan.to), ages: boundOf(plan.ages) };
  const bought = { purchase: purchases.purchase, periods: periodsPlan(plan.periods), asOf };
  const starting = { ...bought, start, windowLength, ...bounds };
  const { timeZone } = purchases;
  const lines = {
    kind: 'lines',
    purchase: purchases.purchase,
    per: 'event',
    timeZone,
    edges: [asOf + 1],
    only: 0,
  } as const;
  const is = (column: string) => countIf(compare(input(column), '=', 1));
  const parts = {
    log: logPart(plan.periods, null),
    lines: {
      shape: { ...lines, isNet, needsAmount: true },
      keys: [],
      measures: { refunds: is('refund'), unpaid: is('unpaid') },
    },
    starters: {
      shape: { kind: 'starters', ...starting } as const,
      keys: ['cohort', 'through'],
      measures: { n: countIf() },
    },
    values: {
      shape: { kind: 'values', ...starting, isNet } as const,
      keys: ['cohort', 'age', 'sign'],
      measures: { value: sum(input('value')), ...productMeasures('square') },
    },
  };
  return shapePlan(
    parts,
    ({ log, lines, starters, values }): CohortValueState => ({
      cohorts: cohortsOf(plan, log[0]?.measured.last ?? null, starters, values),
      refunds: lines[0]?.measured.refunds ?? 0,
      withoutAmount: lines[0]?.measured.unpaid ?? 0,
    }),
  );
}

function cohortsOf(
  plan: CohortValuePlan,
  lastPeriod: number | null,
  starters: readonly ShapeGroup[],
  values: readonly ShapeGroup[],
): Pairs<number, CohortAmounts> {
  const known = new Map<number, Cohort>();
  const isRolling = plan.windowLength !== null;
  let most = 0;
  for (const { keys, measured } of starters) {
    const [number, through] = keys as readonly [number, number | null]; // of the shape
    const cohort = known.get(number) ?? { size: 0, through: [], amounts: [], squares: [] };
    known.set(number, cohort);
    const customers = measured.n as number;
    cohort.size += customers;
    if (through === null || through === 0) continue;
    cohort.through[through - 1] = (cohort.through[through - 1] ?? 0) + customers;
    most = Math.max(most, through);
  }
  const first = Math.min(...known.keys());
  if (known.size > 0) {
    const width = isRolling ? most + 1 : Math.max(0, (lastPeriod ?? first) - first + 1);
    checkCells(Math.max(...known.keys()) - first + 1, Math.min(plan.ages, width));
  }
  for (const { keys, sums } of values) {
    const [number, age, sign] = keys as readonly [number, number, 1 | -1]; // of the shape, whose customers have cohorts
    const { amounts, squares } = known.get(number) as Cohort;
    amounts[age] ??= [];
    squares[age] ??= [];
    for (const term of sums.value ?? []) growExpansion(amounts[age], sign * term);
    for (const term of productSum(sums, 'square')) growExpansion(squares[age], sign * term);
  }
  return sortedPairs(known).map(([number, { size, through, amounts, squares }]) => [
    number,
    {
      size,
      through: isRolling
        ? trimmed(
            Array.from(through, (count) => count ?? 0),
            isZero,
          )
        : null,
      amounts: sumsOf(amounts),
      squares: sumsOf(squares),
    },
  ]);
}

/** What is being counted of a cohort; the sums, by age, as running ones. */
interface Cohort {
  size: number;
  readonly through: number[];
  readonly amounts: number[][];
  readonly squares: number[][];
}

function sumsOf(sums: readonly (number[] | undefined)[]): CohortAmounts['amounts'] {
  return trimmed(
    Array.from(sums, (partials) => canonicalSum(partials ?? [], OWNER)),
    isNothing,
  );
}
