import {
  activeCustomers,
  engagementScore,
  frequencyCurve,
  lifecycle,
  sessionSummary,
  stickiness,
} from 'kizuna/engagement';
import { eventLog } from 'kizuna/log';
import { expect, test } from 'vitest';
import reference from '../reference/engagement-log.json' with { type: 'json' };

// Computed by pandas and scipy from the same events, over a change of the clocks.
const { timeZone, asOf } = reference;
const log = eventLog(
  reference.events.map(([customer, time, name]) => ({
    customer: String(customer),
    time: Number(time),
    name: String(name),
  })),
  { customer: 'customer', time: 'time', name: 'name' },
);

test('active customers of 1, 7 and 28 days are those of pandas', () => {
  const rows = activeCustomers(log, { unit: 'day', timeZone, trailing: [7, 28], from: '2025-02-01', asOf });
  expect(rows.map(({ period }) => period)).toEqual(reference.days);
  expect(rows.map(({ active }) => active)).toEqual(reference.active['1']);
  expect(rows.map(({ trailing }) => trailing[0]?.active)).toEqual(reference.active['7']);
  expect(rows.map(({ trailing }) => trailing[1]?.active)).toEqual(reference.active['28']);
  expect(rows.every(({ complete }) => complete)).toBe(true);
});

test('the lifecycle by week is that of pandas', () => {
  const rows = lifecycle(log, { unit: 'week', timeZone, asOf });
  expect(rows.map(({ active, quickRatio, complete, ...row }) => row)).toEqual(reference.lifecycle);
});

test('stickiness and its intervals are those of scipy', () => {
  const { ratio, series } = stickiness(log, { unit: 'day', timeZone, from: '2025-02-01', asOf });
  const expected = reference.stickiness;
  expect(series.map(({ period, active }) => [period, active])).toEqual(
    Object.entries(expected.months).map(([month, { active }]) => [month, active]),
  );
  for (const { period, ratio: own } of series) {
    const month = expected.months[period as keyof typeof expected.months];
    expect(own.value).toBeCloseTo(month.ratio, 12);
    expect(own.interval?.low).toBeCloseTo(month.low, 10);
    expect(own.interval?.high).toBeCloseTo(month.high, 10);
  }
  expect(ratio.n).toBe(expected.customers);
  expect(ratio.value).toBeCloseTo(expected.ratio, 12);
  expect(ratio.interval?.low).toBeCloseTo(expected.low, 10);
  expect(ratio.interval?.high).toBeCloseTo(expected.high, 10);
});

test('the frequency curve of 28 days is that of pandas', () => {
  const { curve } = frequencyCurve(log, { unit: 'day', timeZone, asOf });
  const counts = Object.fromEntries(
    curve.filter(({ customers }) => customers > 0).map(({ periods, customers }) => [periods, customers]),
  );
  expect(counts).toEqual(reference.last28);
});

test('sessions are those of pandas', () => {
  const { sessions, bounceRate, duration } = sessionSummary(log, { timeout: { hours: 6 } });
  expect(sessions).toBe(reference.sessions.count);
  expect(bounceRate.numerator).toBe(reference.sessions.single);
  expect(duration.mean.value).toBeCloseTo(reference.sessions.mean, 6);
  expect(duration.median).toBe(reference.sessions.median);
  expect(duration.p90).toBeCloseTo(reference.sessions.p90, 6);
});

test('points are those of pandas', () => {
  const { customers } = engagementScore(log, { signals: { visit: 1, order: 5 }, halfLife: { days: 14 }, asOf });
  expect(customers.length).toBe(Object.keys(reference.points).length);
  for (const { customer, points } of customers) {
    expect(points).toBeCloseTo(reference.points[customer as keyof typeof reference.points], 10);
  }
});
