import type { Plan } from '../core/metric.js';
import { type EndsShape, type LedgerGroup, type LedgerPart, ledgerPlan } from '../log/shapes/ledger-shape.js';
import { daysPlan, type PeriodsPlan, periodsPlan } from '../log/shapes/periods-plan.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { calendar } from '../time/calendar.js';
import { periodAt } from '../time/period-starts.js';
import { begunOf, decimalsOf, factsPart, ledgerRules } from './ledger-facts.js';
import { type DayMoves, isDaily } from './revenue-days.js';
import type { RevenuePlan } from './revenue-plan.js';
import type { ByMovement, MovementSums } from './revenue-state.js';
import { checkPeriodCount } from './window-movements.js';

/** What a query counted of a ledger's movements, as `revenueState` has it. */
export interface CountedMovements {
  readonly decimals: number;
  /** The first period with revenue. */
  readonly first: number;
  readonly periods: readonly (readonly [number, MovementSums])[];
  readonly days: readonly (readonly [number, DayMoves])[];
}

/** The plan of a metric of movements: `state` is handed what was counted, `null` where there is no revenue. */
export function movementPlan(
  plan: RevenuePlan,
  asOf: number,
  state: (counted: CountedMovements | null) => unknown,
): Plan {
  const { owner, periods, trailing } = plan;
  const rules = ledgerRules(plan, asOf);
  const ends = endsOf(plan, asOf, periodsPlan(periods), trailing, true);
  const days = isDaily(plan) ? daysPlan(periods.timeZone) : null;
  const parts: Readonly<Record<string, LedgerPart>> = {
    facts: factsPart(rules, ends),
    ...partsOf(plan, ends, ''),
    ...(days === null ? {} : partsOf(plan, endsOf(plan, asOf, days, 1, false), 'daily ')),
  };
  return ledgerPlan(parts, (counted) => {
    const of = (name: string) => counted[name] ?? [];
    const decimals = decimalsOf(owner, rules, of('facts'), of('ends'));
    const windows = windowsOf(of('ends'));
    const begun = begunOf(of('facts'));
    const first = begun === null ? windows[0]?.[0] : periodAt(periods, begun); // in order
    if (first === undefined) return state(null);
    checkPeriodCount(owner, periodAt(periods, asOf) - first + 1);
    if (days !== null) checkDayCount(plan, first, asOf);
    const more = windowsOf(of(plan.rules.movements === 'each' ? 'each' : 'gone'));
    const moves = new Map(windowsOf(of('daily ends')));
    for (const [day, kinds] of windowsOf(of('daily gone'))) moves.set(day, joined(moves.get(day), kinds));
    const daily =
      plan.rules.movements === 'each' ? windowsOf(of('daily each')) : [...moves].sort((a, b) => a[0] - b[0]);
    return state({
      ...{ decimals, first, periods: periodSums(plan.rules.movements, windows, more) },
      days: daily.map(([day, kinds]) => [day, dayOf(kinds)] as const).filter(([, moved]) => moved.some((n) => n > 0)),
    });
  });
}

/** The groups of one window by their kind: how many customers, by how much, and the sums of products. */
type Kinds = readonly (Kind | undefined)[];
interface Kind {
  readonly customers: number;
  readonly amount: number;
  readonly product: ExactSum;
  readonly squares: ExactSum;
}

function endsOf(plan: RevenuePlan, asOf: number, periods: PeriodsPlan, trailing: number, ties: boolean): EndsShape {
  const last = periodAt(calendar(periods), asOf);
  const moves = { rules: ledgerRules(plan, asOf), periods, trailing, last, within: plan.within };
  return { kind: 'ends', ...moves, newBy: plan.rules.movements === 'net' ? 'ends' : 'changes', ties };
}

