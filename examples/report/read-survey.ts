import { type ColumnReader, number, score, text, time } from 'kizuna/schema';
import { rolesOf } from './columns.js';
import { scaleOfAnswers } from './guesses.js';
import type { Options } from './options.js';
import { type ColumnPlan, type ReadColumn, readColumn, type Value } from './read-column.js';
import { type FileTable, readTable, recordOf } from './read-table.js';
import { refuseColumn } from './refusals.js';
import type { Answer, Roles, Scale, Source, Survey } from './survey.js';

/** Reads the bytes of a CSV file as a survey. */
export async function readSurvey(bytes: Uint8Array, file: string, options: Options): Promise<Survey> {
  const table = await readTable(bytes, options.encoding);
  const { roles, guesses } = rolesOf(options, table.columns, table.rows);
  const scale = options.scale ?? [0, 10];
  const driversScale = options.driversScale ?? scaleOfAnswers(roles.drivers, table.rows);
  const columns = plansOf(options, roles, scale, driversScale).map((plan) => readColumn(plan, table.rows));
  for (const column of columns) refuseColumn(column, options, table.rows);
  const leftOut = new Set(columns.flatMap(({ isNeeded, wrong }) => (isNeeded ? wrong : [])));
  const scaleGuess = `No --drivers-scale was given: all their answers are within ${driversScale.join('–')}.`;
  const isGuessed = roles.drivers.length > 0 && options.driversScale === null;
  return {
    answers: table.rows.flatMap((_, row) => (leftOut.has(row) ? [] : [answerOf(row, columns, roles)])),
    roles,
    scale,
    csatScale: options.csatScale,
    cesScale: options.cesScale,
    driversScale,
    zone: options.zone ?? 'UTC',
    unit: options.unit,
    minimum: options.minimum,
    source: {
      file,
      remarks: table.remarks,
      encoding: table.encoding,
      records: table.rows.length + table.rejectedCount,
      ragged: table.rejectedCount,
      rejected: leftOut.size,
      ...wrongCells(table, columns),
      guesses: isGuessed ? [...guesses, scaleGuess] : guesses,
    },
  };
}

/** A plan for every column that has a role. Without a score, a time that was asked for or a weight no answer counts. */
function plansOf(options: Options, roles: Roles, scale: Scale, driversScale: Scale): readonly ColumnPlan[] {
  const { noAnswer, dates } = options;
  const timeZone = options.zone ?? 'UTC';
  const plan = (
    role: string,
    heading: string | null,
    reader: (name: string) => ColumnReader<Value>,
    isNeeded = false,
  ) => (heading === null ? [] : [{ role, option: role, heading, reader: reader(heading), isNeeded }]);
  const readers = {
    time: (name: string) => time(name, { timeZone, dateOrder: dates, noAnswer }),
    csat: (name: string) => score(name, { scale: options.csatScale, labels: options.csatLabels, noAnswer }),
    ces: (name: string) => score(name, { scale: options.cesScale, labels: options.cesLabels, noAnswer }),
    text: (name: string) => text(name, { noAnswer }),
    driver: (name: string) => score(name, { scale: driversScale, noAnswer }),
  };
  const times = plan('time', roles.time, readers.time, options.time !== null);
  return [
    ...plan('score', roles.score, (name) => score(name, { scale, noAnswer }), true),
    ...(options.time === null ? times.map((guessed) => ({ ...guessed, option: null })) : times),
    ...plan('weight', roles.weight, (name) => number(name, { min: 0, noAnswer }), true),
    ...plan('csat', roles.csat, readers.csat),
    ...plan('ces', roles.ces, readers.ces),
    ...plan('pmf', roles.pmf, readers.text),
    ...roles.segments.flatMap((name) =>
      plan('segment', name, readers.text).map((each) => ({ ...each, role: `segment ${name}` })),
    ),
    ...roles.drivers.flatMap((name) =>
      plan('drivers', name, readers.driver).map((each) => ({ ...each, role: `driver ${name}` })),
    ),
  ];
}

function answerOf(row: number, columns: readonly ReadColumn[], { segments, drivers }: Roles): Answer {
  const cells = new Map(columns.map(({ role, values }) => [role, values[row] ?? null]));
  const numberAt = (role: string): number | null => {
    const value = cells.get(role);
    return typeof value === 'number' ? value : null;
  };
  const textAt = (role: string): string | null => {
    const value = cells.get(role);
    return typeof value === 'string' ? value : null;
  };
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

/** The cells that cannot be right: by record, and by column where they count as empty. */
function wrongCells(
  table: FileTable,
  columns: readonly ReadColumn[],
): Pick<Source, 'issues' | 'issueCount' | 'emptied'> {
  const issues = columns
    .flatMap((column) => column.issues)
    .map((issue) => ({ ...issue, index: recordOf(table, issue.index) }));
  return {
    issues: issues.sort((a, b) => (a.index ?? 0) - (b.index ?? 0)),
    issueCount: columns.reduce((sum, { wrong }) => sum + wrong.length, 0),
    emptied: columns
      .filter(({ isNeeded, wrong }) => !isNeeded && wrong.length > 0)
      .map(({ heading, wrong }) => ({ heading, cells: wrong.length })),
  };
}
