import type { Options } from './options.js';
import { UsageError } from './usage.js';

/** Refuses options about a file that nobody named: they would do nothing. */
export function refuseMisplaced(options: Options, file: string | null): void {
  const { events } = options;
  const ofAnswers = {
    score: options.score,
    time: options.time,
    segment: options.segments,
    csat: options.csat,
    ces: options.ces,
    pmf: options.pmf,
    drivers: options.drivers,
    weight: options.weight,
  };
  const ofEvents = {
    customer: events.customer,
    'event-time': events.time,
    'event-name': events.name,
    amount: events.amount,
    property: events.properties,
    steps: events.steps,
    purchase: events.purchase,
    epoch: events.epoch,
  };
  const [answers] = file === null ? givenOf(ofAnswers) : [];
  if (answers !== undefined) {
    const other = Object.hasOwn(ofEvents, `event-${answers}`) ? ` For events it is --event-${answers}.` : '';
    throw new UsageError(`--${answers} is about answers: name their file, npm run demo -- answers.csv …${other}`);
  }
  const [event] = events.file === null ? givenOf(ofEvents) : [];
  if (event !== undefined) throw new UsageError(`--${event} is about events: name their file with --events FILE`);
}

function givenOf(options: Readonly<Record<string, string | readonly string[] | null>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === null || value.length === 0 ? [] : [name]));
}
