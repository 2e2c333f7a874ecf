import { type Cells, guessedScore } from './guesses.js';
import type { Options } from './options.js';
import type { Roles } from './survey.js';
import { listOf, nearest, UsageError } from './usage.js';

/** Gives columns their roles: as the options say, and where they leave the score open, by the one column that can be it. */
export function rolesOf(
  options: Options,
  columns: readonly string[],
  rows: readonly Cells[],
): { roles: Roles; guesses: readonly string[] } {
  const named = (option: string, name: string | null): string | null =>
    name === null ? null : headingOf(option, name, columns);
  const given = named('score', options.score);
  const score = given === null ? guessedScore(options.scale, columns, rows) : { name: given, guesses: [] };
  const roles = {
    score: score.name,
    time: named('time', options.time),
    weight: named('weight', options.weight),
    csat: named('csat', options.csat),
    ces: named('ces', options.ces),
    pmf: named('pmf', options.pmf),
    segments: options.segments.map((name) => headingOf('segment', name, columns)),
    drivers: [...new Set(options.drivers.flatMap((names) => headingsOf(names, columns)))],
  };
  return { roles, guesses: score.guesses };
}

/** Names between commas, unless all of it is one heading: those of forms are whole questions. */
function headingsOf(names: string, columns: readonly string[]): readonly string[] {
  if (columns.includes(names)) return [names];
  const parts = names.split(',').filter((name) => name.trim() !== '');
  return parts.map((name) => headingOf('drivers', name, columns));
}

function headingOf(option: string, name: string, columns: readonly string[]): string {
  const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
  const heading = columns.find((each) => each === name) ?? columns.find((each) => plain(each) === plain(name));
  if (heading !== undefined) return heading;
  const meant = nearest(name, columns);
  const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
  throw new UsageError(`The file has no column "${name}" (--${option}).${hint}\n${listOf(columns)}`);
}
