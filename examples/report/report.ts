import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chaptersOf } from './chapters/index.js';
import { coverOf } from './cover.js';
import { readOptions } from './options.js';
import { readSurvey } from './read-survey.js';
import { page } from './render/page.js';
import { type TerminalStyle, terminalReport } from './render/terminal.js';
import { HELP, UsageError } from './usage.js';

/** What the command prints, and the page that it writes. */
export interface Report {
  readonly text: string;
  readonly page: { readonly path: string; readonly html: string } | null;
}

const EXAMPLE = fileURLToPath(new URL('../data/answers.csv', import.meta.url));
/** How the example is to be read, in the words of the command line. */
const EXAMPLE_WORDS =
  '--score recommend --time answeredAt --zone Asia/Tokyo --segment plan --segment region --csat satisfied --ces effort --pmf without --drivers quality,support,setup,design,price';

/** The report that the words of the command line ask for: of a file, or without one of the example. */
export async function makeReport(words: readonly string[], style: TerminalStyle): Promise<Report> {
  const given = readOptions(words);
  if (given.wantsHelp) return { text: HELP, page: null };
  const file = given.file ?? EXAMPLE;
  const { options } = given.file === null ? readOptions(words, EXAMPLE_WORDS.split(' ')) : given;
  const survey = await readSurvey(await bytesOf(file), options);
  const cover = coverOf(survey, basename(file), options.title);
  const chapters = chaptersOf(survey);
  const hint =
    given.file === null ? '  Your own file: npm run demo -- answers.csv --score COLUMN; all options: --help\n' : '';
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
