/** `npm run demo`: a survey report in the terminal and as one page. `npm run demo -- --help` has the options. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { KizunaError } from 'kizuna';
import { makeReport } from './report.js';
import { UsageError } from './usage.js';

// A reader such as head may have enough before the end; the page is written all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  const hasColor = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  const { text, page } = await makeReport(process.argv.slice(2), { hasColor });
  process.stdout.write(text);
  if (page !== null) {
    if (await isWritten(page)) process.stdout.write(`  The same as a page: ${resolve(page.path)}\n`);
  }
} catch (error) {
  if (!(error instanceof UsageError || error instanceof KizunaError)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof UsageError) process.stderr.write('All options: npm run demo -- --help\n');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function isWritten({ path, html }: { readonly path: string; readonly html: string }): Promise<boolean> {
  try {
    await writeFile(path, html);
    return true;
  } catch (error) {
    process.stderr.write(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return false;
  }
}
