import { errorOf, InvalidDataError, LimitError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { exactSum } from '../core/exact-sum.js';
import type { CountIf, Extreme, Sum } from '../core/measures.js';
import type { KeyValue, Pairs } from '../core/pairs.js';
import type { Excluded } from '../core/policy.js';
import { refuseExcluded } from '../core/row-metric.js';
import type { TallyState } from '../core/tally.js';
import { wilsonRates } from '../stats/wilson.js';

/**
 * The state of churn reasons: for each reason (within it for each mark, and customer, where these are read) the rows, and what they
 * cost: in all, or at the most where customers are read.
 */
export type ChurnReasonsState = Pairs<KeyValue, ChurnReasonCell>;

/** Counts, or those of each key. */
export type ChurnReasonCell = ChurnReasonCounts | ChurnReasonPairs;

/** The states of each mark or customer. */
export interface ChurnReasonPairs extends ReadonlyArray<readonly [KeyValue, ChurnReasonCell]> {}

/** Rows alike in all that they are grouped by. */
export interface ChurnReasonCounts {
  readonly rows: TallyState<{ readonly rows: CountIf<never> }>;
  readonly amounts?: TallyState<{ readonly amounts: Sum<'amounts'> | Extreme<'amounts'> }>;
  readonly marks?: TallyState<{ readonly marks: CountIf<never> }>;
}

/** What some of those who left cost. */
export interface ChurnPart {
  /** Of the customers who are known to be of one kind or the other; for a reason, of all. */
  readonly share: Rate;
  /**
   * What they cost, of rows of this kind: where customers are read, the highest amount of each. Who is in several parts is in the
   * amount of each, so that they may add up to more than the total. `null` where no amounts are read.
   */
  readonly amount: number | null;
  /** Of the amount of all whose share this is; `null` where that is 0, or no amounts are read. */
  readonly amountShare: number | null;
}

/** One reason. */
export interface ChurnReason<Reason> extends ChurnPart {
  readonly reason: Reason;
  readonly customers: number;
}

/** Why customers left. */
export interface ChurnReasons<Reason = KeyValue> {
  /** Customers who gave a reason. */
  readonly n: number;
  /** What they cost, the highest amount of each customer; of all rows where no customers are read; `null` where no amounts are. */
  readonly amount: number | null;
  /** The most frequent first; of equal ones the dearest. */
  readonly reasons: readonly ChurnReason<Reason>[];
  /** Who wanted to leave. */
  readonly voluntary: ChurnPart;
  /** Who did not: failed payments and the like. A customer with rows of both kinds is in both. */
  readonly involuntary: ChurnPart;
  readonly excluded: Excluded & {
    /** Rows that count as customers, but whose cost is not known. */
    readonly withoutAmount: number;
  };
}

/** The options that shares need. */
export interface ReasonPlan {
  readonly owner: string;
  readonly reason: string;
  readonly hasAmounts: boolean;
  readonly hasMarks: boolean;
  readonly hasCustomers: boolean;
  readonly involuntary: ReadonlySet<KeyValue> | null;
  readonly missing: 'exclude' | 'throw';
  readonly invalid: 'throw' | 'exclude';
  readonly confidence: number;
}

/** The result of a state. */
export function reasonsOf(plan: ReasonPlan, state: ChurnReasonsState): ChurnReasons {
  const cells = cellsOf(plan, state);
  const excludedOf = (count: (cell: Cell) => number) => cells.reduce((total, cell) => total + count(cell), 0);
  const [missing, invalid] = [excludedOf(({ unpaid }) => unpaid), excludedOf(({ invalid }) => invalid)];
  refuseExcluded(plan.owner, plan, { missing, invalid, repeated: 0 });
  const isNamed = ({ reason, customer }: Cell) => reason !== null && (!plan.hasCustomers || customer !== null);
  const named = cells.filter(isNamed);
  const nameless = excludedOf((cell) => (isNamed(cell) ? 0 : cell.rows));
  if (nameless > 0 && plan.missing === 'throw') refuseMissing(plan, nameless);
  const all = totalOf(plan, named);
  const partOf = partsOf(plan);
  const byReason = new Map<KeyValue, Cell[]>();
  for (const cell of named) {
    const known = byReason.get(cell.reason);
    if (known === undefined) byReason.set(cell.reason, [cell]);
    else known.push(cell);
  }
  if (byReason.size > MOST_REASONS) refuseReasons(plan, byReason.size);
  const reasons = [...byReason].map(([reason, part]) => {
    const total = totalOf(plan, part);
    return { reason, customers: total.customers, ...partOf(total, all) };
  });
  const known = named.filter(({ isVoluntary }) => isVoluntary !== null);
  const whole = totalOf(plan, known);
  const ofWill = (will: boolean) =>
    partOf(
      totalOf(
        plan,
        known.filter(({ isVoluntary }) => isVoluntary === will),
      ),
      whole,
    );
  return {
    n: all.customers,
    amount: all.amount,
    reasons: reasons.sort((a, b) => b.customers - a.customers || (b.amount ?? 0) - (a.amount ?? 0)),
    voluntary: ofWill(true),
    involuntary: ofWill(false),
    excluded: {
      missing: nameless,
      invalid,
      repeated: 0,
      withoutAmount: named.reduce((total, { withoutAmount }) => total + withoutAmount, 0),
    },
  };
}

/** Rows alike in reason, will and customer. */
interface Cell {
  readonly reason: KeyValue;
  readonly customer: KeyValue;
  readonly isVoluntary: boolean | null;
  readonly rows: number;
  /** Numbers to add up; of a customer, one at the most. */
  readonly amount: readonly number[];
  /** Rows whose amount is missing. */
  readonly unpaid: number;
  readonly withoutAmount: number;
  readonly invalid: number;
}

interface Total {
  readonly customers: number;
  readonly amount: number | null;
}

function cellsOf(plan: ReasonPlan, state: ChurnReasonsState): readonly Cell[] {
  const { involuntary, hasMarks, hasCustomers } = plan;
  // The depth of the pairs is that of the options.
  const within = (has: boolean, inner: ChurnReasonCell): ChurnReasonPairs =>
    has ? (inner as ChurnReasonPairs) : [[null, inner]];
  return state.flatMap(([reason, ofReason]) =>
    within(hasMarks, ofReason).flatMap(([mark, ofMark]) =>
      within(hasCustomers, ofMark).map(([customer, counts]) => {
        const { rows, amounts, marks } = counts as ChurnReasonCounts;
        const { missing = 0, invalid = 0 } = amounts?.excluded ?? {};
        return {
          reason,
          customer,
          isVoluntary: involuntary !== null ? !involuntary.has(reason) : typeof mark === 'boolean' ? mark : null,
          rows: rows.measured.rows,
          amount: termsOf(amounts?.measured.amounts ?? []),
          unpaid: missing,
          withoutAmount: missing + invalid,
          invalid: invalid + (marks?.excluded.invalid ?? 0),
        };
      }),
    ),
  );
}

/** An exact sum, or the highest amount of one customer. */
function termsOf(amounts: readonly number[] | number): readonly number[] {
  return typeof amounts === 'number' ? [amounts] : amounts;
}

function totalOf({ owner, hasAmounts, hasCustomers }: ReasonPlan, cells: readonly Cell[]): Total {
  if (!hasCustomers) {
    const customers = cells.reduce((total, { rows }) => total + rows, 0);
    const amounts = cells.flatMap(({ amount }) => amount);
    return { customers, amount: hasAmounts ? exactSum(amounts, owner) : null };
  }
  const highest = new Map<KeyValue, number>();
  for (const { customer, amount } of cells) {
    highest.set(customer, Math.max(highest.get(customer) ?? 0, ...amount));
  }
  return { customers: highest.size, amount: hasAmounts ? exactSum([...highest.values()], owner) : null };
}

function partsOf({ confidence }: ReasonPlan): (part: Total, whole: Total) => ChurnPart {
  const rateOf = wilsonRates(confidence);
  return (part, whole) => ({
    share: rateOf(part.customers, whole.customers),
    amount: part.amount,
    amountShare: part.amount === null || !whole.amount ? null : part.amount / whole.amount,
  });
}

const MOST_REASONS = 1000;

function refuseMissing({ owner, reason }: ReasonPlan, count: number): never {
  const issue = { index: null, field: reason, expected: 'given in every row', received: 'null' } as const;
  throw errorOf(InvalidDataError, owner, [{ code: 'E_FIELD_MISSING', ...issue }], { issueCount: count });
}

function refuseReasons({ owner, reason }: ReasonPlan, different: number): never {
  const expected = `at most ${MOST_REASONS} different reasons`;
  throw new LimitError(`${owner} requires ${expected}; there are ${different}`, [
    { code: 'E_LIMIT', index: null, field: reason, expected, received: 'number' },
  ]);
}
