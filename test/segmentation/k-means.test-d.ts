import { expectTypeOf, test } from 'vitest';
import { customerSummaryColumns, eventLog, kMeans, silhouette } from '../../src/index.js';

const rows = [{ id: 'a', days: 3, yen: 100 }];

test('fields are those of the rows that hold numbers', () => {
  kMeans(rows, { k: 2, seed: 1, fields: ['days', 'yen', (row) => row.days / row.yen] });
  // @ts-expect-error there is no such field
  kMeans(rows, { k: 2, seed: 1, fields: ['dayz'] });
  // @ts-expect-error text is no coordinate
  kMeans(rows, { k: 2, seed: 1, fields: ['id'] });
  // @ts-expect-error the same fields for measures
  silhouette(rows, [0], { fields: ['dayz'] });
});

test('lists, typed arrays, numbers and columns are points', () => {
  kMeans([[1, 2]], { k: 1, seed: 1 });
  kMeans([Float64Array.of(1, 2)], { k: 1, seed: 1 });
  kMeans(Float64Array.of(1, 2), { k: 1, seed: 1 });
  kMeans({ x: Float64Array.of(1), y: [2] }, { k: 1, seed: 1 });
  expectTypeOf(kMeans([1, 2], { k: 1, seed: 1 }).labels).toEqualTypeOf<readonly number[]>();
});

test('a run begins from a seed or from centers', () => {
  kMeans([1, 2], { k: 1, initialCenters: [[1]] });
  // @ts-expect-error neither
  kMeans([1, 2], { k: 1 });
  kMeans([1, 2], { k: 1, seed: 1, initialCenters: [[1]] });
  // @ts-expect-error from centers every run is the same
  kMeans([1, 2], { k: 1, restarts: 2, initialCenters: [[1]] });
});

test('the columns of a customer summary are points as they are', () => {
  const log = eventLog([{ id: 'a', at: 0 }], { customer: 'id', time: 'at' });
  const { frequency, recency } = customerSummaryColumns(log, { unit: 'day' });
  kMeans({ frequency, recency }, { k: 1, seed: 1, scale: 'standard' });
});
