import {
  type ColumnReader,
  type CsvTable,
  decodeCsv,
  decodeText,
  number,
  parseResponses,
  score,
  text,
  time,
} from 'kizuna/schema';
import { rolesOf } from './columns.js';
import { scaleOfAnswers } from './guesses.js';
import type { Options } from './options.js';
import type { Answer, Roles, Scale, Survey } from './survey.js';

type Value = number | string | null;

/** Reads the bytes of a CSV file as a survey. */
export async function readSurvey(bytes: Uint8Array, options: Options): Promise<Survey> {
  const { text: content, encoding } = decodeText(bytes, { encoding: options.encoding });
  const { remarks, body } = withoutRemarks(content);
  const table = await decodeCsv(body, { invalid: 'exclude' });
  const { roles, guesses } = rolesOf(options, table.columns, table.rows);
  const scale = options.scale ?? [0, 10];
  const driversScale = options.driversScale ?? scaleOfAnswers(roles.drivers, table.rows);
  const { rows, rejected, rejectedCount, issueCount } = parseResponses(table.rows, {
    columns: readers(options, roles, scale, driversScale),
  });
  const scaleGuess = `No --drivers-scale was given: all their answers are within ${driversScale.join('–')}.`;
  const isGuessed = roles.drivers.length > 0 && options.driversScale === null;
  return {
    answers: rows.map((row) => answerOf(row, roles)),
    roles,
    scale,
    csatScale: options.csatScale,
    cesScale: options.cesScale,
    driversScale,
    zone: options.zone,
    unit: options.unit,
    minimum: options.minimum,
    source: {
      remarks,
      encoding,
      records: table.rows.length + table.rejectedCount,
      ragged: table.rejectedCount,
      rejected: rejectedCount,
      issues: rejected.map((issue) => ({ ...issue, index: recordOf(table, issue.index) })),
      issueCount,
      guesses: isGuessed ? [...guesses, scaleGuess] : guesses,
    },
  };
}

/** Lines above the headings that begin with a number sign and a blank say where a file comes from. */
function withoutRemarks(content: string): { remarks: readonly string[]; body: string } {
  const [head = ''] = /^(?:# .*(?:\r\n|\r|\n))*/.exec(content) ?? [];
  const lines = head.split(/\r\n|\r|\n/).filter((line) => line !== '');
  return { remarks: lines.map((line) => line.slice(2).trim()), body: content.slice(head.length) };
}

/** A reader for every column that has a role, under a name that no two roles share. */
function readers(
  options: Options,
  roles: Roles,
  scale: Scale,
  driversScale: Scale,
): Record<string, ColumnReader<Value>> {
  const { noAnswer, zone, dates } = options;
  const one = (role: string, name: string | null, reader: (name: string) => ColumnReader<Value>) =>
    name === null ? {} : { [role]: reader(name) };
  const many = (role: string, names: readonly string[], reader: (name: string) => ColumnReader<Value>) =>
    Object.fromEntries(names.map((name) => [`${role} ${name}`, reader(name)]));
  return {
    score: score(roles.score, { scale, noAnswer }),
    ...one('time', roles.time, (name) => time(name, { timeZone: zone, dateOrder: dates, noAnswer })),
    ...one('weight', roles.weight, (name) => number(name, { min: 0, noAnswer })),
    ...one('csat', roles.csat, (name) => score(name, { scale: options.csatScale, noAnswer })),
    ...one('ces', roles.ces, (name) => score(name, { scale: options.cesScale, noAnswer })),
    ...one('pmf', roles.pmf, (name) => text(name, { noAnswer })),
    ...many('segment', roles.segments, (name) => text(name, { noAnswer })),
    ...many('driver', roles.drivers, (name) => score(name, { scale: driversScale, noAnswer })),
  };
}

function answerOf(row: Readonly<Record<string, Value>>, { segments, drivers }: Roles): Answer {
  const numberAt = (name: string): number | null => (typeof row[name] === 'number' ? row[name] : null);
  const textAt = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  return {
    score: numberAt('score'),
    time: numberAt('time'),
    weight: numberAt('weight'),
    csat: numberAt('csat'),
    ces: numberAt('ces'),
    pmf: textAt('pmf'),
    segments: Object.fromEntries(segments.map((name) => [name, textAt(`segment ${name}`)])),
    drivers: Object.fromEntries(drivers.map((name) => [name, numberAt(`driver ${name}`)])),
  };
}

/** The place in the file of a row that was kept: ragged records before it count too. */
function recordOf({ rejectedIndexes }: CsvTable, row: number | null): number | null {
  if (row === null) return null;
  let record = row;
  for (const ragged of rejectedIndexes) if (ragged <= record) record += 1;
  return record;
}
