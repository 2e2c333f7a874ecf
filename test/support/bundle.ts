import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { ROOT } from './fences.js';

export interface Bundle {
  readonly code: string;
  readonly gzipped: number;
  /** The packages of which some code is in the bundle. */
  readonly packages: readonly string[];
}

/** Bundles one import from the sources, minified, as an app that uses nothing else would. */
export function bundle(names: readonly string[], entry: string): Promise<Bundle> {
  // Not as TypeScript, where a name that is not exported would pass for a type.
  return bundled(`export { ${names.join(', ')} } from '${entry}';`, []);
}

/** Bundles an entry point for what its modules do when they are loaded, as if nothing said that they do nothing. */
export function bundleEffects(entry: string): Promise<Bundle> {
  return bundled(`import '${entry}';`, [everyModuleCounts]);
}

const everyModuleCounts: Plugin = {
  name: 'every-module-counts',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /.*/ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === 'asked' || rest.kind === 'entry-point') return null;
      const { importer, kind, namespace, resolveDir } = rest;
      const found = await resolve(path, { importer, kind, namespace, resolveDir, pluginData: 'asked' });
      // What another package does when it is loaded is its own affair.
      if (found.path.includes('node_modules')) return { path, external: true, sideEffects: false };
      return { path: found.path, errors: found.errors, sideEffects: true };
    });
  },
};

async function bundled(contents: string, plugins: Plugin[]): Promise<Bundle> {
  const result = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    plugins,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    outdir: ROOT,
    logLevel: 'silent',
    external: ['papaparse'],
    alias: { kizuna: `${ROOT}src` },
  });
  const code = result.outputFiles.map(({ text }) => text).join('');
  const inputs = Object.values(result.metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const packages = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.slice(1, 2) ?? []);
  return { code, gzipped: gzipSync(code, { level: 9 }).length, packages: [...new Set(packages)].sort() };
}
