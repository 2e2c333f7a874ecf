/** What a model of repeat purchase sees of a customer: a row of `customerSummary`. */
export interface CustomerHistory {
  /** Repeat purchases, the first left out. */
  readonly frequency: number;
  /** From the first purchase to the last; 0 where there is no repeat purchase. */
  readonly recency: number;
  /** From the first purchase to the end of observation. */
  readonly T: number;
}

/** What a simulated customer did up to T, and whether they were still a customer then. */
export interface SimulatedHistory extends CustomerHistory {
  readonly isAlive: boolean;
}
