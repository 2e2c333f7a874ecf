import { checkOptions } from '../core/options.js';
import { isReader, namesIn, partNames } from './column-guesses.js';
import type { ColumnReader, ColumnReaders } from './column-reader.js';
import type { EventColumnMap, ParseEventsOptions } from './event-options.js';
import { COMMON_COLUMNS, EVENT_PRESETS, type EventPreset, type EventSource } from './event-presets.js';
import type { FieldNames } from './nested-fields.js';
import { money } from './number-column.js';
import { type AskedParts, checkParts } from './part-columns.js';
import { propertyReaders } from './property-readers.js';
import { id } from './text-column.js';
import { time } from './time-column.js';

type Role = keyof EventColumnMap;

/** What `parseEvents` was told, checked. */
export interface EventAsked extends AskedParts<Role, EventPreset> {
  readonly properties: ColumnReaders;
  readonly options: ParseEventsOptions;
}

/** How the parts of events are read; `amount` is optional where only a guess names it. */
export interface EventReaders {
  readonly preset: EventPreset | null;
  readonly parts: ColumnReaders;
  readonly amount: ColumnReader<number | null>;
  readonly hasAmount: boolean;
}

/** Checks the options of `parseEvents`. */
export function checkEventOptions(owner: string, options: ParseEventsOptions): EventAsked {
  const names = ['columns', 'properties', 'timeZone', 'dateOrder', 'epoch'];
  checkOptions(owner, options, names);
  const { columns = {} } = options;
  const properties = propertyReaders(owner, 'properties', options.properties ?? [], ROLES);
  const parts = { parts: ROLES, raw: [], presets: PRESETS };
  return { ...checkParts<Role, EventPreset>(owner, columns, parts, names), properties, options };
}

/** The names within objects for which rows must be asked, such as `properties.plan`. */
export function pathsOf({ preset, own, properties }: EventAsked): readonly string[] {
  const sources = preset === null ? Object.values(EVENT_PRESETS) : [EVENT_PRESETS[preset]];
  const told = Object.values(own).flatMap((named) => (named === undefined ? [] : namesIn(named)));
  const listed = Object.values(properties).flatMap(({ names }) => names);
  const known = sources.flatMap((source) => ROLES.flatMap((role) => source[role]));
  return [...new Set([...told, ...listed, ...known])].filter((name) => name.includes('.'));
}

/** Decides how each part is read: as told, else as the export that the fields show, else by common names. */
export function eventReaders(asked: EventAsked, fields: FieldNames): EventReaders {
  const preset = asked.preset ?? PRESETS.find((each) => holds(fields, EVENT_PRESETS[each])) ?? null;
  const source = preset === null ? null : EVENT_PRESETS[preset];
  const namesFor = partNames<Role>(
    { own: asked.own, isNamed: asked.preset !== null, source, common: COMMON_COLUMNS },
    fields,
  );
  const readerOf = <Value>(role: Role, make: (names: readonly string[]) => ColumnReader<Value>) => {
    const own = asked.own[role];
    // A reader that was given for a role reads what its type says, which the compiler saw.
    return isReader(own) ? (own as ColumnReader<Value>) : make(namesFor(role));
  };
  const parts = {
    customer: readerOf('customer', (names) => id(names, { required: true })),
    time: readerOf('time', (names) => time(names, { required: true, ...timeOptions(asked, source, names) })),
    name: readerOf('name', (names) => id(names, { required: true })),
  };
  const amounts = namesFor('amount');
  const hasAmount = asked.own.amount !== undefined || amounts.some((name) => fields.has(name));
  const amount = readerOf('amount', () => money(amounts.length > 0 ? amounts : ['amount']));
  return { preset, parts, amount, hasAmount };
}

/** The unit of numbers is the export's; the zone too, but only where the export was named: others use those columns as well. */
function timeOptions({ preset, options }: EventAsked, source: EventSource | null, names: readonly string[]) {
  const isSources = source !== null && names.every((name) => source.time.includes(name));
  const epoch = options.epoch ?? (isSources ? source.epoch : undefined);
  const timeZone = options.timeZone ?? (isSources && preset !== null ? source.timeZone : undefined);
  const { dateOrder } = options;
  return {
    ...(epoch === undefined ? {} : { epoch }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
  };
}

function holds(fields: FieldNames, source: EventSource): boolean {
  return REQUIRED.every((role) => source[role].some((name) => fields.has(name)));
}

const REQUIRED = ['customer', 'time', 'name'] as const;
const ROLES = ['customer', 'time', 'name', 'amount'] as const;
const PRESETS = ['amplitude', 'mixpanel', 'ga4', 'posthog', 'segment'] as const;
