import { join } from 'node:path';
import ts from 'typescript';

/** How a consumer's compiler is set; the rest is strict, and checks the declaration files of all packages. */
export interface ConsumerSettings {
  readonly resolution: 'node10' | 'node16' | 'nodenext' | 'bundler';
  readonly lib: readonly string[];
  readonly types: readonly string[];
}

const MODULES = {
  node10: [ts.ModuleKind.CommonJS, ts.ModuleResolutionKind.Node10],
  node16: [ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
  nodenext: [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  bundler: [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
} as const;

/** Type-checks files of a project as its own compiler would; gives what that would print. */
export function checkConsumer(
  project: string,
  files: readonly string[],
  settings: ConsumerSettings,
): readonly string[] {
  const [module, moduleResolution] = MODULES[settings.resolution];
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: settings.lib.map((name) => `lib.${name}.d.ts`),
    types: [...settings.types],
    module,
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  };
  const paths = files.map((file) => join(project, file));
  const host = {
    ...ts.createCompilerHost(options),
    // As tsc has it.
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
    getCurrentDirectory: () => project,
  };
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(paths, options, host));
  return diagnostics.map(({ file, messageText }) => {
    const place = file ? file.fileName.replace(project, '.') : 'the settings';
    return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
