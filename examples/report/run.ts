/** `npm run demo`: a survey report in the terminal and as one page. `npm run demo -- --help` has the options. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KizunaError } from 'kizuna';
import { chaptersOf } from './chapters/index.js';
import { coverOf } from './cover.js';
import { readOptions } from './options.js';
import { readSurvey } from './read-survey.js';
import { page } from './render/page.js';
import { terminalReport } from './render/terminal.js';
import { HELP, UsageError } from './usage.js';

const EXAMPLE = fileURLToPath(new URL('../data/answers.csv', import.meta.url));
/** How the example is to be read, in the words of the command line. */
const EXAMPLE_WORDS =
  '--score recommend --time answeredAt --zone Asia/Tokyo --segment plan --segment region --csat satisfied --ces effort --pmf without --drivers quality,support,price';

async function run(words: readonly string[]): Promise<void> {
  const given = readOptions(words);
  if (given.wantsHelp) return void process.stdout.write(HELP);
  const { file } = given;
  const { options } = file === null ? readOptions([...EXAMPLE_WORDS.split(' '), ...words]) : given;
  const survey = await readSurvey(await bytesOf(file ?? EXAMPLE), options);
  const cover = coverOf(survey, basename(file ?? EXAMPLE), options.title);
  const chapters = chaptersOf(survey);

  const hasColor = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  process.stdout.write(terminalReport(cover, chapters, { hasColor }));
  await writeFile(options.out, page(cover, chapters));
  process.stdout.write(`  The same as a page: ${resolve(options.out)}\n`);
  if (file === null)
    process.stdout.write(`  Your own file: npm run demo -- answers.csv --score COLUMN; all options: --help\n`);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof KizunaError)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof UsageError) process.stderr.write('All options: npm run demo -- --help\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
