import fc from 'fast-check';
import { changeLedger, type RevenueLedger, subscriptionLedger } from 'kizuna';
import { changeTable, type LedgerTable, subscriptionTable } from 'kizuna/sql';
import type { Engine } from '../engine.js';
import { HOSTILE } from '../rows.js';

/** A row of subscriptions or of changes. */
export interface LedgerRow {
  readonly who: string | null;
  readonly code: number | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly price: number | null;
  readonly per: string | null;
  readonly seats: number | null;
  readonly sub: string | null;
  readonly trial: Date | null;
  readonly stop: Date | null;
  readonly back: boolean | null;
  readonly money: string | null;
  readonly at: number | null;
}

/** Columns whose names are hard to write; `ms`, `customer` and `fault` are names of kizuna's own queries. */
export const COLUMNS = {
  who: { kind: 'text', column: 'customer' },
  code: { kind: 'integer', column: 'a"b' },
  from: { kind: 'instant', column: 'ms' },
  to: { kind: 'instant', column: 'until' },
  price: { kind: 'number', column: "'; DROP TABLE x; --" },
  per: { kind: 'text', column: 'fault' },
  seats: { kind: 'integer', column: 'back\\slash' },
  sub: { kind: 'text', column: 'subscription' },
  trial: { kind: 'instant', column: '支払済' },
  stop: { kind: 'instant', column: 'order' },
  back: { kind: 'boolean', column: 'parts' },
  money: { kind: 'text', column: 'level' },
  at: { kind: 'epochMilliseconds', column: 'own' },
} as const;

export const TYPES = [
  ...(['text', 'bigint', 'instant', 'instant', 'double', 'text', 'bigint', 'text', 'instant', 'instant'] as const),
  ...(['boolean', 'text', 'bigint'] as const),
];

/** Roles of lines and of changes, as tables and ledgers have them alike. */
export const ROLES = {
  plain: { customer: 'who', start: 'from', end: 'to', amount: 'price' },
  full: {
    ...{ customer: 'who', start: 'from', end: 'to', amount: 'price', interval: 'per', quantity: 'seats' },
    ...{ trialEnd: 'trial', cancelled: 'stop', refunded: 'back', decimals: 0 },
  },
  subscriptions: {
    ...{ customer: 'code', start: 'from', end: 'to', amount: 'price', subscription: 'sub', interval: { months: 5 } },
    ...{ refunded: 'back', cancelled: 'stop', currency: 'money', decimals: 3 },
  },
  changes: { customer: 'who', time: 'from', amount: 'price' },
  changesOfWhole: { customer: 'code', time: 'at', amount: 'seats' },
  changesOfSubscriptions: { customer: 'code', time: 'from', amount: 'price', subscription: 'sub', currency: 'money' },
} as const;

export type Form = keyof typeof ROLES;
type Policy = { readonly invalid: 'throw' | 'exclude'; readonly missing: 'throw' | 'exclude' };

/** The ledger of an engine. */
export function ledgerIn(
  engine: Pick<Engine, 'dialect'>,
  form: Form,
  policy: Policy,
  name: unknown = 'Ledger 1',
  more: object = {},
): LedgerTable {
  const make = (form.startsWith('changes') ? changeTable : subscriptionTable) as typeof subscriptionTable; // with roles of its own
  const options = { dialect: engine.dialect, columns: COLUMNS, ...ROLES[form], ...policy, ...more };
  return make(name as string, options as never);
}

/** The same ledger in memory. */
export function ledgerHere(rows: readonly LedgerRow[], form: Form, policy: Policy): RevenueLedger {
  const make = (form.startsWith('changes') ? changeLedger : subscriptionLedger) as typeof subscriptionLedger; // as above
  return make(rows as readonly never[], { ...ROLES[form], ...policy } as never);
}

/** Puts rows into the engine's table. */
export async function fillLedger(engine: Engine, rows: readonly LedgerRow[], name = 'Ledger 1'): Promise<void> {
  const columns = Object.values(COLUMNS).map(({ column }, i) => ({ name: column, type: TYPES[i] ?? 'text' }));
  const fields = Object.keys(COLUMNS) as (keyof LedgerRow)[];
  await engine.fill(
    name,
    columns,
    rows.map((row) => fields.map((field) => row[field])),
  );
}

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);

/** Days and months of 2024, many of them at one instant, on days on which clocks change, or at the end of what is known. */
const instants = fc
  .tuple(fc.integer({ min: 0, max: 130 }), fc.constantFrom(0, 0, 0, -1, 3_600_000, 18_000_000))
  .map(([days, off]) => new Date(FIRST + days * DAY + off));

/** Some rows that are right by themselves, but for those that are not. */
export const ledgerRows = (maxLength = 14): fc.Arbitrary<readonly LedgerRow[]> =>
  fc.array(
    fc
      .record({
        who: rarely(fc.constantFrom('u1', 'u2', 'u3', 'u1', ...HOSTILE.slice(0, 3))),
        code: rarely(fc.constantFrom(0, 1, 2, -1)),
        from: rarely(instants, 60),
        length: fc.option(fc.constantFrom(0, 1, 10, 31, 40, 60, 91, -3), { nil: null, freq: 4 }),
        price: rarely(fc.constantFrom(0, 10, 19.99, 35.005, 100, 0.002, 0.004, 1e9, 12.5, 20, 10, -5), 60),
        per: rarely(fc.constantFrom('month', 'year', 'quarter', 'week', 'day', 'month', 'month')),
        seats: rarely(fc.integer({ min: 0, max: 3 })),
        sub: rarely(fc.constantFrom('s1', 's2', 's3', '__proto__'), 3),
        trial: fc.option(instants, { nil: null, freq: 1 }),
        stop: fc.option(instants, { nil: null, freq: 1 }),
        back: fc.constantFrom(true, false, false, null),
        money: fc.constant('JPY'),
      })
      .map(
        ({ length, ...row }): LedgerRow => ({
          ...row,
          at: row.from === null ? null : row.from.getTime(),
          to: length === null || row.from === null ? null : new Date(row.from.getTime() + length * DAY),
        }),
      ),
    { maxLength },
  );

/** A row of changes alone. */
export function change(who: string, from: string, price: number): LedgerRow {
  const none = { to: null, per: null, trial: null, stop: null, back: null };
  return {
    ...none,
    who,
    code: 1,
    from: new Date(from),
    price,
    seats: Math.floor(price),
    sub: 's1',
    money: 'JPY',
    at: Date.parse(from),
  };
}

function rarely<Value>(values: fc.Arbitrary<Value>, weight = 30): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) });
}
