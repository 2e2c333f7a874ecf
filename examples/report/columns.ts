import type { Options } from './options.js';
import type { Roles, Scale } from './survey.js';
import { nearest, UsageError } from './usage.js';

/** A row of a CSV file. */
export type Cells = Readonly<Record<string, string>>;

/** Gives columns their roles: as the options say, and where they leave the score open, by the one column that can be it. */
export function rolesOf(
  options: Options,
  columns: readonly string[],
  rows: readonly Cells[],
): { roles: Roles; guesses: readonly string[] } {
  const named = (option: string, name: string | null): string | null =>
    name === null ? null : headingOf(option, name, columns);
  const score = named('score', options.score);
  const roles = {
    score: score ?? guessedScore(options.scale, columns, rows),
    time: named('time', options.time),
    weight: named('weight', options.weight),
    csat: named('csat', options.csat),
    ces: named('ces', options.ces),
    pmf: named('pmf', options.pmf),
    segments: options.segments.map((name) => headingOf('segment', name, columns)),
    drivers: options.drivers.map((name) => headingOf('drivers', name, columns)),
  };
  const guess = `No --score was given: ${roles.score} is the only column that holds answers from 0 to 10.`;
  return { roles, guesses: score === null ? [guess] : [] };
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

function headingOf(option: string, name: string, columns: readonly string[]): string {
  const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
  const heading = columns.find((each) => each === name) ?? columns.find((each) => plain(each) === plain(name));
  if (heading !== undefined) return heading;
  const meant = nearest(name, columns);
  const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
  throw new UsageError(`The file has no column "${name}" (--${option}).${hint}\n${listed(columns)}`);
}

function guessedScore(scale: Scale | null, columns: readonly string[], rows: readonly Cells[]): string {
  const candidates = columns.filter((name) => {
    const numbers = wholeNumbers(name, rows);
    const filled = rows.filter((row) => row[name]?.trim() !== '').length;
    return filled > 0 && numbers.length === filled && numbers.every((number) => number >= 0 && number <= 10);
  });
  const [only] = candidates;
  if (only === undefined || candidates.length > 1) {
    const found = candidates.length === 0 ? 'no column holds' : `${candidates.length} columns hold`;
    throw new UsageError(
      `Which column is the score? Say --score COLUMN: ${found} whole numbers from 0 to 10 and nothing else.\n${listed(columns)}`,
    );
  }
  if (scale === null && Math.max(...wholeNumbers(only, rows)) <= 5) {
    throw new UsageError(
      `The answers in "${only}" go no higher than 5. Say --scale 1-5, or --scale 0-10 if that is the scale`,
    );
  }
  return only;
}

function wholeNumbers(name: string, rows: readonly Cells[]): readonly number[] {
  return rows
    .map((row) => (row[name] ?? '').normalize('NFKC').trim())
    .filter((cell) => /^[+-]?\d+$/.test(cell))
    .map(Number);
}

function listed(columns: readonly string[]): string {
  return `Its columns are:\n${columns.map((name) => `  ${name.replace(/\s+/g, ' ')}`).join('\n')}`;
}
