import { type Accumulator, accumulatorOf, DenseHistogram } from './accumulate.js';
import type { Batch } from './batch.js';
import { countBytes } from './count-bytes.js';
import type { Inputs } from './evaluate.js';
import { faultOf, issueOf, type Rule } from './input.js';
import type { Issues } from './issue-log.js';
import type { Measure } from './measures.js';
import type { Fold } from './metric.js';

/** Wider ranges than this are counted in maps. */
const DENSE_WIDTH = 1024;

/** Folds rows into a tally's measures: first the inputs are judged, then every measure runs over the rows that are left. */
export class TallyFold<State> implements Fold<State> {
  private readonly inputs: Inputs = {};
  private readonly accumulators: [string, Accumulator][];
  private readonly missing: number[] = [];
  private readonly invalid: number[] = [];
  private kept = new Int32Array(0);

  constructor(
    private readonly rules: readonly (readonly [string, Rule])[],
    measures: Readonly<Record<string, Measure>>,
    private readonly policy: { readonly missing: 'exclude' | 'throw'; readonly invalid: 'throw' | 'exclude' },
    private readonly issues: Issues,
  ) {
    const byName = new Map(rules);
    this.accumulators = Object.entries(measures).map(([name, measure]) => [name, this.accumulator(measure, byName)]);
  }

  take(batch: Batch, groups: Int32Array | null): void {
    for (const [name, rule] of this.rules) this.inputs[name] = batch.column(rule.from);
    if (groups === null && this.takeBytes(batch.count)) return;
    const kept = this.keep(batch, groups);
    for (const [, accumulator] of this.accumulators) accumulator.take(batch.count, kept);
  }

  state(group: number): State {
    const measured = Object.fromEntries(
      this.accumulators.map(([name, accumulator]) => [name, accumulator.state(group)]),
    );
    const excluded = { missing: this.missing[group] ?? 0, invalid: this.invalid[group] ?? 0, repeated: 0 };
    return { excluded, measured } as State; // TallyState<Measures>: built from the same measures
  }

  /** The group of every row, negative for rows that an input rules out. */
  private keep(batch: Batch, groups: Int32Array | null): Int32Array {
    const { count } = batch;
    if (this.kept.length < count) this.kept = new Int32Array(count);
    const kept = this.kept;
    if (groups === null) kept.fill(0, 0, count);
    else kept.set(count === groups.length ? groups : groups.subarray(0, count));
    for (const [name, rule] of this.rules) {
      const values = this.inputs[name] as ArrayLike<unknown>; // read just above
      if (rule.type === 'number') this.keepNumbers(batch, values, rule, kept);
      else
        for (let i = 0; i < count; i += 1) if (faultOf(rule, values[i])) this.leaveOut(batch, i, values[i], rule, kept);
    }
    return kept;
  }

  private keepNumbers(batch: Batch, values: ArrayLike<unknown>, rule: Rule, kept: Int32Array): void {
    const { min, max, integer } = rule;
    for (let i = 0; i < batch.count; i += 1) {
      const value = values[i];
      if (typeof value === 'number' && value >= min && value <= max && (!integer || value % 1 === 0)) continue;
      this.leaveOut(batch, i, value, rule, kept);
    }
  }

  private leaveOut(batch: Batch, i: number, value: unknown, rule: Rule, kept: Int32Array): void {
    const group = kept[i] as number; // i < count
    if (group < 0) return;
    kept[i] = -1;
    const reason = value === null || value === undefined ? 'missing' : 'invalid';
    if (this.policy[reason] === 'throw') this.issues.add(issueOf(rule, value, batch.indexOf(i)));
    this[reason][group] = (this[reason][group] ?? 0) + 1;
  }

  private accumulator(measure: Measure, rules: ReadonlyMap<string, Rule>): Accumulator {
    if (measure.kind === 'histogram' && typeof measure.of === 'object' && measure.of.kind === 'input') {
      const { name } = measure.of;
      const rule = rules.get(name);
      if (rule?.integer === true && rule.max - rule.min < DENSE_WIDTH) {
        return new DenseHistogram(this.inputs, name, Math.ceil(rule.min), Math.floor(rule.max));
      }
    }
    return accumulatorOf(measure, this.inputs);
  }

  /** One pass for the plainest case, bytes counted by value; a byte outside the rule leaves the batch to the general way. */
  private takeBytes(count: number): boolean {
    const [first, ...others] = this.rules;
    if (first === undefined || others.length > 0) return false;
    const [name, { min, max }] = first;
    const bytes = this.inputs[name];
    if (!(bytes instanceof Uint8Array)) return false;
    const histograms = this.accumulators.map(([, accumulator]) => accumulator);
    if (!histograms.every((accumulator) => accumulator instanceof DenseHistogram)) return false;
    const counts = countBytes(bytes, count);
    for (let value = 0; value < counts.length; value += 1) {
      if (counts[value] !== 0 && (value < min || value > max)) return false;
    }
    for (const histogram of histograms) {
      for (let value = Math.max(0, Math.ceil(min)); value <= max && value < 256; value += 1) {
        histogram.add(0, value, counts[value] as number);
      }
    }
    return true;
  }
}
