import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { listFiles, ROOT, read } from './fences.js';

// Run by `npm run test:soak`: the tests that draw examples, each property KIZUNA_RUNS times as often (20). Those of SQL have
// a number of their own, KIZUNA_SQL_RUNS. The zone of the machine is TZ.
const drawing = listFiles('test', '.test.ts').filter(
  (path) => !path.startsWith('test/sql/') && read(path).includes("'fast-check'"),
);
const given = process.argv.slice(2);
const args = [
  join(ROOT, 'node_modules/vitest/vitest.mjs'),
  ...['run', '--typecheck.enabled=false', ...(given.some((word) => !word.startsWith('-')) ? [] : drawing), ...given],
];
const env = { ...process.env, KIZUNA_RUNS: process.env.KIZUNA_RUNS ?? '20' };
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
