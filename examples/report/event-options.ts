import type { EpochUnit } from 'kizuna/schema';
import { UsageError } from './usage.js';
import { oneOf, textsOf } from './words.js';

/** What the command line says of events; `null` where it says nothing. */
export interface EventOptions {
  readonly file: string | null;
  readonly customer: string | null;
  readonly time: string | null;
  readonly name: string | null;
  readonly amount: string | null;
  readonly properties: readonly string[];
  readonly epoch: EpochUnit | null;
  readonly steps: readonly string[];
  /** Days from the first step of the funnel to the last. */
  readonly within: number;
  readonly purchase: string | null;
}

const TEXT = { type: 'string' } as const;

/** The options of events, as `parseArgs` wants them. */
export const EVENT_OPTIONS = {
  events: TEXT,
  customer: TEXT,
  'event-time': TEXT,
  'event-name': TEXT,
  amount: TEXT,
  property: { type: 'string', multiple: true },
  epoch: TEXT,
  steps: TEXT,
  within: TEXT,
  purchase: TEXT,
} as const;

type Values = { readonly [Name in keyof typeof EVENT_OPTIONS]?: string | string[] | undefined };

/** Reads the options of events. */
export function eventOptionsOf(values: Values): EventOptions {
  const textOf = (name: Exclude<keyof Values, 'property'>): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  const epoch = textOf('epoch');
  const within = Number(textOf('within') ?? '7');
  if (!(within > 0 && Number.isFinite(within))) throw new UsageError('--within takes a number of days, such as 7');
  return {
    file: textOf('events'),
    customer: textOf('customer'),
    time: textOf('event-time'),
    name: textOf('event-name'),
    amount: textOf('amount'),
    properties: [...new Set([values.property ?? []].flat())],
    epoch: epoch === null ? null : oneOf('epoch', epoch, ['seconds', 'milliseconds', 'microseconds']),
    steps: textsOf(textOf('steps') ?? undefined),
    within,
    purchase: textOf('purchase'),
  };
}
