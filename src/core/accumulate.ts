import { type Evaluate, evaluator, type Inputs } from './evaluate.js';
import { canonicalSum, growExpansion } from './exact-sum.js';
import type { Scalar } from './expression.js';
import type { Measure } from './measures.js';
import { compareKeys, sortedPairs } from './pairs.js';

/** Runs one measure over many groups of rows. Row i counts for group `groups[i]`; for none where that is negative. */
export interface Accumulator {
  take(count: number, groups: Int32Array): void;
  state(group: number): unknown;
}

/** The accumulator of a measure over these inputs. */
export function accumulatorOf(measure: Measure, inputs: Inputs): Accumulator {
  switch (measure.kind) {
    case 'countIf': {
      const passes = measure.test === true ? () => true : evaluator(measure.test, inputs);
      return folding<number>(
        () => 0,
        (total, i) => (passes(i) === true ? total + 1 : total),
        (total) => total,
      );
    }
    case 'sum': {
      const of = evaluator(measure.of, inputs);
      return folding(
        () => new RunningSum(),
        (total, i) => total.add(of(i) as number),
        (total) => total.state(),
      ); // inputs are numbers
    }
    case 'min':
    case 'max': {
      const of = evaluator(measure.of, inputs);
      const better = measure.kind === 'min' ? Math.min : Math.max;
      const next = (best: number | null, i: number) => {
        const value = of(i) as number; // inputs are numbers
        return best === null ? value : better(best, value);
      };
      return folding<number | null>(
        () => null,
        next,
        (best) => (best === 0 ? 0 : best),
      );
    }
    case 'countDistinct': {
      const of = evaluator(measure.of, inputs);
      return folding(
        () => new Set<Scalar>(),
        (seen, i) => seen.add(of(i) as Scalar),
        (seen) => [...seen].sort(compareKeys),
      );
    }
    case 'histogram':
      return mapping(
        evaluator(measure.of, inputs),
        () => 0,
        (total) => total + 1,
        (total) => total,
      );
    case 'weightedHistogram': {
      const weight = evaluator(measure.weight, inputs);
      return mapping(
        evaluator(measure.of, inputs),
        () => new RunningSum(),
        (total, i) => total.add(weight(i) as number), // inputs are numbers
        (total) => total.state(),
      );
    }
  }
}

/** Counts of small integers in one flat table: the quick form of a histogram whose input has bounds. */
export class DenseHistogram implements Accumulator {
  readonly width: number;
  private counts: Float64Array;

  constructor(
    private readonly inputs: Inputs,
    private readonly name: string,
    private readonly low: number,
    high: number,
  ) {
    this.width = high - low + 1;
    this.counts = new Float64Array(this.width);
  }

  take(count: number, groups: Int32Array): void {
    // The inputs were found to be integers within the bounds.
    const values = this.inputs[this.name] as ArrayLike<number>;
    const { low, width } = this;
    let { counts } = this;
    for (let i = 0; i < count; i += 1) {
      const group = groups[i] as number;
      if (group < 0) continue;
      const place = group * width + (values[i] as number) - low;
      if (place >= counts.length) counts = this.grow(group);
      counts[place] = (counts[place] as number) + 1;
    }
  }

  add(group: number, value: number, count: number): void {
    const place = group * this.width + value - this.low;
    if (place >= this.counts.length) this.grow(group);
    this.counts[place] = (this.counts[place] as number) + count;
  }

  state(group: number): (readonly [number, number])[] {
    const pairs: (readonly [number, number])[] = [];
    for (let i = 0; i < this.width; i += 1) {
      const count = this.counts[group * this.width + i] ?? 0;
      if (count > 0) pairs.push([this.low + i, count]);
    }
    return pairs;
  }

  private grow(group: number): Float64Array {
    const larger = new Float64Array(2 * (group + 1) * this.width);
    larger.set(this.counts);
    this.counts = larger;
    return larger;
  }
}

/** One running value a group. */
function folding<Running>(
  start: () => Running,
  next: (running: Running, i: number) => Running,
  state: (running: Running) => unknown,
): Accumulator {
  const running: Running[] = [];
  return {
    take(count, groups) {
      for (let i = 0; i < count; i += 1) {
        const group = groups[i] as number;
        if (group < 0) continue;
        while (running.length <= group) running.push(start());
        running[group] = next(running[group] as Running, i);
      }
    },
    state: (group) => state(group < running.length ? (running[group] as Running) : start()),
  };
}

/** One running value a group and key. */
function mapping<Running>(
  key: Evaluate,
  start: () => Running,
  next: (running: Running, i: number) => Running,
  state: (running: Running) => unknown,
): Accumulator {
  return folding(
    () => new Map<Scalar, Running>(),
    (byKey, i) => {
      const value = key(i) as Scalar; // inputs are scalars
      return byKey.set(value, next(byKey.get(value) ?? start(), i));
    },
    (byKey) => sortedPairs(byKey).map(([value, running]) => [value, state(running)]),
  );
}

/** An exact sum that is quick while its terms are whole numbers, as money in minor units and counts are. */
class RunningSum {
  private whole = 0;
  private readonly partials: number[] = [];

  add(value: number): this {
    const total = this.whole + value;
    if (Number.isInteger(value) && Math.abs(total) <= Number.MAX_SAFE_INTEGER) this.whole = total;
    else growExpansion(this.partials, value);
    return this;
  }

  state(): readonly number[] {
    const partials = [...this.partials];
    growExpansion(partials, this.whole);
    return canonicalSum(partials);
  }
}
