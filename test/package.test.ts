import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { type ConsumerSettings, checkConsumer } from './support/check-consumer.js';
import { ROOT } from './support/fences.js';
import { discard, type Packed, packAndInstall, run, runTool } from './support/pack.js';

let packed: Packed;

beforeAll(async () => {
  packed = await packAndInstall();
  for (const name of await readdir(join(ROOT, 'test/consumers'))) {
    if (/\.(ts|mjs|cjs)$/.test(name)) await copyFile(join(ROOT, 'test/consumers', name), join(packed.project, name));
  }
  // The same sources once more, as modules of either kind whatever package.json says.
  for (const name of ['typed', 'schema']) {
    for (const kind of ['mts', 'cts']) {
      await copyFile(join(ROOT, `test/consumers/${name}.ts`), join(packed.project, `${name}.${kind}`));
    }
  }
}, 180_000);

afterAll(() => discard(packed));

describe('the tarball', () => {
  test('holds the build, the licence and the pages that belong to it, and nothing else', () => {
    const others = packed.files.filter(
      (path) =>
        !/^dist\/([\w-]+\/)*[\w-]+(\.d)?\.(js|cjs|ts|cts)$/.test(path) && !/^docs\/(metrics\/)?[\w-]+\.md$/.test(path),
    );
    expect(others).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  test('holds the pages of docs that its README and their index link to', async () => {
    for (const page of ['README.md', 'docs/index.md']) {
      const text = await readFile(join(packed.project, 'node_modules/kizuna', page), 'utf8');
      const links = [...text.matchAll(/\]\(([\w./-]+\.md)\)/g)].map(([, link = '']) => join(dirname(page), link));
      const pages = links.filter((path) => path.startsWith('docs/'));
      expect(pages.length).toBeGreaterThan(5);
      expect(pages.filter((path) => !packed.files.includes(path))).toEqual([]);
    }
  });

  test('holds every file that package.json points to', () => {
    const paths = JSON.stringify([
      manifest.exports,
      manifest.main,
      manifest.module,
      manifest.types,
      manifest.typesVersions,
    ]);
    const named = [...paths.matchAll(/"\.\/([^"]+\.\w+)"/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !packed.files.includes(path))).toEqual([]);
  });

  test('names no folder of the machine that built it', async () => {
    const places = [ROOT.slice(0, -1), dirname(packed.folder), process.env.HOME ?? ROOT].filter(
      (path) => path.length > 2,
    );
    for (const path of packed.files) {
      const text = await readFile(join(packed.project, 'node_modules/kizuna', path), 'utf8');
      for (const place of places) expect(text.includes(`${place}/`), `${path} names ${place}`).toBe(false);
    }
  });

  test('passes publint --strict', async () => {
    await runTool('publint/src/cli.js', [packed.tarball, '--strict'], ROOT);
  }, 60_000);

  test('has right types under every kind of resolution, by arethetypeswrong', async () => {
    await runTool('@arethetypeswrong/cli/dist/index.js', [packed.tarball, '--no-color'], ROOT);
  }, 60_000);
});

describe('the installed package', () => {
  const nps = (printed: string): void => expect(printed.trim()).toBe('25');

  test('loads with import in Node', async () => {
    nps(await run(process.execPath, ['node-esm.mjs'], packed.project));
  });

  test('loads with require in Node', async () => {
    nps(await run(process.execPath, ['node-cjs.cjs'], packed.project));
  });

  test('runs under tsx', async () => {
    nps(await runTool('tsx/dist/cli.mjs', ['run.ts'], packed.project));
  }, 30_000);

  test('bundles for a browser, and runs where nothing of Node exists', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(packed.project, 'browser.ts')],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'answer',
      target: 'es2022',
      write: false,
      external: ['papaparse'],
      logLevel: 'silent',
    });
    const context = vm.createContext({});
    vm.runInContext(outputFiles[0]?.text ?? '', context);
    const answer: unknown = JSON.parse(vm.runInContext('JSON.stringify(answer)', context));
    expect(answer).toEqual({ low: expect.closeTo(0.2366, 4), scores: [9], value: 25 });
  });
});

describe('the types of the installed package', () => {
  // No DOM and nothing of Node: what a worker, an embedded engine or a strict app has.
  const bare = (resolution: ConsumerSettings['resolution']): ConsumerSettings => {
    return { resolution, lib: ['es2022'], types: [] };
  };

  test.each([
    ['node16', ['typed.mts', 'typed.cts', 'schema.mts', 'schema.cts']],
    ['nodenext', ['typed.mts', 'typed.cts', 'schema.mts', 'schema.cts']],
    ['bundler', ['typed.ts', 'schema.ts']],
    ['node10', ['typed.ts', 'schema.ts']],
  ] as const)(
    'check under %s with lib ES2022 alone',
    (resolution, files) => {
      expect(checkConsumer(packed.project, files, bare(resolution))).toEqual([]);
    },
    30_000,
  );

  test('do not check where a name is not there: the check does see the package', async () => {
    await writeFile(join(packed.project, 'wrong.mts'), "import { npz } from 'kizuna';\nexport const a = npz;\n");
    expect(checkConsumer(packed.project, ['wrong.mts'], bare('nodenext'))).toEqual([expect.stringContaining("'npz'")]);
  }, 30_000);
});
