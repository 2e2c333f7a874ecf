import * as kizuna from 'kizuna';
import { median, type Timing, timed } from '../run.js';
import { type Columns, customerId, customerIds, DAY, DAYS, eventColumns, NAMES, START } from './data.js';
import { logOf } from './kizuna.js';
import { atMost, type Verdict } from './table.js';

const BATCHES = 30;

/** What a customer's number is called: itself, as columns of numbers have it, or a text of 13 characters. */
interface Ids {
  readonly name: string;
  readonly all: (count: number) => ArrayLike<string | number>;
  readonly one: (customer: number) => string | number;
}

const NUMBERS: Ids = {
  name: 'ids are numbers',
  all: (count) => Int32Array.from({ length: count }, (_, code) => code),
  one: (customer) => customer,
};
const TEXTS: Ids = { name: 'ids are text', all: customerIds, one: customerId };

/**
 * A batch of new events into a running measurement of many: at most 2 ms for 10,000 into ten million. The limit is for ids that are
 * numbers, as the engines have them; finding text again in a map is printed beside.
 */
export function appendBatch(events: number, size: number): Verdict[] {
  const counts = `${size.toLocaleString('en')} into a running measurement of ${events.toLocaleString('en')} events`;
  console.log(`\nA batch of ${counts}, CPU`);
  const columns = eventColumns(events);
  const asOf = START + (DAYS + BATCHES) * DAY;
  const metrics = {
    'active customers by day': () => kizuna.running(kizuna.activeCustomersMetric({ unit: 'day', trailing: [7, 28] })),
    'weekly retention': () => kizuna.running(kizuna.retentionMetric({ unit: 'week', asOf })),
  };
  return Object.entries(metrics).flatMap(([name, start]) => {
    const [judged] = [NUMBERS, TEXTS].map((ids) => timeBatches(`${name}, ${ids.name}`, columns, size, ids, start));
    return judged === undefined || judged === null
      ? []
      : [atMost(`${name}, batch of ${size.toLocaleString('en')}`, judged, 2, ' ms')];
  });
}

/** The median of some batches, in milliseconds; null where the metric has no running form. */
function timeBatches(
  name: string,
  columns: Columns,
  size: number,
  ids: Ids,
  start: () => { add(log: kizuna.EventLog): void },
): number | null {
  let measurement: ReturnType<typeof start>;
  try {
    measurement = start();
  } catch (error) {
    if (!(error instanceof kizuna.InvalidOptionError)) throw error;
    console.log(`  ${name}: not measured: ${error.message}`);
    return null;
  }
  measurement.add(logOf(columns, ids.all(columns.customers)));
  const [adding, building]: [Timing[], Timing[]] = [[], []];
  for (let k = 0; k < BATCHES; k += 1) {
    const batch = batchOf(columns, size, k, ids);
    building.push(timed(() => String(kizuna.eventLogFromColumns(batch).length)));
    const small = kizuna.eventLogFromColumns(batch);
    adding.push(timed(() => String(measurement.add(small))));
  }
  const cpu = (timings: readonly Timing[]) => timings.map((timing) => timing.cpu);
  const [middle, longest] = [median(cpu(adding)), Math.max(...cpu(adding))];
  console.log(
    `  ${name}: median of ${BATCHES} ${middle.toFixed(2)} ms, longest ${longest.toFixed(2)}; before it, its log from columns ${median(cpu(building)).toFixed(2)} ms`,
  );
  return middle;
}

/** Events after the year's end, of customers known and new, with ids of their own as they come from outside. */
function batchOf({ customers }: Columns, size: number, k: number, ids: Ids) {
  const drawn = eventColumns(size);
  const scale = (customers / drawn.customers) * 1.01;
  return {
    customer: Array.from(drawn.customer, (code, i) => ids.one(Math.floor((code + (i % 100) / 100) * scale))),
    time: drawn.time.map((time) => START + (DAYS + k) * DAY + Math.floor((time - START) / DAYS)),
    name: { codes: drawn.name, values: NAMES },
    amount: drawn.amount,
  };
}
