import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs a file of examples/ as `npm run demo` does, from the root of the repository, but bundled: tsx would compile hundreds
 * of sources again. A reader that closes its end of the output at once is head, or a pager that was left.
 */
export async function runExample(file: string, words: readonly string[] = [], closes = false): Promise<Run> {
  const program = await bundled(file);
  const child = spawn(process.execPath, [program, ...words], {
    cwd: ROOT,
    env: { ...process.env, TZ: 'America/New_York' },
  });
  const text = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  if (closes) child.stdout.destroy();
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.error += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, ...text };
}

const programs = new Map<string, Promise<string>>();

/** The file as one program. It stands beside the packages that it imports, and finds its data where the file does. */
function bundled(file: string): Promise<string> {
  const known = programs.get(file);
  if (known) return known;
  const outfile = join(ROOT, 'node_modules/.cache/kizuna-examples', `${process.pid}-${programs.size}.mjs`);
  const made = build({
    entryPoints: [join(ROOT, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { kizuna: join(ROOT, 'src') },
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(ROOT, file)).href) },
    logLevel: 'silent',
  }).then(() => outfile);
  programs.set(file, made);
  process.once('exit', () => rmSync(outfile, { force: true }));
  return made;
}

/** A folder of its own for what a test writes. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kizuna-examples-'));
}
