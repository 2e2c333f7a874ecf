import { LimitError } from '../core/errors.js';
import type { Pairs } from '../core/pairs.js';

/** The answers that read alike. */
export interface Answer {
  /** The text without regard to case and to blanks at the ends. */
  readonly key: string;
  /** As most wrote it. */
  readonly answer: string;
  readonly count: number;
}

/** A question with more answers than this is another one. */
const MOST_ANSWERS = 1000;

/** Counted texts as answers, under their most frequent spelling (of equals, the first by code unit), the most frequent first. */
export function answersOf(texts: Pairs<string, number>): readonly Answer[] {
  const known = new Map<string, { answer: string; count: number; most: number }>();
  for (const [text, count] of texts) {
    const key = folded(text);
    const { answer, count: before, most } = known.get(key) ?? { answer: '', count: 0, most: 0 };
    known.set(key, { answer: count > most ? text.trim() : answer, count: before + count, most: Math.max(count, most) });
  }
  if (known.size > MOST_ANSWERS) refuseAnswers(known.size);
  const answers = [...known].map(([key, { answer, count }]) => ({ key, answer, count }));
  return answers.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** A text without regard to case and to blanks at the ends. */
export function folded(text: string): string {
  return text.trim().toLowerCase();
}

function refuseAnswers(different: number): never {
  const expected = `at most ${MOST_ANSWERS} different answers`;
  throw new LimitError(`pmf requires ${expected}; there are ${different}`, [
    { code: 'E_LIMIT', index: null, field: 'answer', expected, received: 'number' },
  ]);
}
