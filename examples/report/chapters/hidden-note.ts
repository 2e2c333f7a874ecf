import type { Sentence } from '../chapter.js';

/** What to say where small groups are not shown; nothing where all are. */
export function hiddenNote(
  rows: readonly { readonly suppressed: boolean }[],
  minimum: number,
  groups: string,
  of = 'answers',
): readonly Sentence[] {
  const hidden = rows.filter((row) => row.suppressed).length;
  if (hidden === 0) return [];
  const text =
    `· ${hidden} of ${rows.length} ${groups} not shown: fewer than ${minimum} ${of}, ` +
    'or needed so that such a group cannot be told from the total.';
  return [{ kind: 'note', text }];
}
