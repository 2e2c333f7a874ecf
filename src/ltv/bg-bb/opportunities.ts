import type { Data } from '../../core/data.js';
import { ruleOf } from '../../core/input.js';
import type { Excluded, RowPolicy } from '../../core/policy.js';
import { collapsed } from '../collapsed.js';
import { readFields } from '../fields.js';
import { historyFault } from '../history-fault.js';
import { refuseFit } from '../refuse-fit.js';
import { MOST_OPPORTUNITIES } from './bg-bb-model.js';

/** Histories of opportunities, those alike as one row: by frequency, then T, both ascending, then recency, descending. */
export interface Opportunities {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  readonly weight: Float64Array;
  readonly n: number;
  /** The largest T. */
  readonly longest: number;
  readonly excluded: Excluded;
}

/** Reads and checks histories, and refuses those that cannot tell the four parameters. */
export function opportunitiesOf(
  owner: string,
  data: Data<never>,
  options: RowPolicy & { readonly weight?: string | undefined },
): Opportunities {
  const { weight } = options;
  const count = { integer: true, min: 0, max: MOST_OPPORTUNITIES };
  const rules = [
    ...['frequency', 'recency', 'T'].map((from) => ruleOf(from, { ...count, from } as never)), // names of fields, here and below
    ...(weight === undefined ? [] : [ruleOf(weight, { from: weight, min: 0, max: 1e15 } as never)]),
  ];
  const { columns, excluded } = readFields(owner, data, rules, options, (all) => historyFault(all, true));
  const [frequency, recency, T, weights] = columns as [
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>?,
  ];
  const since = Float64Array.from(T, (age, i) => age - (recency[i] as number));
  const { rows, multiplicity } = collapsed([frequency, T, since], weights ?? null);
  const [counts, ages, gaps] = rows as [Float64Array, Float64Array, Float64Array];
  const histories = {
    frequency: counts,
    recency: ages.map((age, i) => age - (gaps[i] as number)),
    T: ages,
    weight: multiplicity,
    n: multiplicity.reduce((sum, each) => sum + each, 0),
    longest: ages.reduce((most, age) => Math.max(most, age), 0),
    excluded,
  };
  checkIdentified(owner, histories);
  return histories;
}

function checkIdentified(owner: string, { frequency, T, longest }: Opportunities): void {
  if (longest < 3) refuseFit(owner, 'histories of at least 3 opportunities', `at most ${longest}`);
  if (frequency.every((x) => x === 0))
    refuseFit(owner, 'of customers some of whom took an opportunity', 'nobody who did');
  if (frequency.every((x, i) => x === T[i])) {
    refuseFit(owner, 'of customers some of whom passed an opportunity', 'customers who took every one');
  }
}
