import { parseArgs } from 'node:util';
import { calendar, KizunaError, type PeriodUnit } from 'kizuna';
import type { DateOrder, EncodingName } from 'kizuna/schema';
import { EVENT_OPTIONS, type EventOptions, eventOptionsOf } from './event-options.js';
import { ORDER_OPTIONS, type OrderOptions, orderOptionsOf } from './order-options.js';
import { SUBSCRIPTION_OPTIONS, type SubscriptionOptions, subscriptionOptionsOf } from './subscription-options.js';
import { breaksOf, type Scale } from './survey.js';
import { nearest, UsageError } from './usage.js';
import { oneOf, textsOf } from './words.js';

/** What the command line asks for; `null` where it says nothing. */
export interface Options {
  readonly score: string | null;
  readonly scale: Scale | null;
  readonly time: string | null;
  readonly segments: readonly string[];
  readonly csat: string | null;
  readonly csatScale: Scale;
  readonly csatLabels: Labels;
  readonly ces: string | null;
  readonly cesScale: Scale;
  readonly cesLabels: Labels;
  readonly pmf: string | null;
  readonly drivers: readonly string[];
  readonly driversScale: Scale | null;
  readonly weight: string | null;
  readonly zone: string | null;
  readonly unit: PeriodUnit;
  readonly dates: DateOrder;
  readonly noAnswer: readonly string[];
  readonly encoding: EncodingName;
  readonly minimum: number;
  readonly title: string | null;
  readonly out: string;
  readonly events: EventOptions;
  readonly orders: OrderOptions;
  readonly subscriptions: SubscriptionOptions;
}

/** Answers in words, with the numbers that they stand for. */
export type Labels = Readonly<Record<string, number>>;

/** Reads the words after `npm run demo --`; where they say nothing, `defaults` do. */
export function readOptions(
  words: readonly string[],
  defaults: readonly string[] = [],
): { file: string | null; wantsHelp: boolean; options: Options } {
  refuseUnknown(words);
  const { values, positionals } = parsed([...defaults, ...words]);
  const [file = null, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`One file, please; also given: ${others.join(', ')}`);
  const csatScale = scaleOf('csat-scale', values['csat-scale'] ?? '1-5');
  const cesScale = scaleOf('ces-scale', values['ces-scale'] ?? '1-7');
  const options: Options = {
    score: values.score ?? null,
    scale: values.scale === undefined ? null : npsScaleOf(values.scale),
    time: values.time ?? null,
    segments: values.segment ?? [],
    csat: values.csat ?? null,
    csatScale,
    csatLabels: labelsOf('csat', values['csat-labels'], csatScale),
    ces: values.ces ?? null,
    cesScale,
    cesLabels: labelsOf('ces', values['ces-labels'], cesScale),
    pmf: values.pmf ?? null,
    drivers: values.drivers ?? [],
    driversScale: values['drivers-scale'] === undefined ? null : scaleOf('drivers-scale', values['drivers-scale']),
    weight: values.weight ?? null,
    zone: values.zone === undefined ? null : zoneOf(values.zone),
    unit: oneOf('unit', values.unit ?? 'month', ['day', 'week', 'month', 'quarter', 'year']),
    dates: oneOf('dates', values.dates ?? 'ymd', ['ymd', 'mdy', 'dmy']),
    noAnswer: textsOf(values['no-answer']),
    encoding: oneOf('encoding', values.encoding ?? 'auto', ENCODINGS),
    minimum: minimumOf(values.minimum ?? '5'),
    title: values.title ?? null,
    out: values.out ?? 'report.html',
    events: eventOptionsOf(values),
    orders: orderOptionsOf(values),
    subscriptions: subscriptionOptionsOf(values),
  };
  return { file, wantsHelp: values.help ?? false, options };
}

const ENCODINGS = [
  'auto',
  'utf-8',
  'utf8',
  'utf-16le',
  'utf-16be',
  'shift_jis',
  'sjis',
  'cp932',
  'windows-31j',
  'ms932',
  'euc-jp',
] as const satisfies readonly EncodingName[];

const TEXT = { type: 'string' } as const;
const KNOWN = {
  score: TEXT,
  scale: TEXT,
  time: TEXT,
  segment: { type: 'string', multiple: true },
  csat: TEXT,
  'csat-scale': TEXT,
  'csat-labels': TEXT,
  ces: TEXT,
  'ces-scale': TEXT,
  'ces-labels': TEXT,
  pmf: TEXT,
  drivers: { type: 'string', multiple: true },
  'drivers-scale': TEXT,
  weight: TEXT,
  zone: TEXT,
  unit: TEXT,
  dates: TEXT,
  'no-answer': TEXT,
  encoding: TEXT,
  minimum: TEXT,
  title: TEXT,
  out: TEXT,
  ...EVENT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SUBSCRIPTION_OPTIONS,
  help: { type: 'boolean', short: 'h' },
} as const;
const MANY: readonly string[] = ['segment', 'drivers', 'property'];

/** Options that are none, or given twice where the second would silently win. */
function refuseUnknown(words: readonly string[]): void {
  const args = [...words];
  const seen = new Set<string>();
  const { tokens } = parseArgs({ args, options: KNOWN, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (Object.hasOwn(KNOWN, token.name)) {
      if (seen.has(token.name) && !MANY.includes(token.name)) throw new UsageError(`${token.rawName} is given twice`);
      seen.add(token.name);
      continue;
    }
    const meant = nearest(token.name, Object.keys(KNOWN));
    throw new UsageError(`Unknown option ${token.rawName}${meant === null ? '' : `; did you mean --${meant}?`}`);
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: KNOWN, allowPositionals: true });
  } catch (error) {
    // Left are options without their value; Node's sentence tells which, and how to give one that begins with a dash.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function scaleOf(name: string, text: string): Scale {
  const [, low = '', high = ''] = /^(-?\d+)\s*(?:-|–|\.\.|to)\s*(-?\d+)$/.exec(text.trim()) ?? [];
  if (low === '' || Number(low) >= Number(high)) {
    throw new UsageError(`--${name} takes the lowest and the highest answer, such as 1-5`);
  }
  return [Number(low), Number(high)];
}

function labelsOf(name: string, text: string | undefined, [low, high]: Scale): Labels {
  const entries = textsOf(text?.normalize('NFKC').replaceAll('、', ',')).map((entry) => {
    const [, label = '', point = ''] = /^(.*\S)\s*=\s*(-?\d+)$/.exec(entry) ?? [];
    if (label === '' || Number(point) < low || Number(point) > high) {
      throw new UsageError(
        `--${name}-labels takes texts with their numbers from ${low} to ${high}, such as 満足=${high},不満=${low}`,
      );
    }
    return [label, Number(point)] as const;
  });
  return Object.fromEntries(entries);
}

function npsScaleOf(text: string): Scale {
  const scale = scaleOf('scale', text);
  breaksOf(scale); // refuses scales on which nobody is a promoter
  return scale;
}

function zoneOf(zone: string): string {
  try {
    return calendar({ unit: 'day', timeZone: zone }).timeZone;
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    throw new UsageError('--zone takes the name of a time zone, such as Asia/Tokyo or UTC');
  }
}

function minimumOf(text: string): number {
  const minimum = Number(text);
  if (!Number.isInteger(minimum) || minimum < 2) throw new UsageError('--minimum takes a whole number of at least 2');
  return minimum;
}
