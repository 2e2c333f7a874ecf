import { InvalidDataError, type Issue } from '../../core/errors.js';

/** How many rows of the table are no events, or no rows of a ledger. */
export interface LeftOut {
  readonly missing: number;
  readonly invalid: number;
}

/** What rows have to be, what those lack that are missing, and what tells in memory which they are. */
export interface LeftOutWords {
  readonly expected: string;
  readonly needed: string;
  readonly memory: string;
}

/** Refuses by its policy what memory would: both numbers are told, as an engine knows no places of rows. */
export function judgeLeftOut(
  policy: Readonly<Record<'missing' | 'invalid', 'exclude' | 'throw'>>,
  leftOut: LeftOut | undefined,
  { expected, needed, memory }: LeftOutWords,
): void {
  const count = (kind: 'missing' | 'invalid'): number => leftOut?.[kind] ?? 0;
  const refused = (['invalid', 'missing'] as const).filter((kind) => policy[kind] === 'throw' && count(kind) > 0);
  if (refused.length === 0) return;
  const issues = refused.map((kind): Issue => {
    const [code, received] =
      kind === 'missing' ? (['E_FIELD_MISSING', 'null'] as const) : (['E_FIELD_VALUE', 'another value'] as const);
    return { code, index: null, field: null, expected, received };
  });
  const found = [
    ...(count('invalid') > 0 ? [`${count('invalid')} that cannot be right`] : []),
    ...(count('missing') > 0 ? [`${count('missing')} without ${needed}`] : []),
  ];
  const left = refused.map((kind) => `${kind}: 'exclude'`).join(' and ');
  throw new InvalidDataError(
    `toSql requires rows to be ${expected}; got ${found.join(' and ')} (${memory} in memory names rows and fields; ${left} leaves such out)`,
    issues,
    { issueCount: refused.reduce((sum, kind) => sum + count(kind), 0) },
  );
}
