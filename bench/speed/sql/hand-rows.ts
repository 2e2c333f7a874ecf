import type { Rows } from '../churn/serve.js';
import { DAYS } from '../events/data.js';

/** The windows of W4, in days. */
export const TRAILING = [1, 7, 28] as const;

/** (r, f, m, customers, amount) → sums by r and f, and customers by m. */
export function scoreSums(rows: Rows): Rows {
  const [cells, byAmount] = [new Map<string, number[]>(), new Map<number, number>()];
  for (const [r = 0, f = 0, m = 0, customers = 0, amount = 0] of rows) {
    const [, , , count = 0, paid = 0] = cells.get(`${r} ${f}`) ?? [];
    cells.set(`${r} ${f}`, [0, r, f, count + customers, paid + amount]);
    byAmount.set(m, (byAmount.get(m) ?? 0) + customers);
  }
  return [...cells.values(), ...[...byAmount].map(([m, count]) => [1, m, count])];
}

/** (0, frequency, recency, T, customers) and (1, frequency, mean amount, 0, customers) → seven sums over customers. */
export function historySums(rows: Rows): Rows {
  const found = [0, 0, 0, 0, 0, 0, 0];
  for (const [kind = 0, f = 0, value = 0, t = 0, count = 0] of rows) {
    const terms = kind === 0 ? [1, f, value, t, f * value, 0, 0] : [0, 0, 0, 0, 0, f * value, value];
    for (const [k, term] of terms.entries()) found[k] = (found[k] ?? 0) + term * count;
  }
  return [found];
}

/**
 * (days to the next active day of the same customer, at most 28; day; how many) → customers active in the 1, 7, 28 days to each day.
 * A customer whose last active day is d counts in a window of w days on the days d to d + min(gap, w) − 1.
 */
export function gapsToSeries(rows: Rows): Rows {
  const series = TRAILING.flatMap((days) => {
    const changes = new Array<number>(DAYS + 1).fill(0);
    for (const [gap = 0, day = 0, count = 0] of rows) {
      changes[day] = (changes[day] ?? 0) + count;
      const end = Math.min(DAYS, day + Math.min(gap, days));
      changes[end] = (changes[end] ?? 0) - count;
    }
    let active = 0;
    return changes.slice(0, DAYS).map((change) => {
      active += change;
      return active;
    });
  });
  return [series];
}

/** (0 for days, 1 for orders, 2 for amounts; value; customers) → the cuts between fifths of each, between neighbours in proportion. */
export function fifthsOf(rows: Rows): Rows {
  const cuts = [0, 1, 2].flatMap((kind) => {
    const own = rows.filter(([of]) => of === kind).sort(([, a = 0], [, b = 0]) => a - b);
    const last = own.reduce((n, [, , count = 0]) => n + count, 0) - 1;
    const at = (place: number): number => {
      let before = 0;
      for (const [, value = 0, count = 0] of own) {
        before += count;
        if (place < before) return value;
      }
      return Number.NaN;
    };
    return [0.2, 0.4, 0.6, 0.8].map((part) => {
      const [low, rest] = [Math.floor(part * last), (part * last) % 1];
      return at(low) + rest * (at(Math.min(low + 1, last)) - at(low));
    });
  });
  return [cuts];
}
