import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('./src/', import.meta.url));
const support = fileURLToPath(new URL('./test/support/', import.meta.url));
// How many times as often as usual each property is tried: `npm run test:soak`.
const times = Number(process.env.KIZUNA_RUNS ?? 1);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^kizuna$/, replacement: `${source}index.ts` },
      { find: /^kizuna\/(\w+)$/, replacement: `${source}$1/index.ts` },
      ...(times === 1 ? [] : [{ find: /^fast-check$/, replacement: `${support}many-runs.ts` }]),
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: `${support}choose-seed.ts`,
    setupFiles: `${support}seed.ts`,
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.test.json' },
    // The sources are loaded once for all files of a worker: they keep no state, and loading takes a third of the time.
    isolate: false,
    // One core less than there are would be half of two.
    maxWorkers: '100%',
    // Two busy cores may take long over what is quick alone.
    testTimeout: 20_000 * Math.max(1, times),
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      reporter: ['text', 'json-summary'],
      thresholds: { statements: 95, branches: 90, functions: 95, lines: 95 },
    },
  },
});
