import type { Data } from '../../core/data.js';
import { ruleOf } from '../../core/input.js';
import type { RowPolicy } from '../../core/policy.js';
import { collapsed } from '../collapsed.js';
import { readFields } from '../fields.js';
import { refuseFit } from '../refuse-fit.js';
import type { ExcludedSpenders } from './gamma-gamma-model.js';

/** Customers with repeat purchases and what they spend, those alike as one row, sorted by frequency. */
export interface Spenders {
  readonly monetary: Float64Array;
  readonly weight: Float64Array;
  /** The rows of one frequency after the other. */
  readonly groups: readonly Spending[];
  readonly n: number;
  readonly meanSpend: number;
  readonly correlation: number | null;
  readonly excluded: ExcludedSpenders;
}

/** Rows `from` to before `to`, all of one frequency. */
interface Spending {
  readonly frequency: number;
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  /** The sum of the logarithms of their spends. */
  readonly logs: number;
}

/** Which field holds weights, and what becomes of rows that the model has no place for. */
export interface SpendersRules extends RowPolicy {
  readonly weight?: string | undefined;
  readonly notPositive?: 'exclude' | 'throw' | undefined;
}

/** Means of equal amounts may differ in their last digits; they are still the same. */
const SAME = 1e-12;

/** Reads frequency and monetary; leaves out customers without repeat purchase, and those whose spend is not above 0. */
export function spendersOf(owner: string, data: Data<never>, options: SpendersRules): Spenders {
  const { weight, notPositive = 'exclude' } = options;
  const rules = [
    ruleOf('frequency', { from: 'frequency', integer: true, min: 0, max: 1e9 } as never), // names of fields, here and below
    ruleOf('monetary', { from: 'monetary', min: -1e15, max: 1e15 } as never),
    ...(weight === undefined ? [] : [ruleOf(weight, { from: weight, min: 0, max: 1e15 } as never)]),
  ];
  const { columns, excluded } = readFields(
    owner,
    data,
    rules,
    options,
    notPositive === 'throw' ? spendFault : () => () => null,
  );
  const [frequency, monetary, weights] = columns as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>?];
  const kept: number[] = [];
  let withoutRepeat = 0;
  for (let i = 0; i < frequency.length; i += 1) {
    if (frequency[i] === 0) withoutRepeat += 1;
    else if ((monetary[i] as number) > 0) kept.push(i);
  }
  const pick = (column: ArrayLike<number>) => Float64Array.from(kept, (i) => column[i] as number);
  const { rows, multiplicity } = collapsed([pick(frequency), pick(monetary)], weights ? pick(weights) : null);
  const [counts, spends] = rows as [Float64Array, Float64Array];
  checkSpread(owner, spends);
  return {
    monetary: spends,
    weight: multiplicity,
    groups: groupsOf(counts, spends, multiplicity),
    ...momentsOf(counts, spends, multiplicity),
    excluded: { ...excluded, withoutRepeat, notPositive: frequency.length - withoutRepeat - kept.length },
  };
}

/** A spend of 0 or below as an invalid row. */
function spendFault([frequency, monetary]: readonly ArrayLike<number>[]) {
  return (i: number) =>
    (frequency?.[i] as number) > 0 && !((monetary?.[i] as number) > 0)
      ? { rule: 1, expected: 'above 0 where frequency is', received: 'a number of at most 0' }
      : null;
}

function checkSpread(owner: string, spends: Float64Array): void {
  let [low, high] = [Infinity, 0];
  for (const spend of spends) [low, high] = [Math.min(low, spend), Math.max(high, spend)];
  if (high - low > SAME * high) return;
  const expected = 'to have customers with repeat purchases who differ in what they spend';
  const received = spends.length === 0 ? 'nobody with repeat purchases and amounts' : 'the same spend of everybody';
  refuseFit(owner, expected, received);
}

function groupsOf(counts: Float64Array, spends: Float64Array, weight: Float64Array): readonly Spending[] {
  const groups: Spending[] = [];
  for (let from = 0; from < counts.length; ) {
    const frequency = counts[from] as number;
    let [to, customers, logs] = [from, 0, 0];
    for (; counts[to] === frequency; to += 1) {
      customers += weight[to] as number;
      logs += (weight[to] as number) * Math.log(spends[to] as number);
    }
    groups.push({ frequency, from, to, customers, logs });
    from = to;
  }
  return groups;
}

function momentsOf(
  counts: Float64Array,
  spends: Float64Array,
  weight: Float64Array,
): { n: number; meanSpend: number; correlation: number | null } {
  let [n, meanCount, meanSpend] = [0, 0, 0];
  let [ofCount, ofSpend, ofBoth] = [0, 0, 0];
  // Welford's sums, with weights.
  for (let i = 0; i < counts.length; i += 1) {
    const each = weight[i] as number;
    n += each;
    const [count, spend] = [(counts[i] as number) - meanCount, (spends[i] as number) - meanSpend];
    meanCount += (each / n) * count;
    meanSpend += (each / n) * spend;
    ofCount += each * count * ((counts[i] as number) - meanCount);
    ofSpend += each * spend * ((spends[i] as number) - meanSpend);
    ofBoth += each * count * ((spends[i] as number) - meanSpend);
  }
  const size = Math.sqrt(ofCount) * Math.sqrt(ofSpend);
  return { n, meanSpend, correlation: size > 0 ? Math.max(-1, Math.min(1, ofBoth / size)) : null };
}
