import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './fences.js';
import { discard, packAndInstall, run } from './pack.js';

// Run by `npm run test:deno`: the packed package is type-checked and run by Deno, without a permission.
const home = join(ROOT, 'test/consumers/deno');
const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
await run('npm', ['install', ...quiet], home);
const deno = join(home, 'node_modules/deno/bin.cjs');

const packed = await packAndInstall();
process.env.DENO_DIR = join(packed.folder, 'deno');
try {
  for (const file of ['run.ts', 'schema.ts', 'typed.ts'])
    await copyFile(join(ROOT, 'test/consumers', file), join(packed.project, file));
  console.log((await run(process.execPath, [deno, '--version'], packed.project)).trim());
  await run(process.execPath, [deno, 'check', 'run.ts'], packed.project);
  const printed = await run(process.execPath, [deno, 'run', '--no-prompt', 'run.ts'], packed.project);
  if (printed.trim() !== '25') throw new Error(`expected 25; Deno printed ${printed}`);
  console.log('Deno checked and ran the packed package');
} finally {
  await discard(packed);
}
