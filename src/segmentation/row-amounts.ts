import type { Accessor, Data, LooseAccessor } from '../core/data.js';
import { type Issue, typeName } from '../core/errors.js';
import { growExpansion, roundedSum } from '../core/exact-sum.js';
import { faultOf, ruleOf } from '../core/input.js';
import { IssueLog } from '../core/issue-log.js';
import { checkChoice } from '../core/options.js';
import { checkPolicy, leaveOut, type RowPolicy } from '../core/policy.js';
import { checkAccessor } from '../core/row-values.js';
import { type Table, tableOf } from '../core/table.js';
import { IdCodes } from '../log/id-codes.js';
import type { CustomerId } from '../log/layout.js';
import { customerFault } from '../log/reading/event-fault.js';

/** Where customers and amounts stand in rows: orders, or customers with what they have bought already added up. */
export interface RowAmountOptions<Row> extends RowPolicy {
  /** Amounts of one customer are added. Without it, each row is a customer, known by its place from 0. */
  readonly customer?: Accessor<Row, CustomerId> | undefined;
  /** The amount; without it, the row itself is the amount. */
  readonly amount?: Accessor<Row, number> | undefined;
  /**
   * What a negative amount is: invalid (`'reject'`, default), passed over (`'exclude'`), or taken from the customer's amount (`'net'`).
   * A customer of whom there is nothing else has bought nothing and is not there, as of a log.
   */
  readonly refunds?: 'reject' | 'exclude' | 'net' | undefined;
}

/** The same, of rows that are not amounts themselves. */
export interface RowAmountFields<Row> extends RowAmountOptions<Row> {
  readonly amount: Accessor<Row, number>;
}

/** The options of rows that are amounts, each of a customer. */
export type PlainAmountOptions = Omit<RowAmountOptions<number>, 'customer' | 'amount'>;

/** Plain amounts, some of which may be missing. */
export type PlainAmounts = Iterable<number | null | undefined>;

/** The names of these options but the first. */
export const ROW_AMOUNT_OPTIONS = ['amount', 'refunds', 'missing', 'invalid'] as const;

/** The amounts of the customers of rows, in the order of their first rows; `idOption` is what the option is called that names them. */
export function rowAmounts(
  owner: string,
  data: Data<unknown>,
  options: RowAmountOptions<never>,
  idOption = 'customer',
) {
  const { customer, amount } = options;
  checkPolicy(owner, options);
  const refunds = checkChoice(owner, 'refunds', options.refunds ?? 'reject', ['reject', 'exclude', 'net']);
  const [idFrom, amountFrom] = [accessorOf(owner, idOption, customer), accessorOf(owner, 'amount', amount)];
  const table = tableOf(owner, data, true);
  const reader = new AmountReader(owner, options, refunds, idOption);
  reader.read(table, table.column(amountFrom), idFrom === undefined ? null : table.column(idFrom));
  return reader.finish();
}

function accessorOf(owner: string, option: string, accessor: unknown): LooseAccessor {
  return accessor === undefined ? undefined : checkAccessor(owner, option, accessor);
}

class AmountReader {
  private readonly issues: IssueLog;
  private readonly excluded = { missing: 0, invalid: 0, repeated: 0 };
  private readonly known = new IdCodes();
  private readonly ids: CustomerId[] = [];
  private readonly sums: number[] = [];
  /** Customers of whom there were refunds only, so far. */
  private readonly refundsOnly = new Set<number>();
  /** The exact sums of those customers whose plain sum was rounded. */
  private readonly exact = new Map<number, number[]>();
  private refunds = 0;

  constructor(
    private readonly owner: string,
    private readonly options: RowAmountOptions<never>,
    private readonly rule: 'reject' | 'exclude' | 'net',
    private readonly idOption: string,
  ) {
    this.issues = new IssueLog(owner);
  }

  read(table: Table, amounts: ArrayLike<unknown>, customers: ArrayLike<unknown> | null): void {
    const from = this.options.amount as never; // the row type was checked where the accessor was given
    const amountRule = ruleOf('amount', { from });
    const field = typeof this.options.customer === 'string' ? this.options.customer : this.idOption;
    for (let i = 0; i < table.length; i += 1) {
      const id = customers === null ? i : customers[i];
      const fault = customers === null ? null : customerFault(id);
      if (fault !== null) {
        this.leaveOut({ ...fault, index: i, field }, fault.code === 'E_FIELD_MISSING' ? null : id);
        continue;
      }
      const amount = amounts[i];
      const code = faultOf(amountRule, amount);
      const { field: amountField, expected } = amountRule;
      if (code !== undefined)
        this.leaveOut({ code, index: i, field: amountField, expected, received: typeName(amount) }, amount);
      else if (this.rule === 'reject' && (amount as number) < 0)
        this.leaveOut({ ...REFUND, index: i, field: amountField }, amount);
      else this.add(id as CustomerId, amount as number, customers === null); // neither has a fault
    }
    this.issues.throwIfAny();
  }

  finish() {
    const { ids, sums, exact, owner, refunds, excluded, refundsOnly } = this;
    const amount = Float64Array.from(sums, (sum) => sum + 0); // + 0: never -0
    for (const [code, partials] of exact) amount[code] = roundedSum(partials, owner);
    const counts = { asOf: null, excluded: { ...excluded, outside: 0, refunds, withoutAmount: 0 } };
    const bought = (_: unknown, code: number) => !refundsOnly.has(code);
    if (refundsOnly.size === 0) return { customer: ids, amount, counts };
    return { customer: ids.filter(bought), amount: amount.filter(bought), counts };
  }

  private add(id: CustomerId, amount: number, isNew: boolean): void {
    if (amount < 0) {
      this.refunds += 1;
      if (this.rule === 'exclude') return;
    }
    const { ids, sums } = this;
    const code = isNew ? ids.length : this.known.codeOf(typeof id === 'number' ? id + 0 : id); // + 0: never -0
    if (amount >= 0 && this.refundsOnly.size > 0) this.refundsOnly.delete(code);
    if (code === ids.length) {
      if (amount < 0) this.refundsOnly.add(code);
      ids.push(isNew ? id : this.known.ids[code]!);
      sums.push(amount);
      return;
    }
    const partials = this.exact.get(code);
    if (partials !== undefined) {
      growExpansion(partials, amount);
      return;
    }
    const sum = sums[code]!;
    const next = sum + amount;
    const added = next - sum;
    // What the addition rounds off (Knuth's TwoSum): from the first such on, the customer's sum is kept exactly.
    if (sum - (next - added) + (amount - added) === 0) sums[code] = next;
    else this.exact.set(code, grown([], [sum, amount]));
  }

  private leaveOut(issue: Issue, value: unknown): void {
    leaveOut(this.options, this.excluded, this.issues, issue, value);
  }
}

const REFUND = {
  code: 'E_NUM_RANGE',
  expected: 'at least 0, or the option refunds to say what less is',
  received: 'a negative number',
} as const;

function grown(partials: number[], values: readonly number[]): number[] {
  for (const value of values) growExpansion(partials, value);
  return partials;
}
