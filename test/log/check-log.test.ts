import * as kizuna from 'kizuna';
import {
  type AnyLog,
  type EventLog,
  eventLog,
  InvalidDataError,
  type Metric,
  measure,
  mergeLogs,
  running,
} from 'kizuna';
import { expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const day = 86_400_000;
const start = Date.UTC(2025, 3, 1);
const rows = [0, 1, 2].map((i) => ({ customer: `${i % 2}`, time: start + i * day, name: 'order', plan: 'pro' }));
const build = (): EventLog =>
  eventLog(rows, { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] });
type Log = EventLog;

const asOf = start + 9 * day;
const steps = [{ name: 'order' }];
const signals = { order: 1 };
const breakdown = { property: 'plan' } as const;
const retentionOptions = { unit: 'day' } as const;

// Inference tries the log as columns first.
const asked = <State, Result>(log: Log, metric: Metric<Log, State, Result>) => measure<Log, State, Result>(log, metric);

const questions: Readonly<Record<string, (log: Log) => unknown>> = {
  retention: (log) => kizuna.retention(log, retentionOptions),
  retentionMetric: (log) => asked(log, kizuna.retentionMetric({ ...retentionOptions, asOf })),
  repeatRate: (log) => kizuna.repeatRate(log),
  repeaterRate: (log) => kizuna.repeaterRate(log),
  repeatersPerNewCustomer: (log) => kizuna.repeatersPerNewCustomer(log),
  repurchase: (log) => kizuna.repurchase(log, { within: { days: 2 } }),
  repurchaseLadder: (log) => kizuna.repurchaseLadder(log, { within: { days: 2 } }),
  repurchaseMetric: (log) => asked(log, kizuna.repurchaseMetric({ within: { days: 2 }, asOf })),
  purchaseIntervals: (log) => kizuna.purchaseIntervals(log),
  periodRetention: (log) => kizuna.periodRetention(log, { unit: 'day' }),
  subscriptionContinuation: (log) => kizuna.subscriptionContinuation(log, { every: { days: 1 } }),
  funnel: (log) => kizuna.funnel(log, { steps }),
  funnelMetric: (log) => asked(log, kizuna.funnelMetric({ steps, asOf })),
  funnelBy: (log) => kizuna.funnelBy(log, { steps, breakdown }),
  funnelTrend: (log) => kizuna.funnelTrend(log, { steps, unit: 'day' }),
  funnelDepths: (log) => kizuna.funnelDepths(log, { steps }),
  activeCustomers: (log) => kizuna.activeCustomers(log, { unit: 'day' }),
  activeCustomersMetric: (log) => asked(log, kizuna.activeCustomersMetric({ unit: 'day' })),
  stickiness: (log) => kizuna.stickiness(log, { unit: 'day' }),
  frequencyCurve: (log) => kizuna.frequencyCurve(log, { unit: 'day' }),
  'frequencyCurve as of': (log) => kizuna.frequencyCurve(log, { unit: 'day', asOf }),
  lifecycle: (log) => kizuna.lifecycle(log, { unit: 'day' }),
  sessions: (log) => kizuna.sessions(log),
  sessionSummary: (log) => kizuna.sessionSummary(log),
  engagementScore: (log) => kizuna.engagementScore(log, { signals, halfLife: { days: 7 } }),
  accountRollup: (log) => kizuna.accountRollup(log, { account: 'plan' }),
  customerSummary: (log) => kizuna.customerSummary(log, { unit: 'day' }),
  customerSummaryColumns: (log) => kizuna.customerSummaryColumns(log, { unit: 'day' }),
  mergeLogs: (log) => mergeLogs(log, build()),
  'mergeLogs with it': (log) => mergeLogs(build(), log),
  running: (log) => running(kizuna.activeCustomersMetric({ unit: 'day' })).add(log),
};

const each = Object.entries(questions);

test.each(each)('%s refuses a log whose buffers were transferred', (_, ask) => {
  const log = build();
  ask(log); // a whole log is answered
  const buffers = [log.time, log.customer, log.name].flatMap((column) => (column === null ? [] : [column.buffer]));
  const sent = structuredClone(log, { transfer: buffers as ArrayBuffer[] });
  ask(sent);
  const { message, issues } = thrown(InvalidDataError, () => ask(log));
  expect(message).toMatch(/^\w+ requires a log with its columns; this log's buffers were transferred$/);
  expect(issues).toEqual([
    {
      code: 'E_ROW_TYPE',
      index: null,
      field: 'log',
      expected: 'as long as it says',
      received: 'transferred buffers',
    },
  ]);
});

test.each(each)('%s refuses rows where a log is asked for', (_, ask) => {
  const wrong: unknown = rows;
  const { message } = thrown(InvalidDataError, () => ask(wrong as Log)); // as plain JavaScript would
  expect(message).toMatch(/^\w+ requires log to be a log made by eventLog; got (array|object)$/);
});

test.each([undefined, null, 5, {}])('%s is no log', (nothing) => {
  const log = nothing as unknown as EventLog & AnyLog; // as plain JavaScript would
  expect(thrown(InvalidDataError, () => kizuna.funnel(log, { steps: [{}] })).code).toBe('E_ROW_TYPE');
});

test('one column transferred is enough to refuse the log', () => {
  const log = build();
  structuredClone(log, { transfer: [log.properties[0]?.codes.buffer as ArrayBuffer] });
  expect(() => kizuna.sessions(log)).toThrow('transferred');
});

test('what is no metric cannot run', () => {
  for (const none of [undefined, null, {}, kizuna.activeCustomers])
    expect(() => running(none as never)).toThrow('running requires metric to be a metric');
});
