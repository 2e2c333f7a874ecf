import fc from 'fast-check';

/** An order, or a refund. */
export interface Order {
  readonly customer: string | number;
  readonly at: number;
  readonly amount: number;
}

export const DAY = 86_400_000;
export const START = Date.UTC(2025, 2, 20);

const money = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 99_999 }).map((cents) => cents / 100),
  fc.constantFrom(0.1, 0.2, 0.3, 1e15 + 0.5, 1e-9),
);

/** Amounts, many of them equal. */
export const amounts: fc.Arbitrary<readonly number[]> = fc.array(money, { maxLength: 40 });

/** Orders of few customers, so that they buy again, within 40 days. */
export const orders: fc.Arbitrary<readonly Order[]> = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', 'c', '__proto__', '1', 1, 0, 'd', 'e'),
    at: fc.integer({ min: 0, max: 40 * 24 }).map((hours) => START + hours * 3_600_000),
    amount: money,
  }),
  { maxLength: 40 },
);

export const shuffled = <Item>(list: readonly Item[]): fc.Arbitrary<readonly Item[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });
