import * as kizuna from 'kizuna';
import { median, type Timing, timed } from '../run.js';
import { type Columns, customerId, customerIds, DAY, DAYS, eventColumns, NAMES, START } from './data.js';
import { logOf } from './kizuna.js';
import { atMost, type Verdict } from './table.js';

const BATCHES = 30;

/** A batch of new events into a running measurement of many: at most 2 ms for 10,000 into ten million. */
export function appendBatch(events: number, size: number): Verdict[] {
  const counts = `${size.toLocaleString('en')} into a running measurement of ${events.toLocaleString('en')} events`;
  console.log(`\nA batch of ${counts}, CPU`);
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
  const [adding, building]: [Timing[], Timing[]] = [[], []];
  for (let k = 0; k < BATCHES; k += 1) {
    const batch = batchOf(columns, size, k);
    building.push(timed(() => String(kizuna.eventLogFromColumns(batch).length)));
    const small = kizuna.eventLogFromColumns(batch);
    adding.push(timed(() => String(add(small))));
  }
  const cpu = (timings: readonly Timing[]) => timings.map((timing) => timing.cpu);
  const longest = Math.max(...cpu(adding)).toFixed(2);
  console.log(
    `  ${name}: longest of ${BATCHES} ${longest} ms; before it, its log from columns ${median(cpu(building)).toFixed(2)} ms`,
  );
  return [atMost(`${name}, batch of ${size.toLocaleString('en')}`, median(cpu(adding)), 2, ' ms')];
}

/** Events after the year's end, of customers known and new, with ids of their own as they come from outside. */
function batchOf({ customers }: Columns, size: number, k: number) {
  const drawn = eventColumns(size);
  const scale = (customers / drawn.customers) * 1.01;
  return {
    customer: Array.from(drawn.customer, (code, i) => customerId(Math.floor((code + (i % 100) / 100) * scale))),
    time: drawn.time.map((time) => START + (DAYS + k) * DAY + Math.floor((time - START) / DAYS)),
    name: { codes: drawn.name, values: NAMES },
    amount: drawn.amount,
  };
}
