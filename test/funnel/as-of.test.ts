import { eventLog, funnel, funnelBy, funnelDepths, funnelMetric, funnelTrend } from 'kizuna';
import { describe, expect, test } from 'vitest';

const rows = [
  { customer: 'a', at: '2025-04-01T12:00+09:00', name: 'visit', device: 'phone' },
  { customer: 'a', at: '2025-04-10T12:00+09:00', name: 'order', device: 'phone' },
  { customer: 'b', at: '2025-04-03T12:00+09:00', name: 'visit', device: 'phone' },
  { customer: 'b', at: '2025-04-11T00:00+09:00', name: 'order', device: 'phone' },
] as const;
const log = eventLog(rows, { customer: 'customer', time: 'at', name: 'name', properties: ['device'] });
const asked = { steps: ['visit', 'order'], within: { days: 9 }, timeZone: 'Asia/Tokyo' } as const;

describe('asOf given as a date is its last millisecond for', () => {
  test.each([
    ['funnel', (asOf: string) => funnel(log, { ...asked, asOf })],
    ['funnelMetric', (asOf: string) => funnelMetric({ ...asked, asOf }).state(log)],
    ['funnelBy', (asOf: string) => funnelBy(log, { ...asked, asOf, breakdown: { property: 'device' } })],
    ['funnelDepths', (asOf: string) => funnelDepths(log, { ...asked, asOf })],
    ['funnelTrend', (asOf: string) => funnelTrend(log, { ...asked, asOf, unit: 'day' })],
  ])('%s', (_, answer) => {
    expect(answer('2025-04-10')).toEqual(answer('2025-04-10T23:59:59.999+09:00'));
    expect(answer('2025-04-10')).not.toEqual(answer('2025-04-10T00:00+09:00'));
  });
});

test('an event at noon of that date counts, one at the midnight after it does not', () => {
  const { steps, mature } = funnel(log, { ...asked, asOf: '2025-04-10' });
  expect(steps.map(({ count }) => count)).toEqual([2, 1]);
  expect(mature).toMatchObject({ numerator: 1, denominator: 1 });
});

test('from and to stay the first instant of a date', () => {
  const ends = { from: '2025-04-01', to: '2025-04-03' } as const;
  const instants = { from: '2025-04-01T00:00+09:00', to: '2025-04-03T00:00+09:00' } as const;
  expect(funnel(log, { ...asked, ...ends })).toEqual(funnel(log, { ...asked, ...instants }));
});
