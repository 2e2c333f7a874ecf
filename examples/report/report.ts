import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chaptersOf } from './chapters/index.js';
import { coverOf } from './cover.js';
import { refuseMisplaced } from './misplaced.js';
import { readOptions } from './options.js';
import { readEvents } from './read-events.js';
import { readOrders } from './read-orders.js';
import { readSubscriptions } from './read-subscriptions.js';
import { readSurvey } from './read-survey.js';
import { page } from './render/page.js';
import type { TerminalStyle } from './render/paint.js';
import { terminalReport } from './render/terminal.js';
import { HELP, UsageError } from './usage.js';

/** What the command prints, and the page that it writes. */
export interface Report {
  readonly text: string;
  readonly page: { readonly path: string; readonly html: string } | null;
}

const example = (name: string): string => fileURLToPath(new URL(`../data/${name}`, import.meta.url));
/** How the examples are to be read, in the words of the command line. */
const ANSWERS_WORDS =
  '--score recommend --time answeredAt --zone Asia/Tokyo --segment plan --segment region --csat satisfied --ces effort --pmf without --drivers quality,support,setup,design,price';
const EVENTS_WORDS =
  '--customer customer --event-time time --event-name event --amount amount --property channel --steps visit,view_item,add_to_cart,purchase --purchase purchase';
const ORDERS_WORDS = '--order-id order --order-customer customer --order-time orderedAt --order-amount amount';

const SUBSCRIPTIONS_WORDS =
  '--subscription-customer customer --subscription-start startedAt --subscription-end endedAt --subscription-amount amount --as-of 2025-12-21';

/** The report that the words of the command line ask for: of the files they name, or without one of the examples. */
export async function makeReport(words: readonly string[], style: TerminalStyle): Promise<Report> {
  const given = readOptions(words);
  if (given.wantsHelp) return { text: HELP, page: null };
  const own = [given.options.events, given.options.orders, given.options.subscriptions].map(({ file }) => file);
  const isExample = [given.file, ...own].every((file) => file === null);
  const exampleWords = `${ANSWERS_WORDS} ${EVENTS_WORDS} ${ORDERS_WORDS} ${SUBSCRIPTIONS_WORDS}`.split(' ');
  const exampleFiles = ['events', 'orders', 'subscriptions'].flatMap((kind) => [`--${kind}`, example(`${kind}.csv`)]);
  const { options } = isExample ? readOptions(words, [...exampleWords, ...exampleFiles]) : given;
  const file = isExample ? example('answers.csv') : given.file;
  refuseMisplaced(options, file);
  const survey = file === null ? null : await readSurvey(await bytesOf(file), basename(file), options);
  const [events, orders, lines] = [options.events.file, options.orders.file, options.subscriptions.file];
  const behaviour = events === null ? null : await readEvents(await bytesOf(events), basename(events), options);
  const sales = orders === null ? null : await readOrders(await bytesOf(orders), basename(orders), options);
  const subscriptions = lines === null ? null : await readSubscriptions(await bytesOf(lines), basename(lines), options);

  const sources = { survey, behaviour, sales, subscriptions };
  const cover = coverOf(sources, options.title);
  const chapters = chaptersOf(sources);
  const hint = isExample
    ? '  Your own files: npm run demo -- answers.csv --score COLUMN --events … --orders … --subscriptions …; all options: --help\n'
    : '';
  return {
    text: terminalReport(cover, chapters, style) + hint,
    page: { path: options.out, html: page(cover, chapters) },
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isSpreadsheet(bytes)) throw new UsageError(`${path} is an Excel file; save it as CSV`);
  return bytes;
}

/** Workbooks are zip archives (.xlsx), and were compound files before (.xls). */
function isSpreadsheet(bytes: Uint8Array): boolean {
  return [
    [0x50, 0x4b, 0x03, 0x04],
    [0xd0, 0xcf, 0x11, 0xe0],
  ].some((signature) => signature.every((byte, i) => bytes[i] === byte));
}
