import { posix } from 'node:path';
import ts from 'typescript';

/** One import of a source: the path of a file of src, or the name of a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  /** True for a relative import, whose `to` is a path. */
  readonly isInside: boolean;
}

/** Every import, export-from, `import()` and `import('…')` type of a source; types count as values do. */
export function importsOf(file: string, text: string): readonly Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const note = (specifier: ts.Node | undefined): void => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const isInside = specifier.text.startsWith('.');
    const path = posix.join(posix.dirname(file), specifier.text).replace(/\.js$/, '.ts');
    const line = source.getLineAndCharacterOfPosition(specifier.pos).line + 1;
    found.push({ from: file, to: isInside ? path : specifier.text, line, isInside });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) note(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The first cycle among the files, as the list of files that it passes through; null when there is none. */
export function findCycle(imports: readonly Import[]): readonly string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to, isInside } of imports) {
    if (isInside) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const to of next.get(file) ?? []) {
      const cycle = walk(to, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return null;
}
