import type { Expression } from '../../core/expression.js';
import type { Rule } from '../../core/input.js';
import type { TallyPlan } from '../../core/tally.js';
import type { Block } from '../block.js';
import type { QueryText, Sql } from '../query-text.js';
import { MISSING, type TallyInputs } from './inputs-sql.js';
import type { KeySql } from './key-sql.js';
import type { MeasureSql } from './measure-sql.js';

/**
 * Whether rows are told apart by the one value that all measures group by and by few others, such as whether something ended: rows that are
 * alike are counted before they are judged then, which costs engines half of judging each.
 */
export function areAlike(
  { inputs, tellsFaults }: TallyInputs,
  plan: TallyPlan,
  by: Expression | null,
  measures: readonly MeasureSql[],
): boolean {
  if (!tellsFaults || by === null || typeof by !== 'object' || by.kind !== 'input') return false;
  const others = Object.entries(plan.inputs).filter(([name]) => name !== by.name);
  const areWhole = [...inputs.values()].every(({ type }) => type === 'integer');
  return areWhole && others.length > 0 && others.every(([, rule]) => isNarrow(rule)) && measures.every(isOfOneRow);
}

/**
 * A select in which rows that are alike are one group: of a value there may be several, one for each of the few others. Its cells are those of
 * `countedBlock`.
 */
export function alikeBlock(
  query: QueryText,
  keys: readonly KeySql[],
  rows: string,
  { inputs, columns, conditions, faults }: TallyInputs,
  plan: TallyPlan,
  value: Sql,
  measures: readonly MeasureSql[],
): Block {
  const { dialect } = query;
  const keyNames = keys.map((_, place) => dialect.identifier(`k${place}`));
  const names = columns.map(([alias]) => alias);
  const few = new Map(
    Object.entries(plan.inputs).flatMap(([name, rule]) => {
      const sql = inputs.get(name)?.sql ?? '';
      return sql !== value.sql && isNarrow(rule) ? [[sql, fewSql(query, sql, rule)] as const] : [];
    }),
  );
  const list = [...keyNames, ...names.map((name) => few.get(name) ?? name)].join(', ');
  const isValid = conditions.join(' AND ');
  const of = (whens: string): string => `CASE ${whens} END`;
  return {
    cells: [
      ...keys.map(({ type }, place) => dialect.cell(type, keyNames[place] as string)), // one name a key
      dialect.cell('integer', of(`WHEN ${of(faults.join(' '))} = ${MISSING} THEN count(*) ELSE 0`)),
      dialect.cell('integer', of(`WHEN ${isValid} THEN 0 ELSE count(*)`)),
      dialect.cell(value.type, of(`WHEN ${isValid} THEN ${value.sql}`)),
      ...measures.flatMap(({ takes, alike }) => alike?.(takes) ?? []),
    ],
    from: `FROM (SELECT ${list} FROM (${rows}) AS counted) AS grouped GROUP BY ${[...keyNames, ...names].join(', ')}`,
    value,
    measures,
    faults: 'apart',
  };
}

function isOfOneRow({ alike }: MeasureSql): boolean {
  return alike !== undefined;
}

/** Whether an input is one of few values. */
function isNarrow({ type, integer, anySize, min, max }: Rule): boolean {
  return type === 'number' && integer && anySize !== true && max - min < 16;
}

/** All that it cannot be is one more value. */
function fewSql(query: QueryText, sql: string, { min, max }: Rule): string {
  const [low, high] = [query.integer(Math.ceil(min)), query.integer(Math.floor(max))];
  const own = query.dialect.signed(sql); // unsigned ones and others have no type in common
  return `CASE WHEN ${sql} < ${low} OR ${sql} > ${high} THEN ${query.integer(Math.floor(max) + 1)} ELSE ${own} END AS ${sql}`;
}
