import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = fileURLToPath(new URL('./src/', import.meta.url));
const support = fileURLToPath(new URL('./test/support/', import.meta.url));
// How many times as often as usual each property is tried: `npm run test:soak`.
const times = Number(process.env.KIZUNA_RUNS ?? 1);

// What takes long goes first, so that no worker is left with it at the end; the rest in the order of paths, on any machine.
const LONG = ['package', 'laws', 'examples', 'bundle', 'sql/', 'examples/'].map((path) => `test/${path}`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((path) => moduleId.includes(path));
      return place < 0 ? LONG.length : place;
    };
    return [...files].sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

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
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.types.json' },
    // The sources are loaded once for all files of a worker: they keep no state, and loading takes a third of the time.
    isolate: false,
    // One core less than there are would be half of two.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // Tests leave much behind that is soon of no use: a larger nursery collects it in fewer passes.
    execArgv: ['--max-semi-space-size=64'],
    // Two busy cores may take long over what is quick alone.
    testTimeout: 20_000 * Math.max(1, times),
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      reporter: ['text', 'json-summary'],
      thresholds: { statements: 95, branches: 90, functions: 95, lines: 95 },
    },
  },
});
