import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';

/** A number as an example writes it: it stands for every number that rounds to it at its decimals. */
export class Written {
  readonly value: number;
  readonly tolerance: number;

  constructor(value: number, tolerance: number) {
    this.value = value;
    this.tolerance = tolerance;
  }

  matches(actual: unknown): boolean {
    if (typeof actual !== 'number') return false;
    if (Object.is(actual, -0) !== Object.is(this.value, -0)) return false;
    return Object.is(actual, this.value) || Math.abs(actual - this.value) <= this.tolerance;
  }
}

/**
 * The code of the value written after `// =>`, with each number literal wrapped so that it is compared as written:
 * `1.96` at two decimals, `3e-5` at five; a whole number stands for itself, to 1e-9 of its size. Null when it is no value.
 */
export function expectedValue(text: string): string | null {
  const source = ts.createSourceFile('expected.ts', `(${text}\n)`, ts.ScriptTarget.ES2022, true);
  const [statement, more] = source.statements;
  if (!statement || more || !ts.isExpressionStatement(statement)) return null;
  if (ts.transpileModule(source.text, { reportDiagnostics: true }).diagnostics?.length) return null;
  return `(${wrap(statement.expression)})`;
}

/** Null when the value is what was written; else a sentence that shows both. */
export function sameAsWritten(actual: unknown, expected: unknown): string | null {
  const path = firstDifference(actual, expected, '');
  if (path === null) return null;
  const where = path === '' ? '' : ` at ${path}`;
  return `expected ${show(expected)}; got ${show(actual)}${where && `; they differ${where}`}`;
}

function wrap(node: ts.Expression): string {
  if (ts.isParenthesizedExpression(node)) return `(${wrap(node.expression)})`;
  if (ts.isNumericLiteral(node)) return written(node.getText(), 1);
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) {
    return written(node.operand.getText(), node.operator === ts.SyntaxKind.MinusToken ? -1 : 1);
  }
  if (ts.isArrayLiteralExpression(node)) return `[${node.elements.map(wrap).join(', ')}]`;
  if (ts.isObjectLiteralExpression(node) && node.properties.every(ts.isPropertyAssignment)) {
    const properties = node.properties as ts.NodeArray<ts.PropertyAssignment>; // every one was just asked
    return `({ ${properties.map((each) => `${key(each.name)}: ${wrap(each.initializer)}`).join(', ')} })`;
  }
  return node.getText();
}

// A computed key is the one spelling of `__proto__` that makes a property of that name.
function key(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? `[${JSON.stringify(name.text)}]` : name.getText();
}

function written(literal: string, sign: number): string {
  const [, decimals = '', exponent = '0'] = /^[\d_]*(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const places = decimals.length - Number(exponent);
  const value = `${sign < 0 ? '-' : ''}${literal}`;
  const size = Math.abs(Number(literal.replaceAll('_', '')));
  // Half a unit of the last place, and a hair for the rounding of the difference itself.
  const tolerance = places > 0 ? 0.5 * 10 ** -places * (1 + 1e-9) : 1e-9 * size;
  return `__doctest.written(${value}, ${tolerance})`;
}

function firstDifference(actual: unknown, expected: unknown, path: string): string | null {
  if (expected instanceof Written) return expected.matches(actual) ? null : path;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return path;
    return firstOf(expected.map((each, index) => firstDifference(actual[index], each, `${path}[${index}]`)));
  }
  if (isPlain(expected)) {
    if (!isPlain(actual) || !isDeepStrictEqual(Object.keys(actual).sort(), Object.keys(expected).sort())) return path;
    return firstOf(
      Object.keys(expected).map((name) => firstDifference(actual[name], expected[name], `${path}.${name}`)),
    );
  }
  return isDeepStrictEqual(actual, expected) ? null : path;
}

function firstOf(paths: readonly (string | null)[]): string | null {
  return paths.find((path) => path !== null) ?? null;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) => {
      if (each instanceof Written) return each.value;
      if (typeof each === 'number' && !Number.isFinite(each)) return String(each);
      return typeof each === 'bigint' || typeof each === 'function' ? String(each) : each;
    }) ?? String(value)
  );
}
