import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'survey/index': 'src/survey/index.ts',
    'stats/index': 'src/stats/index.ts',
    'log/index': 'src/log/index.ts',
    'retention/index': 'src/retention/index.ts',
    'funnel/index': 'src/funnel/index.ts',
    'engagement/index': 'src/engagement/index.ts',
    'ltv/index': 'src/ltv/index.ts',
    'rfm/index': 'src/rfm/index.ts',
    'segmentation/index': 'src/segmentation/index.ts',
    'churn/index': 'src/churn/index.ts',
    'survival/index': 'src/survival/index.ts',
    'schema/index': 'src/schema/index.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
  target: 'es2022',
  platform: 'neutral',
});
