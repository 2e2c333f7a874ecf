import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './fences.js';
import { run } from './pack.js';

// Run by `npm run test:clickhouse`: ClickHouse itself is half a gigabyte, so it is installed in a folder of its own.
const home = join(ROOT, 'test/clickhouse');
const isInstalled =
  existsSync(join(home, 'node_modules/chdb')) && existsSync(join(home, 'node_modules/@clickhouse/client'));
if (!isInstalled) {
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  await run('npm', ['install', ...quiet], home);
}
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
console.log(
  await run(
    process.execPath,
    [vitest, 'run', '--config', join(home, 'clickhouse.config.ts'), ...process.argv.slice(2)],
    ROOT,
  ),
);
