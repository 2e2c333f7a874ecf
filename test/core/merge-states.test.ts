import { activeCustomersMetric, eventLog, InvalidOptionError, mergeStates, npsMetric } from 'kizuna';
import { expect, test } from 'vitest';

const nps = npsMetric({ score: 'score' });
const parts = [[{ score: 9 }], [{ score: 3 }, { score: 10 }], [], [{ score: 7 }], [{ score: 0 }]];

test('merges any number of states to that of the whole', () => {
  for (let n = 1; n <= parts.length; n += 1) {
    const some = parts.slice(0, n);
    const states = some.map((rows) => nps.state(rows));
    expect(mergeStates(nps, states, { split: 'anywhere' })).toEqual(nps.state(some.flat()));
    expect(mergeStates(nps, new Set(states), { split: 'by customer' })).toEqual(nps.state(some.flat()));
  }
});

test('refuses parts of customers where the metric needs all of them', () => {
  const active = activeCustomersMetric({ unit: 'day' });
  const log = (at: string) => eventLog([{ id: 'a', at }], { customer: 'id', time: 'at' });
  const states = [log('2025-04-01T01:00Z'), log('2025-04-01T02:00Z')].map((each) => active.state(each));
  // Merged all the same, one customer would be two.
  expect(active.finish(states.reduce(active.merge)).map((day) => day.active)).toEqual([2]);
  expect(() => mergeStates(active, states, { split: 'anywhere' })).toThrow(InvalidOptionError);
});

test('refuses no states, and other splits', () => {
  expect(() => mergeStates(nps, [], { split: 'anywhere' })).toThrow(InvalidOptionError);
  expect(() => mergeStates(nps, [nps.state([])], { split: 'by day' as 'anywhere' })).toThrow(
    'to be one of anywhere, by customer',
  );
});
