import { KizunaError } from 'kizuna';
import { number, parseResponses } from 'kizuna/schema';
import { guessedTime, offsetNote } from './guessed-time.js';
import { type Cells, guessedScore, scaleNote } from './guesses.js';
import type { Options } from './options.js';
import type { Roles } from './survey.js';
import { listOf, nearest, UsageError } from './usage.js';

/** Gives columns their roles: as the options say, and where they leave score or time open, by the one that can be it. */
export function rolesOf(
  options: Options,
  columns: readonly string[],
  rows: readonly Cells[],
): { roles: Roles; guesses: readonly string[] } {
  const named = (option: string, name: string | null): string | null =>
    name === null ? null : headingOf(option, name, columns);
  const given = named('score', options.score);
  const score = given === null ? guessedScore(options.scale, columns, rows) : { name: given, guesses: [] };
  const told = named('time', options.time);
  const time = told === null ? guessedTime(options, columns, rows) : { name: told, guesses: [] };
  const roles = {
    score: score.name,
    time: time.name,
    weight: named('weight', options.weight),
    csat: named('csat', options.csat),
    ces: named('ces', options.ces),
    pmf: named('pmf', options.pmf),
    segments: [...new Set(options.segments.map((name) => headingOf('segment', name, columns)))],
    drivers: [...new Set(options.drivers.flatMap((names) => headingsOf(names, columns)))],
  };
  if (roles.drivers.includes(roles.score)) {
    throw new UsageError(`"${roles.score}" is the score: it cannot be one of its own --drivers.`);
  }
  const offset = time.name === null ? [] : offsetNote(time.name, rows, options.zone);
  const scale = options.scale === null ? scaleNote(roles.score, rows) : [];
  return { roles, guesses: [...score.guesses, ...scale, ...time.guesses, ...offset] };
}

/** Names between commas, unless all of it is one heading: those of forms are whole questions. */
function headingsOf(names: string, columns: readonly string[]): readonly string[] {
  if (found(names, columns) !== undefined) return [names].map((name) => headingOf('drivers', name, columns));
  const parts = names.split(',').filter((name) => name.trim() !== '');
  return parts.flatMap((name) => rangeOf(name, columns) ?? [headingOf('drivers', name, columns)]);
}

/** The headings from q2 to q10 that `q2-q10` stands for; `null` where it is none, or an end of it no heading. */
function rangeOf(text: string, columns: readonly string[]): readonly string[] | null {
  if (found(text, columns) !== undefined) return null;
  const [, stem = '', from, stemAgain, to] = /^(.*?)(\d+)\s*[-–〜～~]\s*(.*?)(\d+)$/.exec(text.trim()) ?? [];
  if (stem !== stemAgain || Number(from) > Number(to)) return null;
  const ends = [`${stem}${from}`, `${stem}${to}`].map((end) => found(end, columns));
  if (ends.includes(undefined)) return null;
  const places = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${stem}${Number(from) + i}`);
  return [...new Set([ends[0], ...places.map((place) => found(place, columns)), ends[1]])].filter(
    (heading) => heading !== undefined,
  );
}

/** The heading that an option names; one that is not there is refused with the nearest. */
export function headingOf(option: string, name: string, columns: readonly string[]): string {
  const heading = found(name, columns);
  if (heading !== undefined) return heading;
  const meant = nearest(name, columns);
  const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
  throw new UsageError(`The file has no column "${name}" (--${option}).${hint}\n${listOf(columns)}`);
}

/** The heading that a name means: as it is written, else the one that looks the same, else the one of another case. */
function found(name: string, columns: readonly string[]): string | undefined {
  // Looked up as parseResponses looks up its columns, in a row that holds the place of every heading.
  const places = Object.fromEntries(columns.map((heading, place) => [heading, place]));
  try {
    const [row] = parseResponses([places], { columns: { place: number(name) } }).rows;
    return columns[row?.place ?? -1];
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    const small = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
    const alike = columns.filter((heading) => small(heading) === small(name));
    return alike.length === 1 ? alike[0] : undefined;
  }
}
