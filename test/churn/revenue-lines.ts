import fc from 'fast-check';

/** A line of a subscription whose dates are days from 2024-01-01 in UTC. */
export interface Line {
  readonly customer: string;
  readonly start: number;
  readonly end: number | null;
  readonly amount: number;
  readonly per: 'month' | 'year' | 'quarter' | 'week' | 'day' | 'half';
}

export const DAY = 86_400_000;
export const FIRST = Date.UTC(2024, 0, 1);

export const linesOf = (longest: number) =>
  fc.array(
    fc
      .record({
        customer: fc.constantFrom('a', 'b', 'c', '__proto__'),
        start: fc.integer({ min: 0, max: 400 }),
        length: fc.option(fc.integer({ min: 0, max: longest }), { nil: null, freq: 4 }),
        amount: fc.integer({ min: 0, max: 20_000 }).map((cents) => cents / 100),
        per: fc.constantFrom('month', 'month', 'year', 'quarter', 'week', 'day', 'half'),
      })
      .map(({ length, ...line }): Line => ({ ...line, end: length === null ? null : line.start + length })),
    { maxLength: 14 },
  );

/** What `subscriptionLedger` reads such lines by. */
export const ROLES = {
  customer: 'customer',
  start: ({ start }: Line) => FIRST + start * DAY,
  end: ({ end }: Line) => (end === null ? null : FIRST + end * DAY),
  amount: 'amount',
  interval: ({ per }: Line) => (per === 'half' ? ({ months: 6 } as const) : per),
} as const;

const TWELFTHS = { month: 12, year: 1, quarter: 4, week: 52, day: 365, half: 2 } as const;

/** What a customer pays at an instant, in cents per month, by going through the lines. */
export function levelAt(lines: readonly Line[], customer: string, instant: number, asOf: number): number {
  let parts = 0n;
  for (const line of lines) {
    if (line.customer !== customer || FIRST + line.start * DAY > instant) continue;
    if (line.end !== null && FIRST + line.end * DAY <= instant && isKnown(lines, line, asOf)) continue;
    parts += BigInt(Math.round(line.amount * 100)) * BigInt(TWELFTHS[line.per]);
  }
  return Number((parts * 2n + 12n) / 24n); // half a cent up
}

function isKnown(lines: readonly Line[], line: Line, asOf: number): boolean {
  const end = FIRST + (line.end as number) * DAY;
  if (line.end === line.start) return true;
  const goesOn = lines.some((each) => each.customer === line.customer && FIRST + each.start * DAY === asOf);
  return end < asOf || (end === asOf && goesOn);
}
