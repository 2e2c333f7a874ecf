import { beforeAll, describe, expect, test } from 'vitest';
import { checkFences } from './support/check-fences.js';
import { ExampleError, runExample } from './support/doctest.js';
import { collectFences, type Fence, fencesOfMarkdown, fencesOfSource } from './support/fences.js';

const fences = collectFences();
const resolve = (specifier: string): Promise<unknown> => import(/* @vite-ignore */ specifier);

const wrong = { file: 'a.md', line: 10, code: 'const a: number = 1;\nconst b: string = a;', runs: true };

let faults: readonly (readonly string[])[] = [];
beforeAll(() => {
  // All at once: the compiler reads the sources once.
  faults = checkFences([...fences, wrong]);
}, 60_000);

describe('the examples of the docs', () => {
  test('there are some', () => expect(fences.length).toBeGreaterThan(0));

  for (const [index, fence] of fences.entries()) {
    test(`${fence.file}:${fence.line}`, async () => {
      expect(faults[index]).toEqual([]);
      if (fence.runs) await runFence(fence);
    });
  }
});

async function runFence(fence: Fence): Promise<void> {
  try {
    await runExample(fence.code, resolve);
  } catch (error) {
    const line = fence.line + (error instanceof ExampleError ? error.line : 0);
    throw new Error(`${fence.file}:${line} ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

describe('the checker of the examples', () => {
  const run = (code: string): Promise<void> => runExample(code, resolve);

  test('compares a number at the decimals it is written with, inside lists and objects too', async () => {
    await run('({ a: [1.959964, 0.00012] }); // => { a: [1.96, 1.2e-4] }');
    await expect(run('1.959964; // => 1.95')).rejects.toThrow('expected 1.95; got 1.959964');
    await expect(run('[1, 2]; // => [1, 3]')).rejects.toThrow('they differ at [1]');
    await expect(run('({ a: 1, b: null }); // => { a: 1 }')).rejects.toThrow('expected {"a":1}; got {"a":1,"b":null}');
  });

  test('takes a whole number as itself, and never -0 for 0', async () => {
    await expect(run('33.3333; // => 33')).rejects.toThrow('expected 33; got 33.3333');
    await expect(run('-0; // => 0')).rejects.toThrow(ExampleError);
  });

  test('reads a value that goes on in the comments below, and one on a line of its own', async () => {
    await run("[{ a: 1 }, { a: 'b' }];\n// => [\n//   { a: 1 },\n//   { a: 'b' },\n// ]\n1; // => 1");
  });

  test('checks a declared name, an awaited value and a statement inside a block', async () => {
    await run('const a = 1; // => 1\nawait Promise.resolve(a); // => 1\nif (a === 1) a + 1; // => 2');
  });

  test('checks the name of what is thrown', async () => {
    await run("JSON.parse('{'); // throws SyntaxError");
    await expect(run("JSON.parse('{'); // throws TypeError")).rejects.toThrow(
      'expected TypeError to be thrown; got Syn',
    );
    await expect(run('1; // throws TypeError')).rejects.toThrow('expected TypeError to be thrown; nothing was');
  });

  test('refuses an example that states nothing, a claim that is never reached and one without a statement', async () => {
    await expect(run('1 + 1;')).rejects.toThrow('the example states no `// =>`');
    await expect(run('if (false) 1; // => 1')).rejects.toThrow('never reached');
    await expect(run('// => 1')).rejects.toThrow('must follow a statement');
    await expect(run('1; // => about one')).rejects.toThrow('`about one` is not a value');
  });

  test('runs imports as a module has them', async () => {
    await run("import { basename as base, type ParsedPath } from 'node:path';\nbase('a/b'); // => 'b'");
  });

  test('finds fences with the line of their code, in comments and in Markdown', () => {
    const source = '/** one */\n/**\n * @example\n * ```ts\n * a;\n * ```\n */\nconst a = "/** ```ts ``` */";\n';
    expect(fencesOfSource('a.ts', source)).toEqual([{ file: 'a.ts', line: 5, code: 'a;', runs: true }]);
    const page = 'Text\n\n```sh\nls\n```\n- item\n  ```ts no-run\n  if (a) {\n    b;\n  }\n  ```\n';
    expect(fencesOfMarkdown('a.md', page)).toEqual([{ file: 'a.md', line: 8, code: 'if (a) {\n  b;\n}', runs: false }]);
  });

  test('reports what does not compile with its file and line', () => {
    expect(faults[fences.length]).toEqual(["a.md:11 Type 'number' is not assignable to type 'string'."]);
  });
});
