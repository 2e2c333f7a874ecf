import * as kizuna from 'kizuna';
import { median } from '../run.js';
import { type Columns, customerId, customerIds, DAY, DAYS, eventColumns, NAMES, START } from './data.js';
import { logOf } from './kizuna.js';
import { atMost, type Verdict } from './table.js';

const BATCHES = 30;

/** A batch of new events into a running measurement of many: at most 2 ms for 10,000 into ten million. */
export function appendBatch(events: number, size: number): Verdict[] {
  const counts = `${size.toLocaleString('en')} into a running measurement of ${events.toLocaleString('en')} events`;
  console.log(`\nA batch of ${counts}, clock`);
  const columns = eventColumns(events);
  const log = logOf(columns, customerIds(columns.customers));
  const asOf = START + (DAYS + BATCHES) * DAY;
  return [
    ...timeBatches('active customers by day', columns, size, () => {
      const measurement = kizuna.running(kizuna.activeCustomersMetric({ unit: 'day', trailing: [7, 28] }));
      measurement.add(log);
      return measurement.add;
    }),
    ...timeBatches('weekly retention', columns, size, () => {
      const measurement = kizuna.running(kizuna.retentionMetric({ unit: 'week', asOf }));
      measurement.add(log);
      return measurement.add;
    }),
  ];
}

function timeBatches(
  name: string,
  columns: Columns,
  size: number,
  start: () => (log: kizuna.EventLog) => void,
): Verdict[] {
  let add: (log: kizuna.EventLog) => void;
  try {
    add = start();
  } catch (error) {
    if (!(error instanceof kizuna.InvalidOptionError)) throw error;
    console.log(`  ${name}: not measured: ${error.message}`);
    return [];
  }
  const [adding, withLog]: [number[], number[]] = [[], []];
  for (let k = 0; k < BATCHES; k += 1) {
    const batch = batchOf(columns, size, k);
    const begun = performance.now();
    const small = kizuna.eventLogFromColumns(batch);
    const built = performance.now();
    add(small);
    adding.push(performance.now() - built);
    withLog.push(performance.now() - begun);
  }
  const whole = median(withLog).toFixed(2);
  console.log(
    `  ${name}: longest of ${BATCHES} ${Math.max(...adding).toFixed(2)} ms; with its log from columns ${whole} ms`,
  );
  return [atMost(`${name}, batch of ${size.toLocaleString('en')}`, median(adding), 2, ' ms')];
}

/** Events after the year's end, of customers known and new, with ids of their own as they come from outside. */
function batchOf({ customers }: Columns, size: number, k: number) {
  const drawn = eventColumns(size);
  const scale = (customers / drawn.customers) * 1.01;
  return {
    customer: Array.from(drawn.customer, (code, i) => customerId(Math.floor((code + (i % 100) / 100) * scale))),
    time: drawn.time.map((time) => START + (DAYS + k) * DAY + (time - START) / DAYS),
    name: { codes: drawn.name, values: NAMES },
    amount: drawn.amount,
  };
}
