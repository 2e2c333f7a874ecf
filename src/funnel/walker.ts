/** Finds the attempts of one actor after another. */
export interface Walker {
  /** The instants of the attempt that `best` found: that of each of its steps, which are as many as it gave. */
  readonly instants: Float64Array;
  /**
   * How many (required) steps the best attempt has of those that begin at `from` or later and before `to`; 0 where there is none.
   * The best is the deepest, of these the one that ends first, of these the one that begins last.
   */
  best(actor: number, from: number, to: number): number;
  /** The first instant, not before `from`, at which an attempt begins; `Infinity` where there is none. */
  nextStart(actor: number, from: number): number;
}
