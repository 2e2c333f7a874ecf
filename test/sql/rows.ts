import fc from 'fast-check';
import { type TableSource, table } from 'kizuna/sql';
import type { Engine, EngineColumn } from './engine.js';

/** A row of the differential tests. */
export interface Row {
  readonly customer: string | null;
  readonly plan: string | null;
  readonly score: number | null;
  readonly amount: number | null;
  readonly large: number | null;
  readonly paid: boolean | null;
  readonly at: Date | null;
  readonly seen: Date | null;
}

/** The fields, their kinds, and columns whose names are hard to write. */
export const COLUMNS = {
  customer: { kind: 'text', column: 'a"b' },
  plan: { kind: 'text', column: 'order' },
  score: { kind: 'integer', column: 'f0' },
  amount: { kind: 'number', column: "'; DROP TABLE x; --" },
  large: { kind: 'integer', column: 'back\\slash' },
  paid: { kind: 'boolean', column: '支払済' },
  at: { kind: 'instant', column: 'k0' },
  seen: { kind: 'utcTimestamp', column: 'fault' },
} as const;

export const TYPES: readonly EngineColumn['type'][] = [
  'text',
  'text',
  'bigint',
  'double',
  'bigint',
  'boolean',
  'instant',
  'timestamp',
];

/** The table of an engine that holds the rows. */
export function sourceOf(engine: Engine, sums: 'compensated' | 'exact', name = 'Données 1'): TableSource<Row> {
  return table(name, { dialect: engine.dialect, columns: COLUMNS, sums });
}

/** Puts rows into the table. */
export async function fillRows(engine: Engine, rows: readonly Row[], name = 'Données 1'): Promise<void> {
  const columns = Object.values(COLUMNS).map(({ column }, i) => ({ name: column, type: TYPES[i] ?? 'text' }));
  const fields = Object.keys(COLUMNS) as (keyof Row)[];
  await engine.fill(
    name,
    columns,
    rows.map((row) => fields.map((field) => row[field])),
  );
}

/** Texts that engines and drivers are known to change, or to read as something else. */
export const HOSTILE = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  '__proto__',
  'constructor',
  'null',
  "'; DROP TABLE x; --",
  'a"b',
  '\\',
  "\\'",
  '\\N',
  '\\x27',
  '“curly”',
  '\ufeffmark',
  '\u00a0',
  '\u200b',
  '# no comment',
  '/* no comment */',
  '{p0:String}',
  '$1',
  'Ａ',
  '😀',
  'é',
  'e\u0301',
  '線',
  '\n\t\r',
  '%',
] as const;

/** Midnights that happen twice, never, or off the hour, and their neighbours. */
const EDGES = [
  '2024-11-03T04:00:00Z', // Havana: midnight twice
  '2024-11-03T05:00:00Z',
  '2024-03-10T05:00:00Z', // Havana: no midnight
  '2011-12-30T10:00:00Z', // Apia: a day left out
  '2024-04-06T15:00:00Z', // Lord Howe: half an hour
  '2024-10-05T15:30:00Z',
  '2024-03-31T01:00:00Z', // Europe
  '1970-01-01T00:00:00Z',
  '1969-12-31T15:00:00Z', // Tokyo's 1970
  '1999-12-31T23:00:00Z',
].map((text) => Date.parse(text));

/** Instants, many of them at the edges of days. */
export const instants = fc
  .tuple(fc.constantFrom(...EDGES), fc.constantFrom(-86_400_000, -3_600_000, -1, 0, 1, 3_600_000, 30 * 86_400_000))
  .map(([edge, off]) => new Date(edge + off));

const WHOLE = [0, 1, -1, 2 ** 31, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 2 ** 53 - 3, 12];
/** Amounts that the engines add exactly, as `sums: 'exact'` promises. */
const AMOUNTS = [0, -0, 0.1, 0.2, 0.3, 19.99, -19.99, 1e15, 1e-2, 123456.789, 7, 4e17, -4e17];

/** Rows with gaps, ties, bad values and hostile texts. */
export const rowsOf = (maxLength = 14): fc.Arbitrary<readonly Row[]> =>
  fc.array(
    fc.record<Row>({
      customer: maybe(fc.constantFrom(...HOSTILE, 'u1', 'u2', 'u3')),
      plan: maybe(fc.constantFrom('free', 'pro', 'a', 'A', '__proto__', '\ufeffpro')),
      score: maybe(
        fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: 10 }) }, fc.constantFrom(-1, 11, 2 ** 40)),
      ),
      amount: maybe(
        fc.oneof(
          fc.constantFrom(...AMOUNTS),
          fc.integer({ min: -1e6, max: 1e6 }).map((cents) => cents / 100),
        ),
      ),
      large: maybe(fc.constantFrom(...WHOLE)),
      paid: maybe(fc.boolean()),
      at: maybe(instants),
      seen: maybe(instants),
    }),
    { maxLength },
  );

function maybe<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 6, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) });
}
