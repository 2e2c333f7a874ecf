import { describe, expect, test } from 'vitest';
import { eventsCsv } from '../../examples/data/make-events.js';
import { ordersCsv } from '../../examples/data/make-orders.js';
import { subscriptionsCsv } from '../../examples/data/make-subscriptions.js';
import { runExample } from './run-example.js';

describe('the example notebooks', () => {
  test('finds the change where the new onboarding is, and only there', async () => {
    const { code, out, error } = await runExample('examples/notebook/nps.ts');
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('1198 answers');
    const intervals = [...out.matchAll(/interval: \{\s*low: (-?[\d.]+),\s*high: (-?[\d.]+)/g)];
    const [helped, others] = intervals.map(([, low, high]) => [Number(low), Number(high)]);
    expect(helped?.[0]).toBeGreaterThan(0);
    expect(others?.[0]).toBeLessThan(0);
    expect(others?.[1]).toBeGreaterThan(0);
  });

  test('finds members of the new onboarding back more often, and says that the second purchase is not settled', async () => {
    const { code, out, error } = await runExample('examples/notebook/retention.ts');
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('27071 events');
    expect(out).toMatch(/│ +2025-10 +│ +5\d +│ +'\d\d %' +│ +null/);

    const cells = eventsCsv()
      .split('\n')
      .map((line) => line.split(','));
    const bought = cells.filter(([, customer, name]) => customer !== '' && name === 'purchase');
    const buyers = new Set(bought.map(([, customer]) => customer)).size;
    expect(out).toMatch(new RegExp(`^F2 \\{[^}]*\\},\\s*n: ${buyers},`, 'm'));

    const intervalOf = (label: string): readonly number[] => {
      const [, low, high] = new RegExp(`${label} \\{[^}]*low: (-?[\\d.]+),\\s*high: (-?[\\d.]+)`).exec(out) ?? [];
      return [Number(low), Number(high)];
    };
    const [back, second] = [intervalOf('back after less before'), intervalOf('F2 after less before')];
    expect(back[0]).toBeGreaterThan(0);
    expect(second[0]).toBeLessThan(0);
    expect(second[1]).toBeGreaterThan(0);
  });

  test('expects of customers about as many purchases as were held back, and tells the value of a year', async () => {
    const { code, out, error } = await runExample('examples/notebook/value.ts');
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('3385 orders');
    const days = new Map<string, Set<string>>();
    for (const line of ordersCsv().split('\n').slice(3, -1)) {
      const [, time = '', customer = '', amount] = line.split(',');
      if (customer !== '' && Number(amount) >= 0) {
        days.set(customer, (days.get(customer) ?? new Set()).add(time.slice(0, 10)));
      }
    }
    expect(out).toContain(`${days.size} customers`);
    const isKnown = (day: string) => day <= '2025-05-01';
    const known = [...days.values()].filter((own) => [...own].some(isKnown));
    const after = known.reduce((sum, own) => sum + [...own].filter((day) => !isKnown(day)).length, 0);
    const numberAfter = (label: string) => Number(new RegExp(`${label}: (-?[\\d.]+)`).exec(out)?.[1]);
    expect(numberAfter('actual')).toBe(after);
    expect(Math.abs(numberAfter('expected') / after - 1)).toBeLessThan(0.1);
    expect(numberAfter('naive')).toBeGreaterThan(1.5 * after);
    expect(out).toMatch(/'pareto\/nbd' +│ \d+\.\d+ +│ 0 /);
    const [, value, low, high] =
      /value in a year \{[^}]*value: ([\d.]+)[^}]*low: ([\d.]+),\s*high: ([\d.]+)/.exec(out) ?? [];
    expect(Number(low)).toBeLessThan(Number(value));
    expect(Number(high)).toBeGreaterThan(Number(value));
  });

  test('bridges the revenue of subscriptions, and finds the plans and channels that its generator makes stay', async () => {
    const { code, out, error } = await runExample('examples/notebook/churn.ts');
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('988 lines');
    const customers = new Set(
      subscriptionsCsv()
        .split('\n')
        .slice(3, -1)
        .map((line) => line.split(','))
        .filter(([, , , , amount, start = '', , end = '']) => Number(amount) > 0 && (end === '' || end >= start))
        .map(([, customer]) => customer),
    );
    expect(out).toContain(`${customers.size} customers`);
    const bridges = [...out.matchAll(/│ '2025-\d\d' │((?: +\d+ +│){7}) '/g)].map(([, cells = '']) =>
      cells.split('│').slice(0, 7).map(Number),
    );
    expect(bridges).toHaveLength(6);
    for (const [start = 0, fresh = 0, more = 0, back = 0, less = 0, gone = 0, end] of bridges) {
      expect(start + fresh + more + back - less - gone).toBe(end);
    }
    const ratioOf = (level: string) =>
      Number(new RegExp(`'${level}' +│ '([\\d.]+)' +│ '0\\.\\d+' +│ '[\\d.]+ to`).exec(out)?.[1]);
    expect(ratioOf('business')).toBeLessThan(ratioOf('team'));
    expect(ratioOf('team')).toBeLessThan(1);
    expect(ratioOf('紹介')).toBeLessThan(1);
    expect(out).toMatch(/log-rank by plan \{[^}]*pValue: 0\.0000\d+|log-rank by plan \{[^}]*e-\d/);
  });
});
