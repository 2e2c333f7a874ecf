import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './support/fences.js';
import { EDGES } from './support/floors.js';
import { entryPoints, type PublicName, readSurface, type Surface, snapshotOf } from './support/surface.js';

let surface: Surface = {};
beforeAll(() => {
  surface = readSurface();
}, 60_000);

const namesOf = (entry: string): readonly PublicName[] => surface[entry] ?? [];
const places = (names: readonly PublicName[]): readonly string[] =>
  names.map(({ name, place }) => `${name} (${place})`);

// The root's `sum` is the measure of a tally; that of values is in `kizuna/stats` alone.
// Each engine's entry has a `measureIn` of its own.
const APART = ['kizuna/clickhouse#measureIn', 'kizuna/postgres#measureIn', 'kizuna/stats#sum'];

describe.each(Object.keys(entryPoints()))('%s', (entry) => {
  test('documents every name', () => {
    expect(places(namesOf(entry).filter(({ isDocumented }) => !isDocumented))).toEqual([]);
  });

  test('shows every function at work, in an example that is checked', () => {
    const silent = namesOf(entry).filter(
      ({ isCallable, examples }) => isCallable && !/```ts[\s\S]*?\/\/ ?(=>|throws )/.test(examples),
    );
    expect(places(silent)).toEqual([]);
  });

  test('is part of the root, unless it is an edge', () => {
    if (EDGES.some((edge) => entry.endsWith(`/${edge}`))) return;
    const root = new Set(places(namesOf('kizuna')));
    const apart = namesOf(entry).filter(({ name }) => !APART.includes(`${entry}#${name}`));
    expect(places(apart).filter((name) => !root.has(name))).toEqual([]);
  });
});

test('the public names are those of test/reference/surface.json; `npm run surface` writes it anew', () => {
  const written: unknown = JSON.parse(readFileSync(`${ROOT}test/reference/surface.json`, 'utf8'));
  expect(snapshotOf(surface)).toEqual(written);
});

test('no two entry points spell two meanings alike, but for the names that are known to', () => {
  expect(Object.keys(snapshotOf(surface).names).filter((name) => name.includes('#'))).toEqual(APART);
});

test('the reader of the surface sees overloads, classes, types under another name, and what lacks a comment', () => {
  const { fixture = [] } = readSurface({ fixture: 'test/support/fixtures/surface.ts' });
  const seen = fixture.map(({ name, kind, signature, isCallable }) => ({ name, kind, signature, isCallable }));
  expect(seen).toEqual([
    {
      name: 'Fault',
      kind: 'class',
      signature: ['class extends Error', 'new (code: string) => Fault', 'code: string'],
      isCallable: false,
    },
    {
      name: 'Undocumented',
      kind: 'interface',
      signature: ['interface Undocumented {', '    readonly a: number;', '}'],
      isCallable: false,
    },
    { name: 'Wing', kind: 'type', signature: ["type Side = 'left' | 'right';"], isCallable: false },
    {
      name: 'add',
      kind: 'function',
      signature: ['(a: number, b: number) => number', '(a: string, b: string) => string'],
      isCallable: true,
    },
    { name: 'breaks', kind: 'value', signature: ['readonly [6, 8]'], isCallable: false },
    { name: 'tools', kind: 'value', signature: ['{ readonly twice: (n: number) => number; }'], isCallable: true },
  ]);
  expect(fixture.filter(({ isDocumented }) => !isDocumented).map(({ name }) => name)).toEqual(['Undocumented']);
  expect(fixture.filter(({ examples }) => examples !== '').map(({ name }) => name)).toEqual(['Fault']);
});
