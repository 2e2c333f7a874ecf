import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A code example: one ```ts fence of a doc comment or of a Markdown page. */
export interface Fence {
  /** Path from the root of the repository, with forward slashes. */
  readonly file: string;
  /** Line of the file (from 1) on which the first line of code stands. */
  readonly line: number;
  readonly code: string;
  /** False for a fence tagged `no-run`: it is type-checked only. */
  readonly runs: boolean;
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every ```ts fence of src, README.md and docs. docs/api is made from src and is left out. */
export function collectFences(): readonly Fence[] {
  return [
    ...listFiles('src', '.ts').flatMap((file) => fencesOfSource(file, read(file))),
    ...[...listFiles('docs', '.md'), ...listFiles('.', '.md', false)].flatMap((file) =>
      fencesOfMarkdown(file, read(file)),
    ),
  ];
}

/** Paths under a folder, from the root of the repository. An absent folder has none. */
export function listFiles(folder: string, extension: string, recursive = true): readonly string[] {
  let entries: readonly string[];
  try {
    entries = readdirSync(ROOT + folder, { recursive, encoding: 'utf8' });
  } catch {
    return [];
  }
  return entries
    .map((entry) => (folder === '.' ? entry : `${folder}/${entry}`).replaceAll('\\', '/'))
    .filter((path) => path.endsWith(extension) && !path.startsWith('docs/api/'))
    .sort();
}

export function read(file: string): string {
  return readFileSync(ROOT + file, 'utf8');
}

/** The fences in the doc comments of a TypeScript source. */
export function fencesOfSource(file: string, text: string): readonly Fence[] {
  if (!text.includes('```')) return [];
  return docComments(file, text).flatMap(({ start, end }) => {
    const first = text.slice(0, start).split('\n').length;
    const lines = text.slice(start, end).split('\n');
    return fencesOfLines(
      file,
      lines.map((line) => line.replace(/^\s*(\/\*\*|\*(?!\/)) ?/, '')),
      first,
    );
  });
}

/** The fences of a Markdown page. */
export function fencesOfMarkdown(file: string, text: string): readonly Fence[] {
  return fencesOfLines(file, text.split('\n'), 1);
}

// Comments hang before tokens, so every node is asked; the parser knows strings and regular expressions, a search does not.
function docComments(file: string, text: string): readonly { start: number; end: number }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(text, node.pos) ?? []) {
      if (text.startsWith('/**', range.pos)) found.set(range.pos, range.end);
    }
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return [...found].map(([start, end]) => ({ start, end }));
}

function fencesOfLines(file: string, lines: readonly string[], firstLine: number): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { indent: string; tag: string; ticks: string; at: number } | null = null;
  for (const [index, line] of lines.entries()) {
    if (open === null) {
      const [, indent = '', ticks = '', tag = ''] = /^(\s*)(`{3,})(.*)$/.exec(line) ?? [];
      if (ticks !== '') open = { indent, tag: tag.trim(), ticks, at: index + 1 };
    } else if (line.trim() === open.ticks) {
      const { indent, tag, at } = open;
      const [language, ...words] = tag.split(/\s+/);
      if (language === 'ts' || language === 'typescript') {
        const code = lines.slice(at, index).map((row) => (row.startsWith(indent) ? row.slice(indent.length) : row));
        fences.push({ file, line: firstLine + at, code: code.join('\n'), runs: !words.includes('no-run') });
      }
      open = null;
    }
  }
  return fences;
}
