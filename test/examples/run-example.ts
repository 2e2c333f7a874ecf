import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs a file of examples/ as `npm run demo` does, from the root of the repository. A reader that closes its end of the
 * output at once is head, or a pager that was left.
 */
export async function runExample(file: string, words: readonly string[] = [], closes = false): Promise<Run> {
  const args = ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.test.json', file, ...words];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, TZ: 'America/New_York' } });
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

/** A folder of its own for what a test writes. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'kizuna-examples-'));
}
