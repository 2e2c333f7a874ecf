import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** The tests of SQL on ClickHouse: `npm run test:clickhouse`. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^kizuna$/, replacement: `${source}index.ts` },
      { find: /^kizuna\/(\w+)$/, replacement: `${source}$1/index.ts` },
    ],
  },
  test: { include: ['test/clickhouse/*.spec.ts'], testTimeout: 120_000 },
});
