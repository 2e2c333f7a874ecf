/** A condition that a shape asks of the events. */
export interface EventMark {
  readonly alias: string;
  /** Of a row of the table. */
  readonly sql: string;
  /** It holds of a customer's first event only of those of which it holds; of several at one instant that is the first of the log's order. */
  readonly isFirstOnly: boolean;
  /** A condition on that first event. */
  readonly filter?: string;
}
