import { by, measure, period } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { churnReasons, churnReasonsMetric } from '../../src/churn/churn-reasons.js';
import { InvalidDataError, InvalidOptionError, LimitError } from '../../src/core/errors.js';

interface Row {
  readonly at: string;
  readonly id: string | number | null;
  readonly reason: 'price' | 'unused' | 'payment_failed' | null;
  readonly mrr: number | null;
  readonly wanted: boolean | null;
}

const row = (id: Row['id'], reason: Row['reason'], mrr: Row['mrr'], wanted: Row['wanted'] = null): Row => ({
  at: '2025-04-03T09:00Z',
  ...{ id, reason, mrr, wanted },
});

const ROWS = [
  row('a', 'price', 30, true),
  row('b', 'price', 50, true),
  row('c', 'payment_failed', 20, false),
  row('a', 'unused', null, true),
  row('d', null, 40, null),
];

describe('churnReasons', () => {
  test('counts rows where no customer is read', () => {
    const { n, amount, reasons, excluded } = churnReasons(ROWS, { reason: 'reason' });
    expect([n, amount]).toEqual([4, null]);
    expect(reasons.map(({ reason, customers }) => [reason, customers])).toEqual([
      ['price', 2],
      ['payment_failed', 1],
      ['unused', 1],
    ]);
    expect(excluded).toEqual({ missing: 1, invalid: 0, repeated: 0, withoutAmount: 0 });
  });

  test('counts a customer once, and once for each reason, so that shares may add up to more than 1', () => {
    const { n, reasons } = churnReasons(ROWS, { reason: 'reason', customer: 'id' });
    expect(n).toBe(3);
    expect(reasons.map(({ share }) => [share.numerator, share.denominator])).toEqual([
      [2, 3],
      [1, 3],
      [1, 3],
    ]);
  });

  test('adds up what each reason cost, and counts rows whose cost is not known', () => {
    const { amount, reasons, excluded } = churnReasons(ROWS, { reason: 'reason', amount: 'mrr' });
    expect(amount).toBe(100);
    expect(reasons.map(({ reason, amount, amountShare }) => [reason, amount, amountShare])).toEqual([
      ['price', 80, 0.8],
      ['payment_failed', 20, 0.2],
      ['unused', 0, 0],
    ]);
    expect(excluded.withoutAmount).toBe(1);
  });

  test('counts what a customer cost once, and once for each reason: the highest where amounts differ', () => {
    const rows = [row('a', 'price', 30), row('a', 'unused', 30), row('b', 'price', 5), row('b', 'unused', 8)];
    const { n, amount, reasons } = churnReasons(rows, { reason: 'reason', customer: 'id', amount: 'mrr' });
    expect([n, amount]).toEqual([2, 38]);
    expect(reasons.map(({ reason, amount, amountShare }) => [reason, amount, amountShare])).toEqual([
      ['unused', 38, 1],
      ['price', 35, 35 / 38],
    ]);
    const repeated = [row('a', 'price', 30), row('a', 'price', 30), row('a', 'price', null)];
    expect(churnReasons(repeated, { reason: 'reason', customer: 'id', amount: 'mrr' })).toMatchObject({
      ...{ amount: 30, reasons: [{ amount: 30, amountShare: 1 }], excluded: { withoutAmount: 1 } },
    });
    expect(churnReasons(repeated, { reason: 'reason', amount: 'mrr' }).amount).toBe(60);
  });

  test('what customers of both kinds cost counts for both, and once in all', () => {
    const rows = [row('a', 'price', 30, true), row('a', 'payment_failed', 40, false), row('b', 'price', 10, true)];
    const options = { reason: 'reason', customer: 'id', amount: 'mrr', voluntary: 'wanted' } as const;
    const { amount, voluntary, involuntary } = churnReasons(rows, options);
    expect([amount, voluntary.amount, involuntary.amount]).toEqual([50, 40, 40]);
    expect([voluntary.amountShare, involuntary.amountShare]).toEqual([0.8, 0.8]);
    const [a, b] = [rows.slice(0, 1), rows.slice(1)];
    const metric = churnReasonsMetric<Row, 'reason'>(options);
    expect(metric.finish(metric.merge(metric.state(a), metric.state(b)))).toEqual(churnReasons(rows, options));
  });

  test('puts the dearer of equally frequent reasons first', () => {
    const rows = [row('a', 'unused', 1), row('b', 'price', 2)];
    const { reasons } = churnReasons(rows, { reason: 'reason', amount: 'mrr' });
    expect(reasons.map(({ reason }) => reason)).toEqual(['price', 'unused']);
  });

  test('tells who wanted to leave by a mark, of those who have one', () => {
    const { voluntary, involuntary } = churnReasons([...ROWS, row('e', 'price', 10, null)], {
      reason: 'reason',
      customer: 'id',
      amount: 'mrr',
      voluntary: 'wanted',
    });
    expect([voluntary.share.numerator, voluntary.share.denominator]).toEqual([2, 3]);
    expect([voluntary.amount, voluntary.amountShare]).toEqual([80, 0.8]);
    expect([involuntary.share.numerator, involuntary.amount]).toEqual([1, 20]);
  });

  test('tells who wanted to leave by a list of reasons that nobody chooses', () => {
    const { voluntary, involuntary } = churnReasons(ROWS, { reason: 'reason', involuntary: ['payment_failed'] });
    expect([voluntary.share.numerator, involuntary.share.numerator, involuntary.share.denominator]).toEqual([3, 1, 4]);
  });

  test("knows nobody's will where neither is given", () => {
    const { voluntary } = churnReasons(ROWS, { reason: 'reason', amount: 'mrr' });
    expect(voluntary).toEqual({
      share: { value: null, n: 0, interval: null, numerator: 0, denominator: 0 },
      amount: 0,
      amountShare: null,
    });
  });

  test('a customer with rows of both kinds is in both parts', () => {
    const rows = [row('a', 'price', 1, true), row('a', 'payment_failed', 1, false)];
    const { voluntary, involuntary } = churnReasons(rows, { reason: 'reason', customer: 'id', voluntary: 'wanted' });
    expect([voluntary.share.numerator, involuntary.share.numerator, voluntary.share.denominator]).toEqual([1, 1, 1]);
  });

  test('of nobody there is no share', () => {
    const { n, amount, reasons } = churnReasons([] as Row[], { reason: 'reason', amount: 'mrr' });
    expect([n, amount, reasons]).toEqual([0, 0, []]);
  });

  test('goes by month', () => {
    const rows = [...ROWS, { ...row('z', 'unused', 5), at: '2025-05-31T15:00Z' }];
    const monthly = by(
      period('at', { unit: 'month', timeZone: 'Asia/Tokyo' }),
      churnReasonsMetric({ reason: 'reason' }),
    );
    expect(measure(rows, monthly).map(({ period, n }) => [period, n])).toEqual([
      ['2025-04', 4],
      ['2025-06', 1],
    ]);
  });

  test('is made of what SQL can count, where fields are named', () => {
    const options = { reason: 'reason', customer: 'id', amount: 'mrr', voluntary: 'wanted' } as const;
    expect(churnReasonsMetric(options).plan?.kind).toBe('by');
    expect(churnReasonsMetric({ reason: 'reason' }).plan?.kind).toBe('by');
  });
});

