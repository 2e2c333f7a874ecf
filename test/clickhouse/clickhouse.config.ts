import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const support = fileURLToPath(new URL('../support/', import.meta.url));
const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** The tests of SQL on ClickHouse: `npm run test:clickhouse`. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^kizuna$/, replacement: `${source}index.ts` },
      { find: /^kizuna\/(\w+)$/, replacement: `${source}$1/index.ts` },
    ],
  },
  test: {
    include: ['test/clickhouse/*.spec.ts'],
    globalSetup: `${support}choose-seed.ts`,
    setupFiles: `${support}seed.ts`,
    testTimeout: 120_000,
  },
});
