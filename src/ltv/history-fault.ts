import type { RowFault } from './fields.js';

/** What cannot be between frequency, recency and T, the first three columns, where each of them is valid. */
export function historyFault([frequency, recency, T]: readonly ArrayLike<number>[], isDiscrete = false): RowFault {
  return (i) => {
    // Each is a column of valid numbers.
    const [x, t, age] = [frequency?.[i] as number, recency?.[i] as number, T?.[i] as number];
    if (t > age) return { rule: 1, expected: 'at most T', received: 'a number above T' };
    if (isDiscrete && x > t) return { rule: 0, expected: 'at most recency', received: 'a number above recency' };
    if (x === 0 && t !== 0) return { rule: 1, expected: '0 where frequency is 0', received: 'a number above 0' };
    if (x > 0 && t === 0) return { rule: 1, expected: 'above 0 where frequency is', received: 'zero' };
    return null;
  };
}
