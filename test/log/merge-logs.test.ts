import fc from 'fast-check';
import { eventLog, InvalidOptionError, mergeLogs } from 'kizuna';
import { expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';
import { events, logOf, ROLES } from './events.js';

test('the merged log is that of all rows, in any order and grouping of the logs', () => {
  fc.assert(
    fc.property(events, events, events, (first, second, third) => {
      const [a, b, c] = [logOf(first), logOf(second), logOf(third)];
      const all = logOf([...first, ...second, ...third]);
      expect(mergeLogs(mergeLogs(a, b), c)).toEqual(all);
      expect(mergeLogs(a, mergeLogs(b, c))).toEqual(all);
      expect(mergeLogs(mergeLogs(c, b), a)).toEqual(all);
      expect(mergeLogs(a, logOf([]))).toEqual(a);
    }),
  );
});

test('events that are in both are left out where that is asked for, and counts are added', () => {
  fc.assert(
    fc.property(events, events, (first, second) => {
      const merged = mergeLogs(logOf(first), logOf(second), { duplicates: 'exclude' });
      expect(merged).toEqual(eventLog([...first, ...second], { ...ROLES, duplicates: 'exclude' }));
    }),
  );
});

test('the merged log shares no memory with the two', () => {
  const a = logOf([{ customer: 'a', at: 5, event: 'visit', amount: 1, plan: 'pro', seats: 1 }]);
  const merged = mergeLogs(a, logOf([]));
  for (const part of ['time', 'customer', 'name', 'amount'] as const)
    expect(merged[part]?.buffer).not.toBe(a[part]?.buffer);
});

test('logs with different parts, and unknown options, are refused', () => {
  const row = { customer: 'a', at: 5, event: 'visit', amount: 1, plan: 'pro', seats: 1 };
  const { name, amount, properties, ...bare } = ROLES;
  for (const [part, roles] of [
    ['names', { ...bare, amount, properties }],
    ['amounts', { ...bare, name, properties }],
    ['the property "seats"', { ...bare, name, amount, properties: ['plan'] }],
  ] as const) {
    const other = eventLog([row], roles as typeof ROLES);
    for (const call of [() => mergeLogs(logOf([row]), other), () => mergeLogs(other, logOf([row]))]) {
      expect(thrown(InvalidOptionError, call).issues[0]?.field).toBe(part);
    }
  }
  // @ts-expect-error there is no such option
  expect(thrown(InvalidOptionError, () => mergeLogs(logOf([]), logOf([]), { dupes: 'keep' })).code).toBe(
    'E_OPT_UNKNOWN',
  );
});
