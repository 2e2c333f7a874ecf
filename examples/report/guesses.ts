import type { Scale } from './survey.js';
import { listOf, UsageError } from './usage.js';

/** A row of a CSV file. */
export type Cells = Readonly<Record<string, string>>;

/** The one column that can be the score: by what it is called, else by what it holds. */
export function guessedScore(scale: Scale | null, columns: readonly string[], rows: readonly Cells[]): ScoreGuess {
  const candidates = columns.filter((name) => holdsScores(name, rows));
  const called = candidates.filter((name) => RECOMMEND.test(name));
  const [only] = called.length === 1 ? called : candidates;
  if (only === undefined || (candidates.length > 1 && called.length !== 1)) {
    const found = candidates.length === 0 ? 'no column holds' : `${candidates.length} columns hold`;
    throw new UsageError(
      `Which column is the score? Say --score COLUMN: ${found} whole numbers from 0 to 10, in four values or more.\n${listOf(columns)}`,
    );
  }
  if (scale === null && wholeNumbers(only, rows).every((number) => number <= 5)) {
    throw new UsageError(
      `The answers in "${only}" go no higher than 5. Say --scale 1-5, or --scale 0-10 if that is the scale.`,
    );
  }
  const reason = candidates.length === 1 ? 'is the only column that holds' : 'is called like it and holds';
  return { name: only, guesses: [`No --score was given: ${only} ${reason} answers from 0 to 10.`] };
}

export interface ScoreGuess {
  readonly name: string;
  /** What was guessed, as sentences. */
  readonly guesses: readonly string[];
}

/** What to say of answers from 1 to 10 where nobody gave the scale. */
export function scaleNote(name: string, rows: readonly Cells[]): readonly string[] {
  const numbers = wholeNumbers(name, rows).filter((number) => number >= 0 && number <= 10);
  const isFromOne = numbers.includes(1) && !numbers.includes(0) && numbers.some((number) => number > 5);
  return isFromOne ? ['No answer is 0: if the question ran from 1 to 10, say --scale 1-10.'] : [];
}

/** The smallest usual scale that holds all answers of the columns. */
export function scaleOfAnswers(names: readonly string[], rows: readonly Cells[]): Scale {
  const numbers = names.flatMap((name) => wholeNumbers(name, rows));
  return USUAL.find(([low, high]) => numbers.every((number) => number >= low && number <= high)) ?? [0, 10];
}

const USUAL: readonly Scale[] = [
  [1, 5],
  [1, 7],
  [1, 10],
];

const FEWEST_POINTS = 4;

const RECOMMEND = /recommend|\bnps\b|推奨|勧め|薦め|すすめ/i;

/**
 * Nearly all filled cells are whole numbers from 0 to 10: single slips are for the reading to reject. Fewer than four
 * different ones are a flag or a group, not a scale.
 */
function holdsScores(name: string, rows: readonly Cells[]): boolean {
  const filled = rows.filter((row) => (row[name] ?? '').trim() !== '').length;
  const scores = wholeNumbers(name, rows).filter((number) => number >= 0 && number <= 10);
  return new Set(scores).size >= FEWEST_POINTS && scores.length >= 0.95 * filled;
}

function wholeNumbers(name: string, rows: readonly Cells[]): readonly number[] {
  return rows
    .map((row) => (row[name] ?? '').normalize('NFKC').trim())
    .filter((cell) => /^[+-]?\d+$/.test(cell))
    .map(Number);
}