describe('bad input', () => {
  test('an amount below 0, a mark that is no boolean: refused with the row, or left out and counted', () => {
    const cheap = [row('a', 'price', 1), row('b', 'price', -1)];
    expect(() => churnReasons(cheap, { reason: 'reason', amount: 'mrr' })).toThrow(InvalidDataError);
    expect(() => churnReasons(cheap, { reason: 'reason', amount: 'mrr' })).toThrow(
      /^churnReasons requires mrr .*row 1/,
    );
    const { n, amount, excluded } = churnReasons(cheap, { reason: 'reason', amount: 'mrr', invalid: 'exclude' });
    expect([n, amount, excluded.invalid, excluded.withoutAmount]).toEqual([2, 1, 1, 1]);
    const odd = { reason: 'reason', voluntary: 'id' as 'wanted' } as const;
    expect(() => churnReasons(cheap, odd)).toThrow(InvalidDataError);
    expect(churnReasons(cheap, { ...odd, invalid: 'exclude' }).voluntary.share.denominator).toBe(0);
  });

  test('what a state from elsewhere has left out is refused where it may not be: its places are not known', () => {
    const rows = [row('a', 'price', 1), row('b', 'unused', -1), row('c', null, -1), row('d', 'price', null)];
    for (const fields of [
      { reason: 'reason', amount: 'mrr' },
      { reason: 'reason', amount: 'mrr', customer: 'id', voluntary: 'wanted' },
    ] as const) {
      const left = churnReasonsMetric<Row, 'reason'>({ ...fields, invalid: 'exclude' });
      const finish = (policy: object) => churnReasonsMetric<Row, 'reason'>({ ...fields, ...policy }).finish;
      expect(() => finish({})(left.state(rows))).toThrow(
        expect.objectContaining({ name: 'InvalidDataError', code: 'E_FIELD_VALUE', issueCount: 2 }),
      );
      expect(() => finish({ missing: 'throw', invalid: 'exclude' })(left.state(rows))).toThrow(
        expect.objectContaining({ code: 'E_FIELD_MISSING', issueCount: 1 }),
      );
      expect(finish({})(left.state(rows.slice(3))).excluded.withoutAmount).toBe(1);
    }
    const marks = { reason: 'reason', voluntary: 'id' as 'wanted' } as const;
    const left = churnReasonsMetric<Row, 'reason'>({ ...marks, invalid: 'exclude' });
    expect(() => churnReasonsMetric<Row, 'reason'>(marks).finish(left.state(rows))).toThrow(InvalidDataError);
  });

  test('a missing reason or customer is counted, or refused', () => {
    const rows = [row(null, 'price', 1), row('a', null, 1), row('b', 'price', 1)];
    const options = { reason: 'reason', customer: 'id' } as const;
    expect(churnReasons(rows, options)).toMatchObject({ n: 1, excluded: { missing: 2 } });
    expect(() => churnReasons(rows, { ...options, missing: 'throw' })).toThrow(InvalidDataError);
  });

  test('free text is another question', () => {
    const rows = Array.from({ length: 1001 }, (_, i) => ({ reason: `because ${i}` }));
    expect(() => churnReasons(rows, { reason: 'reason' })).toThrow(LimitError);
  });

  test.each([
    [{ reason: 'reason', confidence: 1 }],
    [{ reason: 'reason', reasons: 1 }],
    [{ reason: 3 }],
    [{ reason: 'reason', customer: 3 }],
    [{ reason: 'reason', involuntary: 'payment_failed' }],
    [{ reason: 'reason', involuntary: ['payment_failed'], voluntary: 'wanted' }],
    [{ reason: 'reason', missing: 'skip' }],
  ])('refuses the options %j', (options) => {
    expect(() => churnReasons(ROWS, options as never)).toThrow(InvalidOptionError);
  });

  test('numbers do as customers and as reasons, and keys such as __proto__ are reasons like others', () => {
    const rows = [
      { id: 1, code: 7 },
      { id: 1, code: 7 },
      { id: 2, code: 9 },
    ];
    expect(
      churnReasons(rows, { reason: 'code', customer: 'id' }).reasons.map((each) => [each.reason, each.customers]),
    ).toEqual([
      [7, 1],
      [9, 1],
    ]);
    expect(churnReasons([{ code: '__proto__' }], { reason: 'code' }).reasons[0]?.reason).toBe('__proto__');
  });
});
