import ts from 'typescript';

/** Calls of a method by name that depend on the machine's locale, or on its time zone outside `time/`. */
const LOCALE = /^(localeCompare|toLocale\w*)$/;
const LOCAL_TIME =
  /^(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)$|^(getTimezoneOffset|toDateString|toTimeString)$/;

/** What a source reads that the caller did not give: the clock, chance, the locale, the zone, the console, or made-up code. */
export function purityFaults(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const fault = faultOf(node, file.startsWith('src/time/'));
    if (fault) faults.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${fault}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

/**
 * Calls that run when a module is loaded and that no bundler may drop. A pure one says so: a comment `@__PURE__` before it.
 * Functions of `Math` are known to be pure.
 */
export function loadFaults(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    if (ts.isPropertyDeclaration(node) && !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
      return;
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && !isPure(node, text)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      faults.push(`${file}:${line} calls ${node.expression.getText()} when it is loaded, without /* @__PURE__ */`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function isPure(node: ts.CallExpression | ts.NewExpression, text: string): boolean {
  if (node.expression.getText().startsWith('Math.')) return true;
  return /^\s*\/\* ?[@#]__PURE__ ?\*\//.test(text.slice(node.pos, node.getStart()));
}

function faultOf(node: ts.Node, isTime: boolean): string | null {
  if (ts.isPropertyAccessExpression(node)) return memberFault(node, isTime);
  if (ts.isNewExpression(node)) return madeFault(node.expression.getText(), node.arguments?.length ?? 0);
  if (!ts.isCallExpression(node)) return null;
  const name = node.expression.getText();
  return name === 'eval' || name === 'Function' || name === 'Date' ? `calls ${name}()` : null;
}

function memberFault(node: ts.PropertyAccessExpression, isTime: boolean): string | null {
  const name = node.name.text;
  const owner = node.expression.getText();
  const path = `${owner}.${name}`;
  if (path === 'Math.random' || path === 'Date.now' || path === 'performance.now') return `reads ${path}`;
  if (owner === 'console' || owner === 'process' || owner === 'globalThis') return `uses ${path}`;
  if (LOCALE.test(name)) return `uses .${name}, which depends on the locale`;
  return LOCAL_TIME.test(name) && !isTime ? `uses .${name}, which depends on the time zone` : null;
}

function madeFault(name: string, given: number): string | null {
  if (name === 'Function') return 'makes code with new Function';
  if (name !== 'Date' || given === 1) return null;
  return given === 0 ? 'reads the clock with new Date()' : 'reads the time zone with new Date(year, month, …)';
}
