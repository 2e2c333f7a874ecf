/** A range that holds the true value with the stated confidence, and the method that made it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** The share of such intervals that hold the true value, such as 0.95. */
  readonly confidence: number;
  /** The name of the method, such as `'wilson'`. */
  readonly method: string;
}

/** A number with its uncertainty. `value` is `null` when there was nothing to count; `n` says how much there was. */
export interface Estimate {
  readonly value: number | null;
  /** How many observations the value rests on. */
  readonly n: number;
  readonly interval: Interval | null;
}

/** A share: `numerator` of `denominator`, as a fraction from 0 to 1. */
export interface Rate extends Estimate {
  readonly numerator: number;
  readonly denominator: number;
}
