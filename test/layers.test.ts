import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { listFiles, read } from './support/fences.js';
import { floorFaults } from './support/floors.js';
import { findCycle, importsOf } from './support/imports.js';
import { loadFaults, purityFaults } from './support/purity.js';

const files = listFiles('src', '.ts');
const imports = files.flatMap((file) => importsOf(file, read(file)));
const peers = 'peerDependencies' in manifest ? Object.keys(manifest.peerDependencies as object) : [];

describe('the sources', () => {
  test('import only from lower floors, and packages only where they belong', () => {
    expect(floorFaults(imports, peers)).toEqual([]);
  });

  test('import files that exist', () => {
    const inside = imports.filter(({ isInside }) => isInside);
    expect(inside.filter(({ to }) => !files.includes(to)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('have no cycle, of values or of types', () => {
    expect(findCycle(imports)).toBeNull();
  });

  test('have at most 250 lines each', () => {
    expect(files.filter((file) => read(file).trimEnd().split('\n').length > 250)).toEqual([]);
  });

  test('read no clock, chance, locale or zone, write to no console and make no code', () => {
    expect(files.flatMap((file) => purityFaults(file, read(file)))).toEqual([]);
  });
});

test('no source does work when it is loaded', () => {
  expect(files.flatMap((file) => loadFaults(file, read(file)))).toEqual([]);
});

describe('the rules', () => {
  const faults = (file: string, text: string): readonly string[] => floorFaults(importsOf(file, text), ['papaparse']);

  test.each([
    ['src/core/data.ts', "import type { nps } from '../survey/nps.js';", 'survey stands above core'],
    ['src/stats/a.ts', "import { b } from '../time/b.js';", 'stats and time stand on the same floor'],
    ['src/survey/a.ts', "export { b } from '../churn/b.js';", 'survey and churn stand on the same floor'],
    ['src/survey/a.ts', "import { b } from './index.js';", 'imports the barrel src/survey/index.ts'],
    ['src/survey/index.ts', "export * from '../core/index.js';", 'imports the barrel src/core/index.ts'],
    ['src/survey/a.ts', "import * as z from 'zod/mini';", 'imports zod/mini; only schema may'],
    ['src/stats/a.ts', "type A = import('date-fns').Day;", 'imports date-fns; only time may'],
    ['src/schema/a.ts', "const a = await import('left-pad');", 'imports left-pad; it is no dependency'],
    ['src/core/a.ts', "import { readFile } from 'node:fs';", 'imports node:fs, which only Node has'],
    ['src/stats/a.ts', "import a from 'papaparse';", 'imports papaparse; it is no dependency'],
    ['src/index.ts', "export * from './schema/index.js';", 'an edge is an entry point of its own'],
    ['src/core/a.ts', "import '../../test/b.js';", 'outside src'],
  ])('%s may not: %s', (file, text, fault) => {
    expect(faults(file, text)).toEqual([expect.stringContaining(fault)]);
  });

  test.each([
    ['src/survey/a.ts', "import { a } from '../core/a.js'; import { b } from './b.js';"],
    ['src/schema/a.ts', "import type { A } from '../survey/a.js'; import * as z from 'zod/mini'; import('papaparse');"],
    ['src/time/a.ts', "import { startOfDay } from 'date-fns/startOfDay'; import { DAY } from './day.js';"],
    ['src/index.ts', "export * from './survey/index.js'; export { a } from './core/a.js';"],
  ])('%s may: %s', (file, text) => {
    expect(faults(file, text)).toEqual([]);
  });

  test('find a cycle that only types make', () => {
    const a = importsOf('src/core/a.ts', "import { b } from './b.js';");
    const b = importsOf('src/core/b.ts', "import type { a } from './a.js';");
    expect(findCycle([...a, ...b])).toEqual(['src/core/a.ts', 'src/core/b.ts', 'src/core/a.ts']);
    expect(findCycle(a)).toBeNull();
  });

  test('find a call at load, unless it is marked as pure or waits in a function', () => {
    expect(loadFaults('src/core/a.ts', 'const a = new Map();\nclass B { static c = f(); d = f(); }')).toHaveLength(2);
    const fine = 'const a = /* @__PURE__ */ new Map();\nconst b = () => f();\nconst c = Math.sqrt(2);';
    expect(loadFaults('src/core/a.ts', fine)).toEqual([]);
  });

  test('find what is impure, and not the words in a comment or a string', () => {
    const impure = [
      'Math.random();',
      'Date.now();',
      'new Date();',
      'new Date(2024, 1);',
      'console.log(1);',
      'a.localeCompare(b);',
      'a.toLocaleString();',
      'a.getHours();',
      'eval("1");',
      'new Function("1");',
    ];
    for (const line of impure) expect(purityFaults('src/core/a.ts', line), line).toHaveLength(1);
    const pure = '// Math.random, new Date()\nconst a = "console.log"; new Date(0).getUTCHours(); Date.UTC(2024);';
    expect(purityFaults('src/core/a.ts', pure)).toEqual([]);
  });
});
