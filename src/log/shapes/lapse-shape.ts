/** How long after an order its customer lapses, in milliseconds: `otherwise`, or for who has `fewest` gaps `factor` times their median. */
export interface LapseFacts {
  readonly own: { readonly factor: number; readonly fewest: number } | null;
  readonly otherwise: number;
}
