import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { ROOT } from './fences.js';

export interface Bundle {
  readonly code: string;
  readonly gzipped: number;
  /** The packages of which some code is in the bundle. */
  readonly packages: readonly string[];
}

/** What an app imports. */
export interface Import {
  readonly names: readonly string[];
  readonly from: string;
}

/** Bundles each import by itself from the sources, minified, as an app that uses nothing else would; the sources are parsed only once. */
export async function bundleEach(imports: readonly Import[]): Promise<readonly Bundle[]> {
  const result = await build({
    entryPoints: imports.map((_, i) => ({ in: `import-${i}`, out: `import-${i}` })),
    plugins: [importsOf(imports)],
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
  const outputs = new Map(Object.entries(result.metafile.outputs).map(([path, output]) => [basename(path), output]));
  const codes = new Map(result.outputFiles.map(({ path, text }) => [basename(path), text]));
  return imports.map((_, i) => {
    const code = codes.get(`import-${i}.js`) ?? '';
    const inputs = Object.entries(outputs.get(`import-${i}.js`)?.inputs ?? {});
    const paths = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
    const packages = paths.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.slice(1, 2) ?? []);
    return { code, gzipped: gzipSync(code, { level: 9 }).length, packages: [...new Set(packages)].sort() };
  });
}

/** The files that hold nothing but the imports. */
function importsOf(imports: readonly Import[]): Plugin {
  return {
    name: 'imports',
    setup(run) {
      run.onResolve({ filter: /^import-\d+$/ }, ({ path }) => ({ path, namespace: 'imports' }));
      run.onLoad({ filter: /.*/, namespace: 'imports' }, ({ path }) => {
        const { names = [], from = '' } = imports[Number(path.slice('import-'.length))] ?? {};
        // Not as TypeScript, where a name that is not exported would pass for a type.
        return { contents: `export { ${names.join(', ')} } from '${from}';`, resolveDir: ROOT, loader: 'js' };
      });
    },
  };
}
