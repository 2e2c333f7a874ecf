/** A condition that a shape asks of the events. */
export interface EventMark {
  readonly alias: string;
  /** Of a row of the table. */
  readonly sql: string;
  /** It holds of a customer's first event only of those of which it holds. */
  readonly isFirstOnly: boolean;
  /** A condition on that first event. Which of several events of one instant is the first, the log's order tells. */
  readonly filter?: string;
}
