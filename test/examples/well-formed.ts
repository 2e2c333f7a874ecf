/** Throws where tags do not close in the order that they open, or text or attributes hold what must be escaped. */
export function assertWellFormed(page: string): void {
  const open: string[] = [];
  const content = page.replace('<!DOCTYPE html>', '').replace(/<style>[^<]*<\/style>/, '');
  const tokens = content.match(/<[^>]*>|[^<]+/g) ?? [];
  for (const token of tokens) {
    const [, slash, name = '', , end] = TAG.exec(token) ?? [];
    if (!token.startsWith('<')) {
      if (/[<>]|&(?!#\d+;)/.test(token)) throw new Error(`unescaped text: ${token.slice(0, 80)}`);
    } else if (name === '') throw new Error(`not a tag: ${token}`);
    else if (slash === '/') {
      const opened = open.pop();
      if (opened !== name) throw new Error(`</${name}> closes <${opened}>`);
    } else if (end !== '/') open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
}

const TAG = /^<(\/?)([a-z][a-z0-9]*)((?:\s[a-zA-Z][\w-]*="[^"<&]*(?:&#\d+;[^"<&]*)*")*)(\/?)>$/;
