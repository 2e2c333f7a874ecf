import ts from 'typescript';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from './fences.js';

/** One public name: what it is, its signature as text, and what its doc comment holds. */
export interface PublicName {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'interface' | 'type' | 'value';
  readonly signature: readonly string[];
  /** Where it is declared, as `file:line`. */
  readonly place: string;
  readonly isDocumented: boolean;
  /** The text of its `@example` tags. */
  readonly examples: string;
  /** True for a function, and for a value that holds functions, such as a distribution. */
  readonly isCallable: boolean;
}

export type Surface = Readonly<Record<string, readonly PublicName[]>>;

/** The snapshot: every name with its kind and signature, once; and the names of each entry point. */
export interface SurfaceSnapshot {
  readonly entries: Readonly<Record<string, readonly string[]>>;
  readonly names: Readonly<Record<string, { readonly kind: string; readonly signature: readonly string[] }>>;
}

const FLAGS =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.WriteArrowStyleSignature;

/** The entry points of package.json and their sources: `kizuna`, `kizuna/survey`, … */
export function entryPoints(): Readonly<Record<string, string>> {
  const paths = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'));
  return Object.fromEntries(
    paths.map((path) => [
      path.replace(/^\./, 'kizuna'),
      path.replace(/^\.\/?(.*)/, (_, name: string) => `src/${name && `${name}/`}index.ts`),
    ]),
  );
}

/** Reads every export of every entry point with the compiler. */
export function readSurface(entries = entryPoints()): Surface {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram(
    Object.values(entries).map((path) => ROOT + path),
    options,
  );
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    Object.entries(entries).map(([entry, path]) => {
      const source = program.getSourceFile(ROOT + path);
      const module = source && checker.getSymbolAtLocation(source);
      const names = module ? checker.getExportsOfModule(module).map((symbol) => publicName(checker, symbol)) : [];
      return [entry, names.sort((a, b) => (a.name < b.name ? -1 : 1))];
    }),
  );
}

/** The part of the surface that is kept under version control. A name that means two things is given once for each. */
export function snapshotOf(surface: Surface): SurfaceSnapshot {
  const places = new Map<string, string>();
  const names = Object.entries(surface).flatMap(([entry, exported]) =>
    exported.flatMap(({ name, kind, signature, place }) => {
      if (places.get(name) === place) return [];
      const key = places.has(name) ? `${entry}#${name}` : name;
      places.set(name, places.get(name) ?? place);
      return [[key, { kind, signature }] as const];
    }),
  );
  return {
    entries: Object.fromEntries(Object.entries(surface).map(([entry, list]) => [entry, list.map(({ name }) => name)])),
    names: Object.fromEntries(names.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function publicName(checker: ts.TypeChecker, exported: ts.Symbol): PublicName {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const declaration = symbol.declarations?.[0];
  if (!declaration) throw new Error(`${exported.name} is exported and nowhere declared`);
  const source = declaration.getSourceFile();
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
  return {
    name: exported.name,
    ...description(checker, symbol, declaration, type),
    place: `${source.fileName.slice(ROOT.length)}:${source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1}`,
    isDocumented: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '',
    examples: tags.map(({ text }) => ts.displayPartsToString(text)).join('\n'),
    isCallable:
      Boolean(symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) && isCallable(checker, type),
  };
}

function isCallable(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.getCallSignatures().length > 0) return true;
  if (checker.isArrayLikeType(type) || !(type.flags & ts.TypeFlags.Object)) return false;
  return type.getProperties().some((each) => checker.getTypeOfSymbol(each).getCallSignatures().length > 0);
}

function description(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  type: ts.Type,
): Pick<PublicName, 'kind' | 'signature'> {
  const calls = type.getCallSignatures();
  if (ts.isInterfaceDeclaration(declaration)) return { kind: 'interface', signature: spelled(declaration) };
  if (ts.isTypeAliasDeclaration(declaration)) return { kind: 'type', signature: spelled(declaration) };
  if (ts.isClassDeclaration(declaration))
    return { kind: 'class', signature: classMembers(checker, symbol, declaration) };
  if (calls.length === 0) return { kind: 'value', signature: [checker.typeToString(type, declaration, FLAGS)] };
  return { kind: 'function', signature: calls.map((call) => checker.signatureToString(call, declaration, FLAGS)) };
}

function spelled(declaration: ts.Declaration): readonly string[] {
  const printer = ts.createPrinter({ removeComments: true });
  const text = printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile());
  return text.replace(/^export /, '').split('\n');
}

function classMembers(checker: ts.TypeChecker, symbol: ts.Symbol, declaration: ts.ClassDeclaration): readonly string[] {
  const heritage = declaration.heritageClauses?.map((clause) => ` ${clause.getText()}`).join('') ?? '';
  const constructors = checker.getTypeOfSymbol(symbol).getConstructSignatures();
  const members = checker
    .getDeclaredTypeOfSymbol(symbol)
    .getProperties()
    .filter((each) => each.valueDeclaration?.getSourceFile() === declaration.getSourceFile());
  return [
    `class${heritage}`,
    ...constructors.map((each) => `new ${checker.signatureToString(each, declaration, FLAGS)}`),
    ...members.map(
      (each) => `${each.name}: ${checker.typeToString(checker.getTypeOfSymbol(each), declaration, FLAGS)}`,
    ),
  ];
}
