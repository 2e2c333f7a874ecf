import ts from 'typescript';
import { type Fence, ROOT } from './fences.js';

/** What the compiler says of each example, as `file:line message`; an empty list for one that compiles. */
export function checkFences(fences: readonly Fence[]): readonly (readonly string[])[] {
  const paths = fences.map((_, index) => `${ROOT}example-${index}.ts`);
  const virtual = new Map(paths.map((path, index) => [path, fences[index]?.code ?? '']));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
    paths: { kizuna: ['./src/index.ts'], 'kizuna/*': ['./src/*/index.ts'] },
    baseUrl: ROOT,
  };
  const program = ts.createProgram(paths, options, hostOf(options, virtual));
  return paths.map((path, index) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map((diagnostic) => sentence(diagnostic, fences[index]));
  });
}

function hostOf(options: ts.CompilerOptions, virtual: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    // As tsc has it: doc comments say nothing of types.
    jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
    fileExists: (path) => virtual.has(path) || host.fileExists(path),
    readFile: (path) => virtual.get(path) ?? host.readFile(path),
    getSourceFile: (path, ...rest) => {
      const code = virtual.get(path);
      return code === undefined ? host.getSourceFile(path, ...rest) : ts.createSourceFile(path, code, rest[0], true);
    },
  };
}

function sentence(diagnostic: ts.Diagnostic, fence: Fence | undefined): string {
  const { file, start = 0 } = diagnostic;
  const line = (fence?.line ?? 1) + (file ? file.getLineAndCharacterOfPosition(start).line : 0);
  return `${fence?.file}:${line} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
}
