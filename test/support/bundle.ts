import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from './fences.js';

export interface Bundle {
  readonly code: string;
  readonly gzipped: number;
  /** The packages of which some code is in the bundle. */
  readonly packages: readonly string[];
}

/** Bundles one import from the sources, minified, as an app that uses nothing else would. */
export async function bundle(names: readonly string[], entry: string): Promise<Bundle> {
  const contents = `export { ${names.join(', ')} } from '${entry}';`;
  const result = await build({
    // Not as TypeScript, where a name that is not exported would pass for a type.
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
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