function partsOf({ rules }: RevenuePlan, ends: EndsShape, prefix: string): Readonly<Record<string, LedgerPart>> {
  const { movements } = rules;
  const { kind: _, newBy: __, ties: ___, ...moves } = ends;
  const keys = ['period', 'kind'];
  return {
    [`${prefix}ends`]: {
      shape: ends,
      keys,
      sums: prefix === '' ? ['amount', ...PRODUCTS, ...PRODUCTS.map((name) => `large_${name}`)] : [],
    },
    ...(movements === 'newAndChurned'
      ? { [`${prefix}gone`]: { shape: { kind: 'gone', ...moves }, keys, sums: ['amount', 'counts'] } }
      : {}),
    ...(movements === 'each'
      ? { [`${prefix}each`]: { shape: { kind: 'each', ...moves }, keys, sums: ['amount', 'counts'] } }
      : {}),
  };
}

const PRODUCTS = ['product', 'squares'];

function checkDayCount({ owner, periods }: RevenuePlan, first: number, asOf: number): void {
  const days = calendar({ unit: 'day', timeZone: periods.timeZone });
  checkPeriodCount(owner, periodAt(days, asOf) - periodAt(days, periods.startOf(first)) + 1, 'days');
}

/** Groups by window, in order, each by kind. */
function windowsOf(groups: readonly LedgerGroup[]): readonly (readonly [number, Kinds])[] {
  const windows = new Map<number, (Kind | undefined)[]>();
  for (const { keys, rows, sums } of groups) {
    const [period, kind] = keys as readonly [number, number]; // as the parts have them
    const kinds = windows.get(period) ?? [];
    kinds[kind] = {
      customers: sums.counts === undefined ? rows : (sums.counts[0] ?? 0),
      amount: sums.amount?.[0] ?? 0, // below 2^53, and so one term
      product: addedSums(sums.product ?? [], sums.large_product ?? []),
      squares: addedSums(sums.squares ?? [], sums.large_squares ?? []),
    };
    windows.set(period, kinds);
  }
  return [...windows].sort((a, b) => a[0] - b[0]);
}

function joined(kinds: Kinds = [], more: Kinds = []): Kinds {
  return [0, 1, 2, 3, 4].map((place) => {
    const [a, b] = [kinds[place] ?? NONE, more[place] ?? NONE];
    return { ...a, customers: a.customers + b.customers, amount: a.amount + b.amount };
  });
}

const NONE: Kind = { customers: 0, amount: 0, product: [], squares: [] };

function dayOf(kinds: Kinds): DayMoves {
  return [kinds[0]?.customers ?? 0, kinds[3]?.customers ?? 0, kinds[4]?.customers ?? 0];
}

/** The sums of each window in which there were movements. */
function periodSums(
  rule: 'net' | 'newAndChurned' | 'each',
  windows: readonly (readonly [number, Kinds])[],
  more: readonly (readonly [number, Kinds])[],
): readonly (readonly [number, MovementSums])[] {
  const [known, others] = [new Map(windows), new Map(more)];
  return [...new Set([...known.keys(), ...others.keys()])]
    .sort((a, b) => a - b)
    .flatMap((period) => {
      const [ends = [], other] = [known.get(period), others.get(period)];
      const all = rule === 'each' ? (other ?? []) : joined(ends, other);
      if (!all.some((kind, place) => place < 5 && kind !== undefined && kind.customers > 0)) return [];
      return [
        [period, { ...fives(all), squares: squaresOf(ends), pool: rule === 'net' ? null : fives(ends) }],
      ] as const;
    });
}

function fives(kinds: Kinds): { readonly revenue: ByMovement; readonly customers: ByMovement } {
  const of = (part: 'amount' | 'customers'): ByMovement => [
    kinds[0]?.[part] ?? 0,
    kinds[1]?.[part] ?? 0,
    kinds[2]?.[part] ?? 0,
    kinds[3]?.[part] ?? 0,
    kinds[4]?.[part] ?? 0,
  ];
  return { revenue: of('amount'), customers: of('customers') };
}

/** In the order of `Squares`. */
function squaresOf([fresh = NONE, more = NONE, less = NONE, gone = NONE, back = NONE]: Kinds): readonly ExactSum[] {
  const [product, squares] = [addedSums(less.product, gone.product), addedSums(less.squares, gone.squares)];
  return [
    product,
    squares,
    addedSums(product, more.product),
    addedSums(squares, more.squares),
    fresh.squares,
    back.squares,
  ];
}
