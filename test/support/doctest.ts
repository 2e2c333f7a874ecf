import vm from 'node:vm';
import ts from 'typescript';
import { expectedValue, sameAsWritten, Written } from './expected.js';

/** An assertion of an example: the statement before it must give the value, or throw an error of that name. */
interface Claim {
  readonly kind: 'equals' | 'throws';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

type Resolve = (specifier: string) => Promise<unknown>;

/** What is wrong with an example, with the line of the example (from 0). */
export class ExampleError extends Error {
  override readonly name = 'ExampleError';
  readonly line: number;

  constructor(line: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

/**
 * Runs one example as a module and checks every `// => value` and `// throws Name` in it.
 * An example without either is refused, and so is one whose check was never reached.
 */
export async function runExample(code: string, resolve: Resolve): Promise<void> {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const claims = findClaims(source);
  if (claims.length === 0) throw new ExampleError(0, 'the example states no `// =>` and no `// throws`');
  const rewritten = rewrite(source, claims);
  const reached = new Set<number>();
  const run = compile(rewritten.text);
  const modules: Record<string, unknown> = {};
  for (const specifier of rewritten.specifiers) modules[specifier] = await resolve(specifier);
  await run({
    modules,
    written: (value: number, tolerance: number) => new Written(value, tolerance),
    equals(index: number, actual: unknown, expected: unknown) {
      reached.add(index);
      const difference = sameAsWritten(actual, expected);
      if (difference !== null) throw new ExampleError(claims[index]?.line ?? 0, difference);
    },
    async throws(index: number, statement: () => unknown) {
      reached.add(index);
      const { line, text } = claims[index] ?? { line: 0, text: '' };
      const thrown = await caught(statement);
      if (thrown === null) throw new ExampleError(line, `expected ${text} to be thrown; nothing was`);
      const name = thrown.error instanceof Error ? thrown.error.name : typeof thrown.error;
      if (name !== text) {
        throw new ExampleError(line, `expected ${text} to be thrown; got ${name}`, { cause: thrown.error });
      }
    },
  });
  const missed = claims.find((_, index) => !reached.has(index));
  if (missed) throw new ExampleError(missed.line, 'this line of the example was never reached');
}

// Comments are found from the statements they follow; a `// =>` that follows none is an error, never silence.
function findClaims(source: ts.SourceFile): readonly Claim[] {
  const text = source.text;
  const statements = new Map<number, ts.Statement>();
  const visit = (node: ts.Node): void => {
    // Kept from outside in, so the innermost statement that ends here is the one that counts.
    if (ts.isStatement(node)) statements.set(node.end, node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return commentsOf(source).map(({ position, kind, value }) => {
    const line = source.getLineAndCharacterOfPosition(position).line;
    const end = text.slice(0, position).trimEnd().length;
    const statement = statements.get(end);
    if (!statement) throw new ExampleError(line, 'a `// =>` or `// throws` must follow a statement');
    return { kind, text: value, start: statement.getStart(source), end, line };
  });
}

interface Comment {
  readonly position: number;
  readonly kind: Claim['kind'];
  readonly value: string;
}

function commentsOf(source: ts.SourceFile): readonly Comment[] {
  const found = new Map<number, Comment>();
  const text = source.text;
  const note = (range: ts.CommentRange): void => {
    const comment = text.slice(range.pos, range.end);
    const [, value] = /^\/\/ ?=> *(.*)$/.exec(comment) ?? [];
    const [, error] = /^\/\/ ?throws ([A-Z]\w*)/.exec(comment) ?? [];
    if (value !== undefined) {
      found.set(range.pos, { position: range.pos, kind: 'equals', value: wholeValue(text, range.end, value) });
    }
    if (error !== undefined) found.set(range.pos, { position: range.pos, kind: 'throws', value: error });
  };
  const visit = (node: ts.Node): void => {
    ts.getLeadingCommentRanges(text, node.pos)?.forEach(note);
    ts.getTrailingCommentRanges(text, node.end)?.forEach(note);
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...found.values()].sort((a, b) => a.position - b.position);
}

// A value that does not end on its line goes on in the comment lines below.
function wholeValue(text: string, end: number, first: string): string {
  let value = first;
  const below = text.slice(end + 1).split('\n');
  while (!isWhole(value)) {
    const next = /^\s*\/\/(?! ?(?:=>|throws))(.*)$/.exec(below.shift() ?? '');
    if (!next) break;
    value += `\n${next[1]}`;
  }
  return value;
}

// Parsed by the engine, a hundred times as fast as by the compiler: a value is written as JavaScript.
function isWhole(value: string): boolean {
  try {
    new vm.Script(`(${value}\n)`);
    return true;
  } catch {
    return false;
  }
}

function rewrite(source: ts.SourceFile, claims: readonly Claim[]): { text: string; specifiers: readonly string[] } {
  const specifiers: string[] = [];
  const edits: { start: number; end: number; text: string }[] = [];
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const text = bindings(statement, specifiers);
    edits.push({ start: statement.getStart(source), end: statement.end, text });
  }
  for (const [index, claim] of claims.entries()) {
    edits.push({ start: claim.start, end: claim.end, text: assertion(source, claim, index) });
  }
  let text = source.text;
  for (const edit of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return { text, specifiers };
}

function bindings(declaration: ts.ImportDeclaration, specifiers: string[]): string {
  const specifier = (declaration.moduleSpecifier as ts.StringLiteral).text; // an import names its module by a string
  const clause = declaration.importClause;
  if (clause?.isTypeOnly) return '';
  specifiers.push(specifier);
  const from = `__doctest.modules[${JSON.stringify(specifier)}]`;
  const named = clause?.namedBindings;
  const parts: string[] = [];
  if (clause?.name) parts.push(`const ${clause.name.text} = ${from}.default;`);
  if (named && ts.isNamespaceImport(named)) parts.push(`const ${named.name.text} = ${from};`);
  if (named && ts.isNamedImports(named)) {
    const names = named.elements
      .filter((element) => !element.isTypeOnly)
      .map((element) => `${(element.propertyName ?? element.name).text}: ${element.name.text}`);
    parts.push(`const { ${names.join(', ')} } = ${from};`);
  }
  return parts.join(' ');
}

function assertion(source: ts.SourceFile, claim: Claim, index: number): string {
  const code = source.text.slice(claim.start, claim.end);
  if (claim.kind === 'throws') return `await __doctest.throws(${index}, async () => { ${code} });`;
  const written = expectedValue(claim.text);
  if (written === null) throw new ExampleError(claim.line, `\`${claim.text}\` is not a value`);
  const statement = ts.createSourceFile('statement.ts', code, ts.ScriptTarget.ES2022, true).statements[0];
  if (statement && ts.isExpressionStatement(statement)) {
    return `__doctest.equals(${index}, (${statement.expression.getText()}), ${written});`;
  }
  const declared = statement && ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const name = declared[0]?.name;
  if (declared.length === 1 && name && ts.isIdentifier(name)) {
    return `${code} __doctest.equals(${index}, ${name.text}, ${written});`;
  }
  throw new ExampleError(claim.line, 'a `// =>` must follow an expression or the declaration of one name');
}

interface Harness {
  readonly modules: Readonly<Record<string, unknown>>;
  written(value: number, tolerance: number): Written;
  equals(index: number, actual: unknown, expected: unknown): void;
  throws(index: number, statement: () => unknown): Promise<void>;
}

function compile(text: string): (harness: Harness) => Promise<void> {
  const { outputText, diagnostics = [] } = ts.transpileModule(`(async (__doctest) => {\n${text}\n})`, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const [fault] = diagnostics;
  if (fault) throw new ExampleError(0, ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  // The text evaluates to the function that it spells.
  return new vm.Script(outputText, { filename: 'example.js' }).runInThisContext() as (
    harness: Harness,
  ) => Promise<void>;
}

async function caught(statement: () => unknown): Promise<{ error: unknown } | null> {
  try {
    await statement();
    return null;
  } catch (error) {
    return { error };
  }
}
