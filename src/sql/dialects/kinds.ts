/** What a column holds, as the metric is to read it. */
export type ColumnKind = 'number' | 'integer' | 'text' | 'boolean' | 'instant' | 'utcTimestamp' | 'epochMilliseconds';

/** The value in a row for each kind: any of them may be absent. */
export interface KindValue {
  readonly number: number | null;
  readonly integer: number | null;
  readonly text: string | null;
  readonly boolean: boolean | null;
  readonly instant: Date | null;
  readonly utcTimestamp: Date | null;
  readonly epochMilliseconds: Date | null;
}

/** The kinds that hold instants. */
export type TimeKind = 'instant' | 'utcTimestamp' | 'epochMilliseconds';

/** All kinds, for checks. */
export const KINDS = [
  'number',
  'integer',
  'text',
  'boolean',
  'instant',
  'utcTimestamp',
  'epochMilliseconds',
] as const satisfies readonly ColumnKind[];

/** Whether a column of this kind holds instants. */
export function isTimeKind(kind: ColumnKind): kind is TimeKind {
  return kind === 'instant' || kind === 'utcTimestamp' || kind === 'epochMilliseconds';
}
