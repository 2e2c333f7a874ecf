import {
  abc,
  abcMetric,
  concentration,
  customerPortfolio,
  customerPortfolioMetric,
  deciles,
  decilesMetric,
  eventLog,
  InvalidDataError,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import type { TotalsOptions } from '../../src/log/purchases/customer-totals.js';
import { thrown } from '../support/thrown.js';

const ROLES = { customer: 'id', time: 'at', amount: 'yen', properties: ['order'] } as const;
const row = (id: string, at: number, yen: number | null) => ({ id, at, yen, order: 'x' });
const logOf = (...rows: ReturnType<typeof row>[]) => eventLog(rows, ROLES);

const none = logOf(row('a', 0, null), row('a', 1, null), row('b', 2, null));
const one = logOf(row('a', 0, null), row('a', 1, 0), row('b', 2, null));
const nothing = logOf();
const CPM = { preset: 'ltv-lab', asOf: '1970-01-01' } as const;
type Ask = (log: typeof none, options?: TotalsOptions) => { readonly n: number };
const NAMED: readonly (readonly [string, Ask])[] = [
  ['deciles', (log, options = {}) => deciles(log, options as object)],
  ['abc', (log, options = {}) => abc(log, options as object)],
  ['concentration', (log, options = {}) => concentration(log, options as object)],
  ['customerPortfolio', (log, options = {}) => customerPortfolio(log, { ...CPM, ...(options as object) })],
];

describe('purchases none of which has an amount', () => {
  test.each(NAMED)('are refused by %s, as what they add up to would be nothing', (owner, ask) => {
    const error = thrown(InvalidDataError, () => ask(none));
    expect([error.code, error.message]).toEqual([
      'E_FIELD_MISSING',
      `${owner} requires amount to be in at least one purchase (name its column); got none in 3`,
    ]);
    expect(() => ask(none, { per: { property: 'order' } })).toThrow(InvalidDataError);
    const refund = logOf(row('a', 0, null), row('a', 1, -5));
    expect(() => ask(refund, { refunds: 'net' })).toThrow(InvalidDataError);
  });

  test.each(NAMED)('are let through by %s where one has an amount, or there are none', (_, ask) => {
    expect(ask(one)).toMatchObject({ n: 2, amount: 0, excluded: { withoutAmount: 2 } });
    expect(ask(nothing).n).toBe(0);
  });

  test.each([
    ['deciles', decilesMetric()],
    ['abc', abcMetric()],
    ['customerPortfolio', customerPortfolioMetric(CPM)],
  ])('of a shard of %s are judged when all is merged', (_, metric) => {
    const states = [none, one, nothing].map((log) => metric.state(log));
    expect(() => metric.finish(states[0]! as never)).toThrow(InvalidDataError);
    expect(metric.finish(metric.merge(states[0]! as never, states[1]! as never)).excluded.withoutAmount).toBe(5);
    expect(metric.finish(states[2]! as never).n).toBe(0);
  });
});
