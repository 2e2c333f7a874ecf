import { eventLog, InvalidDataError } from 'kizuna';
import { type ParsedEvents, type ParseEventsOptions, parseEvents } from 'kizuna/schema';
import type { Behaviour } from './behaviour.js';
import { headingOf } from './columns.js';
import { eventRoles } from './event-guesses.js';
import { count, counted } from './format.js';
import { clockNote, offsetNote } from './guessed-time.js';
import { lostNames } from './lost-names.js';
import type { Options } from './options.js';
import { type FileTable, readTable, recordOf } from './read-table.js';
import { MOST_LEFT_OUT } from './refusals.js';
import { listOf, UsageError } from './usage.js';

/** Reads the bytes of a CSV file of events. */
export async function readEvents(bytes: Uint8Array, file: string, options: Options): Promise<Behaviour> {
  const { zone, events } = options;
  const table = await readTable(bytes, options.encoding);
  const properties = events.properties.map((name) => headingOf('property', name, table.columns));
  const parsed = parsedEvents(table, properties, options);
  refuseEvents(parsed, table);
  const { columns } = parsed;
  const log = eventLog(parsed.rows, {
    customer: (row) => row.customer,
    time: (row) => row.time,
    name: (row) => row.name,
    amount: (row) => row.amount,
    properties: properties.map((_, i) => propertyName(i)),
  });
  const lost = lostNames(table.rows, columns.name ?? '', parsed);
  const roles = eventRoles(log, events, lost);
  const time = columns.time ?? '';
  return {
    log,
    columns: { customer: columns.customer ?? '', time, name: columns.name ?? '', amount: columns.amount ?? null },
    properties,
    steps: roles.steps,
    within: events.within,
    purchase: roles.purchase,
    zone: zone ?? 'UTC',
    unit: options.unit,
    minimum: options.minimum,
    source: {
      file,
      remarks: table.remarks,
      encoding: table.encoding,
      records: table.rows.length + table.rejectedCount,
      ragged: table.rejectedCount,
      rejected: parsed.rejectedCount,
      issues: parsed.rejected.map((issue) => ({ ...issue, index: recordOf(table, issue.index) })),
      issueCount: parsed.issueCount,
      lost,
      guesses: [
        ...guessedColumns(parsed, options),
        ...offsetNote(time, table.rows, zone),
        ...clockNote(time, table.rows, zone),
        ...roles.guesses,
      ],
    },
  };
}

/** Properties are numbered in the log, since their headings may be those of parts of an event. */
export function propertyName(place: number): string {
  return `property ${place}`;
}

function parsedEvents(table: FileTable, properties: readonly string[], { zone, dates, events }: Options) {
  const { customer, time, name, amount, epoch } = events;
  const asked = { customer, 'event-time': time, 'event-name': name, amount };
  const named = Object.entries(asked).map(([option, heading]) =>
    heading === null ? undefined : headingOf(option, heading, table.columns),
  );
  const [customerColumn, timeColumn, nameColumn, amountColumn] = named;
  const options: ParseEventsOptions = {
    columns: {
      ...(customerColumn === undefined ? {} : { customer: customerColumn }),
      ...(timeColumn === undefined ? {} : { time: timeColumn }),
      ...(nameColumn === undefined ? {} : { name: nameColumn }),
      ...(amountColumn === undefined ? {} : { amount: amountColumn }),
    },
    properties: Object.fromEntries(properties.map((heading, i) => [propertyName(i), heading])),
    timeZone: zone ?? 'UTC',
    dateOrder: dates,
    ...(epoch === null ? {} : { epoch }),
  };
  try {
    return parseEvents(table.rows, options);
  } catch (error) {
    if (!(error instanceof InvalidDataError && error.code === 'E_FIELD_MISSING')) throw error;
    const guessed = ['--customer', '--event-time', '--event-name'].filter((_, i) => named[i] === undefined);
    throw new UsageError(`Which columns are ${guessed.join(', ')}? ${error.message}.\n${listOf(table.columns)}`);
  }
}

/** Refuses a file of which hardly anything can be read: an option most likely names another column than is meant. */
function refuseEvents({ rejected, rejectedCount }: ParsedEvents<unknown>, table: FileTable): void {
  if (rejectedCount <= MOST_LEFT_OUT * table.rows.length && rejectedCount < table.rows.length) return;
  const [first] = rejected;
  throw new UsageError(
    `${count(rejectedCount)} of ${counted(table.rows.length, 'record')} are no events: ` +
      `"${first?.field?.replace(/\s+/g, ' ')}" must be ${first?.expected}. Options: --customer, --event-time, --event-name, --amount, --dates, --epoch.`,
  );
}

/** Which columns were taken for parts that no option named. */
function guessedColumns({ columns, preset }: ParsedEvents<unknown>, { events }: Options): readonly string[] {
  const told = { customer: events.customer, time: events.time, name: events.name, amount: events.amount };
  const guessed = Object.entries(told).flatMap(([part, heading]) =>
    heading === null && columns[part] !== undefined ? [`${part} from ${columns[part]}`] : [],
  );
  if (guessed.length === 0) return [];
  const like = preset === null ? '' : ` The columns are those of ${preset}.`;
  return [`Found by their names: ${guessed.join(', ')}.${like}`];
}
