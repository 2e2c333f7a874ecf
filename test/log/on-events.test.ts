import {
  type AnyEventMetric,
  activeCustomers,
  activeCustomersMetric,
  by,
  type EventLog,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  measure,
  onEvents,
  together,
  where,
} from 'kizuna';
import { expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const events: AnyEventMetric<number, number> = {
  name: 'events',
  split: 'by customer',
  state: (log) => log.length,
  merge: (a, b) => a + b,
  finish: (count) => count,
};

const rows = [
  { customer: 'a', at: 5, shop: 'Ueno' },
  { customer: '', at: 6, shop: 'Ueno' },
  { customer: 'b', at: 7, shop: 'Ginza' },
];

const metric = onEvents<(typeof rows)[number]>({ customer: 'customer', time: 'at' }, events);

test('a metric of events is one of rows: grouped, filtered, together and merged', () => {
  expect([metric.name, metric.split, measure(rows, metric)]).toEqual(['events', 'by customer', 2]);
  expect(measure(rows, by('shop', metric))).toEqual([
    { shop: 'Ginza', result: 1 },
    { shop: 'Ueno', result: 1 },
  ]);
  expect(measure(rows, where({ shop: 'Ueno' }, metric))).toBe(1);
  expect(measure(rows, together({ metric }))).toEqual({ metric: 2 });
  expect(metric.finish(metric.merge(metric.state(rows), metric.state([])))).toBe(2);
});

test('rows and roles are refused as by eventLog', () => {
  expect(thrown(InvalidDataError, () => measure([{ customer: 'a', at: 0.5, shop: '' }], metric)).code).toBe(
    'E_TIME_INVALID',
  );
  // @ts-expect-error there is no such role
  const wrong = onEvents({ customer: 'customer', time: 'at', nmae: 'shop' }, events);
  expect(thrown(InvalidOptionError, () => measure(rows, wrong)).code).toBe('E_OPT_UNKNOWN');
});

test('an event log is measured by metrics of events, and is no rows for others', () => {
  const log: EventLog = eventLog(rows, { customer: 'customer', time: 'at', properties: ['shop'] });
  const active: AnyEventMetric<unknown, unknown> = activeCustomersMetric({ unit: 'day' });
  expect(measure(log, active)).toEqual(activeCustomers(log, { unit: 'day' }));
  const wrong: unknown = log; // as plain JavaScript would
  for (const rowMetric of [by('shop', metric), together({ metric }), where({ shop: 'Ueno' }, metric), metric]) {
    const { message } = thrown(InvalidDataError, () => measure(wrong as typeof rows, rowMetric));
    expect(message).toMatch(
      /^\w+ requires rows or columns; this is an event log: use onEvents\(roles, metric\) over its rows$/,
    );
  }
});
