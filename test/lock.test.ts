import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { read } from './support/fences.js';

interface Package {
  readonly resolved?: string;
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Package>> }; // npm's own format, version 3
const packages = Object.entries(lock.packages);

describe('package-lock.json', () => {
  test('names no host, so it installs from any registry', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    const withoutFunding = JSON.stringify(lock, (name, value: unknown) => (name === 'funding' ? undefined : value));
    expect(withoutFunding.match(/"[^"]*:\/\/[^"]*"/g) ?? []).toEqual([]);
  });

  // npm drops an optional dependency that a registry lacks from the lock, and `npm ci` then refuses that lock.
  test('holds every optional dependency that a package in it names', () => {
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).flatMap((name) => (isHeld(path, name) ? [] : [`${path} → ${name}`])),
    );
    expect(missing).toEqual([]);
  });

  test('is of this package, at this version', () => {
    expect(lock.packages['']?.version).toBe(manifest.version);
  });
});

describe('package.json', () => {
  test('has three runtime dependencies', () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(['date-fns', 'simple-statistics', 'zod']);
  });

  test('has only optional peers', () => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest as {
      peerDependencies?: Record<string, string>;
      peerDependenciesMeta?: Record<string, { optional?: boolean }>;
    };
    expect(Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional)).toEqual([]);
  });

  test('runs nothing when it is installed', () => {
    const scripts = Object.keys(manifest.scripts);
    expect(scripts.filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
  });

  test('pins every tool exactly', () => {
    // DuckDB numbers the builds of a release: 1.5.4-r.1.
    const exact = /^\d+\.\d+\.\d+(-r\.\d+)?$/;
    expect(Object.entries(manifest.devDependencies).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  test('gives every entry point its types for import, for require and for old resolution', () => {
    for (const [path, conditions] of Object.entries(manifest.exports)) {
      if (typeof conditions === 'string') continue;
      const file = path === '.' ? './dist/index' : `./dist/${path.slice(2)}/index`;
      expect(conditions).toEqual({
        import: { types: `${file}.d.ts`, default: `${file}.js` },
        require: { types: `${file}.d.cts`, default: `${file}.cjs` },
      });
      if (path !== '.') expect(manifest.typesVersions['*']).toHaveProperty([path.slice(2)], [`${file}.d.ts`]);
    }
  });
});

// Node looks for a package beside the one that asks, and then in every folder above.
function isHeld(path: string, name: string): boolean {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in lock.packages) return true;
    if (at === '') return false;
  }
}
