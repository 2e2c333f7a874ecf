import type { FunnelPlan } from './funnel-plan.js';

/**
 * Sums over customers who may count more than once, as intervals need them: c(k) is how often a customer came to step k, e and v are how
 * many of the customer's entries have an ended window and how many of those came to the last step.
 */
export interface FunnelRepeats {
  /** How many customers came to each step. */
  readonly customers: readonly number[];
  /** For each step Σ c(k)². */
  readonly squares: readonly number[];
  /** For each step Σ c(k) · c(the required step before it). */
  readonly withPrevious: readonly number[];
  /** For each step Σ c(k) · c(0). */
  readonly withFirst: readonly number[];
  /** How many customers have an e above 0, Σ e², Σ e·v and Σ v². */
  readonly mature: readonly [customers: number, squares: number, products: number, convertedSquares: number];
}

/** Adds up how often each customer came to each step; what one customer did comes in one piece. */
export class RepeatTally {
  private readonly own: Float64Array;
  private entered = 0;
  private converted = 0;
  private customer = -1;
  private readonly customers: Float64Array;
  private readonly squares: Float64Array;
  private readonly withPrevious: Float64Array;
  private readonly withFirst: Float64Array;
  private readonly mature: [number, number, number, number] = [0, 0, 0, 0];

  constructor(
    { steps }: FunnelPlan,
    /** The required step before each step. */
    private readonly previous: Int32Array,
    /** The code of each actor's customer; `null` where actors are the customers. */
    private readonly customerCodes: Int32Array | null,
  ) {
    this.own = new Float64Array(steps.length);
    this.customers = new Float64Array(steps.length);
    this.squares = new Float64Array(steps.length);
    this.withPrevious = new Float64Array(steps.length);
    this.withFirst = new Float64Array(steps.length);
  }

  add(actor: number, instants: Float64Array, steps: number): void {
    this.turnTo(actor);
    for (let k = 0; k < steps; k += 1) if (!Number.isNaN(instants[k] as number)) this.own[k]! += 1;
  }

  addMature(actor: number, isConverted: boolean): void {
    this.turnTo(actor);
    this.entered += 1;
    if (isConverted) this.converted += 1;
  }

  sums(): FunnelRepeats {
    this.close();
    const [customers, squares] = [Array.from(this.customers), Array.from(this.squares)];
    const [withPrevious, withFirst] = [Array.from(this.withPrevious), Array.from(this.withFirst)];
    return { customers, squares, withPrevious, withFirst, mature: [...this.mature] };
  }

  private turnTo(actor: number): void {
    const customer = this.customerCodes === null ? actor : (this.customerCodes[actor] as number);
    if (customer === this.customer) return;
    this.close();
    this.customer = customer;
  }

  private close(): void {
    const { own, entered, converted, mature } = this;
    const first = own[0] as number;
    for (let k = 0; k < own.length; k += 1) {
      const count = own[k] as number;
      if (count === 0) continue;
      this.customers[k]! += 1;
      this.squares[k]! += count * count;
      this.withPrevious[k]! += count * (own[Math.max(0, this.previous[k] as number)] as number);
      this.withFirst[k]! += count * first;
    }
    if (entered > 0) mature[0] += 1;
    mature[1] += entered * entered;
    mature[2] += entered * converted;
    mature[3] += converted * converted;
    own.fill(0);
    this.entered = 0;
    this.converted = 0;
  }
}

/** The sums of different customers as one. */
export function mergeRepeats(a: FunnelRepeats, b: FunnelRepeats): FunnelRepeats {
  const added = (own: readonly number[], other: readonly number[]): readonly number[] =>
    own.map((sum, k) => sum + (other[k] ?? 0));
  const [customers, squares, products, convertedSquares] = a.mature;
  return {
    customers: added(a.customers, b.customers),
    squares: added(a.squares, b.squares),
    withPrevious: added(a.withPrevious, b.withPrevious),
    withFirst: added(a.withFirst, b.withFirst),
    mature: [customers + b.mature[0], squares + b.mature[1], products + b.mature[2], convertedSquares + b.mature[3]],
  };
}
